"""Posed drawings in any stance: hands in their place, no old limb, lines closed and as wide."""

import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from renderers.cast.puppets.ink import DARK, ink_of
from renderers.cast.puppets.painting import painted
from renderers.cast.puppets.posing import Held, held, shifted
from renderers.cast.puppets.rig import Rig
from renderers.cast.puppets.stance import Stance
from renderers.cast.puppets.turned_heads import turned_head
from renderers.cast.vectors import angle_of, moved, towards
from storyboard.skeletons.stances import STANCES
from tests.renderers.cast.puppets.test_heads import rig

SHEETS = Path(__file__).parent / "sheets"
ROWS, COLUMNS = 18, 16
WORDS = ("walking", "running", "jumping", "kneeling", "throwing", "bowing")


def near(low: float, high: float) -> some.SearchStrategy[float]:
    return some.floats(low, high).map(lambda value: round(value, 1))


APART = some.builds(
    Stance,
    r_arm=some.tuples(near(-150, -45), near(-170, -45)),
    l_arm=some.tuples(near(45, 150), near(45, 170)),
    r_leg=some.tuples(near(-45, -4), near(-60, 10)),
    l_leg=some.tuples(near(4, 45), near(-10, 60)),
    lean=near(-15, 15),
    hands=some.sampled_from(["rr", "of", "lp"]),
    turn=some.just(0.0),
    lift=some.just(0.0),
    nod=some.just(0.0),
    roll=some.sampled_from([0.0, -90.0]),
    behind=some.just(""),
    back=some.just(False),
    worn=some.just(""),
    touch=some.just("--"),
    look=some.just(0.0),
)
"""Limbs that are apart from the body, so that all of each is seen."""


@cache
def figure(who: str, stance: Stance) -> tuple[NDArray[np.uint8], Held]:
    return painted_figure(rig(who), stance)


@cache
def turned(who: str, turn: float) -> Rig:
    return rig(who)._replace(headed=turned_head(rig(who).headed, turn))


def painted_figure(one: Rig, stance: Stance) -> tuple[NDArray[np.uint8], Held]:
    pose = held(one, stance)
    places = np.array(list(pose.joints.values()))
    low, high = places.min(axis=0) - 0.5 * one.stature, places.max(axis=0) + 0.5 * one.stature
    pose = shifted(pose, -low)
    wide, tall = (int(value) for value in high - low)
    return np.asarray(painted(one, pose, stance, (wide, tall))), pose


@pytest.mark.parametrize("who", ["nell", "dee"])
@given(APART)
@settings(max_examples=7, deadline=None, derandomize=True)
def test_every_figure_is_drawn_as_an_artist_would(who: str, stance: Stance) -> None:
    pixels, pose = figure(who, stance)
    one, solid = rig(who), pixels[..., 3] > 128
    beyond = solid & ~_body(one, pose, solid.shape)
    assert beyond.sum() < 0.004 * solid.sum()  # Nothing is left of old limbs.
    for side in "rl":
        assert _hand_is_near(pixels, one, pose, side)
    assert _closed(pixels, one) > 0.96
    assert ink_of(pixels).width == pytest.approx(one.ink.width, rel=0.2)


@pytest.mark.parametrize("who", ["nell", "dee", "priya"])
@given(APART, some.sampled_from([0.0, 0.3, 0.8, -0.8]))
@settings(max_examples=5, deadline=None, derandomize=True)
def test_no_head_is_behind_its_own_hair(who: str, stance: Stance, look: float) -> None:
    one = turned(who, look) if look else rig(who)
    apart = stance._replace(look=look, r_arm=(-60, -60), l_arm=(60, 60))  # not before the face
    pixels, pose = painted_figure(one, apart)
    mouth = moved(one.headed.mouth, pose.head)
    eye = pose.joints["l_eye" if look < 0 else "r_eye"]
    side = np.sign(look) * 0.25 * np.hypot(*(mouth - eye))
    cheek = (mouth + eye) / 2 - np.array([side, 0]) @ pose.head[:, :2].T
    reach = max(3, round(0.12 * float(np.hypot(*(mouth - eye)))))
    x, y = cheek.astype(int)
    part = pixels[y - reach : y + reach, x - reach : x + reach, :3].astype(int)
    assert (np.abs(part - one.skin).max(axis=2) < 40).mean() > 0.5


def _body(one: Rig, pose: Held, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Cover everything that a figure in a pose may be."""
    image = Image.new("1", (shape[1], shape[0]))
    pen = ImageDraw.Draw(image)
    joints = pose.joints

    def disc(place: NDArray[np.float64], radius: float) -> None:
        (x, y) = place
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=1)

    for names, limb in (
        (("shoulder", "elbow", "wrist"), one.arm),
        (("hip", "knee", "ankle"), one.leg),
    ):
        wide = max(limb.widths) * 1.15 + one.ink.width
        for side in "rl":
            path = [joints[f"{side}_{name}"] for name in names]
            pen.line([tuple(place) for place in path], fill=1, width=round(2 * wide))
            for place in path:
                disc(place, wide)
    pen.line([tuple(joints[f"{side}_hip"]) for side in "rl"], fill=1, width=round(2 * wide))
    for side in "rl":
        disc(joints[f"{side}_wrist"], 1.3 * one.hand)
        disc(joints[f"{side}_ankle"], 0.13 * one.stature)
    for cutout, matrix in ((one.torso.cutout, pose.torso), (one.headed.head, pose.head)):
        wide, tall = cutout.picture.size
        corners = cutout.corner + np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], float)
        pen.polygon([tuple(place) for place in moved(corners, matrix)], fill=1)
    return np.asarray(image)


def _hand_is_near(pixels: NDArray[np.uint8], one: Rig, pose: Held, side: str) -> bool:
    """Tell whether skin is within 3 % of the height of where a palm should be."""
    elbow, wrist = pose.joints[f"{side}_elbow"], pose.joints[f"{side}_wrist"]
    x, y = wrist + towards(angle_of(elbow, wrist)) * 0.4 * one.hand
    reach = int(0.03 * one.stature)
    part = pixels[int(y) - reach : int(y) + reach, int(x) - reach : int(x) + reach]
    skin = np.abs(part[..., :3].astype(int) - one.skin).max(axis=2) < 20
    return bool((skin & (part[..., 3] > 200)).mean() > 0.1)


def _closed(pixels: NDArray[np.uint8], one: Rig) -> float:
    """Return the share of the silhouette's rim that has ink within the line's width."""
    solid = pixels[..., 3] > 128
    inner = np.asarray(Image.fromarray(solid).convert("L").filter(ImageFilter.MinFilter(3))) > 0
    dark = (pixels[..., :3].max(axis=2) < DARK) & solid
    reach = 2 * round(1.2 * one.ink.width) + 1
    around = Image.fromarray(dark).convert("L").filter(ImageFilter.MaxFilter(reach))
    return float((np.asarray(around) > 0)[solid & ~inner].mean())


@pytest.mark.parametrize("who", ["nell", "sophie"])
def test_contact_sheets_are_as_they_were_looked_at(who: str) -> None:
    drawn = "\n".join(f"{word}\n{_text(who, STANCES[word])}\n" for word in WORDS)
    kept = SHEETS / f"{who}.txt"
    if os.environ.get("UPDATE_SHEETS"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(drawn, "utf-8")
    seen = kept.read_text("utf-8")
    differing = sum(a != b for a, b in zip(drawn, seen, strict=True))
    assert differing <= 0.01 * len(seen)  # Another Pillow may round a cell's colour otherwise.


def _text(who: str, stance: Stance) -> str:
    """Write a figure as letters: skin, chest, legs, ink, or something else of it."""
    pixels, _ = figure(who, stance)
    box = Image.fromarray(pixels).getchannel("A").getbbox() or (0, 0, 1, 1)
    small = Image.fromarray(pixels).crop(box).resize((COLUMNS * 4, ROWS * 4), Image.Resampling.BOX)
    cells = np.asarray(small).reshape(ROWS, 4, COLUMNS, 4, 4).swapaxes(1, 2).reshape(-1, 16, 4)
    letters = "".join(_letter(rig(who), cell) for cell in cells)
    lines = (letters[at : at + COLUMNS].rstrip() for at in range(0, len(letters), COLUMNS))
    return "\n".join(line.ljust(COLUMNS, ".") for line in lines)


def _letter(one: Rig, cell: NDArray[np.uint8]) -> str:
    solid = cell[cell[:, 3] > 128][:, :3].astype(int)
    if len(solid) < 6:
        return "."
    known = {"s": one.skin, "c": one.torso.colour, "l": one.leg.root, "i": one.ink.colour}
    counts = {
        letter: int((np.abs(solid - np.array(colour)).max(axis=1) < 40).sum())
        for letter, colour in known.items()
    }
    best = max(counts, key=lambda letter: counts[letter])
    return best if counts[best] > 0.4 * len(solid) else "o"
