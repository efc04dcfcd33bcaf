"""Segmenters of a story's subjects: what they are shown, what they are, what is kept of them."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import torch

from renderers.diffusion.segmenter import (
    InPixels,
    Segmenter,
    SegmenterShape,
    load_segmenter,
    segmenter_of,
)
from renderers.training.base import Base
from renderers.training.labelled import labelled, maps_of
from renderers.training.loop import train
from renderers.training.recipes.segmenter import (
    LabelledBatches,
    SegmenterPersonalizer,
    for_subjects,
    overlaps,
    segmenter_loss,
)
from schemas.geometry import Size
from schemas.training import SegmenterTraining
from tests.renderers.training.conftest import SMALL
from tests.renderers.training.strangers import subject

SUBJECTS = [subject(), subject("ben", "sks", "blue")]
TINY: dict[str, Any] = SMALL | {"widths": (8, 16), "batch": 2}
RESIDUAL: dict[str, Any] = TINY | {"sees": "pixels", "widths": (8, 8, 16), "depths": (1, 1)}


def test_masks_show_who_is_seen_and_nobody_twice() -> None:
    labeller = labelled(SUBJECTS, SegmenterTraining(**TINY))
    size, counts = Size(width=96, height=64), set()
    for seed in range(40):
        image, masks = labeller(Random(seed), size)
        pixels = np.asarray(image).astype(int)
        shown = [np.asarray(mask).astype(int) for mask in masks]
        assert (shown[0] + shown[1]).max() <= 255
        red, blue = (mask == 255 for mask in shown)
        belt = pixels.max(axis=2) < 60
        assert (belt | (pixels[..., 0] > pixels[..., 2] + 60))[red].all()
        assert (belt | (pixels[..., 2] > pixels[..., 0] + 60))[blue].all()
        counts.add(int(red.any()) + int(blue.any()))
        again, _ = labeller(Random(seed), size)
        assert again.tobytes() == image.tobytes()
    assert counts == {0, 1, 2}


def test_maps_are_the_masks_share_of_every_cell() -> None:
    made = labelled(SUBJECTS, SegmenterTraining(**TINY))(Random(3), Size(width=96, height=64))
    for mask, cells in zip(made.masks, maps_of(made, (8, 12)), strict=True):
        whole = torch.from_numpy(np.asarray(mask) / 255.0).float()
        blocks = whole.view(8, 8, 12, 8).mean(dim=(1, 3))
        torch.testing.assert_close(cells, blocks, atol=0.01, rtol=0)


@pytest.mark.parametrize("depths", [(), (1, 2)])
def test_a_segmenter_reads_any_size_and_is_kept_whole(
    tmp_path: Path, depths: tuple[int, ...]
) -> None:
    torch.manual_seed(0)
    shape = SegmenterShape(3, ("hta", "sks"), (8, 8, 16), "pixels", depths)
    made = segmenter_of(shape)
    pictures = torch.rand(2, 3, 41, 58)
    logits = made(pictures)
    assert logits.shape == (2, 2, 41, 58)
    # A picture does not depend on its company.
    torch.testing.assert_close(made(pictures[:1]), logits[:1], atol=1e-5, rtol=1e-4)
    assert made.features(pictures, torch.ones(2, 1, 41, 58)).shape == (2, 16)
    again = load_segmenter(made.save(tmp_path / "kept"), device=torch.device("cpu"))
    assert again.shape == shape
    torch.testing.assert_close(again(pictures), logits)


def test_guidance_can_ask_a_residual_one_through_a_decoder(base: Callable[..., Base]) -> None:
    shape = SegmenterShape(3, ("hta",), (8, 8, 16), "pixels", (1, 1))
    reader = InPixels(segmenter_of(shape), base().model.autoencoder.in_full())
    latent = torch.randn(1, 4, 8, 8, requires_grad=True)
    reader(latent).sum().backward()
    assert latent.grad is not None
    assert latent.grad.abs().sum() > 0


def test_whom_the_base_s_own_knew_is_known_at_once() -> None:
    torch.manual_seed(1)
    known = Segmenter(SegmenterShape(4, ("zwx", "hta", "rrf"), (8, 16)))
    latent = torch.randn(1, 4, 8, 8)
    for fresh, token in (("sks", "hta"), ("<new>", "rrf")):
        made = for_subjects(known, (fresh, token))
        assert made.subjects == (fresh, token)
        wanted = known(latent)[:, known.subjects.index(token)]
        torch.testing.assert_close(made(latent)[:, 1], wanted)


@pytest.mark.parametrize("settings", [TINY, RESIDUAL], ids=["latents", "pixels"])
def test_training_lowers_the_loss_and_measures_the_overlap(
    base: Callable[..., Base], tmp_path: Path, settings: dict[str, Any]
) -> None:
    wanted = SegmenterTraining(**settings | {"steps": 40, "learning_rate": 1e-2})
    learner = SegmenterPersonalizer(base(), wanted, SUBJECTS)
    batches = LabelledBatches(learner, wanted, labelled(SUBJECTS, wanted))
    lost = [step.loss for step in train(learner, batches, wanted, tmp_path, segmenter_loss)]
    assert sum(lost[-5:]) < 0.9 * sum(lost[:5])
    found = overlaps(learner, batches)
    assert set(found) == {"hta", "sks"}
    assert all(0 <= value <= 1 for value in found.values())
    learner.write(tmp_path / "made", metadata={})
    again = load_segmenter(tmp_path / "made" / "segmenter", device=torch.device("cpu"))
    assert again.subjects == ("hta", "sks")


def test_a_step_s_pictures_are_decided_by_its_number(base: Callable[..., Base]) -> None:
    wanted = SegmenterTraining(**TINY)
    learner = SegmenterPersonalizer(base(), wanted, SUBJECTS)
    batches = LabelledBatches(learner, wanted, labelled(SUBJECTS, wanted))
    first, other, again = (batches.at(step, 0).seen for step in (3, 4, 3))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
