"""What a panel's picture must reach, and what a judge found in it."""

from pydantic import Field

from schemas.base import Value
from schemas.geometry import Box


class Quality(Value):
    """A panel that falls short is drawn again with another seed; the best is kept."""

    identity: float = Field(default=0.8, ge=0, le=1)
    """Share of the judged subjects who must be themselves."""
    attempts: int = Field(default=3, ge=1, le=16)
    """How often a panel is drawn at most; 1 judges it and never draws it again."""
    stronger: bool = False
    """Whether every attempt keeps more of the collage than the one before: its noise is lessened
    by a tenth, to no less than 0.15; one from pure noise starts from a collage noised to 0.85."""
    judge: str = "auto"
    """Who judges, by name: `auto`, whoever knows the subject; one of the others that come along; or
    a plug-in's."""


class JudgedSegment(Value):
    """What a judge found in one planned segment."""

    subject: str
    """Who belongs there."""
    found: str | None = None
    """Who is drawn there, of those whom the judge knows; None is nobody of them."""
    confidence: float
    """How sure the judge is of that, from 0 to 1."""
    box: Box
    """The segment's bounds in the panel's unit square."""
    judged: bool = True
    """False where too little of the subject is seen to be judged, or the judge does not know it."""
    mixed: str | None = None
    """Who else is drawn in a part of the figure: a blend."""
    pose_off: float | None = None
    """Mean distance of the joints from their planned places, in fractions of the figure's height;
    None where no joint was judged."""

    @property
    def right(self) -> bool:
        """Whether the right subject is drawn there, and nobody else in any part of it."""
        return self.found == self.subject and self.mixed is None


class PanelVerdict(Value):
    """What a judge found in a drawn panel, as it is kept with the panel."""

    judge: str
    """Who judged, and which version of it."""
    segments: tuple[JudgedSegment, ...] = ()
    missing: tuple[str, ...] = ()
    """Planned subjects who are seen nowhere in the panel."""
    extra: tuple[str, ...] = ()
    """Subjects seen where nobody planned them: strangers to the plan, and doubles."""

    @property
    def judged(self) -> tuple[JudgedSegment, ...]:
        """The segments that could be judged."""
        return tuple(each for each in self.segments if each.judged)

    @property
    def identity(self) -> float:
        """Share of the judged segments in which the right subject is drawn; 1 where none is."""
        right = [each.right for each in self.judged]
        return sum(right) / len(right) if right else 1.0

    @property
    def rank(self) -> tuple[float, int, float]:
        """What orders a panel's attempts: identity, who is missing or extra, certainty."""
        sure = [each.confidence if each.right else -each.confidence for each in self.judged]
        wrong = len(self.missing) + len(self.extra)
        return self.identity, -wrong, sum(sure) / len(sure) if sure else 0.0

    def faults(self) -> str:
        """Say who is not who they should be: `ringo looks like dee; sven is not to be seen`."""
        told = [self._fault(each) for each in self.judged if not each.right]
        return "; ".join(told)

    def _fault(self, each: JudgedSegment) -> str:
        if each.found == each.subject:
            return f"{each.subject} is partly {each.mixed}"
        if each.found is not None:
            return f"{each.subject} looks like {each.found}"
        if each.subject in self.missing:
            return f"{each.subject} is not to be seen"
        return f"{each.subject} looks like nobody the judge knows"
