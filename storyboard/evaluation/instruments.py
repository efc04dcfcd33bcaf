"""What looks at the pictures of an evaluation: judges, an embedding of figures, a segmenter, seams.

Each sees one picture at a time and tells what it saw as JSON; metrics are made of that.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
import torch
from PIL import Image
from torch.nn import functional

from renderers.base import Judge
from renderers.conditioning.maps import segment_masks
from renderers.diffusion.images.encoder import squared
from renderers.diffusion.segmenter import Segmenter
from renderers.judges import judge_for
from renderers.judging.figures import cut_out
from renderers.judging.maps import PoseError
from renderers.judging.metrics.identity import detect_and_compare
from renderers.judging.metrics.similarity import Rows, reference_similarity
from renderers.judging.open_set import OpenSetJudge, embedded, open_set_judge, pictures_of
from renderers.judging.seam import seam
from renderers.judging.verdict import seen_segments
from renderers.methods.collage import compose
from renderers.toon.judging import latent_of, load_latent_judge
from schemas.geometry import Size
from schemas.plan import PanelPlan
from storyboard.evaluation.metric_values import FEATURES, FIGURES, JUDGE, NETWORK, SEAM
from storyboard.panels.judging import kept

if TYPE_CHECKING:
    from renderers.diffusion.models.patch_autoencoder import PatchAutoencoder

_REFERENCE = 256
"""Pixels along the square in which the segmenter's encoder sees a subject's own picture."""


class Instrument(Protocol):
    """Looks at a picture."""

    def seen(self, panel: PanelPlan, picture: Image.Image) -> dict[str, Any]:
        """Return what it saw in an RGB picture of the panel."""


def instrument_for(name: str, panels: Sequence[PanelPlan], root: Path) -> Instrument:
    """Make an instrument; `panels` show the pictures with which figures are compared.

    Raises:
        AssetMissing: a network or a picture is absent.
    """
    if name.startswith(JUDGE):
        return JudgeInstrument(judge_for(name.removeprefix(JUDGE), panels, root), name)
    if name == FIGURES:
        return FigureLikeness(open_set_judge(pictures_of(panels, root)))
    if name == FEATURES:
        judge = load_latent_judge()
        own = pictures_of(panels, root)
        return SegmenterFeatures(judge.autoencoder, judge.segmenter, own)
    if name.startswith(NETWORK):
        from storyboard.evaluation.network_instrument import load_network_instrument

        kind, _, model = name.removeprefix(NETWORK).partition(" ")
        return load_network_instrument(kind, model, pictures_of(panels, root), root)
    assert name == SEAM, f"no instrument is called {name}"
    return SeamInstrument(root)


class JudgeInstrument(NamedTuple):
    """A judge's verdict, and how far joints are from where they were planned."""

    judge: Judge
    name: str

    def seen(self, panel: PanelPlan, picture: Image.Image) -> dict[str, Any]:
        """Return the verdict, the joints' mean distance and PCK."""
        verdict = self.judge.judge(panel, picture)
        error = PoseError(tuple(far for found in verdict.findings for far in found.joints))
        told = bool(error.distances)
        return {
            "verdict": kept(verdict, by=self.name).model_dump(mode="json"),
            "pose_off": round(error.mean, 4) if told else None,
            "pck": round(error.pck, 4) if told else None,
        }


class FigureLikeness(NamedTuple):
    """How like each figure is to its character, and all together to all (D&C)."""

    judge: OpenSetJudge

    def seen(self, panel: PanelPlan, picture: Image.Image) -> dict[str, Any]:
        """Return each figure's cosine with its own pictures, and D&C as if the count were right."""
        known, size = self.judge.known, Size(width=picture.width, height=picture.height)
        shown = [
            (part.subject, cut_out(picture, seen.mask))
            for part, seen in zip(panel.segments, seen_segments(panel, size), strict=True)
            if seen.large and part.subject in known
        ]
        if not shown:
            return {"likeness": [], "compared": None}
        names, figures = zip(*shown, strict=True)
        alike = self.judge.likeness(figures)
        rows = _rows(embedded(self.judge.embedding, figures))
        own = [_rows(known[name]) for name in names]
        whole = len(names) == len(panel.segments)
        return {
            "likeness": [round(each[name], 4) for name, each in zip(names, alike, strict=True)],
            "compared": round(detect_and_compare(rows, own), 4) if whole else None,
        }


class _Own(NamedTuple):
    """Features of a subject's own pictures, one row each."""

    whole: Rows
    masked: Rows


class SegmenterFeatures:
    """What the encoder of toon's segmenter makes of a picture, and of the subjects' own (SAS)."""

    def __init__(
        self,
        autoencoder: "PatchAutoencoder",
        segmenter: Segmenter,
        pictures: Mapping[str, Sequence[Image.Image]],
    ) -> None:
        self._autoencoder, self._segmenter = autoencoder, segmenter
        self._own = {name: self._references(each) for name, each in pictures.items()}

    def seen(self, panel: PanelPlan, picture: Image.Image) -> dict[str, Any]:
        """Return the mean cosine over the subjects, of the whole picture and of figures alone."""
        latent = latent_of(picture, self._autoencoder)
        size = Size(width=picture.width, height=picture.height)
        picture_rows, whole, masked = self._features(latent), list[float](), list[float]()
        for part, mask in zip(panel.segments, segment_masks(panel, size)[1:], strict=True):
            if (own := self._own.get(part.subject)) is not None:
                figure = self._features(latent, torch.from_numpy(mask))
                whole.append(reference_similarity(picture_rows, own.whole))
                masked.append(reference_similarity(figure, own.masked))
        return {
            "whole": round(fmean(whole), 4) if whole else None,
            "masked": round(fmean(masked), 4) if masked else None,
        }

    @torch.no_grad()
    def _features(self, latent: torch.Tensor, mask: torch.Tensor | None = None) -> Rows:
        shown = None
        if mask is not None:
            size = latent.shape[-2:]
            shown = functional.interpolate(mask.float()[None, None], size=size, mode="area")
        return _rows(self._segmenter.features(latent.float(), shown))

    def _references(self, pictures: Sequence[Image.Image]) -> _Own:
        whole, masked = [], []
        for each in pictures:
            square = _sized(squared(each))
            outline = np.array(_sized(squared(_silhouette(each))).convert("L"), np.float32)
            latent = latent_of(square, self._autoencoder)
            whole.append(self._features(latent))
            masked.append(self._features(latent, torch.from_numpy(1 - outline / 255)))
        return _Own(np.concatenate(whole), np.concatenate(masked))


class SeamInstrument(NamedTuple):
    """How visible the outlines' surroundings are, against the collage's."""

    root: Path

    def seen(self, panel: PanelPlan, picture: Image.Image) -> dict[str, Any]:
        """Return the seam; None where the subjects fill the picture."""
        size = Size(width=picture.width, height=picture.height)
        masks = segment_masks(panel, size)[1:]
        if not len(masks):
            return {"seam": None}
        found = seam(picture, compose(panel, size, self.root), np.max(masks, axis=0))
        return {"seam": None if found is None else round(found, 4)}


def _sized(picture: Image.Image) -> Image.Image:
    return picture.resize((_REFERENCE, _REFERENCE), Image.Resampling.LANCZOS)


def _silhouette(picture: Image.Image) -> Image.Image:
    """Return a black figure on white."""
    return Image.merge("RGBA", (*(Image.new("L", picture.size),) * 3, picture.getchannel("A")))


def _rows(vectors: torch.Tensor) -> Rows:
    rows: Rows = vectors.double().numpy()
    return rows
