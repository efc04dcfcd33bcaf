"""Panels flow onto pages: authored layouts fill pages of their own, the rest is laid out here.

Where the author gave no layout, panels get the width that their shot asks for. A dynamic
programme chooses the tiers and the page breaks, so that no panel is stretched far from that
shape. Scenes of three panels and more begin a page, so that a change in one scene reshapes, and
redraws, nothing in another.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise
from math import inf, log
from typing import Any, NamedTuple

from schemas.errors import StoryInvalid
from schemas.geometry import Box
from schemas.plan import PagePlan, PanelFrame
from schemas.story import PageFormat
from storyboard.layout import (
    Node,
    capacity,
    frames,
    is_strip,
    parse_layout,
    pruned,
    shared,
    strip_sizes,
)

OWN_PAGE = 3
"""A scene of this many panels begins a page; a shorter one shares."""
MOST_PER_PAGE = 7
BEST_PER_PAGE = 5
MOST_PER_TIER = 3
TIERS_PER_PAGE = 3
SCROLL_GAP = 0.05
"""Least gap between the panels of a scrolled column, relative to its width."""


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


class _Tier(NamedTuple):
    """Panels side by side; `sizes` are their relative widths."""

    panels: tuple[PanelShape, ...]
    sizes: tuple[float, ...]
    scene: str

    @property
    def aspect(self) -> float:
        return sum(panel.aspect for panel in self.panels)


def lay_out(
    page: PageFormat, scenes: Sequence[SceneShape]
) -> tuple[tuple[PagePlan, ...], tuple[str, ...]]:
    """Place every panel on a page; also return what the author should know.

    Raises:
        StoryInvalid: a layout makes no sense, or the margins leave no room.
    """
    content = _content(page)
    pages: list[PagePlan] = []
    notes: list[str] = []
    for _, run in groupby(_runs(scenes), key=lambda item: item[0]):
        group = [scene for _, scene in run]
        node = _layout_of(group[0])
        if node is not None and not is_strip(node):
            notes += _capacity_note(group[0], capacity(node))
            pages += _authored_pages(page, content, group[0], node)
        else:
            pages += _flowed_pages(page, content, group)
    notes += [note for plan in pages for note in _thin_notes(plan)]
    return tuple(pages), tuple(notes)


def natural_aspect(shot: str, *, figures: int, letters: int, opens: bool) -> float:
    """Say which shape a panel's content asks for: wide for places and crowds, narrow for faces."""
    aspect = {
        "extreme-wide": 2.6, "wide": 2.0, "full": 1.3, "medium": 1.15,
        "over-shoulder": 1.35, "close": 0.9, "extreme-close": 1.0,
    }.get(shot, 1.2)  # fmt: skip
    aspect *= 1 + 0.18 * max(0, figures - 2)
    aspect *= 1 + min(0.4, 0.002 * max(0, letters - 60))
    return min(3.2, aspect * (1.2 if opens else 1))


def _content(page: PageFormat) -> Box:
    if 2 * page.margin >= 0.8 * min(page.width, page.height):
        raise StoryInvalid("the page's margins leave no room for panels", hint="make them smaller")
    return Box(left=0, top=0, right=page.width, bottom=page.height).grown(-page.margin)


def _runs(scenes: Sequence[SceneShape]) -> Iterator[tuple[int, SceneShape]]:
    """Number the scenes by the run of pages they fill: short ones join their forerunner."""
    run, mates, shut = 0, 0, True
    for scene in scenes:
        node = _layout_of(scene)
        alone = node is not None and not is_strip(node)
        if shut or alone or (mates >= OWN_PAGE and len(scene.panels) >= OWN_PAGE):
            run, mates = run + 1, 0
        yield run, scene
        mates += len(scene.panels)
        shut = alone


def _layout_of(scene: SceneShape) -> Node:
    if scene.layout is None:
        return None
    try:
        node = parse_layout(scene.layout)
    except StoryInvalid as error:
        raise StoryInvalid(f"scene {scene.id}: {error}", hint=error.hint) from error
    return node if node is not None else parse_layout([[1]])


def _authored_pages(
    page: PageFormat, content: Box, scene: SceneShape, node: Node
) -> Iterator[PagePlan]:
    holds = capacity(node)
    for start in range(0, len(scene.panels), holds):
        panels = scene.panels[start : start + holds]
        yield _page(
            page, panels, list(frames(pruned(node, len(panels)), content, gutter=page.gutter))
        )


def _flowed_pages(
    page: PageFormat, content: Box, scenes: Sequence[SceneShape]
) -> Iterator[PagePlan]:
    gap = page.gutter
    if page.reading == "scroll":
        gap = max(gap, SCROLL_GAP * page.width)
    for tiers in _paginate(scenes, content, gap, scroll=page.reading == "scroll"):
        heights = _tier_heights(tiers, content, gap, page.gutter)
        top, boxes = content.top, []
        for tier, height in zip(tiers, heights, strict=True):
            box = content.but(top=top, bottom=top + height)
            boxes += _tier_boxes(tier, box, page.gutter)
            top += height + gap
        yield _page(page, [panel for tier in tiers for panel in tier.panels], boxes)


def _tier_boxes(tier: _Tier, box: Box, gutter: float) -> list[Box]:
    total = box.width - gutter * (len(tier.panels) - 1)
    widths = shared(total, tier.sizes, least=0.45 * box.height)
    boxes, left = [], box.left
    for width in widths:
        boxes.append(box.but(left=left, right=left + width))
        left += width + gutter
    return boxes


def _tier_heights(
    tiers: Sequence[_Tier], content: Box, gap: float, gutter: float
) -> tuple[float, ...]:
    total = content.height - gap * (len(tiers) - 1)
    return shared(
        total, [_natural_height(tier, content, gutter) for tier in tiers], least=0.12 * total
    )


def _natural_height(tier: _Tier, content: Box, gutter: float) -> float:
    return (content.width - gutter * (len(tier.panels) - 1)) / tier.aspect


def _paginate(
    scenes: Sequence[SceneShape], content: Box, gap: float, *, scroll: bool
) -> list[tuple[_Tier, ...]]:
    """Choose tiers and page breaks for some scenes with the least total cost."""
    atoms = [atom for scene in scenes for atom in _atoms(scene)]
    best: list[tuple[float, list[tuple[_Tier, ...]]]] = [(0.0, [])]
    for end in range(1, len(atoms) + 1):
        best.append(min(
            (
                (best[start][0] + cost, [*best[start][1], tiers])
                for start in range(max(0, end - MOST_PER_PAGE), end)
                for cost, tiers in _page_choices(tuple(atoms[start:end]), content, gap, scroll=scroll)
            ),
            key=lambda choice: choice[0], default=(inf, []),
        ))  # fmt: skip
    return best[-1][1]


def _atoms(scene: SceneShape) -> Iterator[_Tier]:
    """Cut a scene into what cannot be parted: an authored strip's tiers, or single panels."""
    node = _layout_of(scene)
    if node is None:
        yield from (_Tier((panel,), (panel.aspect,), scene.id) for panel in scene.panels)
        return
    sizes = strip_sizes(node)
    for start in range(0, len(scene.panels), len(sizes)):
        panels = scene.panels[start : start + len(sizes)]
        yield _Tier(panels, sizes[: len(panels)], f"{scene.id}/{start}")


def _page_choices(
    atoms: tuple[_Tier, ...], content: Box, gap: float, *, scroll: bool
) -> Iterator[tuple[float, tuple[_Tier, ...]]]:
    for cuts in _compositions(len(atoms), 1 if scroll else MOST_PER_TIER):
        bounds = (0, *cuts, len(atoms))
        groups = [atoms[start:end] for start, end in pairwise(bounds)]
        if all(len({atom.scene for atom in group}) == 1 for group in groups):
            tiers = tuple(_joined(group) for group in groups)
            yield _page_cost(tiers, content, gap, scroll=scroll), tiers


@cache
def _compositions(count: int, most: int) -> tuple[tuple[int, ...], ...]:
    """List every way to cut `count` things in a row into groups of at most `most`, as cut points."""
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


def _joined(atoms: Sequence[_Tier]) -> _Tier:
    if len(atoms) == 1:
        return atoms[0]
    panels = tuple(panel for atom in atoms for panel in atom.panels)
    return _Tier(panels, tuple(panel.aspect for panel in panels), atoms[0].scene)


def _page_cost(tiers: Sequence[_Tier], content: Box, gap: float, *, scroll: bool) -> float:
    heights = [_natural_height(tier, content, gap) for tier in tiers]
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


def _page(page: PageFormat, panels: Sequence[PanelShape], boxes: Sequence[Box]) -> PagePlan:
    shown = [_bled(page, box) for box in boxes]
    if len(shown) == 1 and page.bleed > 0:
        shown = [Box(left=0, top=0, right=page.width, bottom=page.height).grown(page.bleed)]
    if page.reading == "rtl":
        shown = [box.but(left=page.width - box.right, right=page.width - box.left) for box in shown]
    return PagePlan(frames=tuple(
        PanelFrame(panel=panel.id, box=_rounded(box)) for panel, box in zip(panels, shown, strict=True)
    ))  # fmt: skip


def _bled(page: PageFormat, box: Box) -> Box:
    """Let a panel that reaches the trimmed edge run into the bleed."""
    hair = 0.01
    return Box(
        left=-page.bleed if box.left < hair else box.left,
        top=-page.bleed if box.top < hair else box.top,
        right=page.width + page.bleed if box.right > page.width - hair else box.right,
        bottom=page.height + page.bleed if box.bottom > page.height - hair else box.bottom,
    )


def _rounded(box: Box) -> Box:
    return Box(**{side: round(value, 2) for side, value in box.model_dump().items()})


def _capacity_note(scene: SceneShape, holds: int) -> Iterator[str]:
    count = len(scene.panels)
    if spare := -count % holds:
        last = count % holds
        yield (
            f"scene {scene.id}: its layout holds {holds} panels and the scene has {count}; the last "
            f"{'panel fills a page' if last == 1 else f'{last} panels share a page'} "
            f"without the {spare} missing"
        )


def _thin_notes(plan: PagePlan) -> Iterator[str]:
    for frame in plan.frames:
        aspect = frame.box.width / frame.box.height
        if not 0.33 <= aspect <= 5:
            yield f"{frame.panel}: the layout leaves it very {'narrow' if aspect < 1 else 'flat'}"
