"""Moods that nobody drew: drawn onto the face in a plan, or told."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from benchmarks.drawn_people import STYLES, drawn
from renderers.cast.puppets.names import posed_layers
from renderers.felt_names import felt_mood
from schemas.plan import Segment
from schemas.story import Character, Panel, Scene, Setting, Story
from storyboard.planning.planner import PlanWithNotes, plan_with_notes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    drawn(STYLES[0])[0].save(tmp_path / "mira.png")
    return tmp_path


def planned(folder: Path, *actions: str, pictures: tuple[str, ...] = ("mira.png",)):
    mira = Character(id="mira", name="Mira", token="mira", class_noun="girl", references=pictures)
    panels = tuple(Panel(id=str(at), action=action) for at, action in enumerate(actions))
    scene = Scene(id="s", setting=Setting(prompt="a park"), panels=panels)
    return plan_with_notes(
        Story(title="T", characters={"mira": mira}, scenes=(scene,)), root=folder
    )


def mira_in(made: PlanWithNotes, panel: int = 0) -> Segment:
    return next(each for each in made.plan.panels[panel].segments if each.subject == "mira")


def layers(made: PlanWithNotes, panel: int = 0) -> tuple[str, ...]:
    figure = mira_in(made, panel).figure
    assert figure is not None
    return figure.layers


def test_a_single_drawing_feels_what_the_words_say(folder: Path) -> None:
    made = planned(folder, "Mira is sad.", "Mira runs, afraid.", "Mira waits.")
    assert felt_mood(layers(made)[0]) == "sad"
    assert mira_in(made).mood == "sad"
    assert felt_mood(posed_layers(layers(made, 1)[0])[1][0]) == "afraid"
    assert felt_mood(layers(made, 2)[0]) is None
    assert made.notes == ()
    assert all(entry.shown == "shown" for panel in made.plan.panels for entry in panel.ledger)


def test_a_picture_with_the_mood_wins(folder: Path) -> None:
    Image.open(folder / "mira.png").save(folder / "mira-sad.png")
    made = planned(folder, "Mira is sad.", pictures=("mira.png", "mira-sad.png"))
    assert layers(made) == ("mira-sad.png",)


def test_what_cannot_be_drawn_onto_a_face_is_told(folder: Path) -> None:
    picture = Image.open(folder / "mira.png")
    ImageDraw.Draw(picture).rectangle((240, 185, 400, 250), fill=(20, 16, 20))
    picture.save(folder / "mira.png")
    made = planned(folder, "Mira laughs.", "Mira looks up.")
    assert [note.partition("; ")[0] for note in made.notes] == [
        's-0: nobody has drawn "laugh" for Mira',
        's-1: nobody has drawn "looking up" for Mira',
    ]
    assert "its mouth cannot be told from what is around" in made.notes[0]
    assert {entry.shown for entry in made.plan.panels[0].ledger} == {"shown", "not shown"}
