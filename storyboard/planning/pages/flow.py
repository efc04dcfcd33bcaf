"""The automatic layout: panels become tiers and tiers pages, each near the shape it asks for.

It hangs on the story alone, and yet disturbs little when a panel is put in or taken out. Tiers are
of one height and are divided in few ways, so that a frame depends on its tier and not on the page.
Which panels have a tier to themselves is decided by lots that belong to the panels, as files are
cut by their content in LBFS (Muthitacharoen et al. 2001): the same lots win a little way off.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from math import exp2, log2
from typing import Any, NamedTuple

from schemas.errors import StoryInvalid
from schemas.geometry import Box
from schemas.shots import SHOTS, ShotName
from schemas.story import Panel
from storyboard.planning.pages.layout import Node, parse_layout, strip_sizes

OWN_PAGE = 3
"""A page of fewer panels looks empty; a scene of as many begins a page."""
MOST_PER_TIER = 3
TIER_ASPECT = 1.9
"""The width over height that tiers are near: of one wide panel, or two narrow ones."""
_LEAST_TIERS = 2
_SHAPES = 3
"""So many shapes to every doubling of width over height are told apart in what panels ask for."""
_WIDER = 1.5
"""A panel that asks for so many times another's width beside it gets more than that one."""
_MUCH_WIDER = 1.8
_ALONE, _TIER, _ALIKE, _OPEN = 0.4, 0.4, 0.1, 5.0
"""What it costs to leave a panel alone, by lot; a tier; two alike together; a tier too few."""
_STRETCH = 0.72
"""What it costs to make a panel twice or half as wide as it asks for."""
_WHAT = 0.3
"""How much of a lot the words of an action are; the rest lasts when they are mended."""


class PanelShape(NamedTuple):
    """What page layout must know of a panel."""

    id: str
    aspect: float
    """The width over height that its content asks for."""
    who: str = ""
    """What tells it from most others, and stays when its words are mended."""
    what: str = ""
    """What tells it from all others; neither is its number, which changes when others come."""


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


def shape_of(
    name: str, panel: Panel, shot: ShotName, subjects: Sequence[str], *, opens: bool
) -> PanelShape:
    """Return what layout must know of a panel; `opens` says whether it is the first of a scene."""
    speaking = [line.speaker for line in panel.dialogue]
    letters = sum(len(line.says) for line in panel.dialogue)
    return PanelShape(
        name,
        natural_aspect(shot, figures=len(subjects), letters=letters, opens=opens),
        who=f"{shot} {' '.join(subjects)}: {' '.join(speaking)}, {len(panel.captions)}",
        what=panel.action,
    )


def natural_aspect(shot: ShotName, *, figures: int, letters: int, opens: bool) -> float:
    """Say which shape a panel's content asks for: wide for places and crowds, narrow for faces.

    It is one of few shapes, so that a word more changes nothing.
    """
    aspect = SHOTS[shot].aspect
    aspect *= 1 + 0.18 * max(0, figures - 2)
    aspect *= 1 + min(0.4, 0.002 * max(0, letters - 60))
    aspect = min(3.2, aspect * (1.2 if opens else 1))
    return round(exp2(round(_SHAPES * log2(aspect)) / _SHAPES), 3)


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


class _Way(NamedTuple):
    """A way to make tiers of the first panels."""

    cost: float
    tiers: tuple[Tier, ...]


class _Sheet(NamedTuple):
    """What all pages have."""

    content: Box
    gutter: float

    @property
    def tiers(self) -> int:
        """How many tiers there are, each higher than the gutters between them if it can be."""
        width, height = self.content.width, self.content.height
        tiers = max(_LEAST_TIERS, round(TIER_ASPECT * height / width))
        while tiers > 1 and height - self.gutter * (tiers - 1) < self.gutter * tiers:
            tiers -= 1
        return tiers


def paginate(scenes: Sequence[SceneShape], content: Box, gutter: float) -> list[tuple[Tier, ...]]:
    """Choose tiers for some scenes at the least total cost, and return them page by page.

    A dynamic programme. All that the tiers so far mean to the next one is how many they are, modulo
    those of a page, and how many panels the last one has.
    """
    atoms = [atom for scene in scenes for atom in _atoms(scene)]
    sheet = _Sheet(content, gutter)
    whole = sheet.tiers
    tiers = dict(_candidates(atoms, sheet))
    ways: list[dict[tuple[int, int], _Way]] = [{(0, 0): _Way(0.0, ())}]
    for end in range(1, len(atoms) + 1):
        found: dict[tuple[int, int], _Way] = {}
        for start in range(max(0, end - MOST_PER_TIER), end):
            if made := tiers.get((start, end)):
                _extend(found, ways[start], *made, whole=whole)
        ways.append(found)
    ended = {key: _OPEN * (-key[0] % whole) + way.cost for key, way in ways[-1].items()}
    best = ways[-1][min(ended, key=ended.__getitem__)].tiers
    return [best[start : start + whole] for start in range(0, len(best), whole)]


def _extend(
    found: dict[tuple[int, int], _Way],
    before: Mapping[tuple[int, int], _Way],
    tier: Tier,
    cost: float,
    *,
    whole: int,
) -> None:
    """Put a tier behind every way to make those before it, and keep the best of a kind."""
    count = len(tier.panels)
    for (tiers, last), way in before.items():
        # Tiers of equal division, one upon another, look like a form to be filled in.
        total = way.cost + cost + _ALIKE * (last == count)
        kind = ((tiers + 1) % whole, count)
        if kind not in found or total < found[kind].cost:
            found[kind] = _Way(total, (*way.tiers, tier))


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
        yield from (Tier((panel,), (1.0,), scene.id) for panel in scene.panels)
        return
    sizes = strip_sizes(node)
    for start in range(0, len(scene.panels), len(sizes)):
        panels = scene.panels[start : start + len(sizes)]
        yield Tier(panels, sizes[: len(panels)], f"{scene.id}/{start}")


def _candidates(
    atoms: Sequence[Tier], sheet: _Sheet
) -> Iterator[tuple[tuple[int, int], tuple[Tier, float]]]:
    """Yield every tier of neighbours in one scene and its cost, by its first and its end."""
    for start in range(len(atoms)):
        for end in range(start + 1, min(start + MOST_PER_TIER, len(atoms)) + 1):
            if len({atom.scene for atom in atoms[start:end]}) == 1:
                tier = _joined(atoms[start:end])
                if natural_height(tier, sheet.content, sheet.gutter) > 0:
                    yield (start, end), (tier, _cost(tier, sheet))
                elif end == start + 1:
                    raise no_room(tier.scene)


def _joined(atoms: Sequence[Tier]) -> Tier:
    if len(atoms) == 1:
        return atoms[0]
    panels = tuple(panel for atom in atoms for panel in atom.panels)
    least = min(panel.aspect for panel in panels)
    return Tier(panels, tuple(_share(panel.aspect / least) for panel in panels), atoms[0].scene)


def _share(wider: float) -> float:
    """Return a panel's width relative to the narrowest beside it: one of few."""
    if wider < _WIDER:
        return 1.0
    return 1.5 if wider < _MUCH_WIDER else 2.0


def _cost(tier: Tier, sheet: _Sheet) -> float:
    """Say how far a tier's panels are from the shapes they ask for, and how welcome it is."""
    height = (sheet.content.height - sheet.gutter * (sheet.tiers - 1)) / sheet.tiers
    room = sheet.content.width - sheet.gutter * (len(tier.panels) - 1)
    wide = [room * size / sum(tier.sizes) / height for size in tier.sizes]
    cost = _TIER + sum(
        _STRETCH * log2(got / panel.aspect) ** 2
        for got, panel in zip(wide, tier.panels, strict=True)
    )
    return cost + (_ALONE * _lot(tier.panels[0]) if len(tier.panels) == 1 else 0)


def _lot(panel: PanelShape) -> float:
    """Draw a number from 0 to 1, always the same one for a panel."""
    return (1 - _WHAT) * _hashed("who", panel.who) + _WHAT * _hashed("what", panel.what)


def _hashed(*words: str) -> float:
    return int.from_bytes(sha256("\0".join(words).encode()).digest()[:4]) / 2**32
