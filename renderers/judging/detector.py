"""A judge of a story's own choice: a zero-shot detector finds figures, an embedding tells whose.

This is MuDI's detect-and-compare (arXiv 2404.04243) with a plan in hand: OWLv2 or OWL-ViT is asked
for the subjects' classes, each figure found is cut out square on white and compared with the
characters' own pictures, and each planned segment has the figure that overlaps it the most.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
import transformers
from PIL import Image

from renderers.diffusion.models.locate import find_part, read_mapping
from renderers.diffusion.models.parts import load_network, load_tokenizer, quiet
from renderers.judging.encoders import Encoder, load_encoder
from renderers.judging.metrics.assignment import best_pairs
from renderers.judging.metrics.similarity import Rows, cosines
from renderers.judging.verdict import SegmentFinding, Verdict, is_thing, seen_segments
from schemas.errors import AssetMissing
from schemas.geometry import Box, Size
from schemas.plan import PanelPlan, Segment
from schemas.quality import JudgeSettings

KINDS = {"owlv2": "Owlv2ForObjectDetection", "owlvit": "OwlViTForObjectDetection"}
"""The detectors that are read, by the `model_type` of their configuration."""
_SAME = 0.6
"""Two boxes that share so much of their union show one figure."""
_THERE = 0.2
"""Share of the union of a box and a segment's from which on the figure is the segment's."""
_SHARPNESS = 12.0
"""How fast likeness becomes certainty: a softmax over cosines times this."""
_MEAN, _DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
"""CLIP's, of red, green and blue."""
_MOST = 16
"""Figures, the surest first, that are paired with segments."""


class DetectedFigure(NamedTuple):
    """What a detector found."""

    box: Box
    """In the picture's unit square."""
    score: float
    """How sure the detector is, from 0 to 1."""


class ZeroShotDetector(NamedTuple):
    """OWLv2 or OWL-ViT: finds what it is asked for in words."""

    network: Any
    tokenizer: Any

    @torch.no_grad()
    def found(
        self, picture: Image.Image, queries: Sequence[str], *, least: float
    ) -> list[DetectedFigure]:
        """Return what is there of some queries, the surest first, each figure once."""
        side, pads = self.network.config.vision_config.image_size, self._pads
        words = self.tokenizer(
            list(queries),
            padding="max_length",
            truncation=True,
            max_length=self.network.config.text_config.max_position_embeddings,
            return_tensors="pt",
        )
        seen = self.network(pixel_values=prepared(picture, side, pads=pads), **words)
        scores = seen.logits[0].amax(1).sigmoid()
        wide, high = picture.size
        reach = (max(picture.size) / wide, max(picture.size) / high) if pads else (1.0, 1.0)
        rows = ((float(scores[at]), seen.pred_boxes[0, at]) for at in scores.argsort().flip(0))
        figures = (
            DetectedFigure(box, score)
            for score, row in rows
            if score >= least and (box := _box(row.tolist(), reach)) is not None
        )
        return _each_once(figures)

    @property
    def _pads(self) -> bool:
        return bool(self.network.config.model_type == "owlv2")


def prepared(picture: Image.Image, side: int, *, pads: bool) -> torch.Tensor:
    """Return a picture as OWL reads it, `[1, 3, side, side]`; OWLv2 pads it to a square first."""
    square = picture.convert("RGB")
    if pads:
        square = Image.new("RGB", (max(picture.size),) * 2, (128, 128, 128))
        square.paste(picture, (0, 0))
    small = square.resize((side, side), Image.Resampling.BICUBIC)
    pixels = torch.from_numpy(np.array(small)).permute(2, 0, 1).float() / 255
    mean, deviation = (torch.tensor(each)[:, None, None] for each in (_MEAN, _DEVIATION))
    return ((pixels - mean) / deviation)[None]


def _box(row: Sequence[float], reach: tuple[float, float]) -> Box | None:
    """Return a box in the picture's unit square; None where it is all in the padding."""
    x, y, wide, high = row
    left, right = (min(1.0, max(0.0, (x + half * wide) * reach[0])) for half in (-0.5, 0.5))
    top, bottom = (min(1.0, max(0.0, (y + half * high) * reach[1])) for half in (-0.5, 0.5))
    if right - left < 1e-3 or bottom - top < 1e-3:
        return None
    return Box(left=left, top=top, right=right, bottom=bottom)


def _each_once(figures: Iterator[DetectedFigure]) -> list[DetectedFigure]:
    kept: list[DetectedFigure] = []
    for figure in figures:
        if all(overlap(figure.box, other.box) < _SAME for other in kept):
            kept.append(figure)
    return kept


def overlap(one: Box, other: Box) -> float:
    """Return the share of two boxes' union that both cover."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    shared = max(0.0, wide) * max(0.0, high)
    return shared / (one.width * one.height + other.width * other.height - shared)


class _Compared(NamedTuple):
    """Whom a figure is likest, and how sure that is; None is nobody who is known."""

    who: str | None
    certainty: float


class DetectorJudge(NamedTuple):
    """Judges by detected figures, each compared with the characters' own pictures."""

    detector: ZeroShotDetector
    encoder: Encoder
    known: Mapping[str, Rows]
    """Each character's own pictures, embedded."""
    settings: JudgeSettings

    def judge(self, panel: PanelPlan, picture: Image.Image) -> Verdict:
        """Tell who is drawn where, who is missing, and who is there that nobody planned."""
        size = Size(width=picture.width, height=picture.height)
        segments = list(seen_segments(panel, size))
        queries = dict.fromkeys(class_of(each) for each in panel.segments if not is_thing(each))
        if not queries:
            return Verdict(())
        figures = self.detector.found(picture, [*queries], least=self.settings.confidence)
        whose = [self._compared(picture, figure) for figure in figures]
        pairs = _paired([segment.box for segment in segments], figures)
        findings = []
        for at, (planned, segment) in enumerate(zip(panel.segments, segments, strict=True)):
            who, sure = whose[pairs[at]] if at in pairs else _Compared(None, 0.0)
            judged = segment.large and planned.subject in self.known and not is_thing(planned)
            findings.append(SegmentFinding(planned.subject, who, sure, segment.box, judged))
        present = {each.who for each in whose}
        missing = [f.subject for f in findings if f.judged and f.subject not in present]
        others = (each for at, each in enumerate(whose) if at not in pairs.values())
        return Verdict(
            tuple(findings), tuple(missing), tuple(each.who or "somebody" for each in others)
        )

    def _compared(self, picture: Image.Image, figure: DetectedFigure) -> _Compared:
        """Tell whom a figure is likest, by the mean cosine with all pictures of each."""
        names = [*self.known]
        if not names:
            return _Compared(None, 0.0)
        row = self.encoder.pictures([_cropped(picture, figure.box)])
        alike = np.array([float(cosines(row, self.known[name]).mean()) for name in names])
        best, shares = int(alike.argmax()), np.exp(_SHARPNESS * (alike - alike.max()))
        who = names[best] if alike[best] >= self.settings.likeness else None
        return _Compared(who, float(shares[best] / shares.sum()))


def _cropped(picture: Image.Image, box: Box) -> Image.Image:
    wide, high = picture.size
    left, right = round(box.left * wide), round(box.right * wide)
    top, bottom = round(box.top * high), round(box.bottom * high)
    return picture.crop((left, top, max(right, left + 1), max(bottom, top + 1)))


def class_of(segment: Segment) -> str:
    """Return the class of a segment's subject as its prompt says it: `woman cartoon`."""
    return segment.prompt.split(",")[0].removeprefix(segment.token).strip() or segment.subject


def _paired(boxes: Sequence[Box], figures: Sequence[DetectedFigure]) -> dict[int, int]:
    """Give each segment the figure that overlaps it, one to one, the most in all."""
    if not (boxes and figures):
        return {}
    shared = np.array([[overlap(box, figure.box) for figure in figures] for box in boxes])
    pairs = best_pairs(shared[:, :_MOST])
    return {row: column for row, column in pairs if shared[row, column] >= _THERE}


def load_detector(
    name: str,
    *,
    root: Path = Path(),
    online: bool = False,
    what: str = "quality: judge: detector",
) -> ZeroShotDetector:
    """Load a zero-shot detector by directory or hub id, on the CPU.

    `what` is the setting that names it, for the message.

    Raises:
        AssetMissing: it is absent, damaged, pickled, or no OWLv2 or OWL-ViT.
    """
    folder = find_part(name, root=root, online=online, what=what)
    kind = str(read_mapping(folder / "config.json").get("model_type"))
    if kind not in KINDS:
        raise AssetMissing(
            f"{name} is a {kind} network", hint=f"The detectors are: {', '.join(KINDS)}."
        )
    with quiet():
        network = load_network(
            getattr(transformers, KINDS[kind]),
            folder,
            device=torch.device("cpu"),
            dtype=torch.float32,
        )
        return ZeroShotDetector(network, load_tokenizer(transformers.CLIPTokenizer, folder))


def load_detector_judge(
    settings: JudgeSettings,
    pictures: Mapping[str, Sequence[Image.Image]],
    *,
    root: Path = Path(),
    online: bool = False,
) -> DetectorJudge:
    """Make the judge that a story's `judge: {name: detector, …}` asks for.

    Raises:
        AssetMissing: a network is absent, damaged or of another kind.
    """
    assert settings.detector is not None
    encoder = load_encoder(settings.embeddings, root=root, online=online, what="judge: embedding")
    known = {name: encoder.pictures(own) for name, own in pictures.items() if own}
    return DetectorJudge(
        load_detector(settings.detector, root=root, online=online), encoder, known, settings
    )
