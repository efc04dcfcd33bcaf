"""Judges anybody by the plan's own collage: every part of a figure against what was to be there.

Nothing is learned, so that an author's own characters are judged as well as the cast; and nothing
but colours is read, so that whoever is drawn in other light or in another pose than planned is a
matter of doubt, of which others may be asked.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from renderers.judging.expected import (
    Part,
    company_of,
    compared,
    compared_size,
    has_look,
    oklab,
)
from renderers.judging.verdict import SegmentFinding, Verdict, seen_segments
from schemas.plan import PanelPlan

GAP = 0.05
"""So much nearer to another's cut-out than to its own is a part that shows the other."""
FAR = 0.15
"""Beyond this distance a part is nobody's: neither its own subject's nor another's."""
NEAR, TINTED = 0.12, 0.018
"""Within this distance, and with no more of a tint, a part shows its own subject.

Chosen with the others on compositions 200 to 239, clean, spoiled, and drawn by toon from the
collage: there the farthest of those that are right is 0.14 and tinted by 0.023, the least tinted of
the dyed by 0.027.
"""


class Opinion(NamedTuple):
    """What the collage says of one segment."""

    found: str | None
    """Whom its figure shows on the whole; None is doubt."""
    mixed: str | None = None
    """Who else is drawn in a part of it."""
    likeness: float = 0.0
    """1 less the distance of the part that is farthest from its own subject's."""

    @property
    def unlikeness(self) -> float:
        """How sure it is that the figure is not its own subject's: 0.5 at the distance `GAP`."""
        distance = 1 - self.likeness
        return distance / (distance + GAP)


class CollageJudge(NamedTuple):
    """Compares the figures of a panel with the cut-outs of those who are planned there."""

    root: Path
    """The story file's folder."""

    def judge(self, panel: PanelPlan, picture: Image.Image) -> Verdict:
        """Tell who is drawn in each planned segment; whoever is in doubt is nobody.

        Raises:
            AssetMissing, StoryInvalid: a character's picture is absent or unreadable.
        """
        opinions = self.opinions(panel, picture)
        segments = seen_segments(panel, compared_size(picture))
        findings = (
            SegmentFinding(
                subject=planned.subject,
                found=said.found if said else None,
                confidence=_sure(planned.subject, said) if said else 0.0,
                box=seen.box,
                judged=seen.large and said is not None,
                mixed=said.mixed if said else None,
            )
            for planned, seen, said in zip(panel.segments, segments, opinions, strict=True)
        )
        return Verdict(tuple(findings))

    def opinions(self, panel: PanelPlan, picture: Image.Image) -> tuple[Opinion | None, ...]:
        """Return what is said of every segment; None where nothing can be.

        That is of whom no own picture says how he looks, and of whom too little is seen.

        Raises:
            AssetMissing, StoryInvalid: a character's picture is absent or unreadable.
        """
        size = compared_size(picture)
        small = picture.convert("RGB").resize((size.width, size.height), Image.Resampling.BOX)
        colours, company = oklab(small), company_of(panel, size, self.root)
        pairs = zip(panel.segments, seen_segments(panel, size), strict=True)
        return tuple(
            _opinion(planned.subject, compared(colours, seen, at, company))
            if has_look(planned)
            else None
            for at, (planned, seen) in enumerate(pairs)
        )


def _sure(subject: str, said: Opinion) -> float:
    return said.likeness if (said.found, said.mixed) == (subject, None) else said.unlikeness


def _opinion(subject: str, parts: Sequence[Part]) -> Opinion | None:
    own = [part[subject] for part in parts if subject in part]
    if not own:
        return None
    alike = max(0.0, 1 - max(each.distance for each in own))
    gap, other = max((gap for part in parts for gap in _gaps(subject, part)), default=(0.0, ""))
    if gap > GAP:
        both = [part for part in parts if subject in part and other in part]
        wholly = all(part[other].distance < part[subject].distance for part in both)
        return Opinion(other, None, alike) if wholly else Opinion(subject, other, alike)
    clear = all(each.distance <= NEAR and each.tint <= TINTED for each in own)
    return Opinion(subject if clear else None, None, alike)


def _gaps(subject: str, part: Part) -> Iterator[tuple[float, str]]:
    """Yield how much nearer a part is to others than to its own subject, where they fit it."""
    for other, likeness in part.items():
        if subject in part and other != subject and likeness.distance <= FAR:
            yield part[subject].distance - likeness.distance, other
