"""How much of a panel its words will want: an estimate, before anything is measured.

Lettering measures real fonts later; staging only needs to know how low heads should hang.
"""

from collections.abc import Sequence
from math import ceil, sqrt

from schemas.story import Panel

LETTER_WIDTH = 4.5
"""Mean advance of a letter in points, at the book's one lettering size."""
LINE_HEIGHT = 10.5
_AIR = 1.9
"""A balloon's area over that of its text."""
_LEAST = 0.05
MOST = 0.44
"""Pictures keep more than half of every panel."""


def room_for_words(panel: Panel, *, width: float, height: float) -> float:
    """Return the fraction of a panel's height, from the top, that its words fill; sizes in points."""
    total = sum(_caption(text, width) for text in panel.captions)
    total += _rows([len(line.says) for line in panel.dialogue], width)
    return min(MOST, max(_LEAST, (total + 5) / height if total else 0.0))


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
