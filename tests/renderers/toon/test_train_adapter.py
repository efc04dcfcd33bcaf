"""toon's image adapter is trained for a moment: it resumes, and draws as any adapter does."""

from pathlib import Path
from random import Random

import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

import renderers
from renderers.base import Context, Drawn
from renderers.toon import noise_model
from renderers.toon.train_adapter import main
from renderers.toon.train_noise import main as train_noise
from renderers.toon.training import backdrops
from renderers.toon.training.image_lessons import image_lesson
from schemas.geometry import Box
from schemas.plan import Figure, Segment
from schemas.settings import MsDiffusionSettings
from tests.renderers.panels import box, panel, segment


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw a few square backdrops, and make a miniature model."""
    folder = tmp_path_factory.mktemp("adapter")
    dice, found = Random(2), []
    while len(found) < 3:
        place = backdrops.draw(dice)
        if place.cells == (16, 16) and place.shot != "wide":
            found.append(place)
    backdrops.keep({(16, 16): found}, folder / "backdrops.pt")
    train_noise(["projection", "--folder", str(folder), "--tiny"])
    noise_model.save(noise_model.load(folder / "model"), folder / "model-half")
    return folder


def run(places: Path, folder: Path, *samples: int) -> dict[str, torch.Tensor]:
    """Train until so many panels were seen, each time anew from what is kept."""
    folder.mkdir()
    (folder / "backdrops.pt").write_bytes((places / "backdrops.pt").read_bytes())
    told = ["--folder", str(folder), "--model", str(places / "model-half"), "--batch", "4"]
    for count in samples:
        main(["adapter", *told, "--samples", str(count)])
    main(["assemble", *told])
    weights: dict[str, torch.Tensor] = load_file(folder / "adapter.safetensors")
    return weights


def dee(left: float) -> Segment:
    """Return a segment that a picture of one of the cast shows."""
    layers = ("cast:dee/straight/pose/handsfolded.png",)
    whole = Figure(layers=layers, placement=Box(left=0, top=0, right=1, bottom=1))
    return segment(box(left, 0.1, left + 0.4, 0.9), subject="dee", figure=whole)


def drawn(places: Path, folder: Path, scale: float) -> Image.Image:
    settings = MsDiffusionSettings(
        model=str(places / "model-half"),
        adapter="adapter.safetensors",
        scale=scale,
        steps=2,
        resolution=256,
        device="cpu",
    )
    plan = panel(dee(0.05), renderer=settings)
    *_, event = renderers.load(settings, Context(folder)).render([plan])
    assert isinstance(event, Drawn)
    return event.image


def test_it_resumes_and_draws(places: Path, tmp_path: Path) -> None:
    whole = run(places, tmp_path / "a", 12)
    broken = run(places, tmp_path / "b", 4, 12)
    assert all(torch.allclose(whole[name], broken[name], atol=2e-3) for name in whole)
    begun = run(places, tmp_path / "c", 0)
    assert any(not torch.equal(whole[name], begun[name]) for name in whole)
    loud, silent = (drawn(places, tmp_path / "a", scale).tobytes() for scale in (2.0, 0.0))
    assert loud != silent


def test_strangers_are_shown_by_another_picture_and_no_word(places: Path) -> None:
    found = backdrops.kept(places / "backdrops.pt")
    for seed in range(4):
        one, again = (image_lesson(found, (16, 16), seed) for _ in range(2))
        assert one.prompt == again.prompt
        assert (one.picture == again.picture).all()
        assert len(one.references) == len(one.masks) == len(one.phrases)
        assert all(picture.getchannel("A").getbbox() for picture in one.references)
        assert not {"sks", "hta"} & set(one.prompt.split())
