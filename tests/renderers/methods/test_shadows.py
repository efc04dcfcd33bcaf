"""Shadows: under whoever rests on the ground, away from the light, small under who jumps."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from renderers.methods.shadows import (
    LYING,
    STANDING,
    Shadow,
    contact_shadow,
    shadow_far_below,
    shadow_under,
)
from renderers.places.lighting import Lamp, Lighting
from schemas.plan import Segment
from tests.renderers.panels import box, panel, segment

SIZE = (200, 200)
WHITE = (1.0, 1.0, 1.0)


def cover(*boxes: tuple[int, int, int, int]) -> Image.Image:
    mask = Image.new("L", SIZE)
    for each in boxes:
        mask.paste(255, each)
    return mask


SOMEBODY = cover((80, 40, 120, 140), (80, 140, 92, 180), (108, 140, 120, 180))
"""A body on two legs."""


def darkness(shadow: Shadow | None) -> NDArray[np.int64]:
    board = Image.new("L", SIZE)
    if shadow is not None:
        board.paste(shadow.picture.getchannel("A"), shadow.corner)
    return np.asarray(board).astype(int)


def under(aside: float = 0.0, figure: Image.Image = SOMEBODY, leeway: float = STANDING):
    return darkness(contact_shadow(figure, leeway, aside))


def test_a_shadow_lies_about_the_feet_and_is_darkest_where_they_touch_the_ground() -> None:
    dark = under()
    rows = np.flatnonzero(dark.max(axis=1))
    assert 165 < rows.min() < 178 < rows.max() < 190
    row = dark[179]
    assert row[86] > row[100] > row[60] == 0
    assert row[114] == row[86]


@pytest.mark.parametrize(("aside", "side"), [(-1.0, -1), (1.0, 1)])
def test_it_falls_to_the_side_away_from_the_light(aside: float, side: int) -> None:
    straight, fallen = under(), under(aside)
    columns = np.arange(200)
    middle = [(dark.sum(axis=0) * columns).sum() / dark.sum() for dark in (straight, fallen)]
    assert np.sign(middle[1] - middle[0]) == side
    assert abs(middle[1] - middle[0]) > 3
    assert fallen[179, 86] == straight[179, 86]


def test_who_lies_has_it_along_all_of_the_body() -> None:
    lying = cover((20, 150, 60, 172), (60, 140, 180, 180))
    dark = under(figure=lying, leeway=LYING)
    assert (dark.max(axis=0)[25:175] > 0).all()
    assert dark[179, 120] > dark[185, 120]


def test_in_the_air_it_is_smaller_paler_and_lower() -> None:
    dark = darkness(shadow_far_below(SOMEBODY, 0.95, 0.0))
    assert np.flatnonzero(dark.max(axis=1)).min() > 180
    assert dark.max() < under().max()
    assert (dark > 0).any(axis=0).sum() < (under() > 0).any(axis=0).sum()


def test_nothing_has_none_and_at_the_edges_it_is_cut() -> None:
    assert contact_shadow(cover(), STANDING, 0.0) is None
    assert shadow_far_below(cover(), 0.9, 0.0) is None
    assert contact_shadow(SOMEBODY.point(lambda level: level // 3), STANDING, 0.0) is None
    beside = under(1.0, cover((170, 100, 200, 199)))
    assert beside[198, 190] > 0


def shadow(who: Segment, *others: Segment) -> Shadow | None:
    region = who.region.bounds
    corners = (region.left, region.top, region.right, region.bottom)
    figure = Image.new("RGBA", SIZE)
    figure.paste("red", tuple(round(200 * value) for value in corners))
    return shadow_under(figure, who, panel(who, *others), Lighting())


@pytest.mark.parametrize(
    "more",
    [
        {"pose_word": "swimming", "posture": "lying"},
        {"pose_word": "climbing", "posture": "jumping"},
        {"way": "hand"},
        {"way": "air"},
        {"way": "background"},
    ],
)
def test_who_rests_on_something_else_has_none(more: dict[str, str]) -> None:
    assert shadow(segment(box(0.4, 0.4, 0.6, 0.9), **more)) is None


def test_who_rides_has_one_where_the_mount_is_in_the_same_drawing() -> None:
    rider = segment(box(0.4, 0.3, 0.6, 0.85), posture="riding")
    assert shadow(rider) is not None
    assert shadow(rider, segment(box(0.3, 0.5, 0.7, 0.9), "horse", way="ridden")) is None


@pytest.mark.parametrize("way", [None, "ground", "seat", "table", "stand"])
def test_things_that_rest_on_something_have_one(way: str | None) -> None:
    assert shadow(segment(box(0.4, 0.4, 0.6, 0.9), way=way)) is not None


def test_feet_out_of_the_picture_have_none() -> None:
    assert shadow(segment(box(0.4, 0.4, 0.6, 1.2))) is None


def test_who_jumps_beside_others_has_it_on_their_ground() -> None:
    jumping = segment(box(0.1, 0.3, 0.3, 0.8), posture="jumping", pose_word="jumping")
    other = segment(box(0.6, 0.3, 0.8, 0.93), "tom")
    rows = np.flatnonzero(darkness(shadow(jumping, other)).max(axis=1))
    assert rows.min() < 0.93 * 200 < rows.max()
    dancing = darkness(shadow(jumping.but(pose_word="dancing"), other))
    assert np.flatnonzero(dancing.max(axis=1)).max() < 0.85 * 200


def test_shadows_fall_away_from_lamps_that_are_near_and_else_from_the_sun() -> None:
    sun = Lamp((0.2, 0.1), 0.5, WHITE, sky=True)
    assert Lighting(lamps=(sun,)).falls_aside(0.6, 1.5) > 0
    assert Lighting(lamps=(sun,)).falls_aside(0.0, 1.5) < 0
    low = sun._replace(at=(0.2, 0.5))
    assert Lighting(lamps=(low,)).falls_aside(0.5, 1.0) > Lighting(lamps=(sun,)).falls_aside(0.5, 1)
    lamp = Lamp((0.8, 0.4), 0.4, WHITE)
    night = Lighting((0.4, 0.4, 0.7), 0.3, (lamp, sun))
    assert night.falls_aside(0.6, 1.0) < 0 < night.falls_aside(0.9, 1.0)
    assert night.falls_aside(0.1, 1.0) < 0
    assert Lighting().falls_aside(0.3, 1.0) == 0
    assert -1 <= night.falls_aside(-5, 1.0) <= 1


def test_a_table_s_feet_are_apart_from_each_other() -> None:
    table = cover((40, 100, 160, 110), (44, 110, 50, 180), (150, 110, 156, 180))
    dark = under(figure=table, leeway=0.03)
    assert dark[179, 47] == dark[179, 153] > dark[179, 100] > 0
