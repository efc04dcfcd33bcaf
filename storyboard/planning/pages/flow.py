"""The automatic layout: panels become tiers and tiers pages, each near the shape it asks for.

A dynamic programme over page breaks, with every way to cut a page's panels into tiers tried.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import log
from typing import Any, NamedTuple

from schemas.errors import StoryInvalid
from schemas.geometry import Box
from schemas.shots import SHOTS, ShotName
from storyboard.planning.pages.layout import Node, parse_layout, strip_sizes

OWN_PAGE = 3
"""A page of fewer panels looks empty; a scene of as many begins a page."""
MOST_PER_PAGE = 7
BEST_PER_PAGE = 5
MOST_PER_TIER = 3
TIERS_PER_PAGE = 3
LARGEST_TIER = 0.4
"""A tier wants no more of a page than this."""


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


def natural_aspect(shot: ShotName, *, figures: int, letters: int, opens: bool) -> float:
    """Say which shape a panel's content asks for: wide for places and crowds, narrow for faces."""
    aspect = SHOTS[shot].aspect
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


class _Candidate(NamedTuple):
    """A tier that could be, with what a page's cost needs of it."""

    tier: Tier
    panels: int
    height: float
    cost: float
    """How far its height is from a third of a page."""


def paginate(
    scenes: Sequence[SceneShape], content: Box, gap: float, *, scroll: bool
) -> list[tuple[Tier, ...]]:
    """Choose tiers and page breaks for some scenes with the least total cost."""
    atoms = [atom for scene in scenes for atom in _atoms(scene)]
    tiers = dict(_candidates(atoms, content, gap, most=1 if scroll else MOST_PER_TIER))
    best: list[tuple[float, list[tuple[Tier, ...]]]] = [(0.0, [])]
    for end in range(1, len(atoms) + 1):
        cost, start, chosen = min(
            (best[start][0] + _page_cost(page, content, gap, scroll=scroll), start, page)
            for start in range(max(0, end - MOST_PER_PAGE), end)
            for page in _pages_of(tiers, start, end)
            if gap * (len(page) - 1) < content.height
        )
        best.append((cost, [*best[start][1], tuple(each.tier for each in chosen)]))
    return best[-1][1]


def no_room(scenes: str) -> StoryInvalid:
    """Return the error of gutters that leave panels less than nothing."""
    return StoryInvalid(
        f"scene {scenes}: the page leaves no room for its panels between the gutters",
        hint="make the gutter smaller, the page larger, or its panels fewer",
    )


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


def _candidates(
    atoms: Sequence[Tier], content: Box, gap: float, *, most: int
) -> Iterator[tuple[tuple[int, int], _Candidate]]:
    """Yield every tier of at most `most` neighbours in one scene, by its first and last."""
    ideal = content.height / TIERS_PER_PAGE
    for start in range(len(atoms)):
        for end in range(start + 1, min(start + most, len(atoms)) + 1):
            if len({atom.scene for atom in atoms[start:end]}) == 1:
                tier = _joined(atoms[start:end])
                height = natural_height(tier, content, gap)
                if height > 0:
                    cost = log(height / ideal) ** 2
                    yield (start, end), _Candidate(tier, len(tier.panels), height, cost)
                elif end == start + 1:
                    raise no_room(tier.scene)


def _pages_of(
    tiers: Mapping[tuple[int, int], _Candidate], start: int, end: int
) -> Iterator[tuple[_Candidate, ...]]:
    """Yield every way to make a page of some panels."""
    if start == end:
        yield ()
    for middle in range(start + 1, end + 1):
        if (first := tiers.get((start, middle))) is None:
            break
        for rest in _pages_of(tiers, middle, end):
            yield (first, *rest)


def _joined(atoms: Sequence[Tier]) -> Tier:
    if len(atoms) == 1:
        return atoms[0]
    panels = tuple(panel for atom in atoms for panel in atom.panels)
    return Tier(panels, tuple(panel.aspect for panel in panels), atoms[0].scene)


def _page_cost(page: Sequence[_Candidate], content: Box, gap: float, *, scroll: bool) -> float:
    room = content.height - gap * (len(page) - 1)
    cost = 4 * log(room / sum(each.height for each in page)) ** 2
    if scroll:
        return cost + 0.2
    cost += 2 * sum(each.cost for each in page) / len(page)
    count = sum(each.panels for each in page)
    # Half a page for one panel is a statement, which is the author's to make.
    share = max(each.height for each in page) / sum(each.height for each in page)
    cost += 5 * max(0.0, share - LARGEST_TIER) if count >= OWN_PAGE else 0
    # Tiers of equal division, one upon another, look like a form to be filled in.
    cost += 0.05 * sum(a.panels == b.panels for a, b in pairwise(page))
    return cost + 0.06 * (count - BEST_PER_PAGE) ** 2 + (0.5 if count < OWN_PAGE else 0)
