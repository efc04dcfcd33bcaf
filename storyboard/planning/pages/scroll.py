"""Pages that are scrolled: one column, in which panels have just the shapes they ask for.

A panel's frame depends on nothing but itself, so that one more disturbs no other. What a page has
left over goes between its panels.
"""

from collections.abc import Sequence
from math import log

from schemas.geometry import Box
from storyboard.planning.pages.flow import PanelShape, SceneShape, no_room

_LEAST_GAP = 0.05
"""Least gap between the panels of a column, relative to its width."""
_MOST_GAP = 0.15
"""A page too empty to be filled by such gaps stays open below."""
_MOST_PER_PAGE = 7
_PAGE = 0.2
"""What a page costs, beside the room it leaves."""


def column(
    scenes: Sequence[SceneShape], content: Box, *, gutter: float, width: float
) -> list[tuple[tuple[PanelShape, ...], list[Box]]]:
    """Return the pages of some scenes, each as panels and their boxes.

    Args:
        scenes: what is to be placed.
        content: where panels lie on a page.
        gutter: what the author wants between panels, at least.
        width: the page's.

    Raises:
        StoryInvalid: there is no room.
    """
    gap = max(gutter, _LEAST_GAP * width)
    panels = [panel for scene in scenes for panel in scene.panels]
    heights = [min(content.height, round(content.width / panel.aspect, 1)) for panel in panels]
    if not content.width > 0 or not content.height > 0:
        raise no_room(", ".join(scene.id for scene in scenes))
    best: list[tuple[float, list[int]]] = [(0.0, [])]
    for end in range(1, len(panels) + 1):
        best.append(
            min(
                (best[start][0] + cost, [*best[start][1], start])
                for start in range(max(0, end - _MOST_PER_PAGE), end)
                if (cost := _cost(heights[start:end], content, gap)) is not None
            )
        )
    starts = best[-1][1]
    return [
        (tuple(panels[start:end]), _boxes(heights[start:end], content, gap, _MOST_GAP * width))
        for start, end in zip(starts, [*starts[1:], len(panels)], strict=True)
    ]


def _cost(heights: Sequence[float], content: Box, gap: float) -> float | None:
    """Return the cost of a page; None where its panels do not fit."""
    used = sum(heights) + gap * (len(heights) - 1)
    if len(heights) > 1 and used > content.height:
        return None
    return _PAGE + 4 * log(content.height / used) ** 2


def _boxes(heights: Sequence[float], content: Box, gap: float, most: float) -> list[Box]:
    left = content.height - sum(heights)
    gap = max(gap, min(most, left / max(1, len(heights) - 1)))
    boxes, top = [], content.top
    for height in heights:
        boxes.append(content.but(top=round(top, 2), bottom=round(top, 2) + height))
        top += height + gap
    return boxes
