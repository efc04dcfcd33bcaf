"""In which order the parts of a panel are painted: segments back to front, arms among them."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from schemas.geometry import Region
from schemas.plan import Arm, Segment

Part = Literal["all", "body", "r", "l"]
"""Of a figure: everything, what is left without the arms that are painted apart, such an arm."""


class PaintedPart(NamedTuple):
    """A part of a segment in its turn."""

    segment: int
    """Its number."""
    part: Part
    region: Region


def layers_of(segments: Sequence[Segment]) -> Iterator[PaintedPart]:
    """Yield the parts of segments, back to front: who hugs has one arm before both.

    An arm next to a segment that is not there is painted with its own figure.
    """
    at = {segment.subject: index for index, segment in enumerate(segments)}
    beside: dict[tuple[int, bool], list[PaintedPart]] = {}
    for index, segment in enumerate(segments):
        for arm in segment.arms:
            place = at.get(arm.subject, index)
            beside.setdefault((place, arm.behind), []).append(
                PaintedPart(index, arm.side, arm.region)
            )
    for index, segment in enumerate(segments):
        yield from beside.get((index, True), ())
        yield PaintedPart(index, "body" if segment.arms else "all", segment.trunk or segment.region)
        yield from beside.get((index, False), ())


def sides_of(arms: Sequence[Arm]) -> str:
    """Name the sides of some arms as posed pictures do."""
    return "".join(sorted(arm.side for arm in arms))
