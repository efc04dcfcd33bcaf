"""Strangers stand in the picture without anybody's biography."""

from pathlib import Path

from renderers.cast.figures import load_figure
from schemas.plan import PanelPlan
from schemas.story import Character, Panel, Scene, Setting, Story
from storyboard.planning.planner import plan_with_notes
from storyboard.planning.staging.extras import mean_those_there


def planned(action: str) -> PanelPlan:
    dee = Character(
        id="dee", name="Dee", token="sks", class_noun="cartoon", look="", packaged="dee"
    )
    panel = Panel(id="1", action=action, shot="wide")
    scene = Scene(id="s", setting=Setting(prompt="a street"), panels=(panel,))
    story = Story(title="Extras", characters={"dee": dee}, scenes=(scene,))
    return plan_with_notes(story, root=Path()).plan.panels[0]


def test_an_unknown_agent_is_a_stranger_beside_who_is_named():
    panel = planned("A thief robs Dee.")
    assert [each.subject for each in panel.segments] == ["extra:thief", "dee"]
    thief, dee = panel.segments
    assert thief.face.overlap(dee.face) == 0
    assert thief.pose_word == "reaching"
    assert 0.8 < thief.region.bounds.height / dee.region.bounds.height < 1.3
    assert load_figure(thief.figure.layers, Path()).getchannel("A").getbbox()
    assert "thief" in panel.alt


def test_a_crowd_is_several_people():
    panel = planned("A crowd watches Dee.")
    crowd = [each for each in panel.segments if each.subject.startswith("extra:")]
    assert len(crowd) == 3
    assert len({each.figure.layers for each in crowd}) == 3


def test_without_strangers_nobody_joins():
    assert [each.subject for each in planned("Dee waves.").segments] == ["dee"]


def test_as_many_people_as_are_staged_are_those():
    assert mean_those_there("tired people", 4, 4)
    assert not mean_those_there("people", 4, 2)
    assert not mean_those_there("thieves", 2, 2)
    assert not mean_those_there("person", 1, 3)
