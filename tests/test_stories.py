"""The example stories: nothing to complain about, and nobody drawn otherwise than told."""

from pathlib import Path

import pytest

from renderers.cast.puppets.names import MADE
from renderers.cast.references import packaged_ids
from schemas.plan import Plan
from stories import STORIES, example_names, example_path
from storyboard.building.pages import look_of
from storyboard.director.choosing import model_director
from storyboard.lettering import letter
from storyboard.planning.planner import PlanWithNotes, plan_with_notes
from storyboard.reading import check_file, read_story

NAMES = (
    "borrowed-umbrella",
    "forty-fathoms",
    "last-bus",
    "letztes-stueck",
    "missing-puddle",
    "nine-oclock-pitch",
)


@pytest.fixture(params=NAMES)
def planned(request: pytest.FixtureRequest) -> PlanWithNotes:
    path = example_path(request.param)
    story = read_story(path)
    director = model_director(story, path, mode="replay" if story.director else "off")
    return plan_with_notes(story, root=STORIES, director=director)


def cast_of(plan: Plan) -> set[str]:
    return {
        segment.subject
        for panel in plan.panels
        for segment in panel.segments
        if segment.way is None
    }


def test_these_are_the_examples() -> None:
    assert example_names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_an_example_has_no_problem_not_even_a_small_one(name: str) -> None:
    assert not check_file(example_path(name))[1]


def test_the_readme_s_story_is_shown_whole(tmp_path: Path) -> None:
    """Before things, places and what two do together were read, nothing of it was seen."""
    readme = (STORIES.parent / "README.md").read_text(encoding="utf-8")
    path = tmp_path / "lake.yaml"
    path.write_text(readme.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    assert not check_file(path)[1]
    first, second = plan_with_notes(read_story(path), root=tmp_path).plan.panels
    assert {each.shown for panel in (first, second) for each in panel.ledger} == {"shown"}
    assert {"prop:periscope", "prop:bow tie"} <= {each.subject for each in first.segments}
    assert {"prop:ship's wheel", "prop:duck"} <= {each.subject for each in second.segments}


def test_every_pose_and_mood_is_drawn_as_asked_and_every_page_is_full(
    planned: PlanWithNotes,
) -> None:
    assert planned.notes == ()


def test_words_find_their_place(planned: PlanWithNotes) -> None:
    plan, look = planned.plan, look_of(planned.plan)
    for page in plan.pages:
        for frame in page.frames:
            assert letter(plan.panel(frame.panel), frame.box, look).notes == ()


def test_the_examples_show_the_whole_cast() -> None:
    shown = [
        cast_of(plan_with_notes(read_story(example_path(name)), root=STORIES).plan)
        for name in NAMES
    ]
    assert set().union(*shown) == set(packaged_ids())


def test_nobody_and_nothing_comes_twice(planned: PlanWithNotes) -> None:
    panels = {panel.id: [each.subject for each in panel.segments] for panel in planned.plan.panels}
    assert not [name for name, there in panels.items() if any("extra:" in who for who in there)]
    assert not [name for name, there in panels.items() if "prop:umbrella" in there]


def test_one_drawing_acts_in_ten_poses() -> None:
    path = STORIES / "nell" / "nell.yaml"
    plan, notes = plan_with_notes(read_story(path), root=path.parent)
    assert notes == ()
    nells = [one for panel in plan.panels for one in panel.segments if one.subject == "nell"]
    assert len(nells) == len(plan.panels)
    layers = {segment.figure.layers[0] for segment in nells if segment.figure}
    assert all(layer.startswith(MADE) and layer.endswith("nell.png") for layer in layers)
    assert len({segment.pose_word for segment in nells}) >= 10
