"""Output that is closed, full or of few letters; and text that would command a terminal."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from storyboard.commands.console import answer, answer_json
from storyboard.commands.lines import Lines
from storyboard.diagnostics import Diagnostic
from storyboard.diagnostics.formats import as_text
from storyboard.events import Notice
from storyboard.printable import visible

COMMAND = f"{sys.executable} -m storyboard"
STORY = "title: Снег\nscenes: [{panels: [{action: Снег идёт}]}]\n"
CONTROLS = ["\x1b[2J", "\x1b]0;owned\x07", "\x9b31m", "\r", "\x08", "\u202e", "\x7f", "\udcff"]


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    words = " ".join(f"{name}={value}" for name, value in environment.items())
    return subprocess.run(f"{words} {line}", shell=True, capture_output=True, check=False)


@pytest.mark.parametrize("encoding", ["ascii", "koi8-r"])
def test_a_terminal_of_few_letters_gets_the_rest_as_escapes(encoding: str) -> None:
    Path("Снег.yaml").write_text(STORY, encoding="utf-8")
    run = shell(f"{COMMAND} plan Снег.yaml", PYTHONIOENCODING=encoding)
    assert run.returncode == 0, run.stderr
    snow = "Снег".encode(encoding, errors="backslashreplace")
    assert snow in run.stdout


@pytest.mark.parametrize("encoding", ["cp1252"])
def test_json_is_utf_8_wherever_it_goes(encoding: str) -> None:
    Path("snow.yaml").write_text(STORY, encoding="utf-8")
    run = shell(f"{COMMAND} plan snow.yaml --json", PYTHONIOENCODING=encoding)
    assert json.loads(run.stdout.decode("utf-8"))["title"] == "Снег"


@pytest.mark.parametrize("where", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_no_trouble(where: str) -> None:
    run = shell(f"{COMMAND} poses {where}")
    assert (run.returncode, run.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
def test_a_full_output_is_said_and_no_bug() -> None:
    run = shell(f"{COMMAND} poses > /dev/full")
    assert run.returncode == 5
    assert run.stderr.startswith(b"error: standard output cannot be written (no space left")
    run = shell(f"{COMMAND} poses nosuchword 2> /dev/full")
    assert run.returncode == 2


@pytest.mark.parametrize(
    "words", ["render $'x\\e[31m.yaml'", "$'\\e[31mfoo'", "poses $'\\e]0;x\\a'"]
)
def test_what_is_typed_comes_back_without_its_controls(words: str) -> None:
    run = subprocess.run(
        ["bash", "-c", f"{COMMAND} {words}"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert "\\x1b" in run.stderr
    assert "\x1b" not in run.stderr + run.stdout


@pytest.mark.parametrize("control", CONTROLS)
def test_no_control_from_outside_is_printed(
    control: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from rich.console import Console

    text = f"a{control}b\tc\nd"
    assert visible(text) == f"a{ascii(control)[1:-1]}b\tc\nd"
    answer(text)
    answer_json({"name": text})
    Lines(Console(stderr=True)).show(Notice(text))
    problem = Diagnostic(
        code="SB001", severity="error", message=text, file=text, hint=text, source_line=text
    )
    answer(as_text([problem], colour=True), painted=True)
    told = capsys.readouterr()
    shown = (told.out + told.err).replace("\x1b[0m", "").replace("\x1b[1", "")
    assert control not in shown
    assert "\x1b" not in shown


def test_json_holds_what_it_was_given(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    data = {"Снег": [*CONTROLS, "\u2028", "plain"]}
    answer_json(data)
    assert json.loads(capsysbinary.readouterr().out) == data


def test_every_script_s_letters_are_left_alone() -> None:
    text = "naïve Снег 雪 ثلج हिम ❄ 👩\u200d🚀\u00a0“x”"
    assert visible(text) == text
