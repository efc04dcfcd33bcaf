"""Panels flow onto pages: authored layouts fill pages of their own, the rest is laid out here.

Where the author gave no layout, panels get the width that their shot asks for. A dynamic
programme chooses the tiers and the page breaks, so that no panel is stretched far from that
shape. Scenes of three panels and more begin a page, so that a change in one scene reshapes, and
redraws, nothing in another.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import groupby
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

EVENNESS = 0.75
"""The power that draws the heights of a page's tiers together: 1 keeps them, 0 makes them equal."""
MOST_STRETCHED = 2.0
"""A page too empty to be filled by panels so many times their natural height stays open below."""
LEAST_SIDE = 4.0
"""Points that a panel is wide and high at least."""
SLENDEREST = 0.02
"""The least width over height of a panel, and the least height over width."""
SCROLL_GAP = 0.05
"""Least gap between the panels of a scrolled column, relative to its width."""


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
    gap = page.gutter
    if page.reading == "scroll":
        gap = max(gap, SCROLL_GAP * page.width)
    for tiers in paginate(scenes, content, gap, scroll=page.reading == "scroll"):
        heights = _tier_heights(tiers, content, gap, page.gutter)
        top, boxes = content.top, []
        for tier, height in zip(tiers, heights, strict=True):
            box = content.but(top=top, bottom=top + height)
            boxes += _tier_boxes(tier, box, page.gutter)
            top += height + gap
        yield _page(page, [panel for tier in tiers for panel in tier.panels], boxes)


def _tier_boxes(tier: Tier, box: Box, gutter: float) -> list[Box]:
    total = box.width - gutter * (len(tier.panels) - 1)
    widths = shared(total, tier.sizes, least=0.45 * box.height)
    boxes, left = [], box.left
    for width in widths:
        boxes.append(box.but(left=left, right=left + width))
        left += width + gutter
    return boxes


def _tier_heights(
    tiers: Sequence[Tier], content: Box, gap: float, gutter: float
) -> tuple[float, ...]:
    """Fill the page with the tiers, unless that would stretch them out of all shape."""
    natural = [natural_height(tier, content, gutter) for tier in tiers]
    total = min(content.height - gap * (len(tiers) - 1), MOST_STRETCHED * sum(natural))
    return shared(total, [height**EVENNESS for height in natural], least=0.12 * total)


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
