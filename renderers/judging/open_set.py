"""Judges anybody, by likeness: every figure is compared with the characters' own pictures.

The embedding was trained on strangers (dyed and recombined figures), so that it need not know
whom it compares. It looks into the planned segments alone; who stands elsewhere it does not see.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from jaxtyping import Float
from PIL import Image
from torch import Tensor

from renderers.cast.figures import load_figure
from renderers.judging.figures import cut_out, squared, trimmed
from renderers.judging.networks import SHIPPED, FigureEmbedding, load_embedding
from renderers.judging.verdict import (
    SegmentFinding,
    Verdict,
    VisibleSegment,
    is_thing,
    seen_segments,
)
from schemas.geometry import Size
from schemas.plan import PanelPlan, Segment

EMBEDDING = SHIPPED / "figures"
"""The embedding that comes along."""
_NEAREST = 3
"""How many of a character's pictures a figure is compared with: those that it is likest."""
_SHARPNESS = 12.0
"""How fast likeness becomes certainty: a softmax over cosines times this."""

Pictures = Mapping[str, Sequence[Image.Image]]
"""RGBA pictures of each character alone, by the character's id."""


class OpenSetJudge(NamedTuple):
    """Compares the figures of a panel with the pictures of those who may be there."""

    embedding: FigureEmbedding
    known: Mapping[str, Float[Tensor, "pictures size"]]
    """Each character's own pictures, embedded."""

    def judge(self, panel: PanelPlan, picture: Image.Image) -> Verdict:
        """Tell who is drawn in each planned segment of a picture of the panel."""
        size = Size(width=picture.width, height=picture.height)
        segments = list(seen_segments(panel, size))
        figures = [cut_out(picture, segment.mask) for segment in segments]
        likeness = self.likeness(figures) if figures else []
        findings = (
            self._finding(planned, segment, alike)
            for planned, segment, alike in zip(panel.segments, segments, likeness, strict=True)
        )
        return Verdict(tuple(findings))

    def likeness(self, figures: Sequence[Image.Image]) -> list[dict[str, float]]:
        """Return how like each RGBA figure is to everybody known: cosines, up to 1."""
        vectors = embedded(self.embedding, figures)
        return [
            {name: _nearest(own @ vector) for name, own in self.known.items()} for vector in vectors
        ]

    def _finding(
        self, planned: Segment, segment: VisibleSegment, likeness: Mapping[str, float]
    ) -> SegmentFinding:
        likest = max(likeness, key=lambda name: likeness[name], default=None)
        alike = likeness[likest] if likest is not None else 0.0
        cosines = _SHARPNESS * torch.tensor([*likeness.values(), self.embedding.shape.threshold])
        certain = cosines.softmax(0)[[*likeness].index(likest)] if likest is not None else 0.0
        found = likest if alike >= self.embedding.shape.threshold else None
        judged = segment.large and planned.subject in self.known and not is_thing(planned)
        return SegmentFinding(planned.subject, found, float(certain), segment.box, judged)


def open_set_judge(pictures: Pictures, *, folder: Path = EMBEDDING) -> OpenSetJudge:
    """Make a judge of whoever is in the pictures.

    Raises:
        AssetMissing: the embedding is absent or damaged.
    """
    embedding = load_embedding(folder)
    return OpenSetJudge(
        embedding,
        {name: embedded(embedding, own) for name, own in pictures.items() if own},
    )


@torch.no_grad()
def embedded(embedding: FigureEmbedding, figures: Sequence[Image.Image]) -> Float[Tensor, "n size"]:
    """Embed RGBA figures and their mirror images, halfway between: left and right are alike."""
    small = squared([trimmed(figure) for figure in figures])
    both = embedding(small) + embedding(small.flip(3))
    return torch.nn.functional.normalize(both, dim=1)


def pictures_of(panels: Sequence[PanelPlan], root: Path) -> dict[str, list[Image.Image]]:
    """Return the pictures with which panels show their characters, each once; things' none.

    Raises:
        StoryInvalid, AssetMissing: a picture cannot be read.
    """
    found: dict[str, list[Image.Image]] = {}
    for subject, layers in dict.fromkeys(_figures(panels)):
        found.setdefault(subject, []).append(load_figure(layers, root))
    return found


def _figures(panels: Sequence[PanelPlan]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for panel in panels:
        for segment in panel.segments:
            if segment.figure is not None and not is_thing(segment):
                yield segment.subject, segment.figure.layers


def _nearest(cosines: Float[Tensor, " pictures"]) -> float:
    return float(cosines.topk(min(_NEAREST, len(cosines))).values.mean())
