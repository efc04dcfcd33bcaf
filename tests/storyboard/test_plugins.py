"""Renderers of other distributions: named in a story, told their own settings, drawing panels."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

PAGE = Path(__file__).resolve().parents[2] / "docs" / "plugins.md"
PLUGIN = '''\
import sys
from PIL import Image
from pydantic import BaseModel, ConfigDict, Field
from renderers.api import Drawn, Ineffective, RendererSettings, Weights

class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid")
    red: int = Field(default=0, ge=0, le=255)
    paint: dict[str, int] = {}

class Plain:
    """Reads its settings itself."""

    def __init__(self, settings, context):
        self.colour = (settings.red, settings.paint.get("green", 0), 7)

    def render(self, panels):
        for panel in panels:
            yield Drawn(panel.id, Image.new("RGB", (96, 64), self.colour), {})

class Strict(Plain):
    Settings = Settings

class Trained(Plain):
    class Settings(RendererSettings):
        model: str
        red: int = 0
        paint: dict[str, int] = {}

        def weights(self):
            yield Weights(self.model, "file", "model")

        def ineffective(self):
            if self.model == "none":
                yield Ineffective((("red",),), "without a model nothing is coloured")

        def described(self, seed):
            return {"Model": self.model, "Seed": seed}
'''
ENTRIES = """\
[storyboard.renderers]
acme = acme_renderer:Strict
acme-plain = acme_renderer:Plain
acme-trained = acme_renderer:Trained
acme-broken = acme_renderer_that_is_gone:Strict
"""
STORY = """\
title: Rain
renderer: {settings}
scenes: [{{panels: [A fox in the rain., {{caption: Later., renderer: {second}}}]}}]
"""


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a distribution that adds renderers, and work in an empty folder."""
    site = tmp_path / "site"
    data = site / "acme_renderer-1.2.dist-info"
    data.mkdir(parents=True)
    (site / "acme_renderer.py").write_text(PLUGIN)
    (data / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-renderer\nVersion: 1.2\n")
    (data / "entry_points.txt").write_text(ENTRIES)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), str(Path.cwd())]))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


def storyboard(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "storyboard", *words], capture_output=True, text=True, check=False
    )


def write(settings: str, second: str = "{}") -> None:
    Path("rain.yaml").write_text(STORY.format(settings=settings, second=second))


def colours() -> list[object]:
    pictures = sorted(Path("build/rain/panels").glob("*-?.png"))
    return [Image.open(picture).convert("RGB").getpixel((9, 9)) for picture in pictures]


def test_a_story_is_drawn_by_a_plugin_as_its_settings_say() -> None:
    write("{name: acme, red: 200, paint: {green: 9}}", "{red: 100}")
    assert storyboard("check", "rain.yaml", "--strict").returncode == 0
    run = storyboard("render", "rain.yaml", "--format", "png")
    assert (run.returncode, run.stderr.count("drawn")) == (0, 2)
    assert colours() == [(200, 9, 7), (100, 9, 7)]
    plan = json.loads(Path("build/rain/plan.json").read_text())
    assert plan["panels"][0]["renderer"] == {
        "name": "acme",
        "red": 200,
        "paint": {"green": 9},
    }
    write("{name: acme, red: 201, paint: {green: 9}}", "{red: 100}")
    said = storyboard("render", "rain.yaml", "--dry-run").stdout
    assert "red changed" in said
    assert said.count("\n") == 2, "only one panel is drawn again"


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        (["--renderer", "acme", "--set", "red=3", "--set", "paint.green=4"], [(3, 4, 7)] * 2),
        (
            ["--renderer", "acme-plain", "--set", "red=3", "--set", "paint.green=4", "--jobs", "2"],
            [(3, 4, 7)] * 2,
        ),
    ],
)
def test_one_run_can_be_drawn_by_a_plugin(words: Sequence[str], drawn: list[object]) -> None:
    write("collage", "{resolution: 128}")
    run = storyboard("render", "rain.yaml", "--format", "png", *words)
    assert (run.returncode, colours()) == (0, drawn), run.stderr


def test_a_plugin_s_pictures_go_stale_with_its_weights_and_say_what_drew_them() -> None:
    write("{name: acme-trained, model: ink.bin, red: 200}")
    Path("ink.bin").write_bytes(b"one")
    assert storyboard("render", "rain.yaml", "--format", "png").returncode == 0
    (first, *_) = sorted(Path("build/rain/panels").glob("*-1.png"))
    assert "Model: ink.bin" in Image.open(first).info["parameters"]
    assert not storyboard("render", "rain.yaml", "--dry-run").stdout.count("ink.bin changed")
    Path("ink.bin").write_bytes(b"another")
    assert storyboard("render", "rain.yaml", "--dry-run").stdout.count("ink.bin") == 2
    Path("ink.bin").unlink()
    run = storyboard("render", "rain.yaml", "--format", "png")
    assert (run.returncode, "ink.bin" in run.stderr, "Traceback" in run.stderr) == (4, True, False)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("{name: acme, redd: 2}", ['no setting "redd"', 'did you mean "red"?', "red, paint"]),
        ("{name: acme, red: 300}", ["red: input should be less than or equal to 255"]),
        ("{name: acme-broken}", ["cannot be imported", "acme_renderer_that_is_gone"]),
    ],
)
def test_what_a_plugin_refuses_is_told_before_anything_is_drawn(
    settings: str, said: Sequence[str]
) -> None:
    write(settings)
    for run in (storyboard("check", "rain.yaml"), storyboard("render", "rain.yaml")):
        assert run.returncode == 3
        for part in said:
            assert part in run.stdout + run.stderr
        assert "Traceback" not in run.stderr
    assert not Path("build").exists()


@pytest.mark.parametrize(("name", "meant"), [("mps", "msp"), ("acmee", "acme")])
def test_an_unknown_name_is_told_with_every_name_there_is(name: str, meant: str) -> None:
    write(f"{{name: {name}, steps: 3}}")
    run = storyboard("check", "rain.yaml")
    assert run.returncode == 3
    for part in ("SB060", f'did you mean "{meant}"?', "acme-plain", "msp"):
        assert part in run.stdout
    write("msp", "{}")
    run = storyboard("plan", "rain.yaml", "--renderer", name)
    assert (run.returncode, f'did you mean "{meant}"?' in run.stderr) == (2, True)


def test_the_page_s_example_draws() -> None:
    text = PAGE.read_text(encoding="utf-8")
    code, settings = (text.split(f"```{kind}\n")[1].split("```")[0] for kind in ("python", "yaml"))
    Path("../site/acme_renderer.py").write_text(code.replace("class Woodcut", "class Strict"))
    write(settings.partition(": ")[2].strip().replace("woodcut", "acme"))
    run = storyboard("render", "rain.yaml", "--format", "png")
    assert (run.returncode, run.stderr.count("drawn")) == (0, 2), run.stderr


def test_checking_imports_no_torch_for_a_plugin() -> None:
    write("{name: acme, red: 200}")
    probe = (
        "import sys; from storyboard.reading import check_file; from pathlib import Path;"
        "assert check_file(Path('rain.yaml'))[1] == ();"
        "print({'torch'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


def test_a_plugin_says_which_settings_do_nothing() -> None:
    write("{name: acme-trained, model: none, red: 2}", "{}")
    run = storyboard("check", "rain.yaml")
    assert "SB063" in run.stdout
    assert "without a model nothing is coloured" in run.stdout
