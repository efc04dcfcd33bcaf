"""How much of a panel its words will want: an estimate, before anything is measured.

Lettering measures real fonts later; staging only needs to know how low heads should hang.
"""

from collections.abc import Sequence
from math import ceil, sqrt

from schemas.geometry import Box, Region
from schemas.story import Panel

LETTER_WIDTH = 4.5
"""Mean advance of a letter in points, at the book's one lettering size."""
LINE_HEIGHT = 10.5
FLAT = 1.8
"""From this width over height on, words have room at the sides."""
SIDE_DEPTH = 0.6
"""How far down the sides words may go."""
NARROWEST_SIDE = 0.4
"""A side narrower than this, in panel heights, holds no balloon."""
_AIR = 1.9
"""A balloon's area over that of its text."""
_LEAST = 0.05
MOST = 0.44
"""Pictures keep more than half of every panel."""


def room_for_words(panel: Panel, *, width: float, height: float) -> float:
    """Return the part of a panel's height, from the top, to keep for its words; sizes in points.

    In a flat panel words find room beside the figures too.
    """
    total = sum(_caption(text, width) for text in panel.captions)
    total += _rows([len(line.says) for line in panel.dialogue], width)
    beside = min(1.0, max(0.4, FLAT * height / width))
    return min(MOST, max(_LEAST, beside * (total + 5) / height if total else 0.0))


def rooms(
    panel: Panel, regions: Sequence[Region], *, room: float, aspect: float
) -> tuple[Box, ...]:
    """Return where the picture is calm: the band at the top and, in flat panels, the sides."""
    if not (panel.captions or panel.dialogue):
        return ()
    band = Box(left=0.02, top=0.02, right=0.98, bottom=round(max(room, _LEAST), 4))
    if aspect < FLAT or not regions:
        return (band,)
    first = min(region.bounds.left for region in regions) - 0.02
    last = max(region.bounds.right for region in regions) + 0.02
    sides = [
        Box(left=round(left, 4), top=0.02, right=round(right, 4), bottom=SIDE_DEPTH)
        for left, right in ((0.02, first), (last, 0.98))
        if (right - left) * aspect > NARROWEST_SIDE
    ]
    return band, *sides


def _caption(text: str, width: float) -> float:
    lines = ceil(len(text) * LETTER_WIDTH / (0.85 * width))
    return lines * LINE_HEIGHT + 11


def _rows(lengths: Sequence[int], width: float) -> float:
    """Stack balloons in rows as wide as the panel and add up the rows."""
    total = row = used = 0.0
    for length in lengths:
        balloon_width, balloon_height = _balloon(length, width)
        if used and used + balloon_width > 0.96 * width:
            total, row, used = total + 0.9 * row, 0.0, 0.0
        row, used = max(row, balloon_height), used + balloon_width
    return total + row


def _balloon(letters: int, width: float) -> tuple[float, float]:
    area = max(letters, 4) * LETTER_WIDTH * LINE_HEIGHT * _AIR
    wide = min(0.62 * width, max(40.0, sqrt(2.2 * area)))
    return wide, max(area / wide, LINE_HEIGHT + 8)
