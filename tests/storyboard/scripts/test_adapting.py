"""Scripts in and out: what they say stays, what they do not say is a comment."""

from pathlib import Path

import pytest

from schemas.errors import StoryInvalid
from schemas.story import Panel, Story
from storyboard.reading import check_file, check_text, read_story
from storyboard.scripts.adapting import Form, adapted, form_of, scripted

STORIES = Path(__file__).parents[3] / "stories"

SCREENPLAY = """\
Title: The Late Tram
Author: A. Founder

INT. TRAM STOP SHELTER - NIGHT - RAIN

Dee waits, arms folded. The board says DELAYED. [[the board is old]]

DEE
(angry)
Forty minutes!

RINGO (O.S.)
It will come.

CLOSE ON DEE

DEE (CONT'D)
(whispering)
It never comes.

NARRATOR (V.O.)
It did not come.

OLD MIRA
(shouting; sad)
Hello?

SFX: SPLASH

EXT. PARK - CONTINUOUS

They walk away.

DEE & RINGO
Finally.

CUT TO:
"""

COMIC = """\
Title: The Loaf
By: A. Founder

PAGE ONE (THREE PANELS)

PANEL 1 (wide)
A bakery, early. Priya carries a tray of bread.

CAPTION: Tuesday.

PANEL 2: Close on the dog.
He stares at the loaf.

DOG (thought): Mine.

PANEL 3
Priya turns around.
PRIYA (shouting): HEY!
SFX: CRUNCH

Page 2 - 1 panel
Panel 1. The dog sleeps.
"""

FINAL_DRAFT = """\
<?xml version="1.0" encoding="UTF-8" standalone="no" ?>
<FinalDraft DocumentType="Script" Template="No" Version="5">
  <Content>
    <Paragraph Type="Scene Heading"><Text>EXT. BEACH - DAY</Text></Paragraph>
    <Paragraph Type="Action"><Text>Priya </Text><Text Style="Bold">runs.</Text></Paragraph>
    <Paragraph Type="Character"><Text>PRIYA (V.O.)</Text></Paragraph>
    <Paragraph Type="Parenthetical"><Text>(happy)</Text></Paragraph>
    <Paragraph Type="Dialogue"><Text>The sea!</Text></Paragraph>
  </Content>
</FinalDraft>
"""

PROSE = """\
# The Lost Key

Dee stood before the door and searched her pockets. "I had it this morning," said Dee.

"Look under the mat," Ringo whispered, and laughed.

She lifted the mat. Nothing.
"""


def story_of(text: str, name: str, folder: Path) -> Story:
    (folder / name).write_text(text, encoding="utf-8")
    story, problems = check_text(adapted(folder / name))
    assert story is not None, problems
    return story


def panels_of(story: Story) -> list[Panel]:
    return [panel for scene in story.scenes for panel in scene.panels]


def words_of(panel: Panel) -> list[tuple[str, str, str]]:
    return [(line.speaker, line.how, line.says) for line in panel.dialogue]


def test_a_screenplay_becomes_a_story(tmp_path: Path) -> None:
    story = story_of(SCREENPLAY, "tram.fountain", tmp_path)
    assert (story.title, story.author) == ("The Late Tram", "A. Founder")
    shelter, park = (scene.setting for scene in story.scenes)
    assert (shelter.prompt, shelter.light, shelter.weather) == (
        "inside a tram stop shelter",
        "at night",
        "rain",
    )
    assert park.prompt == "park"
    waits, never, walk = panels_of(story)
    assert waits.action == "Dee waits, arms folded. The board says DELAYED."
    assert words_of(waits) == [
        ("dee", "speech", "Forty minutes!"),
        ("ringo", "off-panel", "It will come."),
    ]
    assert waits.characters["dee"].mood == "angry"
    assert (never.shot, never.captions) == ("close", ("It did not come.",))
    assert words_of(never) == [
        ("dee", "whisper", "It never comes."),
        ("old-mira", "shout", "Hello?"),
    ]
    assert [effect.text for effect in never.sfx] == ["SPLASH"]
    assert words_of(walk) == [("dee", "speech", "Finally."), ("ringo", "speech", "Finally.")]


def test_every_guess_and_note_is_a_comment(tmp_path: Path) -> None:
    (tmp_path / "tram.fountain").write_text(SCREENPLAY)
    text = adapted(tmp_path / "tram.fountain")
    assert "# the heading said: INT. TRAM STOP SHELTER - NIGHT - RAIN" in text
    assert "# the board is old" in text
    assert "# nobody has drawn these" in text


def test_a_comic_script_becomes_a_story(tmp_path: Path) -> None:
    story = story_of(COMIC, "loaf.txt", tmp_path)
    assert (story.title, story.author) == ("The Loaf", "A. Founder")
    assert [len(scene.panels) for scene in story.scenes] == [3, 1]
    bakery, dog, priya, sleeps = panels_of(story)
    assert (bakery.shot, bakery.captions) == ("wide", ("Tuesday.",))
    assert (dog.shot, dog.action) == ("close", "The dog. He stares at the loaf.")
    assert words_of(dog) == [("dog", "thought", "Mine.")]
    assert words_of(priya) == [("priya", "shout", "HEY!")]
    assert [effect.text for effect in priya.sfx] == ["CRUNCH"]
    assert sleeps.action == "The dog sleeps."


def test_a_final_draft_document_becomes_a_story(tmp_path: Path) -> None:
    (panel,) = panels_of(story_of(FINAL_DRAFT, "beach.fdx", tmp_path))
    assert panel.action == "Priya runs."
    assert words_of(panel) == [("priya", "off-panel", "The sea!")]
    assert panel.characters["priya"].mood == "happy"


def test_prose_becomes_a_story(tmp_path: Path) -> None:
    story = story_of(PROSE, "key.md", tmp_path)
    assert story.title == "The Lost Key"
    first, second, third = panels_of(story)
    assert first.action == "Dee stood before the door and searched her pockets."
    assert words_of(first) == [("dee", "speech", "I had it this morning.")]
    assert second.action == "Ringo laughed."
    assert words_of(second) == [("ringo", "speech", "Look under the mat.")]
    assert third.action == "She lifted the mat. Nothing."


def test_a_long_talk_is_cut_into_panels_that_hold_it(tmp_path: Path) -> None:
    talk = "".join(f"\n{who}\nNumber {n}.\n" for n, who in enumerate(["DEE", "RINGO"] * 5))
    story = story_of(f"INT. OFFICE - DAY\n\nThey count.\n{talk}", "talk.fountain", tmp_path)
    counts = [len(panel.dialogue) for panel in panels_of(story)]
    assert max(counts) <= 4
    assert sum(counts) == 10
    said = [line.says for panel in panels_of(story) for line in panel.dialogue]
    assert said == [f"Number {n}." for n in range(10)]


@pytest.mark.parametrize("form", ["fountain", "comic"])
@pytest.mark.parametrize("name", ["borrowed-umbrella", "missing-puddle", "nine-oclock-pitch"])
def test_a_story_comes_back_from_its_script_as_it_was(
    name: str, form: Form, tmp_path: Path
) -> None:
    story = read_story(STORIES / f"{name}.yaml")
    back = story_of(scripted(story, form), f"out.{form}", tmp_path)  # type: ignore[arg-type]
    assert back.scenes == story.scenes
    assert (back.title, back.author, back.language) == (story.title, story.author, story.language)


@pytest.mark.parametrize("form", ["fountain", "comic"])
@pytest.mark.parametrize("text", [SCREENPLAY, COMIC, PROSE], ids=["screenplay", "comic", "prose"])
def test_an_adapted_script_comes_back_as_it_was(text: str, form: Form, tmp_path: Path) -> None:
    name = {SCREENPLAY: "a.fountain", COMIC: "a.comic", PROSE: "a.txt"}[text]
    story = story_of(text, name, tmp_path)
    assert story_of(scripted(story, form), f"out.{form}", tmp_path).scenes == story.scenes  # type: ignore[arg-type]


def test_words_that_look_like_markup_come_back_too(tmp_path: Path) -> None:
    source = """
title: "Odd: words"
cast: [dee]
scenes:
  - panels:
      - action: "INT. IS WHAT DEE SAYS: she means it. #1"
        dialogue: [{dee: "PANEL 2? CUT TO: me (ha) [[no]]."}, {dee: "*Really* @you = ~me"}]
      - action: "!!! 100 % > < ^ done"
"""
    story, problems = check_text(source)
    assert story is not None, problems
    back = story_of(scripted(story, "fountain"), "odd.fountain", tmp_path)
    assert panels_of(back)[0].action == panels_of(story)[0].action
    assert len(panels_of(back)) == 2


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("a.fountain", "x", "fountain"),
        ("a.fdx", "x", "final-draft"),
        ("a.txt", COMIC, "comic"),
        ("a.txt", SCREENPLAY, "fountain"),
        ("a.txt", PROSE, "prose"),
        ("a.txt", FINAL_DRAFT, "final-draft"),
    ],
)
def test_a_form_is_known_by_its_name_or_its_text(name: str, text: str, form: Form) -> None:
    assert form_of(Path(name), text) == form


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.fountain", b"", "no scene and no panel"),
        ("a.txt", b"\xff\xfe\x00", "UTF-8"),
        ("a.fdx", b"<FinalDraft", "not XML"),
        ("a.fdx", b"<html/>", "another kind"),
        ("a.fdx", b'<!DOCTYPE x [<!ENTITY a "b">]><FinalDraft/>', "entities"),
        ("a.txt", b"word " * 500_000, "more than 2 MB"),
    ],
)
def test_what_cannot_be_read_is_told(name: str, data: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(StoryInvalid, match=told) as caught:
        adapted(tmp_path / name)
    assert caught.value.hint


def test_a_note_from_outside_stays_data(tmp_path: Path) -> None:
    bomb = (
        "[[panel: {a: &a [x,x], b: &b [*a,*a], c: [*b,*b]}]]\n\n[[panel: !!python/name:os.system ]]"
    )
    text = f"INT. OFFICE - DAY\n\n{bomb}\n\nDee waits.\n"
    (tmp_path / "a.fountain").write_text(text)
    story, _ = check_text(adapted(tmp_path / "a.fountain"))
    assert story is not None
    assert [panel.action for panel in panels_of(story)] == ["Dee waits."]


def test_files_are_written_by_command_and_never_overwritten(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from storyboard.cli import app

    source = tmp_path / "tram.fountain"
    source.write_text(SCREENPLAY)
    run = CliRunner().invoke(app, ["adapt", str(source)])
    assert run.exit_code == 0, run.output
    story, problems = check_file(tmp_path / "tram.yaml")
    assert story is not None, problems
    again = CliRunner().invoke(app, ["adapt", str(source)])
    assert again.exit_code == 2
    back = CliRunner().invoke(app, ["script", str(tmp_path / "tram.yaml"), "--to", "comic"])
    assert "PANEL 1" in back.output


def test_keys_that_a_script_has_no_form_for_come_back_too(tmp_path: Path) -> None:
    source = """
title: Kept
cast: [dee]
scenes:
  - panels:
      - {action: Dee waits., quality: {identity: 0.9, judge: pixels}, seed: 7, angle: low}
"""
    story, problems = check_text(source)
    assert story is not None, problems
    back = story_of(scripted(story, "fountain"), "kept.fountain", tmp_path)
    assert panels_of(back) == panels_of(story)
