"""Several subjects on one canvas: sizes, order, masks, and that nobody is lost."""

from random import Random

import numpy as np
import pytest

from renderers.training.collages import cut_mix, mixed, seg_mix
from schemas.geometry import Size
from tests.renderers.training.strangers import subject

WIDE = Size(width=128, height=128)
PEOPLE = [subject("mira", "hta", "red"), subject("ben", "sks", "blue")]


@pytest.mark.parametrize("seed", range(8))
def test_seg_mix_shows_both_whole_and_names_both(seed: int) -> None:
    made = seg_mix(PEOPLE)(Random(seed), WIDE)
    pixels = np.asarray(made.image).astype(int)
    red = (pixels[..., 0] > 200) & (pixels[..., 2] < 60)
    blue = (pixels[..., 2] > 200) & (pixels[..., 0] < 60)
    assert red.sum() > 300
    assert blue.sum() > 300
    assert {"hta woman cartoon", "sks woman cartoon"} <= {
        part.removeprefix("a ")
        for part in made.prompt.removesuffix(", simple background").split(" and ")
    }


@pytest.mark.parametrize("seed", range(8))
def test_the_mask_is_exactly_what_is_not_canvas(seed: int) -> None:
    made = seg_mix(PEOPLE)(Random(seed), WIDE)
    shown = (np.asarray(made.image) != 255).any(axis=2)
    mask = np.asarray(made.mask)
    assert set(np.unique(mask)) <= {0, 255}
    assert (shown == (mask == 255)).all()


def test_figures_take_three_quarters_to_all_of_their_half() -> None:
    heights = []
    for seed in range(30):
        made = seg_mix([PEOPLE[0]])(Random(seed), WIDE)
        rows = np.asarray(made.mask).max(axis=1).nonzero()[0]
        heights.append(rows[-1] - rows[0] + 1)
    # 60 × 120 pixels into (64 − 4) × (128 − 4): one fits as it is, at most.
    assert min(heights) >= 0.75 * 120 - 1
    assert max(heights) <= 128


def test_relative_sizes_are_the_characters_heights() -> None:
    child = PEOPLE[1]._replace(height=0.5)
    made = seg_mix([PEOPLE[0], child], relative_sizes=True)(Random(1), WIDE)
    pixels = np.asarray(made.image).astype(int)
    tall = ((pixels[..., 0] > 200) & (pixels[..., 2] < 60)).any(axis=1).sum()
    small = ((pixels[..., 2] > 200) & (pixels[..., 0] < 60)).any(axis=1).sum()
    assert 0.4 < small / tall < 0.6


def test_either_may_stand_left_and_either_may_cover_the_other() -> None:
    lefts = set()
    for seed in range(20):
        pixels = np.asarray(seg_mix(PEOPLE)(Random(seed), WIDE).image).astype(int)
        red = ((pixels[..., 0] > 200) & (pixels[..., 2] < 60)).any(axis=0).nonzero()[0].mean()
        blue = ((pixels[..., 2] > 200) & (pixels[..., 0] < 60)).any(axis=0).nonzero()[0].mean()
        lefts.add("red" if red < blue else "blue")
    assert lefts == {"red", "blue"}


def test_cut_mix_shows_one_in_each_half_and_says_which() -> None:
    made = cut_mix(PEOPLE)(Random(2), WIDE)
    pixels = np.asarray(made.image).astype(int)
    first = "red" if made.prompt.startswith("a hta") else "blue"
    channel = {"red": 0, "blue": 2}[first]
    assert pixels[20, 30, channel] > 200
    assert pixels[20, 98, 2 - channel] > 200


def test_a_share_of_the_pictures_is_mixed() -> None:
    compose = mixed(cut_mix(PEOPLE), seg_mix(PEOPLE), 0.3)
    kinds = ["simple background" in compose(Random(seed), WIDE).prompt for seed in range(60)]
    assert 8 < sum(kinds) < 30
