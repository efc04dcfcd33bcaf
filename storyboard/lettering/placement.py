"""Placing everything in one panel: a beam search over each item's places, in reading order.

Faces, borders, overlap and reading order cost so much that they give way only where nothing
else is left; the rest is taste, weighed in tens.
"""

from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

import numpy as np

from schemas.geometry import Box
from storyboard.lettering.candidates import Candidates, Item, candidates
from storyboard.lettering.stage import Boxes, Floats, PanelArea

OVERLAP = 100_000.0
"""What two items on top of each other cost."""
ORDER = 6_000.0
"""What being read before an earlier line costs."""
TAIL_OVER_BALLOON = 300.0
TAILS_CROSS = 200.0
GAP = 2.5
"""Air between balloons, in points."""
FAULTS = {
    "balloon-overlap": 1000.0,
    "balloon-covers-face": 100.0,
    "balloon-order": 10.0,
    "balloon-overflow": 1.0,
}
"""What can be wrong with a place, and how bad each is."""
_BEAM = 8
_ALIKE = 9.0
"""Places nearer than this, in points, are one to the beam, or it would hold copies."""


class Placed(NamedTuple):
    """Where an item went, by which of its extents, and what its place costs."""

    box: Box
    extent: int
    cost: float
    tail: Floats
    """[points, 2]: samples along the tail."""


class Arrangement(NamedTuple):
    """Where everything went, and how bad that is: 0 where nothing is wrong."""

    placed: tuple[Placed, ...]
    fault: float


def arrange(items: Sequence[Item], stage: PanelArea) -> Arrangement:
    """Place the items: each near its speaker; else hurrying to where reading starts; else over
    the panel's border. Before the border is crossed, each item's less likely places are tried
    too. The first way without a fault is taken, or the one with the least.
    """
    best = Arrangement((), inf)
    for spill, thorough in ((False, False), (False, True), (True, False)):
        for haste, lead in ((7.0, 0.0), (45.0, 0.6)):
            hasty = [item._replace(haste=haste, lead=lead) for item in items]
            placed = _search(hasty, stage, spill=spill, thorough=thorough)
            fault = _total_fault(items, placed, stage)
            best = min(best, Arrangement(placed, fault), key=lambda way: way.fault)
            if best.fault == 0:
                return best
    return best


def _total_fault(items: Sequence[Item], placed: Sequence[Placed], stage: PanelArea) -> float:
    """Add up what is wrong; of two ways that reach over the border the smaller is better."""
    found = sum(
        FAULTS[code] for index in range(len(items)) for code in faults(items, placed, index, stage)
    )
    outside = sum(place.box.area - place.box.overlap(stage.box) for place in placed)
    return found + outside / stage.box.area if found else 0.0


def _search(
    items: Sequence[Item], stage: PanelArea, *, spill: bool, thorough: bool
) -> tuple[Placed, ...]:
    beam: list[tuple[Placed, ...]] = [()]
    for index, item in enumerate(items):
        places = candidates(item, stage, spill=spill, thorough=thorough)
        grown = [
            (total, state, choice)
            for state in beam
            for total, choice in _best(places, items, state, index)
        ]
        grown.sort(key=lambda entry: entry[0])
        beam = _distinct(grown, places)
    return beam[0]


def _best(
    places: Candidates, items: Sequence[Item], state: tuple[Placed, ...], index: int
) -> list[tuple[float, int]]:
    cost = places.cost + _company_cost(places, items, state, index)
    before = sum(placed.cost for placed in state)
    order = np.argsort(cost, kind="stable")[: 3 * _BEAM]
    return [(before + float(cost[choice]), int(choice)) for choice in order]


def _distinct(
    grown: Sequence[tuple[float, tuple[Placed, ...], int]], places: Candidates
) -> list[tuple[Placed, ...]]:
    """Return the cheapest states that differ visibly in their last item or before it."""
    beam: list[tuple[Placed, ...]] = []
    for total, state, choice in grown:
        placed = _placed(places, choice, total - sum(before.cost for before in state))
        if all(_differ((*state, placed), other) for other in beam):
            beam.append((*state, placed))
        if len(beam) == _BEAM:
            break
    return beam


def _differ(one: tuple[Placed, ...], two: tuple[Placed, ...]) -> bool:
    return any(
        abs(mine.box.left - other.box.left) + abs(mine.box.top - other.box.top) > _ALIKE
        or mine.extent != other.extent
        for mine, other in zip(one, two, strict=True)
    )


def _placed(places: Candidates, choice: int, cost: float) -> Placed:
    left, top, right, bottom = (float(side[choice]) for side in places.boxes)
    tail = np.stack([places.tail_x[:, choice], places.tail_y[:, choice]], axis=1)
    return Placed(
        Box(left=left, top=top, right=right, bottom=bottom), int(places.extent[choice]), cost, tail
    )


def _company_cost(
    places: Candidates, items: Sequence[Item], state: tuple[Placed, ...], index: int
) -> Floats:
    """Return what each place costs because of the items that already have theirs."""
    cost = np.zeros(places.cost.shape)
    for other, placed in zip(items, state, strict=False):
        shared = places.boxes.overlap(placed.box, gap=GAP)
        cost += np.where(shared > 0, OVERLAP * (1 + shared / places.boxes.area), 0.0)
        if items[index].role != "effect" and other.role != "effect":
            cost += ORDER * _read_before(places.boxes, placed.box)
        cost += TAIL_OVER_BALLOON * _tails_hit(places, placed)
        cost += TAILS_CROSS * _crossing(places, placed.tail)
    return cost


def _read_before(boxes: Boxes, earlier: Box) -> np.ndarray:
    """Return which boxes a reader of rows from the left would read before `earlier`.

    Boxes side by side are one row: the left one comes first unless the right one is higher.
    Others are read from the top.
    """
    shared = np.minimum(boxes.bottom, earlier.bottom) - np.maximum(boxes.top, earlier.top)
    row = shared > 0.25 * np.minimum(boxes.bottom - boxes.top, earlier.height)
    in_row = (boxes.left < earlier.right) | (boxes.top < earlier.top - 1.0)
    in_column = boxes.top + boxes.bottom < earlier.top + earlier.bottom
    return np.where(row, in_row, in_column)


def _tails_hit(places: Candidates, placed: Placed) -> np.ndarray:
    """Return which tails run over the placed box, or which boxes cover its tail."""
    box, boxes = placed.box, places.boxes
    over = (
        (places.tail_x > box.left)
        & (places.tail_x < box.right)
        & (places.tail_y > box.top)
        & (places.tail_y < box.bottom)
    ).any(axis=0)
    x, y = placed.tail[:, :1], placed.tail[:, 1:]
    under = ((x > boxes.left) & (x < boxes.right) & (y > boxes.top) & (y < boxes.bottom)).any(
        axis=0
    )
    return np.asarray(over | under)


def _crossing(places: Candidates, tail: Floats) -> np.ndarray:
    """Return which tails cross another tail, by the signs of the four corners' turns."""
    if not len(tail) or not len(places.tail_x):
        return np.zeros(places.cost.shape, dtype=bool)
    (ax, ay), (bx, by) = tail[0], tail[-1]
    cx, cy, dx, dy = places.tail_x[0], places.tail_y[0], places.tail_x[-1], places.tail_y[-1]
    one = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    two = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
    three = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)
    four = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx)
    return np.asarray((one * two < 0) & (three * four < 0))


def faults(
    items: Sequence[Item], placed: Sequence[Placed], index: int, stage: PanelArea
) -> Iterator[str]:
    """Yield the names of what is wrong with an item's place; effects may do as they like."""
    if items[index].role == "effect":
        return
    box = placed[index].box
    boxes = Boxes(*(np.array([side]) for side in (box.left, box.top, box.right, box.bottom)))
    if any(box.overlap(other.box) > 0.01 for other in placed if other is not placed[index]):
        yield "balloon-overlap"
    if any(box.overlap(face) > 0.01 for face in stage.faces.values()):
        yield "balloon-covers-face"
    if any(_read_before(boxes, earlier.box)[0] for earlier in placed[:index]):
        yield "balloon-order"
    if box.area - box.overlap(stage.box) > 0.01:
        yield "balloon-overflow"
