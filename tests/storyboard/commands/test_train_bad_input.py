"""What cannot be trained, from the command line: each is told, and nothing is lost."""

import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from tests.renderers.diffusion.tiny import build
from tests.renderers.training.strangers import cut_out
from tests.storyboard.commands.test_train import SMALL, Studio, models, storyboard, studio

__all__ = ["models", "studio"]
LORA = f"{{recipe: lora, rank: 2, {SMALL}}}"


def partial(story: Path, *words: str) -> Path:
    """Return the folder in which the story's one training works."""
    (row,) = json.loads(storyboard("train", story, "--dry-run", "--json", *words).stdout)
    return Path(row["folder"] + ".partial")


def test_a_picture_of_one_side_alone_is_told(studio: Studio) -> None:
    told = storyboard("train", studio.write(LORA))
    assert told.exit_code == 0, told.output
    assert "ben has one picture only: it will be known from that side" in told.output


def test_pictures_of_two_and_of_nobody_clear_are_refused_at_once(studio: Studio) -> None:
    cut_out(studio.home / "mira" / "mira-two.png", count=2)
    Image.effect_noise((120, 160), 90).convert("RGB").save(studio.home / "mira" / "mira-noise.png")
    told = storyboard("train", studio.write(LORA))
    assert told.exit_code == 3, told.output
    assert "mira-two.png shows two figures" in told.output
    assert "mira-two-masklabel.png" in told.output
    assert "mira-noise.png shows no clear figure" in told.output
    assert "transparent background" in told.output


def broken_base(studio: Studio, part: str) -> Path:
    """Return a story whose base lacks a part."""
    story = studio.write(LORA)
    base = studio.home / "base"
    shutil.copytree(studio.models / "sd15", base)
    shutil.rmtree(base / part)
    story.write_text(story.read_text().replace(str(studio.models / "sd15"), "base"))
    return story


@pytest.mark.parametrize("part", ["text_encoder", "tokenizer", "unet"])
def test_a_base_that_lacks_a_part_says_which(studio: Studio, part: str) -> None:
    told = storyboard("train", broken_base(studio, part))
    assert told.exit_code == 4, told.output
    assert part in told.output
    assert "Traceback" not in told.output


def test_a_base_whose_numbers_are_none_stops_at_the_first_step(studio: Studio) -> None:
    story = studio.write(LORA)
    base = studio.home / "base"
    shutil.copytree(studio.models / "sd15", base)
    (weights,) = (base / "unet").glob("*.safetensors")
    save_file({n: torch.full_like(w, torch.nan) for n, w in load_file(weights).items()}, weights)
    story.write_text(story.read_text().replace(str(studio.models / "sd15"), "base"))
    told = storyboard("train", story)
    assert told.exit_code == 5, told.output
    assert "not a number at step 1; nothing was kept yet" in told.output
    assert "learning_rate" in told.output


def test_a_damaged_checkpoint_begins_anew_and_says_so(studio: Studio) -> None:
    story, longer = studio.write(LORA), ("--set", "steps=3")
    assert storyboard("train", story).exit_code == 0
    folder = partial(story, *longer)
    folder.mkdir()
    (folder / "checkpoint-00000001.pt").write_bytes(b"not a state")
    told = storyboard("train", story, *longer)
    assert told.exit_code == 0, told.output
    assert "checkpoint-00000001.pt is damaged" in told.output
    assert "step 3/3" in told.output
    assert len(studio.results()) == 2


def test_a_lora_of_another_architecture_is_not_joined(studio: Studio) -> None:
    apart = f"apart: {{rank: 2, joint: false, {SMALL}}}"
    story = studio.write(f"{{recipe: modular, rank: 2, accumulate: 1, {SMALL}, {apart}}}")
    other = studio.models / "sdxl"
    if not other.exists():
        build(other, "sdxl")
    lora = f"{{recipe: lora, model: {other}, characters: [ben], joint: false, rank: 2, {SMALL}}}"
    made = studio.home / "other.yaml"
    made.write_text(
        story.read_text().replace(story.read_text().splitlines()[2], f"training: {lora}")
    )
    assert storyboard("train", made).exit_code == 0
    (file,) = Path("build/other/training").glob("*/pytorch_lora_weights.safetensors")
    shutil.copy(file, studio.home / "ben.safetensors")
    text = story.read_text()
    story.write_text(text.replace("ben/*.png}", "ben/*.png, weights: ben.safetensors}"))
    told = storyboard("train", story)
    assert told.exit_code == 2, told.output
    assert "ben.safetensors" in told.output
    assert "layers do not fit this model" in told.output
    assert "Traceback" not in told.output


def small_files() -> None:
    """Let no file grow beyond this, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))


def test_a_full_disk_keeps_what_there_was(studio: Studio) -> None:
    story = studio.write(LORA)
    words = [sys.executable, "-m", "storyboard", "train", str(story)]
    run = subprocess.run(words, capture_output=True, text=True, preexec_fn=small_files, check=False)
    assert run.returncode == 5, run.stderr
    assert "no room to write" in run.stderr
    assert "Traceback" not in run.stderr
    assert not studio.results()
    assert storyboard("train", story).exit_code == 0
    assert len(studio.results()) == 1
