"""Bleed: what touches the page's edge runs over it, and comes back when the page is cut."""

from schemas.geometry import Box
from schemas.story import PageFormat
from storyboard.planning.pages.bleed import bled, trimmed

PAGE = PageFormat(width=400, height=600, bleed=9)


def test_only_sides_at_the_pages_edge_bleed() -> None:
    inside = Box(left=25, top=25, right=375, bottom=575)
    assert bled(inside, PAGE) == inside
    corner = Box(left=0, top=0, right=300, bottom=300)
    assert bled(corner, PAGE) == Box(left=-9, top=-9, right=300, bottom=300)


def test_a_side_a_hair_from_the_edge_bleeds_too() -> None:
    almost = Box(left=0.4, top=25, right=399.7, bottom=575)
    assert bled(almost, PAGE) == Box(left=-9, top=25, right=409, bottom=575)


def test_bleeding_twice_is_bleeding_once_and_the_cut_undoes_it() -> None:
    corner = Box(left=0, top=0, right=300, bottom=300)
    once = bled(corner, PAGE)
    assert bled(once, PAGE) == once
    assert trimmed(once, PAGE) == corner
