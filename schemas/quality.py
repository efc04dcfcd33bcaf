"""What a panel's picture must reach, and what a judge found in it."""

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from schemas.base import Value
from schemas.geometry import Box
from schemas.settings.base import contradiction

DETECTOR = "detector"
"""The judge whose networks the story chooses."""


class JudgeSettings(Value):
    """Who judges; a name alone stands for it."""

    name: str = "auto"
    """`auto`, whoever knows the subject; one of the others that come along; or a plug-in's."""
    detector: str | None = None
    """OWLv2 or OWL-ViT, which finds figures: a directory or hub id. Only read by `detector`."""
    embedding: str | tuple[str, ...] | None = None
    """CLIP, SigLIP, DINO or DINOv2, by which figures are compared with the characters' pictures: a
    directory or hub id, or several for an ensemble. Only read by `detector`."""
    confidence: float = Field(default=0.25, ge=0, le=1)
    """How sure the detector must be that somebody is there."""
    likeness: float = Field(default=0.0, ge=-1, le=1)
    """The cosine below which a figure is nobody's; it depends on the embedding."""

    @property
    def embeddings(self) -> tuple[str, ...]:
        """The embeddings' directories or hub ids."""
        one = self.embedding
        return () if one is None else (one,) if isinstance(one, str) else one

    @property
    def networks(self) -> tuple[str, ...]:
        """All networks that the story names."""
        return (*((self.detector,) if self.detector else ()), *self.embeddings)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.name == DETECTOR and not (self.detector and self.embeddings):
            raise contradiction(
                "the judge detector needs a detector and an embedding", "name", "detector"
            )
        if self.name != DETECTOR and self.networks:
            key = "detector" if self.detector else "embedding"
            raise contradiction(f"{self.name} is asked about no networks", "name", key)
        return self


def _named(given: object) -> object:
    return {"name": given} if isinstance(given, str) else given


class Quality(Value):
    """A panel that falls short is drawn again with another seed; the best is kept."""

    identity: float = Field(default=0.8, ge=0, le=1)
    """Share of the judged subjects who must be themselves."""
    attempts: int = Field(default=3, ge=1, le=16)
    """How often a panel is drawn at most; 1 judges it and never draws it again."""
    stronger: bool = False
    """Whether every attempt keeps more of the collage than the one before: its noise is lessened
    by a tenth, to no less than 0.15; one from pure noise starts from a collage noised to 0.85."""
    judge: Annotated[
        JudgeSettings, BeforeValidator(_named, json_schema_input_type=str | JudgeSettings)
    ] = JudgeSettings()
    """Who judges: a name, or a mapping with a detector and an embedding of the story's own."""


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
    def clean(self) -> bool:
        """Whether all who could be judged are right, and nobody is missing or extra."""
        return self.identity == 1 and not (self.missing or self.extra)

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


def quality_over(base: Quality | None, own: Quality | None) -> Quality | None:
    """Lay what a panel asks of its picture over what its story asks."""
    if own is None or base is None:
        return own or base
    return base.but(**{name: getattr(own, name) for name in own.model_fields_set})
