"""What a judge says of a panel."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from renderers.cast.references import packaged_card, packaged_ids
from renderers.conditioning.maps import segment_masks
from schemas.geometry import Box, Size
from schemas.plan import PanelPlan, Segment

_PACKAGED = re.compile(r"(?:posed:[^:]*:)?(?:felt:[^:]*:)?cast:([^/]+)/")
"""A picture of the cast; a puppet's name is `posed:<stance>:<picture>`."""
LEAST = 0.012
"""Share of a panel that a segment must fill to be judged: in less, nobody can be told."""


class SegmentFinding(NamedTuple):
    """What was found in one planned segment."""

    subject: str
    """Who belongs there: the character's id."""
    found: str | None
    """Who is drawn there, of those whom the judge knows; None is nobody of them."""
    confidence: float
    """How sure the judge is of that, from 0 to 1."""
    box: Box
    """The segment's bounds in the panel's unit square."""
    judged: bool = True
    """Whether enough of the segment is seen to be judged, and its subject known to the judge."""
    joints: tuple[float, ...] = ()
    """How far each joint that is to be seen is from its planned place, in fractions of the
    figure's height; empty where the judge reads no joints."""
    mixed: str | None = None
    """Who else is drawn in a part of the figure that is the right subject's on the whole: a blend.
    None where there is nobody, or the judge does not look at parts."""

    @property
    def right(self) -> bool:
        """Whether the right subject is drawn there, on the whole."""
        return self.found == self.subject

    @property
    def unmixed(self) -> bool:
        """Whether the right subject is drawn there, and nobody else in any part of it."""
        return self.right and self.mixed is None


class Verdict(NamedTuple):
    """What was found in a panel."""

    findings: tuple[SegmentFinding, ...]
    """One for every segment, back to front."""
    missing: tuple[str, ...] = ()
    """Planned subjects who are seen nowhere in the panel; a judge that looks only into the
    segments names none."""
    extra: tuple[str, ...] = ()
    """Subjects seen where nobody planned them: strangers to the plan, and doubles."""

    @property
    def identity(self) -> float:
        """Share of the judged segments with the right subject, unmixed; 1 where none is judged."""
        right = [finding.unmixed for finding in self.findings if finding.judged]
        return sum(right) / len(right) if right else 1.0

    @property
    def confused(self) -> tuple[tuple[str, str], ...]:
        """Pairs of who was planned and who is drawn in the place."""
        return tuple(
            (finding.subject, finding.found)
            for finding in self.findings
            if finding.judged and finding.found is not None and not finding.right
        )


class VisibleSegment(NamedTuple):
    """Where one planned segment is seen."""

    mask: NDArray[np.float32]
    """Share of every pixel that shows it, `[h, w]`."""
    box: Box
    large: bool
    """Whether it fills `LEAST` of the panel."""


def seen_segments(panel: PanelPlan, size: Size) -> Iterator[VisibleSegment]:
    """Yield where each of the panel's segments is seen, back to front."""
    for mask in segment_masks(panel, size)[1:]:
        yield VisibleSegment(mask, box_of(mask), bool(mask.mean() >= LEAST))


def is_thing(segment: Segment) -> bool:
    """Whether a segment shows a thing or an animal, who are nobody to be confused with."""
    return segment.way is not None


def box_of(mask: NDArray[np.float32]) -> Box:
    """Return the bounds of a mask that is not empty, in the unit square."""
    high, wide = mask.shape
    edges: list[float] = []
    for axis, side in ((0, wide), (1, high)):
        filled = np.flatnonzero((mask > 0).any(axis=axis))
        edges += [filled[0] / side, (filled[-1] + 1) / side]
    left, right, top, bottom = edges
    return Box(left=left, top=top, right=right, bottom=bottom)


def cast_of(segment: Segment) -> str | None:
    """Return which of the packaged cast a segment is to show; None where it is nobody of them.

    Who has a packaged character's name is that character, whatever the words and pictures it is
    drawn by: they may have been exchanged.
    """
    shown = _shown(segment)
    if shown is None:
        return None
    return segment.subject if segment.subject in packaged_ids() else shown


def exchanged(segment: Segment) -> bool:
    """Whether one of the packaged cast is planned in another's pictures."""
    return cast_of(segment) != _shown(segment)


def _shown(segment: Segment) -> str | None:
    """Return whose packaged pictures a segment is drawn by, if they are all of one character."""
    layers = segment.figure.layers if segment.figure else ()
    shown = [found[1] for name in layers if (found := _PACKAGED.match(name))]
    return shown[0] if shown and len(shown) == len(layers) else None


def token_of(segment: Segment) -> str | None:
    """Return the word by which judges of tokens know a segment's subject.

    None is an author's own character, whose token may be anybody's to them. Without pictures, the
    prompt's first word is all that says who is meant.
    """
    if (cast := cast_of(segment)) is not None:
        return packaged_card(cast).token
    return segment.prompt.split()[0] if segment.figure is None else None


def subjects_of(panels: Sequence[PanelPlan]) -> tuple[str, ...]:
    """Return everybody who is planned in some panels, in the order in which they first are."""
    return tuple(dict.fromkeys(s.subject for panel in panels for s in panel.segments))
