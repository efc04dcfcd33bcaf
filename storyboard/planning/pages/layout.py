"""Page layouts: the author's words for a page become a tree of splits, the tree becomes frames.

A layout is a named one (`wide-top`, `grid-2x3`), tiers of relative widths (`[[2, 1], [1, 1, 1]]`)
or a split tree (`{rows: [1, {size: 2, columns: [2, 1]}]}`). Boxes here are in points.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeGuard

from schemas.errors import StoryInvalid
from schemas.geometry import Box

Axis = Literal["rows", "columns"]

MAX_PANELS = 36
"""More panels than this on one page could not be read."""
THINNEST = 0.38
"""No panel is narrower than this many times its height, if its neighbours can spare the width."""
FLATTEST = 4.5
"""No panel is wider than this many times its height, if its neighbours can spare the height."""
_MAX_DEPTH = 8


class Split(NamedTuple):
    """A part of a page cut into rows (from the top) or columns (in reading direction)."""

    axis: Axis
    sizes: tuple[float, ...]
    parts: tuple["Node", ...]


Node = Split | None
"""None is a panel."""

NAMED: dict[str, Any] = {
    "splash": [[1]],
    "two-tier": [[1], [1]],
    "three-tier": [[1], [1], [1]],
    "four-tier": [[1], [1], [1], [1]],
    "wide-top": [[1], [1, 1], [1, 1]],
    "wide-middle": [[1, 1], [1], [1, 1]],
    "wide-bottom": [[1, 1], [1, 1], [1]],
    "big-top": {"rows": [2, {"columns": [1, 1]}]},
    "big-bottom": {"rows": [{"columns": [1, 1]}, {"size": 2, "columns": [1]}]},
    "tall-left": {"columns": [1, {"rows": [1, 1, 1]}]},
    "tall-right": {"columns": [{"rows": [1, 1, 1]}, 1]},
    "staggered": [[3, 2], [2, 3], [3, 2]],
    "four": [[1, 1], [1, 1]],
    "six": [[1, 1], [1, 1], [1, 1]],
    "nine": [[1, 1, 1], [1, 1, 1], [1, 1, 1]],
    "strip-2": [[1, 1]],
    "strip-3": [[1, 1, 1]],
    "strip-4": [[1, 1, 1, 1]],
}
"""The layouts that have a name, besides every `grid-<columns>x<rows>` from 1x1 to 6x6."""

_GRID = re.compile(r"grid-([1-6])x([1-6])")


def parse_layout(layout: object) -> Node:
    """Read a layout as the author wrote it.

    Raises:
        StoryInvalid: it is no name, tiers or split tree, or holds more than `MAX_PANELS` panels.
    """
    node = _parse(layout, axis="rows", depth=0)
    if capacity(node) > MAX_PANELS:
        raise StoryInvalid(f"a layout holds at most {MAX_PANELS} panels, this one {capacity(node)}")
    return node


def capacity(node: Node) -> int:
    """Count the panels of a layout."""
    return 1 if node is None else sum(map(capacity, node.parts))


def is_strip(node: Node) -> bool:
    """Tell whether a layout is one tier of several panels, which shares its page with others."""
    return isinstance(node, Split) and _single_tier(node)


def strip_sizes(node: Node) -> tuple[float, ...]:
    """Return the relative widths of a strip's panels."""
    assert isinstance(node, Split)
    inner = node if node.axis == "columns" else node.parts[0]
    assert isinstance(inner, Split)
    return inner.sizes


def pruned(node: Node, count: int) -> Node:
    """Keep a layout's first `count` panels in reading order; what remains takes the room."""
    if node is None or count >= capacity(node):
        return node
    sizes, parts = [], []
    for size, part in zip(node.sizes, node.parts, strict=True):
        if count <= 0:
            break
        kept = pruned(part, count)
        sizes.append(size)
        parts.append(kept)
        count -= capacity(kept)
    return Split(node.axis, tuple(sizes), tuple(parts))


def frames(node: Node, box: Box, *, gutter: float) -> Iterator[Box]:
    """Cut a box as the layout says, left to right and downwards, in reading order."""
    if node is None:
        yield box
        return
    lengths = _lengths(node, box, gutter)
    start = box.top if node.axis == "rows" else box.left
    for length, part in zip(lengths, node.parts, strict=True):
        yield from frames(part, _slice(node.axis, box, start, length), gutter=gutter)
        start += length + gutter


def shared(total: float, sizes: Sequence[float], *, least: float) -> tuple[float, ...]:
    """Share a length in proportion to sizes, nobody getting less than `least` or an even share."""
    least = min(least, total / len(sizes))
    poor: set[int] = set()
    while True:
        rest = total - least * len(poor)
        weight = sum(size for index, size in enumerate(sizes) if index not in poor)
        parts = tuple(
            least if index in poor else rest * size / weight for index, size in enumerate(sizes)
        )
        new = {index for index, part in enumerate(parts) if part < least - 1e-9} - poor
        if not new:
            return parts
        poor |= new


def _lengths(node: Split, box: Box, gutter: float) -> tuple[float, ...]:
    whole, other = (box.height, box.width) if node.axis == "rows" else (box.width, box.height)
    gutter = min(gutter, 0.5 * whole / len(node.parts))
    total = whole - gutter * (len(node.parts) - 1)
    least = other / FLATTEST if node.axis == "rows" else other * THINNEST
    if any(part is not None for part in node.parts):
        least = min(least, 0.12 * total)
    return shared(total, node.sizes, least=least)


def _slice(axis: Axis, box: Box, start: float, length: float) -> Box:
    if axis == "rows":
        return box.but(top=start, bottom=start + length)
    return box.but(left=start, right=start + length)


def _single_tier(node: Split) -> bool:
    if node.axis == "rows":
        return len(node.parts) == 1 and isinstance(node.parts[0], Split) and _flat(node.parts[0])
    return _flat(node)


def _flat(node: Split) -> bool:
    return (
        node.axis == "columns" and len(node.parts) > 1 and all(part is None for part in node.parts)
    )


def _parse(layout: object, *, axis: Axis, depth: int) -> Node:
    if depth > _MAX_DEPTH:
        raise StoryInvalid(f"a layout nests at most {_MAX_DEPTH} deep")
    match layout:
        case str():
            return _parse(_named(layout), axis="rows", depth=depth)
        case list() | tuple():
            return _parse_list(layout, axis=axis, depth=depth)
        case Mapping():
            return _parse_mapping(layout, depth=depth)
    raise StoryInvalid(f"{layout!r} is no layout", hint=_HINT)


_HINT = "write a name such as wide-top, tiers such as [[2, 1], [1, 1, 1]], or {rows: [1, 2]}"


def _named(name: str) -> object:
    if name in NAMED:
        return NAMED[name]
    if grid := _GRID.fullmatch(name):
        columns, rows = int(grid[1]), int(grid[2])
        return [[1] * columns] * rows
    near = difflib.get_close_matches(name, [*NAMED, "grid-2x2", "grid-2x3", "grid-3x3"], n=1)
    raise StoryInvalid(
        f"no layout is called {name!r}", hint=f"did you mean {near[0]}?" if near else _HINT
    )


def _parse_list(items: Sequence[object], *, axis: Axis, depth: int) -> Node:
    if not items:
        raise StoryInvalid("a layout needs at least one panel", hint=_HINT)
    if depth == 0 and all(_is_number(item) for item in items):
        axis = "columns"  # [2, 1] is one tier
    return _split(axis, items, depth=depth)


def _parse_mapping(tree: Mapping[Any, object], *, depth: int) -> Node:
    unknown = set(tree) - {"rows", "columns", "size"}
    axes: list[Axis] = [axis for axis in ("rows", "columns") if axis in tree]
    items = tree[axes[0]] if len(axes) == 1 else None
    if unknown or not isinstance(items, list | tuple) or not items:
        raise StoryInvalid(
            f"{dict(tree)!r} is no split tree", hint="write {rows: […]} or {columns: […]}"
        )
    return _split(axes[0], items, depth=depth)


def _split(axis: Axis, items: Sequence[object], *, depth: int) -> Node:
    across: Axis = "columns" if axis == "rows" else "rows"
    parts = tuple(
        None if _is_number(item) else _parse(item, axis=across, depth=depth + 1) for item in items
    )
    return Split(axis, tuple(_size(item) for item in items), parts)


def _size(item: object) -> float:
    size = item.get("size", 1) if isinstance(item, Mapping) else item
    if isinstance(size, list | tuple | str):
        return 1.0
    if not _is_number(size) or not 0 < float(size) < 1000:
        raise StoryInvalid(f"a panel's size is a number above 0, not {size!r}")
    return float(size)


def _is_number(item: object) -> TypeGuard[float]:
    return isinstance(item, int | float) and not isinstance(item, bool)
