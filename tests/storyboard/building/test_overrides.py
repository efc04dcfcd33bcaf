import pytest

from schemas.errors import StoryboardError
from schemas.settings import CollageSettings, DreamboothSettings, MspSettings, SalSettings
from schemas.story import Character, Panel, Scene, Setting, Story
from storyboard.building.overrides import overridden
from storyboard.request import parsed


def story() -> Story:
    panels = (Panel(id="1"), Panel(id="2", renderer=MspSettings(steps=50)))
    scene = Scene(id="a", setting=Setting(), panels=panels)
    return Story(title="T", renderer=MspSettings(steps=30), scenes=(scene,))


def test_without_overrides_the_story_is_itself() -> None:
    before = story()
    assert overridden(before) is before


def test_a_renderer_replaces_every_other() -> None:
    after = overridden(story(), renderer="collage")
    assert after.renderer == CollageSettings()
    assert after.scenes[0].panels[1].renderer == CollageSettings()
    assert after.scenes[0].panels[0].renderer is None


def test_the_story_s_own_renderer_keeps_its_settings() -> None:
    after = overridden(story(), renderer="msp", settings={"kappa": 0.2})
    assert after.renderer == MspSettings(steps=30, kappa=0.2)
    assert after.scenes[0].panels[1].renderer == MspSettings(steps=50, kappa=0.2)


def test_nested_settings_are_named_with_dots() -> None:
    after = overridden(story(), settings=parsed(["init.strength=0.4", "init.from=noise"]))
    assert isinstance(after.renderer, MspSettings)
    assert (after.renderer.init.strength, after.renderer.init.source) == (0.4, "noise")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"stepz": 8}, 'has no setting "stepz"'),
        ({"init.strengh": 1}, 'has no setting "init.strengh"'),
        ({"steps.more": 1}, 'has no setting "steps.more"'),
        ({"steps": "many"}, "--set steps: expected a whole number"),
        ({"init.strength": 7}, "--set init.strength: expected at most 1"),
        ({"sal": 3}, "--set sal: expected a mapping"),
        ({"name": "dreambooth"}, "--set cannot choose the renderer"),
        ({"init": 5, "init.strength": 0.3}, "init is 5, and no mapping"),
        ({"mode": "fast", "crop": True}, "--set: crop is for segments that diffuse alone"),
    ],
)
def test_settings_that_do_not_fit_are_explained(changes: dict[str, object], message: str) -> None:
    with pytest.raises(StoryboardError, match=message) as caught:
        overridden(story(), settings=changes)
    assert caught.value.exit_code == 2


def test_another_renderer_keeps_the_settings_that_it_has_too() -> None:
    before = story().but(renderer=MspSettings(steps=30, model="mine", kappa=0.2))
    after = overridden(before, renderer="dreambooth")
    assert after.renderer == DreamboothSettings(steps=30, model="mine")


def test_a_group_that_is_off_is_switched_on() -> None:
    after = overridden(story(), settings={"sal.every": 3})
    assert isinstance(after.renderer, MspSettings)
    assert after.renderer.sal == SalSettings(every=3)


def test_a_setting_changes_the_renderers_that_have_it() -> None:
    before = story()
    panels = (before.scenes[0].panels[0], Panel(id="2", renderer=DreamboothSettings()))
    mixed = before.but(scenes=(before.scenes[0].but(panels=panels),))
    after = overridden(mixed, settings={"kappa": 0.2, "steps": 9})
    assert after.renderer == MspSettings(steps=9, kappa=0.2)
    assert after.scenes[0].panels[1].renderer == DreamboothSettings(steps=9)


def test_near_misses_are_guessed() -> None:
    with pytest.raises(StoryboardError) as caught:
        overridden(story(), settings={"mode": "refrence"})
    assert caught.value.hint == 'did you mean "reference"?'
    with pytest.raises(StoryboardError) as caught:
        overridden(story(), settings={"init.strengh": 1})
    assert caught.value.hint == 'did you mean "init.strength"?'
    with pytest.raises(StoryboardError, match='no renderer "colage"') as caught:
        overridden(story(), renderer="colage")
    assert caught.value.hint == 'did you mean "collage"?'


def test_an_assignment_needs_an_equals_sign() -> None:
    with pytest.raises(StoryboardError, match='"steps" is no setting'):
        parsed(["steps"])


def test_who_is_to_start_from_noise_is_somebody_of_the_story() -> None:
    dee = Character(id="dee", name="Dee", token="sks", class_noun="woman")
    before = story().but(characters={"dee": dee})
    assert overridden(before, settings={"from_noise": ["dee"]}).renderer.from_noise == ("dee",)
    with pytest.raises(StoryboardError, match="from_noise: bob is nobody of this story"):
        overridden(before, settings={"from_noise": ["bob"]})
