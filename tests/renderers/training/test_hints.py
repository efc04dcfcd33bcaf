"""A U-Net that is shown where its subject is learns with that beside it."""

from pathlib import Path
from random import Random

import torch
from PIL import Image

from renderers.training.base import load_base
from renderers.training.batches import Batches
from renderers.training.canvases import Composition
from renderers.training.loop import train
from renderers.training.recipes.lora import LoraPersonalizer
from schemas.geometry import Size
from schemas.training import LoraTraining
from tests.renderers.diffusion.tiny import build_hinted
from tests.renderers.training.conftest import SMALL


def left_half(rng: Random, size: Size) -> Composition:
    mask = Image.new("L", (size.width, size.height))
    mask.paste(255, (0, 0, size.width // 2, size.height))
    return Composition(Image.new("RGB", mask.size, "red"), mask, "hta woman")


def everywhere(rng: Random, size: Size) -> Composition:
    made = left_half(rng, size)
    return made._replace(mask=Image.new("L", made.mask.size, 255))


def test_a_hint_says_where_the_subject_is_in_most_pictures(tmp_path: Path) -> None:
    settings = LoraTraining(**SMALL | {"resolution": 256, "batch": 8}, rank=2, layers="all")
    base = load_base(
        str(build_hinted(tmp_path / "model")), settings, root=Path(), online=False, whole=False
    )
    batches = Batches(base, settings, left_half)
    hints = [batches.at(step, 0).hint for step in range(4)]
    hint = torch.cat([each for each in hints if each is not None])
    assert len(hint) == 32
    wide = hint.shape[-1]
    assert torch.equal(hint[:, :3], torch.zeros_like(hint[:, :3]))
    told = hint[:, 3, :, : wide // 2].mean(dim=(1, 2))
    assert set(told.tolist()) == {0.0, 1.0}
    assert told.mean() >= 0.5
    assert not hint[:, 3, :, wide // 2 :].any()
    whole = Batches(base, settings, everywhere).at(0, 0).hint
    assert whole is not None
    assert not whole.any()
    learner = LoraPersonalizer(base, settings)
    short = settings.but(batch=1, steps=2)
    assert list(train(learner, Batches(base, short, left_half), short, tmp_path / "work"))


def test_another_u_net_is_shown_none(tmp_path: Path) -> None:
    from tests.renderers.diffusion.tiny import build

    settings = LoraTraining(**SMALL)
    base = load_base(
        str(build(tmp_path / "model", "sd15")), settings, root=Path(), online=False, whole=False
    )
    assert Batches(base, settings, left_half).at(0, 0).hint is None
