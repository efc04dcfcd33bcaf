"""Settings that contradict each other are told where they are written, before anything is drawn."""

from typing import Any

import pytest
from pydantic import ValidationError

from schemas.errors import StoryboardError
from schemas.settings import MspSettings, RegionalPromptingSettings
from storyboard.building.overrides import overridden
from storyboard.reading import check_text
from tests.storyboard.reading.helpers import read

STORY = """cast: [dee]
renderer:
  {settings}
scenes:
  - panels:
      - action: Dee waves.
"""

CONTRADICTIONS: list[tuple[dict[str, Any], str]] = [
    ({"guidance_start": 0.7, "guidance_end": 0.3}, "guidance would end at 0.3, before it starts"),
    ({"controlnet": {"start": 0.7, "end": 0.3}}, "ControlNet would end at 0.3"),
    ({"sal": {"start": 0.95}}, "sal would end at 0.9"),
    ({"mode": "fast", "crop": True}, "crop is for segments that diffuse alone"),
    ({"mode": "fast", "references": "collage"}, "references is for segments"),
    ({"mode": "fast", "scaffold": "place"}, "scaffold is for segments"),
    ({"kappa": 0.3, "reference_until": 0.5}, r"reference_until \(0.5\) lies after kappa \(0.3\)"),
]


@pytest.mark.parametrize(("settings", "said"), CONTRADICTIONS)
def test_contradictions_are_refused(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        MspSettings.model_validate(settings)


def test_each_of_them_alone_is_fine() -> None:
    for settings, _ in CONTRADICTIONS[:1] + CONTRADICTIONS[3:]:
        for name, value in settings.items():
            if (name, value) != ("reference_until", 0.5):
                assert MspSettings.model_validate({name: value})


@pytest.mark.parametrize(
    ("settings", "line"),
    [("{mode: fast, crop: true}", 3), ("{controlnet: {start: 1, end: 0}}", 3)],
)
def test_a_story_is_told_where(settings: str, line: int) -> None:
    _, (problem,) = check_text(STORY.format(settings=settings))
    assert problem.code == "SB062"
    assert "contradict each other" in problem.message
    assert problem.line == line


def test_the_command_line_is_told() -> None:
    story = read(STORY.format(settings="{mode: fast}"))
    with pytest.raises(StoryboardError, match="crop is for segments that diffuse alone"):
        overridden(story, settings={"crop": True})
    assert overridden(story, settings={"guidance_end": 0.5}).renderer.guidance_end == 0.5


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("{guidance_scale: 99}", "at most 50.0"),
        ("{guidance_end: 2}", "at most 1.0"),
        ("{cache_every: 0}", "at least 1"),
        ("{references: photo}", '"none" or "collage"'),
        ("{memory: {offload: disk}}", '"none" or "model"'),
        ("{memory: {attention: flash}}", '"auto" or "sliced"'),
        ("{crop: maybe}", "true or false"),
        ("{hires: {scale: 1}}", "more than 1.0"),
        ("{hires: {scale: 8}}", "at most 4.0"),
        ("{hires: {strength: 0}}", "more than 0.0"),
        ("{hires: {upscaler: esrgan}}", '"pixels" or "latent"'),
    ],
)
def test_ranges_are_told(settings: str, expected: str) -> None:
    _, (problem,) = check_text(STORY.format(settings=settings))
    assert (problem.code, problem.expected) == ("SB062", expected)


def test_regional_prompting_starts_from_noise_unless_told_otherwise() -> None:
    told = RegionalPromptingSettings.model_validate({"init": {"strength": 0.6}})
    assert (told.init.source, RegionalPromptingSettings().init.source) == ("noise", "noise")
    assert RegionalPromptingSettings.model_validate({"init": {"from": "collage"}}).init.strength


def test_hires_changes_the_picture_and_is_nowhere_unless_asked_for() -> None:
    plain, asked = MspSettings(), MspSettings.model_validate({"hires": {}})
    assert "hires" not in plain.drawing()
    assert asked.drawing() == plain.drawing() | {
        "hires": {"scale": 2.0, "strength": 0.4, "steps": None, "upscaler": "pixels"}
    }
    assert (plain.final_resolution, asked.final_resolution) == (768, 1536)
    assert plain.described(1).keys() < asked.described(1).keys()


def test_hires_beyond_the_largest_picture_contradicts_its_resolution() -> None:
    with pytest.raises(ValidationError, match="hires would draw at a resolution of 6000"):
        MspSettings.model_validate({"resolution": 3000, "hires": {"scale": 2}})


def test_hires_that_takes_no_step_is_told() -> None:
    (told,) = (
        each
        for each in MspSettings.model_validate(
            {"steps": 10, "hires": {"strength": 0.09}}
        ).ineffective()
        if "hires" in each.paths[-1]
    )
    assert "of 10 steps its strength takes none" in told.why
