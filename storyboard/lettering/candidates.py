"""Where one balloon, caption or effect could go, and what each place costs by itself."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np

from schemas.geometry import Box, Point
from storyboard.lettering.stage import Boxes, Floats, PanelArea
from storyboard.lettering.tails import Mouth

Role = Literal["caption", "balloon", "effect"]

FACE = 20_000.0
"""What covering a face costs: more than anything but two balloons that overlap."""
OUTSIDE = 600.0
"""What reaching over the panel's border costs, and again for every point of it."""
TAIL_OVER_FACE = 900.0
INSET = 4.0
"""Air between a balloon and the panel's border, in points."""
_CORNER = 0.0425
"""A caption's own, in ems: with it the outer edges of its line and the panel's border meet."""
_FACE_GAP = 1.5
_TAIL_STEPS = np.array([[0.1], [0.3], [0.5], [0.7], [0.9]])
_KEPT = {"caption": 220, "balloon": 220, "effect": 800}
"""Places kept for the search, cheapest first; effects come last and take what is left."""
_THOROUGH = 4
"""How many times as many a thorough search keeps. The cheapest places of a long line are all
near its speaker, where in a crowded panel no other line leaves room."""


class Extent(NamedTuple):
    """One way to set an item: half its width and height, and how far from ideal that is."""

    half: Point
    cost: float


class Item(NamedTuple):
    """Something to be placed. Captions and balloons are read in the order given."""

    role: Role
    extents: tuple[Extent, ...]
    mouth: Mouth | None = None
    """What a balloon's tail points at; None goes to the nearest side of the panel."""
    speaker: int | None = None
    """The index of the segment that speaks, or that an effect belongs to."""
    near: Point | None = None
    """What an effect stays close to."""
    size: float = 9.0
    """Font size in points: the measure of comfortable distances."""
    followers: int = 0
    """How many items are read after this one, and need room below it or to its right."""
    haste: float = 7.0
    """How strongly items with followers are drawn to the top."""
    lead: float = 0.0
    """How much of that also draws them to the side where rows start."""


class Candidates(NamedTuple):
    """Places for one item: boxes, which extent each uses, own cost, samples along the tail."""

    boxes: Boxes
    extent: np.ndarray
    cost: Floats
    tail_x: Floats
    tail_y: Floats

    def take(self, index: np.ndarray) -> "Candidates":
        """Return some of the candidates."""
        boxes = Boxes(*(side[index] for side in self.boxes))
        return Candidates(
            boxes,
            self.extent[index],
            self.cost[index],
            self.tail_x[:, index],
            self.tail_y[:, index],
        )


def candidates(
    item: Item, stage: PanelArea, *, spill: bool = False, thorough: bool = False
) -> Candidates:
    """Return an item's best places; a thorough search wants more of them.

    With `spill` they may reach over the panel's border.
    """
    boxes, extent = _places(item, stage, spill=spill)
    tail_x, tail_y = _tails(item, stage, boxes)
    cost = (
        np.array([extent.cost for extent in item.extents])[extent]
        + _border_cost(item, stage, boxes)
        + _face_cost(item, stage, boxes, tail_x, tail_y)
        + {"caption": _caption_cost, "balloon": _balloon_cost, "effect": _effect_cost}[item.role](
            item, stage, boxes
        )
    )
    found = Candidates(boxes, extent, cost, tail_x, tail_y)
    kept = _KEPT[item.role] * (_THOROUGH if thorough else 1)
    return found.take(np.argsort(cost, kind="stable")[:kept])


def _places(item: Item, stage: PanelArea, *, spill: bool) -> tuple[Boxes, np.ndarray]:
    lefts, tops, extents = [], [], []
    for index, extent in enumerate(item.extents):
        x, y = (axis.ravel() for axis in np.meshgrid(*_axes(item, extent.half, stage, spill)))
        lefts.append(x)
        tops.append(y)
        extents.append(np.full(x.shape, index))
    which = np.concatenate(extents)
    halves = np.array([extent.half for extent in item.extents])[which]
    left, top = np.concatenate(lefts), np.concatenate(tops)
    return Boxes(left, top, left + 2 * halves[:, 0], top + 2 * halves[:, 1]), which


def _axes(item: Item, half: Point, stage: PanelArea, spill: bool) -> Iterator[Floats]:
    """Yield the left ends and the tops to try."""
    inset = _CORNER * item.size if item.role == "caption" else INSET
    over = min(0.7 * half[1], 0.12 * stage.box.height, 20.0) if spill else 0.0
    box = stage.box
    sides = ((box.left, box.right - 2 * half[0]), (box.top, box.bottom - 2 * half[1]))
    for (low, high), most in zip(sides, (16, 18), strict=True):
        first, last = low + inset - over, high - inset + over
        if last < first:
            yield np.array([(low + high) / 2])
        elif item.role == "caption" and most == 16:
            yield np.array([first, last])
        else:
            yield np.linspace(first, last, int(min(most, 2 + (last - first) // 5)))


def _tails(item: Item, stage: PanelArea, boxes: Boxes) -> tuple[Floats, Floats]:
    """Return points along each tail, from the body's edge to the mouth; none for captions."""
    x, y = (boxes.left + boxes.right) / 2, (boxes.top + boxes.bottom) / 2
    if item.role != "balloon":
        return np.empty((0, len(x))), np.empty((0, len(x)))
    mouth_x, mouth_y = _target(item, stage, x, y)
    reach = np.maximum(
        np.abs(mouth_x - x) / (boxes.right - x), np.abs(mouth_y - y) / (boxes.bottom - y)
    )
    edge = np.minimum(1.0, 0.85 / np.maximum(reach, 1e-6))
    along = edge + (1 - edge) * _TAIL_STEPS
    return x + along * (mouth_x - x), y + along * (mouth_y - y)


def _target(item: Item, stage: PanelArea, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    if item.mouth is not None:
        return np.full(x.shape, item.mouth.point[0]), np.full(y.shape, item.mouth.point[1])
    left = x < stage.box.centre[0]
    return np.where(left, stage.box.left, stage.box.right), y + 0.04 * stage.box.height


def _border_cost(item: Item, stage: PanelArea, boxes: Boxes) -> Floats:
    box = stage.box
    over = sum(
        (
            np.maximum(0.0, side)
            for side in (box.left - boxes.left, boxes.right - box.right, boxes.bottom - box.bottom)
        ),
        start=np.maximum(0.0, box.top - boxes.top),
    )
    weight = 0.1 if item.role == "effect" else 1.0
    return np.where(over > 0.01, weight * OUTSIDE * (1 + over / 10), 0.0)


def _face_cost(
    item: Item, stage: PanelArea, boxes: Boxes, tail_x: Floats, tail_y: Floats
) -> Floats:
    cost = np.zeros(boxes.left.shape)
    for index, face in stage.faces.items():
        hidden = boxes.overlap(face, gap=_FACE_GAP) / face.area
        cost += np.where(hidden > 0, FACE * (1 + 4 * hidden), 0.0)
        if index != item.speaker:
            cost += TAIL_OVER_FACE * _inside(tail_x, tail_y, face).any(axis=0)
    return cost


def _inside(x: Floats, y: Floats, box: Box) -> np.ndarray:
    return (x > box.left) & (x < box.right) & (y > box.top) & (y < box.bottom)


def _caption_cost(item: Item, stage: PanelArea, boxes: Boxes) -> Floats:
    """Captions go to the top corner where reading starts, else the other, else below."""
    down = (boxes.top - stage.box.top) / stage.box.height
    at_bottom = boxes.bottom > stage.box.bottom - 1
    aside = boxes.left > stage.box.left + 1
    return (
        np.where(at_bottom, 14.0, 60.0 * down)
        + np.where(aside, 9.0, 0.0)
        + 20 * stage.covered(boxes)
    )


def _balloon_cost(item: Item, stage: PanelArea, boxes: Boxes) -> Floats:
    """Balloons stay high, near their speaker, off the figures and in the room kept for them."""
    box = stage.box
    down = (boxes.top - box.top) / box.height
    late = down + item.lead * (boxes.left - box.left) / box.width
    cost = (
        8.0 * down
        + item.haste * min(item.followers, 4) * late
        + 30.0 * stage.covered(boxes)
        + 8.0 * boxes.area / box.area
    )
    if item.mouth is None:
        aside = np.minimum(boxes.left - box.left, box.right - boxes.right)
        return cost + 40.0 * aside / box.width + 12.0 * (aside < 2 * INSET)
    return cost + _speaker_cost(item.mouth, item.size, box, boxes) + _outside_room(stage, boxes)


def _speaker_cost(mouth: Mouth, size: float, box: Box, boxes: Boxes) -> Floats:
    """Balloons hang over their speaker: near, but leaving the tail its length."""
    x, y = (boxes.left + boxes.right) / 2, (boxes.top + boxes.bottom) / 2
    mouth_x, mouth_y = mouth.point
    aside = np.maximum(0.0, np.abs(x - mouth_x) - 0.5 * (boxes.right - x)) / box.width
    gap = _distance(boxes, mouth.face or _square(mouth.point, size))
    crowded = np.maximum(0.0, 1 - gap / (1.8 * size))
    on_mouth = boxes.overlap(_square(mouth.point, size)) > 0
    return np.asarray(
        34.0 * aside
        + 22.0 * gap / box.height
        + 9.0 * crowded**2
        + 16.0 * (y > mouth_y)
        + 400.0 * on_mouth
    )


def _distance(boxes: Boxes, other: Box) -> Floats:
    across = np.maximum(boxes.left - other.right, other.left - boxes.right)
    down = np.maximum(boxes.top - other.bottom, other.top - boxes.bottom)
    return np.asarray(np.hypot(np.maximum(across, 0.0), np.maximum(down, 0.0)))


def _square(centre: Point, size: float) -> Box:
    return Box(
        left=centre[0] - size / 2,
        top=centre[1] - size / 2,
        right=centre[0] + size / 2,
        bottom=centre[1] + size / 2,
    )


def _outside_room(stage: PanelArea, boxes: Boxes) -> Floats:
    if not stage.room:
        return np.zeros(boxes.left.shape)
    shared = np.max([boxes.overlap(room) for room in stage.room], axis=0)
    return np.asarray(8.0 * (1 - shared / boxes.area))


def _effect_cost(item: Item, stage: PanelArea, boxes: Boxes) -> Floats:
    """Effects stay beside what makes the noise, preferably not on it."""
    x, y = (boxes.left + boxes.right) / 2, (boxes.top + boxes.bottom) / 2
    cost = 100.0 * stage.covered(boxes)
    if item.near is None:
        return cost + 6.0 * np.abs(y - stage.box.centre[1]) / stage.box.height
    away = np.hypot(x - item.near[0], y - item.near[1])
    return np.asarray(cost + 45.0 * away / np.hypot(stage.box.width, stage.box.height))
