"""The automatic layout: panels become tiers and tiers pages, each near the shape it asks for.

A dynamic programme over page breaks, with every way to cut a page's panels into tiers tried.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from math import inf, log
from typing import Any, NamedTuple

from schemas.errors import StoryInvalid
from schemas.geometry import Box
from storyboard.layout import Node, parse_layout, strip_sizes

OWN_PAGE = 3
"""A page of fewer panels looks empty; a scene of as many begins a page."""
MOST_PER_PAGE = 7
BEST_PER_PAGE = 5
MOST_PER_TIER = 3
TIERS_PER_PAGE = 3


class PanelShape(NamedTuple):
    """What page layout must know of a panel."""

    id: str
    aspect: float
    """The width over height that its content asks for."""


class SceneShape(NamedTuple):
    """What page layout must know of a scene."""

    id: str
    layout: Any
    panels: tuple[PanelShape, ...]


class Tier(NamedTuple):
    """Panels side by side; `sizes` are their relative widths."""

    panels: tuple[PanelShape, ...]
    sizes: tuple[float, ...]
    scene: str

    @property
    def aspect(self) -> float:
        return sum(panel.aspect for panel in self.panels)


def natural_aspect(shot: str, *, figures: int, letters: int, opens: bool) -> float:
    """Say which shape a panel's content asks for: wide for places and crowds, narrow for faces."""
    aspect = {
        "extreme-wide": 2.6, "wide": 2.0, "full": 1.3, "medium": 1.15,
        "over-shoulder": 1.35, "close": 0.9, "extreme-close": 1.0,
    }.get(shot, 1.2)  # fmt: skip
    aspect *= 1 + 0.18 * max(0, figures - 2)
    aspect *= 1 + min(0.4, 0.002 * max(0, letters - 60))
    return min(3.2, aspect * (1.2 if opens else 1))


def layout_of(scene: SceneShape) -> Node:
    """Read a scene's layout; None where it has none.

    Raises:
        StoryInvalid: it makes no sense.
    """
    if scene.layout is None:
        return None
    try:
        node = parse_layout(scene.layout)
    except StoryInvalid as error:
        raise StoryInvalid(f"scene {scene.id}: {error}", hint=error.hint) from error
    return node if node is not None else parse_layout([[1]])


def natural_height(tier: Tier, content: Box, gutter: float) -> float:
    """Return the height at which a tier's panels have the shapes they ask for."""
    return (content.width - gutter * (len(tier.panels) - 1)) / tier.aspect


def paginate(
    scenes: Sequence[SceneShape], content: Box, gap: float, *, scroll: bool
) -> list[tuple[Tier, ...]]:
    """Choose tiers and page breaks for some scenes with the least total cost."""
    atoms = [atom for scene in scenes for atom in _atoms(scene)]
    best: list[tuple[float, list[tuple[Tier, ...]]]] = [(0.0, [])]
    for end in range(1, len(atoms) + 1):
        best.append(min(
            (
                (best[start][0] + cost, [*best[start][1], tiers])
                for start in range(max(0, end - MOST_PER_PAGE), end)
                for cost, tiers in _page_choices(atoms[start:end], content, gap, scroll=scroll)
            ),
            key=lambda choice: choice[0], default=(inf, []),
        ))  # fmt: skip
    return best[-1][1]


def _atoms(scene: SceneShape) -> Iterator[Tier]:
    """Cut a scene into what cannot be parted: an authored strip's tiers, or single panels."""
    node = layout_of(scene)
    if node is None:
        yield from (Tier((panel,), (panel.aspect,), scene.id) for panel in scene.panels)
        return
    sizes = strip_sizes(node)
    for start in range(0, len(scene.panels), len(sizes)):
        panels = scene.panels[start : start + len(sizes)]
        yield Tier(panels, sizes[: len(panels)], f"{scene.id}/{start}")


def _page_choices(
    atoms: Sequence[Tier], content: Box, gap: float, *, scroll: bool
) -> Iterator[tuple[float, tuple[Tier, ...]]]:
    for cuts in _compositions(len(atoms), 1 if scroll else MOST_PER_TIER):
        bounds = (0, *cuts, len(atoms))
        groups = [atoms[start:end] for start, end in pairwise(bounds)]
        if all(len({atom.scene for atom in group}) == 1 for group in groups):
            tiers = tuple(_joined(group) for group in groups)
            yield _page_cost(tiers, content, gap, scroll=scroll), tiers


@cache
def _compositions(count: int, most: int) -> tuple[tuple[int, ...], ...]:
    """List every way to cut a row of `count` into groups of at most `most`, as cut points."""
    if count <= most:
        whole: tuple[tuple[int, ...], ...] = ((),)
    else:
        whole = ()
    parts = tuple(
        (*cuts, count - last)
        for last in range(1, min(most, count - 1) + 1)
        for cuts in _compositions(count - last, most)
    )
    return whole + parts


def _joined(atoms: Sequence[Tier]) -> Tier:
    if len(atoms) == 1:
        return atoms[0]
    panels = tuple(panel for atom in atoms for panel in atom.panels)
    return Tier(panels, tuple(panel.aspect for panel in panels), atoms[0].scene)


def _page_cost(tiers: Sequence[Tier], content: Box, gap: float, *, scroll: bool) -> float:
    heights = [natural_height(tier, content, gap) for tier in tiers]
    room = content.height - gap * (len(tiers) - 1)
    cost = 4 * log(room / sum(heights)) ** 2
    if scroll:
        return cost + 0.2
    ideal = content.height / TIERS_PER_PAGE
    cost += sum(log(height / ideal) ** 2 for height in heights) / len(heights)
    count = sum(len(tier.panels) for tier in tiers)
    # Tiers of equal division, one upon another, look like a form to be filled in.
    cost += 0.08 * sum(len(a.panels) == len(b.panels) for a, b in pairwise(tiers))
    return cost + 0.06 * (count - BEST_PER_PAGE) ** 2 + (0.5 if count < OWN_PAGE else 0)
