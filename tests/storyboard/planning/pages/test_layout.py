"""Layouts in the author's words, and the frames that become of them."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import StoryInvalid
from schemas.geometry import Box
from storyboard.planning.pages.layout import (
    FLATTEST,
    NAMED,
    capacity,
    frames,
    is_strip,
    parse_layout,
    pruned,
    shared,
)

PAGE = Box(left=0, top=0, right=60, bottom=90)


def drawn(layout: Any, *, gutter: float = 0.0, count: int | None = None) -> list[str]:
    """Draw a layout with one letter a panel, a row for six and a column for four points."""
    node = parse_layout(layout)
    node = node if count is None else pruned(node, count)
    boxes = list(frames(node, PAGE, gutter=gutter))
    rows = []
    for y in range(6):
        point = [(4 * x + 2, 15 * y + 7.5) for x in range(15)]
        rows.append("".join(letter_at(boxes, *each) for each in point))
    return rows


def letter_at(boxes: list[Box], x: float, y: float) -> str:
    for index, box in enumerate(boxes):
        if box.left <= x < box.right and box.top <= y < box.bottom:
            return "abcdefghijkl"[index]
    return "."


def test_tiers_come_from_the_top_with_relative_widths() -> None:
    assert drawn([[2, 1], [1, 1, 1]]) == [
        "aaaaaaaaaabbbbb",
        "aaaaaaaaaabbbbb",
        "aaaaaaaaaabbbbb",
        "cccccdddddeeeee",
        "cccccdddddeeeee",
        "cccccdddddeeeee",
    ]


def test_split_trees_nest() -> None:
    assert drawn({"columns": [1, {"size": 2, "rows": [2, 1]}]}) == [
        "aaaaabbbbbbbbbb",
        "aaaaabbbbbbbbbb",
        "aaaaabbbbbbbbbb",
        "aaaaabbbbbbbbbb",
        "aaaaacccccccccc",
        "aaaaacccccccccc",
    ]


def test_gutters_part_panels() -> None:
    assert (
        drawn([[1, 1], [1]], gutter=15)
        == [
            "aaaaaa...bbbbbb",
            "aaaaaa...bbbbbb",
            "...............",
            "ccccccccccccccc",
            "ccccccccccccccc",
            "ccccccccccccccc",
        ]
        or drawn([[1, 1], [1]], gutter=15)[0].count(".") == 3
    )


def test_a_layout_with_fewer_panels_closes_up() -> None:
    assert drawn([[2, 1], [1, 1, 1]], count=3) == [
        "aaaaaaaaaabbbbb",
        "aaaaaaaaaabbbbb",
        "aaaaaaaaaabbbbb",
        "ccccccccccccccc",
        "ccccccccccccccc",
        "ccccccccccccccc",
    ]


@pytest.mark.parametrize("name", [*NAMED, "grid-1x1", "grid-2x3", "grid-6x6"])
def test_every_named_layout_fills_its_page(name: str) -> None:
    node = parse_layout(name)
    boxes = list(frames(node, PAGE, gutter=0))
    assert len(boxes) == capacity(node)
    assert sum(box.area for box in boxes) == pytest.approx(PAGE.area)


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        ("wide-tap", "no layout is called"),
        ("grid-7x7", "no layout is called"),
        ([], "at least one panel"),
        ([[]], "at least one panel"),
        ([[0]], "above 0"),
        ([[1, -2]], "above 0"),
        ([[True]], "is no layout"),
        ({"rows": [1], "columns": [1]}, "split"),
        ({"diagonals": [1]}, "split tree"),
        (7, "is no layout"),
        ([["wide"]], "no layout is called"),
        ([[1] * 40], "at most"),
        ({"rows": "splash"}, "split tree"),
        ([[float("nan")]], "above 0"),
    ],
)
def test_nonsense_is_refused_in_words(layout: Any, said: str) -> None:
    with pytest.raises(StoryInvalid, match=said):
        parse_layout(layout)


def test_a_layout_nested_without_end_is_refused() -> None:
    layout: Any = 1
    for _ in range(200):
        layout = [layout]
    with pytest.raises(StoryInvalid, match="deep"):
        parse_layout(layout)


def test_a_misspelt_name_gets_a_suggestion() -> None:
    with pytest.raises(StoryInvalid) as caught:
        parse_layout("wide-tap")
    assert caught.value.hint == "did you mean wide-top?"


def test_one_tier_of_several_is_a_strip() -> None:
    assert is_strip(parse_layout([2, 1]))
    assert is_strip(parse_layout([[2, 1]]))
    assert not is_strip(parse_layout([[1]]))
    assert not is_strip(parse_layout([[1], [1]]))


def test_no_panel_is_absurdly_thin() -> None:
    sides = [box.width for box in frames(parse_layout([[50, 1], [1]]), PAGE, gutter=0)]
    assert sides[1] > 0.11 * PAGE.width
    flat = list(frames(parse_layout({"rows": [30, 1]}), PAGE, gutter=0))[1]
    assert flat.width / flat.height < 2 * FLATTEST


@given(st.floats(1, 1e4), st.lists(st.floats(0.01, 100), min_size=1, max_size=8), st.floats(0, 100))
def test_sharing_keeps_the_sum_and_the_least(
    total: float, sizes: list[float], least: float
) -> None:
    parts = shared(total, sizes, least=least)
    assert sum(parts) == pytest.approx(total)
    assert min(parts) >= min(least, total / len(sizes)) - 1e-6


def test_every_named_layout_is_documented(repository: Path) -> None:
    page = (repository / "docs" / "planning.md").read_text("utf-8")
    assert not [name for name in NAMED if name not in page]
