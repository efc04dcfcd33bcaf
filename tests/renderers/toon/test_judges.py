"""The judges' networks learn in miniature, and resume what they left."""

from pathlib import Path
from random import Random

import pytest
import torch

from renderers.judging.networks import EmbeddingShape, PictureReader, ReaderShape
from renderers.toon.training.judges import figures, pixels
from renderers.toon.training.judges.disturbance import smudged


def test_smudging_keeps_shape_range_and_alpha() -> None:
    dice, pictures = Random(0), torch.rand(2, 4, 32, 32)
    for _ in range(6):
        found = smudged(pictures, dice)
        assert found.shape == pictures.shape
        assert (found[:, :3].min() >= 0, found[:, :3].max() <= 1) == (True, True)


def test_contrast_is_least_where_each_picks_its_own() -> None:
    people = torch.tensor([0, 0, 1, 1])
    apart = torch.tensor([[1.0, 0], [1, 0], [-1, 0], [-1, 0]])
    mixed = torch.tensor([[1.0, 0], [-1, 0], [1, 0], [-1, 0]])
    assert figures.contrast(apart, people) < 1e-3 < figures.contrast(mixed, people)
    same = torch.tensor([[1.0, 0]] * 4)
    assert float(figures.contrast(same, people)) == pytest.approx(1.0986, abs=1e-3)


def test_the_embedding_is_trained_and_its_threshold_set(tmp_path: Path) -> None:
    recipe = figures.EmbeddingRecipe(minutes=0.01, people=4, each=2, fresh=1, album=6)
    network = figures.train(tmp_path, recipe, EmbeddingShape(widths=(8, 16), size=8))
    assert -1 <= network.shape.threshold <= 1
    step = torch.load(tmp_path / "figures.pt", weights_only=True)["step"]
    figures.train(tmp_path, recipe, EmbeddingShape(widths=(8, 16), size=8))
    assert torch.load(tmp_path / "figures.pt", weights_only=True)["step"] > step


def test_the_reader_is_trained_on_panels_of_its_own(tmp_path: Path) -> None:
    shape = pixels.shape_of_cast()._replace(widths=(8, 8, 16), dilations=(1,))
    network = pixels.train(tmp_path, pixels.PixelJudgeRecipe(minutes=0.01, batch=4, fresh=1), shape)
    assert network(torch.rand(1, 3, 64, 64)).shape == (1, 12, 8, 8)


def test_a_reader_s_lesson_counts_cells() -> None:
    network = PictureReader(ReaderShape(("a",), widths=(8, 8), dilations=(1,)))
    panel = pixels.panel(Random(1))
    assert panel.picture.shape[1:] == panel.who.shape
    assert network.shape.cell == 4
