"""Props of the author's own, from the file to the plan."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from schemas.story import OwnProp
from storyboard.planning.planner import plan_story
from tests.storyboard.reading.helpers import codes, read

STORY = """
renderer: collage
cast: [dee, ringo]
props:
  Orb: orb.png
  magic carpet: {picture: orb.png, size: 1.2, way: ridden}
scenes:
  - setting: a park
    panels:
      - Dee holds the golden orb.
      - {action: Ringo rides a magic carpet., shot: full}
      - Ringo waves.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    picture = Image.new("RGBA", (60, 60))
    ImageDraw.Draw(picture).ellipse((10, 10, 49, 49), fill="gold")
    picture.save(tmp_path / "orb.png")
    return tmp_path


def test_a_prop_is_read_with_picture_size_and_way(folder: Path) -> None:
    assert read(STORY, folder=folder).props == {
        "orb": OwnProp(picture="orb.png"),
        "magic carpet": OwnProp(picture="orb.png", size=1.2, way="ridden"),
    }


def test_a_prop_is_its_picture_wherever_an_action_names_it(folder: Path) -> None:
    plan = plan_story(read(STORY, folder=folder), root=folder)
    shown = [
        [
            (each.token, each.way, each.figure.layers)
            for each in panel.segments
            if each.way is not None and each.figure is not None
        ]
        for panel in plan.panels
    ]
    assert shown == [
        [("orb", "hand", ("orb.png",))],
        [("magic carpet", "ridden", ("orb.png",))],
        [],
    ]
    assert all(entry.shown == "shown" for panel in plan.panels for entry in panel.ledger)


@pytest.mark.parametrize(
    "words", ["[orb]", "{orb: {size: 2}}", "{orb: none.png}", "{orb: {picture: orb.png, size: 0}}"]
)
def test_a_prop_without_a_picture_or_a_size_is_told(words: str, folder: Path) -> None:
    assert codes(f"props: {words}\nscenes:\n  - panels: [Hi]\n", folder=folder)
