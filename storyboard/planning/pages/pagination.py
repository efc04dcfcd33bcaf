"""Panels flow onto pages: authored layouts fill pages of their own, the rest is laid out here.

Where the author gave no layout, a dynamic programme chooses the tiers, so that no panel is
stretched far from the shape that its content asks for. Scenes of three panels and more begin a
page, so that a change in one scene reshapes, and redraws, nothing in another.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from math import floor
from typing import Protocol

from pydantic import ValidationError

from schemas.errors import StoryInvalid
from schemas.geometry import Box
from schemas.plan import PagePlan, PanelFrame
from schemas.story import PageFormat
from storyboard.planning.pages.bleed import bled
from storyboard.planning.pages.flow import (
    OWN_PAGE,
    PanelShape,
    SceneShape,
    Tier,
    layout_of,
    natural_height,
    no_room,
    paginate,
)
from storyboard.planning.pages.layout import Node, capacity, frames, is_strip, pruned, shared
from storyboard.planning.pages.scroll import column

MOST_STRETCHED = 2.0
"""A page too empty to be filled by panels so many times their natural height stays open below."""
LEAST_SIDE = 4.0
"""Points that a panel is wide and high at least."""
SLENDEREST = 0.02
"""The least width over height of a panel, and the least height over width."""
_HAIR = 1e-6
"""Less than what rounding errors make of a length in points."""


Pages = tuple[tuple[PagePlan, ...], tuple[str, ...]]
"""Pages, and what the author should know of them."""


class Recall(Protocol):
    """Returns the pages of scenes that fill their own: makes them, or remembers them."""

    def __call__(self, scenes: Sequence[SceneShape], make: Callable[[], Pages], /) -> Pages:
        """Return what `make` would."""


def _anew(_: Sequence[SceneShape], make: Callable[[], Pages]) -> Pages:
    return make()


def lay_out(page: PageFormat, scenes: Sequence[SceneShape], *, recall: Recall = _anew) -> Pages:
    """Place every panel on a page; also return what the author should know.

    Args:
        page: what pages look like.
        scenes: what is to be placed.
        recall: remembers the scenes that were laid out before.

    Raises:
        StoryInvalid: a layout makes no sense, or the margins leave no room.
    """
    content = _content(page)
    pages: list[PagePlan] = []
    notes: list[str] = []
    for _, run in groupby(_runs(scenes), key=lambda item: item[0]):
        group = [scene for _, scene in run]
        more, told = recall(group, partial(_run_pages, page, content, group))
        pages += more
        notes += told
    notes += [note for number, plan in enumerate(pages, 1) for note in _thin_note(number, plan)]
    return tuple(pages), tuple(notes)


def _run_pages(page: PageFormat, content: Box, group: Sequence[SceneShape]) -> Pages:
    """Lay out scenes that share pages with no others."""
    node = layout_of(group[0])
    with _room_for(group):
        if node is None or is_strip(node):
            return tuple(_flowed_pages(page, content, group)), ()
        made = tuple(_authored_pages(page, content, group[0], node))
        return made, tuple(_capacity_note(group[0], capacity(node)))


def _content(page: PageFormat) -> Box:
    if 2 * page.margin >= 0.8 * min(page.width, page.height):
        raise StoryInvalid("the page's margins leave no room for panels", hint="make them smaller")
    return Box(left=0, top=0, right=page.width, bottom=page.height).grown(-page.margin)


@contextmanager
def _room_for(scenes: Sequence[SceneShape]) -> Iterator[None]:
    """Refuse a page whose gutters leave its panels less than nothing, which is no box."""
    try:
        yield
    except ValidationError as error:
        raise no_room(", ".join(scene.id for scene in scenes)) from error


def _runs(scenes: Sequence[SceneShape]) -> Iterator[tuple[int, SceneShape]]:
    """Number the scenes by the run of pages they fill: short ones join their forerunner."""
    run, mates, shut = 0, 0, True
    for scene in scenes:
        node = layout_of(scene)
        alone = node is not None and not is_strip(node)
        if shut or alone or (mates >= OWN_PAGE and len(scene.panels) >= OWN_PAGE):
            run, mates = run + 1, 0
        yield run, scene
        mates += len(scene.panels)
        shut = alone


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
    if page.reading == "scroll":
        for panels, boxes in column(scenes, content, gutter=page.gutter, width=page.width):
            yield _page(page, panels, boxes)
        return
    for tiers in paginate(scenes, content, page.gutter):
        yield _page(
            page,
            [panel for tier in tiers for panel in tier.panels],
            list(_tiled(tiers, content, page.gutter)),
        )


def _tiled(tiers: Sequence[Tier], content: Box, gutter: float) -> Iterator[Box]:
    """Fill a page with tiers of one height, unless that would stretch them out of all shape."""
    natural = sum(natural_height(tier, content, gutter) for tier in tiers)
    total = min(content.height - gutter * (len(tiers) - 1), MOST_STRETCHED * natural)
    lengths = (total / len(tiers),) * len(tiers)
    bottom = content.top + total + gutter * (len(tiers) - 1)
    rows = _spread(lengths, start=content.top, end=bottom)
    for tier, (top, height) in zip(tiers, rows, strict=True):
        room = content.width - gutter * (len(tier.panels) - 1)
        parts = shared(room, tier.sizes, least=0.45 * height)
        for left, width in _spread(parts, start=content.left, end=content.right):
            yield Box(left=left, top=top, right=left + width, bottom=top + height)


def _spread(lengths: Sequence[float], *, start: float, end: float) -> Iterator[tuple[float, float]]:
    """Yield where each length begins, and itself, rounded down; the gaps between take up the rest.

    Wherever a panel lies on its page it is of the very same size.
    """
    rounded = [floor(10 * length + _HAIR) / 10 for length in lengths]
    gap = (end - start - sum(rounded)) / max(1, len(rounded) - 1)
    for length in rounded:
        yield round(start, 2), length
        start += length + gap


def _page(page: PageFormat, panels: Sequence[PanelShape], boxes: Sequence[Box]) -> PagePlan:
    shown = [bled(box, page) for box in boxes]
    if len(shown) == 1 and page.bleed > 0:
        shown = [Box(left=0, top=0, right=page.width, bottom=page.height).grown(page.bleed)]
    if page.reading == "rtl":
        shown = [box.but(left=page.width - box.right, right=page.width - box.left) for box in shown]
    frames = tuple(
        PanelFrame(panel=panel.id, box=_rounded(box))
        for panel, box in zip(panels, shown, strict=True)
    )
    for frame in frames:
        _check_shape(frame)
    return PagePlan(frames=frames)


def _check_shape(frame: PanelFrame) -> None:
    width, height = frame.box.width, frame.box.height
    if min(width, height) < LEAST_SIDE or not SLENDEREST <= width / height <= 1 / SLENDEREST:
        raise StoryInvalid(
            f"panel {frame.panel} would be {width:.0f} points wide and {height:.0f} high",
            hint="no picture fits that; change the layout, the page's size or its gutter",
        )


def _rounded(box: Box) -> Box:
    return Box(**{side: round(value, 2) for side, value in box.model_dump().items()})


def _capacity_note(scene: SceneShape, holds: int) -> Iterator[str]:
    count = len(scene.panels)
    if spare := -count % holds:
        last = count % holds
        rest = "panel fills a page" if last == 1 else f"{last} panels share a page"
        yield (
            f"scene {scene.id}: its layout holds {holds} panels and the scene has {count}; "
            f"the last {rest} without the {spare} missing"
        )


def _thin_note(number: int, plan: PagePlan) -> Iterator[str]:
    thin = [
        frame.panel for frame in plan.frames if not 0.33 <= frame.box.width / frame.box.height <= 5
    ]
    if thin:
        yield f"page {number}: the layout leaves {', '.join(thin)} very thin"
