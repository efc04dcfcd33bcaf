"""Renders as a user runs them, in processes of their own: real books by the collage, real kills."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

STORY = """\
title: Rain
cast: [dee, ringo]
renderer: {{name: collage, resolution: 256}}
scenes:
  - id: rain
    setting: {{prompt: a park with trees, weather: rain}}
    panels:
      - id: one
        characters: {{dee: {{at: left, pose: {pose}}}, ringo: {{at: right}}}}
        dialogue: [{{dee: "{words}"}}]
      - {{id: two, characters: {{ringo: {{mood: sad}}}}, caption: Later.}}
      - {{id: three, characters: {{dee: {{mood: smile}}}}, dialogue: [{{dee: {{says: Hm, how: thought}}}}]}}
      - {{id: four, shot: close, characters: {{dee: {{mood: angry}}}}}}
"""  # noqa: E501
PANELS = ("rain-one", "rain-two", "rain-three", "rain-four")


def write(pose: str = "standing", words: str = "You are late!") -> Path:
    path = Path("rain.yaml")
    path.write_text(STORY.format(pose=pose, words=words))
    return path


def write_long(more: int) -> Path:
    """Write a story that takes its time, so that a signal meets it while it draws."""
    path = write()
    path.write_text(path.read_text() + "      - {characters: {dee: {}, ringo: {}}}\n" * more)
    return path


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "storyboard", *(str(word) for word in words)]


def storyboard(
    *words: object, prepare: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*words), capture_output=True, text=True, check=False, preexec_fn=prepare
    )


def drawn(run: subprocess.CompletedProcess[str]) -> list[str]:
    return re.findall(r"^(\S+): drawn", run.stderr, re.MULTILINE)


def books(folder: str = "build/rain") -> dict[str, str]:
    """Digest everything a reader gets."""
    home = Path(folder)
    paths = [home / "book.pdf", home / "book.html", *sorted((home / "pages").iterdir())]
    paths += [home / "panels" / f"{panel}.png" for panel in PANELS]
    return {str(path.relative_to(home)): sha256(path.read_bytes()).hexdigest() for path in paths}


def test_a_story_becomes_a_book_and_then_nothing_is_left_to_do() -> None:
    first = storyboard("render", write())
    assert first.returncode == 0, first.stderr
    assert drawn(first) == list(PANELS)
    assert first.stdout.split() == [
        f"build/rain/{name}" for name in ("book.pdf", "book.html", "pages")
    ]
    made = books()
    again = storyboard("render", "rain.yaml")
    assert "all 4 panels are up to date" in again.stderr
    assert (drawn(again), again.stdout) == ([], first.stdout)
    assert books() == made


def test_words_letter_again_and_a_pose_redraws_one_panel() -> None:
    storyboard("render", write())
    before = books()
    late = "Late again, and again, and once more, as you have been every day this autumn!"
    worded = storyboard("render", write(words=late))
    assert drawn(worded) == []
    assert books()["panels/rain-one.png"] == before["panels/rain-one.png"]
    assert books()["book.pdf"] != before["book.pdf"]
    why = storyboard("render", write(pose="shrugging", words=late), "--dry-run")
    assert why.stdout.startswith("rain-one: pose of dee changed")
    assert drawn(storyboard("render", "rain.yaml")) == ["rain-one"]
    back = storyboard("render", write())
    assert "rain-one: restored" in back.stderr
    assert books() == before


def test_any_number_of_processes_draws_the_same_book() -> None:
    assert storyboard("render", write()).returncode == 0
    run = storyboard("render", "rain.yaml", "--jobs", 2, "--out", "other")
    assert sorted(drawn(run)) == sorted(PANELS)
    assert books("other") == books()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_render_goes_on_to_the_same_book(jobs: int) -> None:
    storyboard("render", write_long(8), "--out", "whole")
    words = command("render", "rain.yaml", "-j", jobs)
    with subprocess.Popen(words, stderr=subprocess.PIPE) as run:
        while not Path("build/rain/panels/rain-one.json").exists():
            assert run.poll() is None
            time.sleep(0.005)
        run.send_signal(signal.SIGKILL)
    assert not Path("build/rain/book.pdf").exists()
    resumed = storyboard("render", "rain.yaml")
    assert resumed.returncode == 0, resumed.stderr
    assert "rain-one" not in drawn(resumed)
    assert books() == books("whole")


def heed_interrupts() -> None:
    """Undo what a shell does to programs in its background, tests among them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_exits_with_130_and_says_how_to_go_on() -> None:
    write_long(40)
    words = command("render", "rain.yaml")
    with subprocess.Popen(
        words, stderr=subprocess.PIPE, text=True, preexec_fn=heed_interrupts
    ) as run:
        while not Path("build/rain/panels/rain-one.json").exists():
            assert run.poll() is None
            time.sleep(0.005)
        run.send_signal(signal.SIGINT)
        _, told = run.communicate()
    assert run.returncode == 130
    assert "run the same command again" in told
    assert "Traceback" not in told


def small_files() -> None:
    """Let no file grow beyond this, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_a_full_disk_is_told_and_what_was_finished_is_kept() -> None:
    storyboard("render", write(), "--only", "rain/two")
    run = storyboard("render", "rain.yaml", prepare=small_files)
    assert run.returncode == 5
    assert "error: no room to write" in run.stderr
    assert "Traceback" not in run.stderr
    assert len(drawn(storyboard("render", "rain.yaml"))) == 3


def test_a_file_where_the_build_must_go_is_told() -> None:
    Path("build").write_text("")
    run = storyboard("render", write())
    assert run.returncode == 2
    assert "build" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_written_is_told() -> None:
    write()
    Path("build").mkdir()
    Path("build").chmod(0o500)
    run = storyboard("render", "rain.yaml")
    assert run.returncode == 2
    assert "--out" in run.stderr


def test_a_broken_reference_fails_its_panel_alone(tmp_path: Path) -> None:
    Path("cast").mkdir()
    picture = Image.new("RGBA", (80, 160))
    picture.paste("navy", (20, 10, 60, 160))
    picture.save("cast/fox.png")
    text = STORY.format(pose="standing", words="x") + (
        "      - {id: five, characters: {fox: {}}}\n"
        "characters:\n  fox: {token: fx, class: fox cartoon, references: [cast/*.png]}\n"
    )
    Path("rain.yaml").write_text(text)
    assert drawn(storyboard("render", "rain.yaml")) == [*PANELS, "rain-five"]
    Path("cast/fox.png").write_bytes(Path("cast/fox.png").read_bytes()[:60])
    run = storyboard("render", "rain.yaml")
    assert run.returncode in (3, 4, 5), run.stderr
    assert "fox.png" in run.stderr
    assert "Traceback" not in run.stderr
    assert drawn(run) == []


def test_another_run_is_waited_for_not_joined() -> None:
    from storyboard import files

    write()
    with files.locked(Path("build/rain")):
        run = storyboard("render", "rain.yaml")
    assert run.returncode == 2
    assert "another run" in run.stderr


def test_json_tells_what_was_done() -> None:
    data = json.loads(storyboard("render", write(), "--json", "--format", "png").stdout)
    assert data["drawn"] == list(PANELS)
    assert data["books"] == ["build/rain/pages"]


def test_several_stories_are_all_rendered_though_one_is_invalid() -> None:
    write()
    Path("bad.yaml").write_text("title: [\n")
    run = storyboard("render", "bad.yaml", "rain.yaml", "--format", "png")
    assert run.returncode == 3
    assert Path("build/rain/pages/01.png").exists()


def test_an_edited_plan_can_be_drawn() -> None:
    write()
    storyboard("plan", "rain.yaml", "--out", "edited")
    path = Path("edited/plan.json")
    data = json.loads(path.read_text())
    data["panels"][1]["setting"]["weather"] = "snow"
    path.write_text(json.dumps(data))
    assert storyboard("render", "rain.yaml").returncode == 0
    run = storyboard("render", "rain.yaml", "--plan", path)
    assert drawn(run) == ["rain-two"]


def test_a_closed_pipe_is_quiet() -> None:
    run = subprocess.run(
        f"{' '.join(command('poses'))} | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.stdout, run.stderr) == ("poses\n", "")


HEAVY = {"networkx", "torch", "diffusers", "transformers", "openai"}
PROBE = """
import sys
from storyboard.cli import app
try:
    app(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
print(*sorted({each.split(".")[0] for each in sys.modules}), file=sys.stderr)
"""


def modules_of(words: Sequence[str]) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", PROBE, *words], capture_output=True, text=True, check=True
    )
    return set(run.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["render", "--help"],
        ["check", "rain.yaml"],
        ["plan", "rain.yaml", "--sketch"],
        ["render", "rain.yaml", "--dry-run", "--renderer", "msp"],
        ["poses"],
        ["init", "new"],
        ["render", "rain.yaml"],
    ],
)
def test_nothing_heavy_is_imported_before_a_model_draws(words: list[str]) -> None:
    write()
    assert not modules_of(words) & HEAVY


def test_without_torch_only_models_are_out_of_reach_and_the_way_in_is_told() -> None:
    write()
    program = "import sys; sys.modules['torch'] = None; from storyboard.cli import app; app()"
    for renderer, code, said in (("msp", 4, "pip install torch diffusers"), ("sketch", 0, "")):
        run = subprocess.run(
            [sys.executable, "-c", program, "render", "rain.yaml", "-r", renderer],
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == code
        assert said in run.stderr


def test_help_is_light() -> None:
    light = modules_of(["--help"])
    assert not light & {"numpy", "PIL", "networkx", "ruamel", "pydantic"}


def test_an_unchanged_story_costs_no_planning() -> None:
    storyboard("render", write())
    assert not modules_of(["render", "rain.yaml"]) & {"numpy", "PIL", "networkx", "ruamel"}
