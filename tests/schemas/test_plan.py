"""What a plan's digest is about: the picture. And plans of an older format are read."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.geometry import Box, Region
from schemas.plan import PagePlan, PanelFrame, PanelPlan, Plan, Segment
from schemas.settings import MemorySettings, MspSettings
from schemas.story import PageFormat, Setting


def plan(**settings: object) -> PanelPlan:
    return PanelPlan(
        id="a-1",
        scene="a",
        aspect=1,
        shot="medium",
        camera="eye",
        setting=Setting(),
        prompt="a park",
        background_prompt="a park",
        negative_prompt="",
        seed=0,
        alt="",
        renderer=MspSettings.model_validate(settings),
    )


@pytest.mark.parametrize(
    "settings",
    [
        {"batch": 2},
        {"device": "cpu"},
        {"memory": MemorySettings(offload="model")},
        {"memory": MemorySettings(attention="sliced", vae_slicing=True)},
    ],
)
def test_what_leaves_the_picture_as_it_is_draws_nothing(settings: dict[str, object]) -> None:
    assert plan(**settings).drawing_digest() == plan().drawing_digest()


@pytest.mark.parametrize(
    "settings",
    [{"steps": 9}, {"dtype": "bfloat16"}, {"memory": MemorySettings(vae_tiling=True)}],
)
def test_what_changes_the_picture_is_in_the_digest(settings: dict[str, object]) -> None:
    assert plan(**settings).drawing_digest() != plan().drawing_digest()


def older() -> dict[str, Any]:
    """Return a plan as `storyboard-plan/1` said it: the token only in the prompt."""
    frame = Box(left=0, top=0, right=1, bottom=1)
    dee = Segment(subject="dee", token="sks", prompt="sks woman", region=Region.of_box(frame))
    whole = Plan(
        title="T",
        language="en",
        page=PageFormat(),
        speakers={},
        panels=(plan().but(segments=(dee,)),),
        pages=(PagePlan(frames=(PanelFrame(panel="a-1", box=frame),)),),
    )
    data: dict[str, Any] = json.loads(whole.model_dump_json(by_alias=True))
    data["format"] = "storyboard-plan/1"
    for panel in data["panels"]:
        del panel["action"]
        for segment in panel["segments"]:
            for fact in ("token", "posture", "holds"):
                del segment[fact]
    return data


def test_a_plan_of_the_first_format_is_read() -> None:
    read = Plan.model_validate_json(json.dumps(older()))
    assert read.format == "storyboard-plan/2"
    assert read.panels[0].segments[0].token == "sks"


@pytest.mark.parametrize("broken", [{"panels": 7}, {"panels": [7]}, {"format": "plan/9"}])
def test_what_is_no_plan_of_any_format_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Plan.model_validate(older() | broken)


def test_a_plan_of_this_format_must_say_its_tokens() -> None:
    with pytest.raises(ValidationError, match="token"):
        Plan.model_validate(older() | {"format": "storyboard-plan/2"})
