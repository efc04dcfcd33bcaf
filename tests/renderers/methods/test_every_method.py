"""One story drawn from the command line by every method, by one word."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from PIL import Image
from safetensors.torch import save_file
from typer.testing import CliRunner

from schemas.settings import PACKAGED, DiffusionSettings
from storyboard.cli import app
from tests.renderers.diffusion import tiny_images
from tests.renderers.diffusion.conftest import model_folder as model_folder
from tests.renderers.diffusion.tiny import text_encoder, unet

Folders = Callable[..., Path]
METHODS = sorted(name for name, kind in PACKAGED.items() if issubclass(kind, DiffusionSettings))
STORY = """\
title: Two in a park
cast: [dee, ringo]
scenes:
  - setting: a park
    panels:
      - Dee waves at Ringo.
"""


WORDS = """\
characters:
  dee: {token: dee1, weights: dee1.safetensors}
  ringo: {token: ringo1, weights: ringo1.safetensors}
"""


def story(folder: Path, *, learned: bool) -> str:
    """Write the story; `learned`, with a word for each character that was learned apart."""
    path = folder / "story.yaml"
    path.write_text(STORY + WORDS * learned, encoding="utf-8")
    if learned:
        width = text_encoder().config.hidden_size
        for token in ("dee1", "ringo1"):
            vectors = {name: torch.randn(2, width) for name in ("clip_l", "clip_g")}
            save_file(vectors, folder / f"{token}.safetensors")
    return str(path)


def told(model: Path, **more: object) -> list[str]:
    """Return the options of small pictures."""
    settings = {"model": model, "steps": 2, "resolution": 64, "device": "cpu", **more}
    return [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]


@pytest.mark.parametrize("method", METHODS)
def test_a_story_is_drawn_by_one_word(model_folder: Folders, tmp_path: Path, method: str) -> None:
    """On models of SDXL's shape; a U-Net that pools its text has no regional prompting."""
    more: dict[str, object] = {}
    if method == "msp":
        more["init.from"] = "noise"
    if method in ("ip-adapter", "ms-diffusion"):
        make = tiny_images.ip_state if method == "ip-adapter" else tiny_images.ms_state
        more["adapter"] = tiny_images.write(tmp_path, make(unet("sdxl"))).name
    text = story(tmp_path, learned=method == "textual-inversion")
    given = [text, "--renderer", method, *told(model_folder("sdxl"), **more)]
    rest = ["--out", str(tmp_path / "out"), "--format", "png", "--quiet"]
    result = CliRunner().invoke(app, ["render", *given, *rest])
    assert result.exit_code == 0, result.output
    (picture,) = (tmp_path / "out").rglob("panels/*-1.png")
    with Image.open(picture) as image:
        assert image.width * image.height <= 2 * 64**2
