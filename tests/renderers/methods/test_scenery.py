"""A panel's place as its camera sees it, and the light that people and place share."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from renderers.methods.collage import compose
from renderers.methods.scenery import camera_of, lighting
from schemas.geometry import Box, Size
from schemas.plan import Figure, PanelPlan, Segment
from schemas.shots import SHOTS
from schemas.story import Setting
from tests.renderers.panels import box, panel, segment

SIZE = Size(width=96, height=96)
CLOTHES = (200, 160, 120)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Draw somebody of one colour with a black rim, and a place of the author's own."""
    figure = Image.new("RGBA", (40, 80))
    figure.paste("black", (2, 2, 38, 78))
    figure.paste(CLOTHES, (8, 8, 32, 72))
    figure.save(tmp_path / "mira.png")
    Image.new("RGB", (96, 96), (90, 90, 90)).save(tmp_path / "art.png")
    return tmp_path


def somebody(left: float = 0.3, **more: str) -> Segment:
    where = Box(left=left, top=0.2, right=left + 0.35, bottom=0.9)
    figure = Figure(layers=("mira.png",), placement=where)
    return segment(box(where.left, where.top, where.right, where.bottom), "mira", figure, **more)


def fire(left: float) -> Segment:
    where = Box(left=left, top=0.6, right=left + 0.2, bottom=0.9)
    figure = Figure(layers=("prop:campfire",), placement=where)
    region = box(where.left, where.top, where.right, where.bottom)
    return segment(region, "prop:campfire", figure, way="ground").but(token="campfire")


def night(*segments: Segment, **more: object) -> PanelPlan:
    return panel(*segments).but(setting=Setting(prompt="a beach", light="at night", **more))


def clothes(plan: PanelPlan, root: Path) -> NDArray[np.int64]:
    """Return the colour at the middle of the first figure of a panel."""
    x, y = plan.segments[0].region.bounds.centre
    picture = np.asarray(compose(plan, SIZE, root)).astype(int)
    return picture[round(y * 96), round(x * 96)]


def test_at_noon_figures_keep_their_colours(root: Path) -> None:
    noon = panel(somebody()).but(setting=Setting(prompt="a beach", light="at noon"))
    assert tuple(clothes(noon, root)) == CLOTHES


def test_at_night_they_are_darker_and_bluer_but_far_from_the_place_s_own_darkness(
    root: Path,
) -> None:
    share = clothes(night(somebody()), root) / np.array(CLOTHES)
    assert share[2] > share[0]
    assert (share > 0.8).all()
    assert (share < 0.97).all()


def test_ink_stays_ink_and_nobody_s_outline_moves(root: Path) -> None:
    plan = night(somebody())
    lit, plain = (
        np.asarray(compose(each, SIZE, root)).astype(int)
        for each in (plan, night(somebody(), relight=0.0))
    )
    changed = np.flatnonzero(np.abs(lit - plain).max(axis=(0, 2)))
    assert changed.min() >= 28
    assert changed.max() <= 63
    assert (lit[60, 33] < 8).all()


def test_the_story_says_how_much_of_the_light_falls_on_figures(root: Path) -> None:
    colours = [clothes(night(somebody(), relight=share), root).sum() for share in (0, 0.2, 0.6, 1)]
    assert colours == sorted(colours, reverse=True)
    assert colours[0] == sum(CLOTHES)


@pytest.mark.parametrize("pictured", [lambda plan: plan.but(scaffold="art.png"), lambda plan: plan])
def test_in_an_author_s_own_picture_of_the_place_only_who_is_asked_for_is_lit(
    root: Path, pictured: Callable[[PanelPlan], PanelPlan]
) -> None:
    plan = pictured(night(somebody(), art="art.png"))
    assert tuple(clothes(plan, root)) == CLOTHES
    asked = plan.but(setting=plan.setting.but(relight=0.5))
    assert clothes(asked, root).sum() < sum(CLOTHES)


def test_a_fire_lights_who_is_near_in_its_own_colour_and_the_ground_about_it(root: Path) -> None:
    alone, near = night(somebody()), night(somebody(), fire(0.7))
    warmer = clothes(near, root) - clothes(alone, root)
    assert warmer[0] > warmer[2]
    dark, light = (
        np.asarray(compose(night(*each), SIZE, root)).astype(int)[92, 92]
        for each in ((), (fire(0.7),))
    )
    assert light[0] > dark[0] + 10


def test_the_lamps_of_a_place_shine_at_night_wherever_the_camera_looks_from() -> None:
    street = Setting(prompt="a street with a lamp post", light="at night")
    plans = [panel().but(setting=street, camera=camera) for camera in ("eye", "high", "dutch")]
    lamps = [lighting(plan).shining for plan in plans]
    assert all(lamps)
    assert len({lamp[0].at for lamp in lamps}) == 3
    day = panel().but(setting=street.but(light="at noon"))
    assert not lighting(day).shining


def test_moon_and_sun_are_no_lamps() -> None:
    for hour in ("at night", "at noon", "at sunset"):
        light = lighting(panel().but(setting=Setting(prompt="a beach", light=hour)))
        assert [lamp.sky for lamp in light.lamps] == [True]
        assert not light.shining


def test_closer_shots_come_closer_and_show_no_floor():
    who = segment(box(0.2, 0.3, 0.8, 1.4))
    cameras = {shot: camera_of(panel(who, shot=shot)) for shot in SHOTS}
    zooms = [cameras[shot].zoom for shot in ("extreme-wide", "wide", "full", "medium", "close")]
    assert zooms == sorted(zooms)
    close = cameras["close"]
    assert close.focus[1] + 0.5 / close.zoom < 0.7


def test_feet_in_the_frame_stand_on_the_places_ground():
    for shot in ("full", "medium", "close"):
        camera = camera_of(panel(segment(box(0.2, 0.3, 0.8, 0.95)), shot=shot))
        assert camera.focus[1] + (0.95 - 0.5) / camera.zoom == pytest.approx(0.9)
