"""The open-set judge tells strangers apart, and takes nobody for somebody."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from PIL import Image

from renderers.cast.outlines import outline_of
from renderers.judging.figures import cut_out, squared
from renderers.judging.networks import EmbeddingShape, FigureEmbedding, load_embedding, save
from renderers.judging.open_set import OpenSetJudge, embedded, open_set_judge, pictures_of
from renderers.toon.world.strangers import Stranger, portrait, stranger
from schemas.errors import AssetMissing
from schemas.geometry import Box
from schemas.plan import Figure
from tests.renderers.panels import box, panel, segment

COUPLE = {"one": Stranger("bill", "bill", 3), "other": Stranger("priya", "priya", None)}
TINY = EmbeddingShape(widths=(8, 16), size=8)


def portraits(who: Stranger, count: int, seed: int = 5) -> list[Image.Image]:
    dice = Random(seed)
    return [portrait(who, dice, side=128) for _ in range(count)]


def test_a_figure_is_cut_to_its_mask() -> None:
    picture, mask = Image.new("RGB", (40, 30), "red"), np.zeros((30, 40), np.float32)
    mask[10:20, 5:15] = 1
    figure = cut_out(picture, mask)
    assert (figure.size, figure.getpixel((0, 0))) == ((10, 10), (255, 0, 0, 255))


def test_figures_are_squared_over_white_and_hidden_colours_do_not_bleed() -> None:
    figure = Image.new("RGBA", (10, 20), (0, 255, 0, 0))
    figure.paste((255, 0, 0, 255), (0, 5, 10, 15))
    small = squared([figure], side=16)[0]
    assert small.shape == (4, 16, 16)
    assert small[:, 0, 0].tolist() == [1, 1, 1, 0]
    assert small[3].max() == 1
    assert torch.all(small[1] <= small[0] + 1e-6)


def test_a_stranger_looks_the_same_in_every_picture_and_like_nobody_else() -> None:
    dice = Random(3)
    first, second = stranger(dice), stranger(dice)
    one, other = (np.asarray(portraits(who, 1)[0]) for who in (first, second))
    assert (np.asarray(portraits(first, 1)[0]) == one).all()
    assert (one != other).any()


def test_a_mirror_image_is_embedded_alike() -> None:
    network = FigureEmbedding(TINY).eval()
    (figure,) = portraits(stranger(Random(1)), 1)
    both = embedded(network, [figure, figure.transpose(Image.Transpose.FLIP_LEFT_RIGHT)])
    # Resizing rounds a little otherwise from the other side.
    assert float(both[0] @ both[1]) > 0.99
    assert both.norm(dim=1).tolist() == pytest.approx([1, 1], abs=1e-5)


def test_an_embedding_is_kept_and_a_damaged_one_refused(tmp_path) -> None:
    network = FigureEmbedding(TINY).eval()
    kept = load_embedding(save(network, tmp_path / "kept"))
    assert kept.shape == TINY
    x = torch.rand(2, 4, 64, 64)
    assert torch.allclose(kept(x), network(x), atol=5e-3)
    (tmp_path / "kept" / "model.safetensors").write_bytes(b"no")
    with pytest.raises(AssetMissing, match="cannot be loaded"):
        load_embedding(tmp_path / "kept")
    with pytest.raises(AssetMissing, match="missing"):
        load_embedding(tmp_path)


def test_a_subject_without_pictures_is_not_judged() -> None:
    judge = OpenSetJudge(FigureEmbedding(TINY).eval(), {})
    found = judge.judge(panel(segment(box(0.2, 0.2, 0.8, 0.8))), Image.new("RGB", (64, 64)))
    assert [(each.judged, each.found) for each in found.findings] == [(False, None)]
    assert judge.judge(panel(), Image.new("RGB", (64, 64))).findings == ()


def test_the_shipped_judge_knows_strangers_by_their_pictures_alone() -> None:
    dice = Random("never seen in training")
    right, sure = [], []
    for _ in range(3):
        people = {f"p{number}": stranger(dice) for number in range(3)}
        judge = open_set_judge({name: portraits(who, 4, 7) for name, who in people.items()})
        figures = [portraits(who, 1, 99)[0] for who in people.values()]
        for name, alike in zip(people, judge.likeness(figures), strict=True):
            right.append(max(alike, key=lambda each: alike[each]) == name)
            sure.append(alike[name] >= judge.embedding.shape.threshold)
    assert sum(right) >= 8
    assert sum(sure) >= 8


def test_exchanged_figures_are_told_as_each_other() -> None:
    judge = open_set_judge({name: portraits(who, 4, 7) for name, who in COUPLE.items()})
    board, regions = Image.new("RGB", (256, 128), (170, 200, 180)), []
    for place, who in enumerate(reversed(COUPLE.values())):
        (figure,) = portraits(who, 1, 99)
        board.paste(figure, (128 * place, 0), figure.getchannel("A"))
        outline = outline_of(figure)
        assert outline is not None
        half = Box(left=place / 2, top=0, right=place / 2 + 0.5, bottom=1)
        regions.append(outline.placed(half))
    plan = panel(segment(regions[0], "one"), segment(regions[1], "other"), aspect=2.0)
    assert judge.judge(plan, board).confused == (("one", "other"), ("other", "one"))


def test_a_thing_is_nobody_to_be_judged_or_confused_with() -> None:
    area = box(0.1, 0.1, 0.9, 0.9)
    ball = segment(
        area,
        "ball",
        Figure(layers=("cast:dee/standing.png",), placement=Box(left=0, top=0, right=1, bottom=1)),
        way="ground",
    )
    assert pictures_of([panel(ball)], Path()) == {}
    judge = OpenSetJudge(FigureEmbedding(TINY).eval(), {"ball": torch.zeros(1, 8)})
    (finding,) = judge.judge(panel(ball), Image.new("RGB", (64, 64))).findings
    assert not finding.judged
