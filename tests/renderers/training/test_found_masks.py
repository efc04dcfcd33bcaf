"""Masks by OWLv2 and SAM: as transformers makes them, and refused where they are uncertain."""

from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw
from transformers import SamImageProcessor, SamModel, SamProcessor

from renderers.judging.detector import DetectedFigure, ZeroShotDetector
from renderers.training.found_masks import (
    MaskMaker,
    doubt_of_figures,
    doubt_of_mask,
    load_mask_maker,
    outlined,
)
from renderers.training.priors import mark_priors, mixed_priors
from schemas.errors import AssetMissing
from schemas.geometry import Box, Size
from schemas.training_groups import MaskSettings
from tests.renderers.judging import tiny_networks

MIDDLE = Box(left=0.25, top=0.25, right=0.75, bottom=0.75)


def busy(*boxes: tuple[int, int, int, int], size: tuple[int, int] = (120, 80)) -> Image.Image:
    """Return a picture of no plain background, with red blocks."""
    noise = np.random.default_rng(0).integers(0, 120, (size[1], size[0], 3), dtype=np.uint8)
    picture = Image.fromarray(noise)
    for box in boxes:
        ImageDraw.Draw(picture).rectangle(box, (255, 0, 0))
    return picture


class SeesRed:
    """A detector's and a segmenter's network that knows red blocks, each as surely as told."""

    def __init__(self, *scores: float, overlap: float = 0.95) -> None:
        vision = SimpleNamespace(image_size=64)
        words = SimpleNamespace(max_position_embeddings=16)
        self.config = SimpleNamespace(
            vision_config=vision, text_config=words, model_type="owlvit", mask_size=64
        )
        self.scores, self.overlap = scores, overlap

    def __call__(self, pixel_values: torch.Tensor, **asked: Any) -> Any:
        red = pixel_values[0, 0] - pixel_values[0, 2] > 2
        if "input_boxes" in asked:
            masks = torch.where(red, 1.0, -1.0)[None, None, None]
            return SimpleNamespace(pred_masks=masks, iou_scores=torch.tensor([[[self.overlap]]]))
        columns = red.any(0).nonzero().flatten()
        starts = [int(c) for c in columns if not red[:, c - 1].any()]
        boxes, logits = [], []
        for start, score in zip(starts, self.scores, strict=True):
            rows, end = red[:, start].nonzero().flatten(), start
            while end < 64 and red[:, end].any():
                end += 1
            top, bottom = int(rows[0]), int(rows[-1]) + 1
            boxes.append(
                [(start + end) / 128, (top + bottom) / 128, (end - start) / 64, (bottom - top) / 64]
            )
            logits.append([torch.logit(torch.tensor(score)).item()])
        return SimpleNamespace(logits=torch.tensor([logits]), pred_boxes=torch.tensor([boxes]))


def maker(*scores: float, overlap: float = 0.95) -> MaskMaker:
    network = SeesRed(*scores, overlap=overlap)
    return MaskMaker(ZeroShotDetector(network, lambda words, **how: {}), network)


def test_a_figure_before_anything_is_marked() -> None:
    picture = busy((30, 20, 69, 59))
    found = maker(0.9).mask_of(picture, "robot")
    assert found.doubt is None
    marked = np.asarray(found.mask) > 127
    assert marked[24:56, 34:66].all()
    assert marked.sum() == pytest.approx(1600, rel=0.1)


@pytest.mark.parametrize(
    ("scores", "overlap", "said"),
    [
        ((0.1,), 0.95, "no robot is found"),
        ((0.9,), 0.6, "its outline is uncertain: an overlap of 0.60"),
        ((0.9, 0.7), 0.95, "two are found in it, of scores 0.90 and 0.70"),
    ],
)
def test_what_is_uncertain_says_why(scores: tuple[float, ...], overlap: float, said: str) -> None:
    blocks = [(10, 20, 49, 59), (65, 20, 104, 59)][: len(scores)]
    found = maker(*scores, overlap=overlap).mask_of(busy(*blocks), "robot")
    assert found.doubt is not None
    assert said in found.doubt


def test_who_is_hardly_seen_beside_another_is_no_second() -> None:
    small = Box(left=0.8, top=0.8, right=0.9, bottom=0.9)
    assert (
        doubt_of_figures([DetectedFigure(MIDDLE, 0.8), DetectedFigure(small, 0.7)], "cat") is None
    )
    faint = Box(left=0, top=0.2, right=0.24, bottom=0.8)
    assert (
        doubt_of_figures([DetectedFigure(MIDDLE, 0.8), DetectedFigure(faint, 0.3)], "cat") is None
    )


def marked(*boxes: tuple[int, int, int, int]) -> Image.Image:
    mask = Image.new("L", (100, 100))
    for box in boxes:
        ImageDraw.Draw(mask).rectangle(box, 255)
    return mask


@pytest.mark.parametrize(
    ("mask", "said"),
    [
        (marked((30, 30, 70, 70)), None),
        (marked((50, 50, 54, 54)), "covers 0.2%"),
        (marked((0, 0, 99, 99)), "covers 100.0%"),
        (marked((30, 30, 60, 60), (80, 0, 99, 99)), "far beyond"),
        (marked((30, 30, 50, 50)), "fills 18%"),
    ],
)
def test_a_mask_is_as_large_as_what_was_found(mask: Image.Image, said: str | None) -> None:
    doubt = doubt_of_mask(mask, MIDDLE, 0.9)
    assert (doubt is None) if said is None else (said in str(doubt))


def test_the_outline_is_the_one_that_transformers_finds(tmp_path: Path) -> None:
    network = SamModel.from_pretrained(tiny_networks.sam(tmp_path)).eval()
    read = SamImageProcessor(
        size={"longest_edge": 64}, pad_size={"height": 64, "width": 64}, resample=2
    )
    picture = busy((30, 20, 69, 59))
    corners = [30.0, 20.0, 90.0, 60.0]
    asked = SamProcessor(read)(picture, input_boxes=[[corners]], return_tensors="pt")
    with torch.no_grad():
        seen = network(
            pixel_values=asked["pixel_values"],
            input_boxes=asked["input_boxes"].float(),
            multimask_output=False,
        )
    (theirs,) = read.post_process_masks(
        seen.pred_masks, asked["original_sizes"], asked["reshaped_input_sizes"]
    )
    ours, sure = outlined(network, picture, Box(left=0.25, top=0.25, right=0.75, bottom=0.75))
    assert sure == pytest.approx(float(seen.iou_scores), abs=0.01)
    same = (np.asarray(ours) > 127) == theirs[0, 0].numpy()
    assert same.mean() > 0.97


def test_networks_are_read_by_path_and_others_refused(tmp_path: Path) -> None:
    tiny_networks.detector(tmp_path / "owl")
    tiny_networks.sam(tmp_path / "sam")
    made = load_mask_maker(MaskSettings(detector="owl", segmenter="sam"), root=tmp_path)
    found = made.mask_of(busy((30, 20, 69, 59)), "robot")
    assert found.mask.size == (120, 80)
    assert found.doubt is not None  # A random network is sure of nothing.
    with pytest.raises(AssetMissing, match="is a owlv2 network"):
        load_mask_maker(MaskSettings(detector="owl", segmenter="owl"), root=tmp_path)


def test_marked_priors_are_mixed_and_uncertain_ones_are_not(tmp_path: Path) -> None:
    paths = []
    for number, noun in enumerate(("cat", "dog", "dog")):
        path = tmp_path / f"{number}.png"
        busy((30, 20, 69, 59)).save(path)
        path.with_suffix(".json").write_text(f'"{noun}"')
        paths.append(path)
    assert len(list(mark_priors(paths[:2], maker(0.9)))) == 2
    assert len(list(mark_priors(paths, maker(0.1)))) == 3
    with Image.open(tmp_path / "2-masklabel.png") as label:
        assert label.getbbox() is None
    shown = mixed_priors(paths)
    assert shown is not None
    made = shown(Random(0), Size(width=64, height=64))
    assert sorted(made.prompt.split(", ")[0].removeprefix("a ").split(" and a ")) == ["cat", "dog"]
    assert made.masked
    assert mixed_priors(paths[2:]) is None
