"""Silhouettes as polygons: alpha masks in, simplified outlines in the unit square out.

A mask's border is followed along its pixels' edges, so that every component gives one closed
loop; loops around holes turn the other way and are left out. Loops are thinned by the rule of
Douglas and Peucker (1973).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from schemas.geometry import Point, Polygon, Region

Points = NDArray[np.float64]
Mask = NDArray[np.bool_]
Vertex = tuple[int, int]

_TRACED = 480
"""The longer side of the mask that is traced; finer edges would be thinned away again."""


def outline_of(
    picture: Image.Image,
    *,
    points: int = 60,
    speck: float = 0.004,
    threshold: int = 40,
) -> Region | None:
    """Return the silhouette of a picture's alpha, holes filled; None where nothing is seen.

    Args:
        picture: with an alpha channel.
        points: at most so many points a polygon.
        speck: parts smaller than this fraction of the largest are left out.
        threshold: the alpha, of 255, from which a pixel belongs to it; low, because umbrellas are
            translucent.
    """
    mask = _thumbnail(picture) >= threshold
    loops = sorted(loops_of(mask), key=area_of, reverse=True)
    kept = [loop for loop in loops if area_of(loop) > speck * area_of(loops[0])]
    if not kept:
        return None
    height, width = mask.shape
    return Region(
        polygons=tuple(
            tuple((x / width, y / height) for x, y in thinned(loop, points)) for loop in kept
        )
    )


def _thumbnail(picture: Image.Image) -> NDArray[np.uint8]:
    alpha = picture.getchannel("A")
    factor = max(1.0, max(alpha.size) / _TRACED)
    size = max(1, round(alpha.width / factor)), max(1, round(alpha.height / factor))
    return np.asarray(alpha.resize(size, Image.Resampling.BOX))


def loops_of(mask: Mask) -> Iterator[list[Vertex]]:
    """Yield the outer border of every 4-connected component, as pixel corners (x, y)."""
    following = _border_edges(mask)
    while following:
        start, ends = next(iter(following.items()))
        loop, here, there = [start], start, ends[0]
        while True:
            following[here].remove(there)
            if not following[here]:
                del following[here]
            if there == start:
                break
            loop.append(there)
            here, there = there, _turn(here, there, following[there])
        if area_of(loop) > 0:
            yield loop


def _border_edges(mask: Mask) -> dict[Vertex, list[Vertex]]:
    """Direct every edge between inside and outside so that the inside lies to its right."""
    padded = np.pad(mask, 1).astype(np.int8)
    edges: dict[Vertex, list[Vertex]] = defaultdict(list)
    across = padded[1:, 1:-1] - padded[:-1, 1:-1]
    for y, x in np.argwhere(across).tolist():
        left, right = (x, y), (x + 1, y)
        start, end = (left, right) if across[y, x] > 0 else (right, left)
        edges[start].append(end)
    down = padded[1:-1, 1:] - padded[1:-1, :-1]
    for y, x in np.argwhere(down).tolist():
        top, bottom = (x, y), (x, y + 1)
        start, end = (bottom, top) if down[y, x] > 0 else (top, bottom)
        edges[start].append(end)
    return dict(edges)


def _turn(before: Vertex, here: Vertex, choices: list[Vertex]) -> Vertex:
    """At a corner where two components touch, stay with the one on the right."""
    dx, dy = here[0] - before[0], here[1] - before[1]
    right = (here[0] - dy, here[1] + dx)
    return right if right in choices else choices[0]


def area_of(loop: list[Vertex]) -> float:
    """Return the enclosed area: positive for outer borders, negative for holes."""
    xs, ys = np.array(loop, dtype=float).T
    return float(xs @ np.roll(ys, -1) - ys @ np.roll(xs, -1)) / 2


def thinned(loop: list[Vertex], points: int) -> Polygon:
    """Leave out points until at most `points` are left, at the least tolerance that does it."""
    array = np.array(loop, dtype=float)
    far = int(np.argmax(np.hypot(*(array - array[0]).T)))
    halves = array[: far + 1], np.concatenate([array[far:], array[:1]])
    tolerance = 0.7
    while True:
        first, second = (_douglas_peucker(half, tolerance) for half in halves)
        kept = first[:-1] + second[:-1]
        if len(kept) <= max(points, 3):
            break
        tolerance *= 1.25
    return tuple(kept) if len(kept) >= 3 else _box_of(array)


def _douglas_peucker(line: Points, tolerance: float) -> list[Point]:
    keep, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        distances = _distances(line[first + 1 : last], line[first], line[last])
        farthest = int(np.argmax(distances))
        if distances[farthest] > tolerance:
            middle = first + 1 + farthest
            keep.add(middle)
            stack += [(first, middle), (middle, last)]
    return [(float(line[index][0]), float(line[index][1])) for index in sorted(keep)]


def _distances(points: Points, start: Points, end: Points) -> Points:
    chord = end - start
    length = float(np.hypot(chord[0], chord[1]))
    x, y = (points - start).T
    far: Points = np.hypot(x, y) if length == 0 else np.abs(chord[0] * y - chord[1] * x) / length
    return far


def _box_of(array: Points) -> Polygon:
    (left, top), (right, bottom) = array.min(0), array.max(0)
    return (left, top), (right, top), (right, bottom), (left, bottom)


def filled(loop: Sequence[Vertex], shape: tuple[int, ...]) -> Mask:
    """Return which pixels lie inside a border."""
    image = Image.new("1", (shape[1], shape[0]))
    ImageDraw.Draw(image).polygon([(x - 0.5, y - 0.5) for x, y in loop], fill=1)
    return np.asarray(image)
