from pathlib import Path

import pytest

from schemas.plan import Plan
from schemas.story import Character, Line, Panel, Placement, Scene, Setting, Story
from storyboard import files
from storyboard.building.keeping import staged_as_drawn
from storyboard.panels.fingerprints import Fingerprint
from storyboard.panels.folder import Folder
from storyboard.panels.store import Record
from storyboard.planning.planner import plan_story

LONG = "I have told you this so often that you could sing it in your sleep, backwards. " * 2


def story(words: str, *, speaker: str = "dee", mood: str = "sad") -> Story:
    cast = {
        name: Character.model_validate(
            {"id": name, "name": name, "token": name, "class": "woman cartoon", "packaged": name}
        )
        for name in ("dee", "dey")
    }
    panel = Panel(
        id="one",
        characters={"dee": Placement(mood=mood)},
        dialogue=(Line(speaker=speaker, says=words),),
    )
    scene = Scene(id="a", setting=Setting(prompt="a park"), panels=(panel,))
    return Story(title="T", characters=cast, scenes=(scene,))


def planned(told: Story) -> Plan:
    return plan_story(told, root=Path())


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A build in which the panel was drawn for short words."""
    home = Folder(tmp_path)
    drawn = planned(story("No.")).panels[0]
    inputs = Fingerprint(drawing=drawn.drawing_digest())
    record = Record(
        panel=drawn.id,
        key=inputs.digest(),
        inputs=inputs,
        picture="",
        width=1,
        height=1,
        plan=drawn.model_dump(mode="json"),
    )
    files.write(home.panels / "a-one.json", record.model_dump_json(by_alias=True))
    return home


def kept(told: Story, folder: Folder, *anew: str) -> Plan:
    return staged_as_drawn(told, planned(told), folder=folder, anew=anew, replan=planned)


def test_longer_words_find_their_room_in_the_drawn_picture(folder: Folder) -> None:
    drawn = planned(story("No.")).panels[0]
    told = story(LONG)
    assert planned(told).panels[0].drawing_digest() != drawn.drawing_digest()
    after = kept(told, folder).panels[0]
    assert after.drawing_digest() == drawn.drawing_digest()
    assert after.words.lines[0].says == LONG
    assert after.alt == planned(told).panels[0].alt


def test_what_is_drawn_anew_is_staged_anew(folder: Folder) -> None:
    told = story(LONG)
    assert kept(told, folder, "a-one") == planned(told)


@pytest.mark.parametrize("told", [story(LONG, mood="happy"), story(LONG, speaker="dey")])
def test_more_than_words_is_staged_anew(folder: Folder, told: Story) -> None:
    assert kept(told, folder) == planned(told)


def test_a_panel_that_is_drawn_again_all_the_same_has_room_for_its_new_words(
    folder: Folder,
) -> None:
    told = story(LONG, mood="happy")
    assert kept(told, folder).panels[0].room == planned(told).panels[0].room


def test_without_drawn_panels_the_plan_is_itself(tmp_path: Path) -> None:
    plan = planned(story(LONG))
    made = staged_as_drawn(
        story(LONG),
        plan,
        folder=Folder(tmp_path),
        anew=(),
        replan=lambda _: pytest.fail("there is nothing to compare with"),
    )
    assert made is plan
