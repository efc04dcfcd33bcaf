"""What a plan's digest is about: the picture."""

import pytest

from schemas.plan import PanelPlan
from schemas.settings import MemorySettings, MspSettings
from schemas.story import Setting


def plan(**settings: object) -> PanelPlan:
    return PanelPlan(
        id="a-1", scene="a", aspect=1, shot="medium", camera="eye", setting=Setting(),
        prompt="a park", background_prompt="a park", negative_prompt="", seed=0, alt="",
        renderer=MspSettings.model_validate(settings),
    )  # fmt: skip


@pytest.mark.parametrize(
    "settings",
    [
        {"batch": 2}, {"device": "cpu"}, {"memory": MemorySettings(offload="model")},
        {"memory": MemorySettings(attention="sliced", vae_slicing=True)},
    ],
)  # fmt: skip
def test_what_leaves_the_picture_as_it_is_draws_nothing(settings: dict[str, object]) -> None:
    assert plan(**settings).drawing_digest() == plan().drawing_digest()


@pytest.mark.parametrize(
    "settings",
    [{"steps": 9}, {"dtype": "bfloat16"}, {"memory": MemorySettings(vae_tiling=True)}],
)
def test_what_changes_the_picture_is_in_the_digest(settings: dict[str, object]) -> None:
    assert plan(**settings).drawing_digest() != plan().drawing_digest()
