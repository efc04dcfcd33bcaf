"""What `render` would refuse, `check` tells, in its place; and nothing else."""

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image, ImageDraw
from safetensors.numpy import save_file

from schemas.errors import StoryboardError
from storyboard.api import render
from storyboard.building.examination import examined
from storyboard.diagnostics.codes import ADVICE
from storyboard.fonts import FONTS


def figure(path: Path) -> None:
    """Draw somebody on a transparent ground."""
    picture = Image.new("RGBA", (60, 120))
    ImageDraw.Draw(picture).ellipse((10, 10, 50, 110), "red")
    picture.save(path)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A story's folder with pictures that can be used and others that cannot."""
    figure(tmp_path / "mira.png")
    figure(tmp_path / "mira [v2].png")
    for name in ("mira", "mira [v2]"):  # A blob, and nobody to be posed.
        (tmp_path / f"{name}.json").write_text('{"posable": false}')
    figure(tmp_path / "mira.gif")
    Image.new("RGBA", (60, 120)).save(tmp_path / "clear.png")
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "broken.png").write_bytes((tmp_path / "mira.png").read_bytes()[:90])
    figure(tmp_path / "odd.png")
    (tmp_path / "odd.json").write_text(json.dumps({"head": 3}))
    shutil.copy(FONTS / "bangers" / "Bangers-Regular.ttf", tmp_path / "Mine.ttf")
    (tmp_path / "bad.ttf").write_bytes(b"no font")
    cyrillic_font(tmp_path / "Russian.ttf")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def cyrillic_font(path: Path) -> None:
    """Make a font whose letters are boxes."""
    letters = [chr(code) for code in range(0x410, 0x450)] + [" ", ".", "-", "!"]
    names = [".notdef", *(f"g{ord(letter):04X}" for letter in letters)]
    pen = TTGlyphPen(None)
    for step, point in enumerate([(50, 0), (50, 700), (450, 700), (450, 0)]):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    box = pen.glyph()
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder(names)
    made.setupCharacterMap({ord(letter): f"g{ord(letter):04X}" for letter in letters})
    made.setupGlyf(dict.fromkeys(names, box))
    made.setupHorizontalMetrics(dict.fromkeys(names, (500, 50)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    made.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    made.setupPost()
    made.save(path)


def story(text: str) -> Path:
    path = Path("story.yaml")
    path.write_text(text, encoding="utf-8")
    return path


def panel(text: str, *, head: str = "") -> str:
    return f"{head}\ncast: [dee, ringo]\nrenderer: collage\nscenes: [{{panels: [{{{text}}}]}}]\n"


MIRA = "characters: {{mira: {{references: [{}]}}}}"
REFUSED = {
    "letters": ("SB071", panel("action: dee waits, dialogue: [dee: Тихо.]")),
    "a mark": ("SB071", panel('action: dee waits, dialogue: [dee: "H\u0337m"]')),
    "letters of a caption": ("SB071", panel("caption: 東京, action: dee waits")),
    "letters of an effect": ("SB071", panel("sfx: БУХ, action: dee waits")),
    "a font": ("SB070", panel("dialogue: [dee: Hi], action: x", head="font: Comic Sans")),
    "a voice's font": (
        "SB070",
        panel("dialogue: [mira: Hi]", head="characters: {mira: {voice: {font: bad.ttf}}}"),
    ),
    "margins": ("SB024", panel("action: dee waits", head="page: 20x20mm")),
    "a scene of nothing": ("SB011", "scenes: [null]"),
    "an empty picture": ("SB054", panel("action: mira waits", head=MIRA.format("empty.png"))),
    "a broken picture": ("SB054", panel("action: mira waits", head=MIRA.format("broken.png"))),
    "a clear picture": ("SB054", panel("action: mira waits", head=MIRA.format("clear.png"))),
    "a picture's words": ("SB054", panel("action: mira waits", head=MIRA.format("odd.png"))),
    "a scaffold": ("SB054", panel("action: dee waits, scaffold: broken.png")),
    "a panel's own thing": ("SB054", panel("action: dee waits, props: {lamp: broken.png}")),
    "a model": ("SB064", panel("action: dee waits, renderer: {name: msp, model: ./nowhere}")),
    "a segmenter": (
        "SB064",
        panel("action: dee waits, renderer: {name: msp, sal: {model: ./nowhere}}"),
    ),
    "a segmenter that is a folder of anything": (
        "SB064",
        panel("action: dee waits, renderer: {name: msp, sal: {model: .}}"),
    ),
    "relations": (
        "SB046",
        panel("characters: {dee: {at: right}, ringo: {at: left}}, relations: dee left of ringo"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_render_refuses_is_told_in_its_place(name: str, folder: Path) -> None:
    code, text = REFUSED[name]
    path = story(text)
    problems = examined(path)
    assert code in {problem.code for problem in problems if problem.is_error}
    for problem in problems:
        assert problem.source_line == text.splitlines()[problem.line - 1]
    try:
        failed = render(path, out=folder / "out").failed
    except StoryboardError:
        failed = ()
    else:
        assert failed, "check refuses what render draws"


FINE = {
    "line breaks": 'dialogue: [dee: "Two lines,\\none breath."], caption: "Monday.\\nRain."',
    "a family in other capitals": "dialogue: [mira: Hi.]",
    "an own font": "dialogue: [tom: HELLO.]",
    "a script of one's own": "caption: Тихо., dialogue: [anna: Да!], sfx: БУХ",
    "brackets in a name": "action: eve waits",
    "a GIF": "action: gil waits",
}
HEAD = """\
font: Russian.ttf
characters:
  mira: {voice: {font: comic  NEUE}}
  tom: {voice: {font: Mine.ttf}}
  anna: {}
  eve: {references: ["mira [v2].png"]}
  gil: {references: [mira.gif]}
"""


@pytest.fixture
def drawn(folder: Path) -> Callable[[str], list[str]]:
    """Check and render a panel, and return its book's lines as they are lettered."""

    def lines(text: str) -> list[str]:
        path = story(panel(text, head=HEAD))
        assert not [each for each in examined(path) if each.code != "SB049"]  # Tiny pictures.
        result = render(path, out=folder / "out", formats=("pdf", "html"))
        assert not result.failed
        page = (folder / "out" / "book.html").read_text(encoding="utf-8")
        assert "/Mine" not in page
        return [re.sub("<[^>]*>", "", line) for line in re.findall("<text.*?</text>", page)]

    return lines


@pytest.mark.parametrize("name", FINE)
def test_what_is_not_told_is_drawn(name: str, drawn: Callable[[str], list[str]]) -> None:
    drawn(FINE[name])


def test_a_line_that_the_author_begins_is_begun(drawn: Callable[[str], list[str]]) -> None:
    lines = drawn(FINE["line breaks"])
    assert {"Monday.", "Rain.", "Two lines,", "one breath."} <= set(lines)


def test_a_changed_font_file_is_seen(drawn: Callable[[str], list[str]], folder: Path) -> None:
    drawn(FINE["an own font"])
    before = (folder / "out" / "book.pdf").read_bytes()
    shutil.copy(FONTS / "comic-neue" / "ComicNeue-Bold.ttf", folder / "Mine.ttf")
    drawn(FINE["an own font"])
    assert (folder / "out" / "book.pdf").read_bytes() != before


def test_a_letter_is_not_blamed_for_its_mark(folder: Path) -> None:
    (problem,) = examined(story(REFUSED["a mark"][1]))
    assert "U+0337" in problem.message
    assert "U+0048" not in problem.message


@pytest.mark.parametrize(("masks", "code"), [("empty.png", "SB054"), ("mira.png", "SB047")])
def test_masks_of_one_s_own_are_tried(masks: str, code: str, folder: Path) -> None:
    (problem,) = examined(story(panel(f"characters: [dee, ringo], masks: {masks}")))
    assert problem.code == code


def model(folder: Path, *, unet: bytes | None) -> None:
    """Write what looks like a model: every part is there, the U-Net's weights as told."""
    parts = {
        "unet": "UNet2DConditionModel",
        "vae": "AutoencoderKL",
        "text_encoder": "CLIPTextModel",
        "tokenizer": "CLIPTokenizer",
        "scheduler": "DDIMScheduler",
    }
    index = {name: ["diffusers", kind] for name, kind in parts.items()}
    for name in parts:
        (folder / name).mkdir(parents=True)
        save_file({"x": np.zeros(3, np.float32)}, folder / name / "model.safetensors")
    (folder / "unet" / "model.safetensors").unlink()
    if unet is not None:
        (folder / "unet" / "model.safetensors").write_bytes(unet)
    (folder / "model_index.json").write_text(json.dumps(index))


@pytest.mark.parametrize(("unet", "said"), [(None, "holds no weights"), (b"half", "damaged")])
def test_a_model_that_is_not_whole_is_told(unet: bytes | None, said: str, folder: Path) -> None:
    model(folder / "mine", unet=unet)
    (problem,) = examined(story("cast: [dee]\nrenderer: {model: mine}\nscenes: [{panels: [x]}]"))
    assert (problem.code, said in problem.message, problem.line) == ("SB064", True, 2)


def test_weights_that_are_damaged_are_told(folder: Path) -> None:
    (folder / "mira.safetensors").write_bytes(b"")
    text = "characters: {mira: {references: [mira.png], weights: mira.safetensors}}\n"
    found = examined(story(text + "renderer: collage\nscenes: [{panels: [mira waits]}]"))
    (problem,) = (each for each in found if each.code != "SB049")
    assert (problem.code, "mira.safetensors" in problem.message) == ("SB064", True)


@pytest.mark.parametrize(
    ("widths", "code", "said"),
    [((9, 9), "SB064", "none of its layers fits"), ((96, 9), "SB065", "1 of its 2 layers fit")],
)
def test_a_lora_of_another_model_is_told(
    widths: tuple[int, int], code: str, said: str, folder: Path
) -> None:
    state = {
        f"lora_unet_conv_{at}.lora_{part}.weight": np.zeros(shape, np.float32)
        for at, width in zip(("in", "out"), widths, strict=True)
        for part, shape in (("down", (1, 64 * 9)), ("up", (width, 1)))
    }
    save_file(state, folder / "mira.safetensors")
    text = (
        "characters: {mira: {references: [mira.png], weights: mira.safetensors}}\n"
        "scenes: [{panels: [mira waits, mira waits]}]"
    )
    (problem,) = (each for each in examined(story(text)) if each.code.startswith("SB06"))
    assert (problem.code, problem.line, said in problem.message) == (code, 1, True)


def test_every_problem_is_told_at_once(folder: Path) -> None:
    text = """\
characters: {mira: {references: [empty.png, clear.png]}}
renderer: {name: msp, model: ./nowhere}
scenes:
  - panels:
      - {action: mira waits, scaffold: broken.png}
"""
    assert [problem.code for problem in examined(story(text))] == ["SB054"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "page: {gutter: 1.6in}\nscenes: [{layout: grid-6x6, panels: [%s]}]",
        "page: {size: 1x1in, margin: 0in, gutter: 0.25in}\nscenes: [{panels: [%s]}]",
        "page: {size: 1x1in, margin: 0in, gutter: 0.25in}\n"
        "scenes: [{layout: [[1, 1, 1, 1, 1, 1]], panels: [%s]}]",
        "page: {size: 100x0.6in, margin: 0in}\nscenes: [{layout: [[1], [1], [1]], panels: [%s]}]",
    ],
)
def test_panels_without_room_are_told(text: str, folder: Path) -> None:
    panels = ", ".join(["{characters: [dee]}"] * 36)
    problems = examined(story("renderer: collage\ncast: [dee]\n" + text % panels))
    assert {problem.code for problem in problems} - ADVICE <= {"SB047"}


def test_a_tiny_region_is_planned(folder: Path) -> None:
    text = panel("characters: {dee: {region: [0, 0, 0.01, 0.002]}}, action: dee waits")
    assert {problem.code for problem in examined(story(text))} <= {"SB047"}


def test_a_file_name_that_is_not_text_is_told(folder: Path) -> None:
    path = Path(os.fsdecode(b"\xff.yaml"))
    path.write_text("scenes: [{panels: [x]}]")
    (problem,) = examined(path)
    assert (problem.code, "UTF-8" in problem.message) == ("SB001", True)


def test_a_judge_that_nobody_has_is_told_in_its_place(tmp_path: Path) -> None:
    story = tmp_path / "story.yaml"
    story.write_text(
        "cast: [dee]\nquality: {judge: nonsense}\nscenes:\n  - panels:\n"
        "      - Dee waits.\n      - {action: Dee smiles., quality: {judge: pixel}}\n"
    )
    found = [each for each in examined(story) if each.code == "SB062"]
    assert [each.line for each in found] == [2, 6]
    assert "no judge is called" in found[0].message


def test_what_is_shown_otherwise_is_told_at_its_place(folder: Path) -> None:
    found = [each for each in examined(story(panel("shot: insert, action: dee waits")))]
    (problem,) = (each for each in found if each.code == "SB049")
    assert problem.line == 4
    assert "an insert shows a thing" in problem.message
