"""The command line in this process: words, exit codes, formats. Rendering is in test_render."""

import errno
import json
import os
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from renderers import BUILT_IN
from schemas.errors import AssetMissing
from schemas.plugins import PACKAGED
from storyboard import cli
from storyboard.commands import console, options
from storyboard.diagnostics.codes import CODES

GOOD = """\
title: Coffee first
cast: [dee, ringo]
scenes:
  - setting: an office in the morning
    panels:
      - action: dee sits at a desk
        dialogue: [{ringo: You look awful.}, {dee: Coffee first.}]
"""
BAD = GOOD.replace("cast: [dee, ringo]", "cast: [dee, rigno]")
COMMANDS = (
    "init",
    "check",
    "plan",
    "train",
    "render",
    "pick",
    "evaluate",
    "verify",
    "script",
    "adapt",
    "poses",
    "doctor",
    "explain",
)


def storyboard(*words: object) -> Result:
    return CliRunner().invoke(cli.app, [str(word) for word in words])


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "coffee.yaml"
    path.write_text(GOOD)
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_teaches_by_example(command: str) -> None:
    text = storyboard(command, "--help").output
    assert f"storyboard {command}" in text.split("Example:")[1]


def test_help_names_every_command() -> None:
    text = storyboard("--help").output
    assert all(command in text for command in COMMANDS)
    apps = [cli.app, *(group.typer_instance for group in cli.app.registered_groups)]
    commands = [each for app in apps if app for each in app.registered_commands]
    assert {each.name or each.callback.__name__ for each in commands if each.callback} == set(
        COMMANDS
    )


def test_version() -> None:
    assert storyboard("--version").output == "storyboard 0.1.0\n"


@pytest.mark.parametrize(
    "words",
    [["nonsense"], ["render"], ["render", "a.yaml", "--jobs", "0"], ["check", "--format", "xml"]],
)
def test_usage_errors_exit_with_2(words: list[str]) -> None:
    assert storyboard(*words).exit_code == 2


def test_a_missing_file_is_named_with_its_nearest(story: Path) -> None:
    result = storyboard("render", story.with_name("cofee.yaml"))
    assert result.exit_code == 2
    assert "there is no file" in result.output
    assert 'did you mean "coffee.yaml"?' in result.output


def test_a_pipe_is_no_story(story: Path) -> None:
    os.mkfifo("pipe.yaml")
    result = storyboard("check", "pipe.yaml")
    assert result.exit_code == 2
    assert "pipe or a device" in result.output


def test_a_folder_is_no_story(story: Path) -> None:
    result = storyboard("check", story.parent)
    assert result.exit_code == 2
    assert "is a folder, not a story" in result.output
    assert "coffee.yaml" in result.output


def test_check_passes_a_good_story(story: Path) -> None:
    assert storyboard("check", story).exit_code == 0


@pytest.mark.parametrize("command", ["check", "plan", "render"])
def test_an_invalid_story_exits_with_3_and_says_where(story: Path, command: str) -> None:
    story.write_text(BAD)
    result = storyboard(command, story)
    assert result.exit_code == 3
    assert "coffee.yaml:2:13:" in result.output
    assert "ringo" in result.output
    assert "Traceback" not in result.output


def test_check_speaks_json_and_sarif(story: Path) -> None:
    story.write_text(BAD)
    plain = storyboard("check", story, "--format", "json")
    assert json.loads(plain.output)[0]["line"] == 2
    sarif = json.loads(storyboard("check", story, "--format", "sarif").output)
    assert sarif["version"] == "2.1.0"
    assert sarif["runs"][0]["results"]


def test_plan_writes_a_plan_and_tells_it(story: Path) -> None:
    result = storyboard("plan", story)
    assert result.exit_code == 0
    assert "Coffee first." in result.output
    assert json.loads(Path("build/coffee/plan.json").read_text())["title"] == "Coffee first"
    assert not Path("build/coffee/panels").exists()
    assert json.loads(storyboard("plan", story, "--json").output)["title"] == "Coffee first"


def test_plan_sketches_the_book(story: Path) -> None:
    result = storyboard("plan", story, "--sketch")
    assert result.exit_code == 0
    assert Path("build/coffee/book-sketch.pdf").read_bytes().startswith(b"%PDF")
    assert Path("build/coffee/pages-book-sketch/01.png").exists()


def test_dry_run_draws_nothing_and_says_why(story: Path) -> None:
    result = storyboard("render", story, "--dry-run", "--renderer", "collage")
    assert result.exit_code == 0
    assert ": not drawn yet\n1 panel to draw\n" in result.output
    assert not Path("build").exists()
    data = json.loads(storyboard("render", story, "-n", "--json", "--renderer", "collage").stdout)
    assert data["stale"][0]["why"] == ["not drawn yet"]
    assert data["fresh"] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--renderer", "colage"], 'did you mean "collage"?'),
        (["--set", "stepz=8"], 'did you mean "steps"?'),
        (["--set", "steps"], "--set steps=8"),
        (["--format", "docx"], "pdf, html, png, cbz"),
        (["--only", "nowhere"], 'no scene or panel "nowhere"'),
        (["--plan", "no.json"], "cannot read no.json"),
    ],
)
def test_options_that_make_no_sense_exit_with_2(story: Path, words: list[str], said: str) -> None:
    result = storyboard("render", story, "-r", "msp", "--dry-run", *words)
    assert result.exit_code == 2
    assert said in result.output


def test_init_writes_a_story_that_is_valid(tmp_path: Path) -> None:
    result = storyboard("init", "my-story")
    assert result.exit_code == 0
    assert result.stdout == "my-story/my-story.yaml\n"
    assert "storyboard render my-story/my-story.yaml" in result.stderr
    assert storyboard("check", "my-story/my-story.yaml", "--strict").exit_code == 0
    schema = json.loads(Path("my-story/story.schema.json").read_text())
    assert schema["$schema"].startswith("http://json-schema.org/draft-07")


@pytest.mark.parametrize("name", ["1984", "it's raining", "größe: xl", "yes"])
def test_init_quotes_titles_that_yaml_would_misread(name: str) -> None:
    assert storyboard("init", name).exit_code == 0
    assert storyboard("check", f"{name}/{name}.yaml", "--strict").exit_code == 0


def test_what_init_says_can_be_pasted() -> None:
    said = storyboard("init", "My Story").stderr
    line = next(line for line in said.splitlines() if line.startswith("Now draw it:"))
    words = shlex.split(line.removeprefix("Now draw it:"))
    assert words == ["storyboard", "render", "My Story/My Story.yaml"]


def test_init_overwrites_nothing() -> None:
    storyboard("init")
    Path("story.yaml").write_text("mine")
    result = storyboard("init")
    assert result.exit_code == 2
    assert Path("story.yaml").read_text() == "mine"


def test_poses_lists_and_looks_up() -> None:
    assert "shrugging" in storyboard("poses").output
    assert "palms up" in storyboard("poses", "shrug").output
    rows = json.loads(storyboard("poses", "--json").output)
    assert {"pose", "mood"} == {row["kind"] for row in rows}
    unknown = storyboard("poses", "waevin")
    assert (unknown.exit_code, 'did you mean "waving"?' in unknown.output) == (2, True)


def test_doctor_looks_at_everything_needed() -> None:
    found = {row["what"]: row for row in json.loads(storyboard("doctor", "--json").output)}
    assert {"python", "torch", "device", "fonts", "page setting", "cast", "disk"} <= set(found)
    assert {row["state"] for row in found.values()} <= {"good", "fair", "bad"}
    assert "11 characters" in found["cast"]["text"]


def test_a_broken_check_is_a_finding_with_exit_code_4(monkeypatch: pytest.MonkeyPatch) -> None:
    from storyboard.commands import doctor

    def broken() -> None:
        raise AssetMissing("the model is gone", hint="get it")

    monkeypatch.setattr(doctor, "_checks", lambda: (broken,))
    result = storyboard("doctor")
    assert result.exit_code == 4
    assert "✗ broken: the model is gone\n    get it" in result.output


def test_renderers_are_completed() -> None:
    assert set(options._renderers()) >= set(BUILT_IN) == set(PACKAGED)


def test_explain_explains() -> None:
    assert "UTF-8" in storyboard("explain", "sb003").output
    assert storyboard("explain", "SB999").exit_code == 2
    listed = storyboard("explain").output.splitlines()
    assert [line.split()[0] for line in listed] == list(CODES)


def test_a_book_is_built_beside_its_story_wherever_one_stands(
    story: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert storyboard("render", story, "-r", "collage", "--format", "cbz").exit_code == 0
    assert (tmp_path / "build" / "coffee" / "book.cbz").is_file()
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_note_is_told_once_and_is_in_the_json(story: Path) -> None:
    text = "renderer: collage\nscenes: [{panels: [{action: %s, characters: [dee]}]}]\n"
    story.write_text(text % "dee waits")
    first = storyboard("render", story, "--json", "--format", "cbz")
    notes = json.loads(first.stdout)["notes"]
    assert notes
    assert notes[0] in first.stderr
    story.write_text(text % "dee waves")
    second = storyboard("render", story, "--json", "--format", "cbz")
    assert notes[0] not in second.stderr
    assert notes[0] in json.loads(second.stdout)["notes"]
    third = storyboard("render", story, "--json", "--format", "cbz")
    assert json.loads(third.stdout)["notes"] == json.loads(second.stdout)["notes"]


@pytest.mark.parametrize("value", ["[" * 20_000, "{" * 20_000, "1e999", "\ud800"])
def test_a_value_that_is_hardly_json_ends_in_a_message(value: str, story: Path) -> None:
    result = storyboard("plan", story, "--set", f"steps={value}")
    assert result.exit_code == 2
    assert "bug" not in result.output


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    from storyboard.commands import render

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(render, "render_stories", fail)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (AssetMissing("no model here", hint="get one"), 4, "error: no model here"),
        (KeyboardInterrupt(), 130, "run the same command again"),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 0, ""),
        (ZeroDivisionError("division by zero"), 1, "This is a bug in storyboard"),
    ],
)
def test_exit_codes(
    monkeypatch: pytest.MonkeyPatch, story: Path, error: BaseException, code: int, said: str
) -> None:
    failing(monkeypatch, error)
    monkeypatch.setattr(console, "_silence", lambda: None)
    result = storyboard("render", story)
    assert result.exit_code == code
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_bug_leaves_its_traceback_in_a_file(monkeypatch: pytest.MonkeyPatch, story: Path) -> None:
    failing(monkeypatch, ZeroDivisionError("division by zero"))
    words = storyboard("render", story).output.replace(",", "").split()
    log = next(Path(word) for word in words if word.endswith(".log"))
    assert "ZeroDivisionError" in log.read_text()
    log.unlink()
    shown = storyboard("--traceback", "render", story).output
    assert "Traceback" in shown
