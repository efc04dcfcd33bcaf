"""Wires subject-aware guidance: settings and a segmenter to the sampler's guide."""

import re
from collections.abc import Sequence

from renderers.diffusion.autoencoder import Autoencoder
from renderers.diffusion.guidance import (
    Energy,
    Places,
    Recogniser,
    SubjectAware,
    Window,
    confidence,
    feature,
    places_alone,
    places_together,
    target,
)
from renderers.diffusion.panels import Masks, Panels
from renderers.diffusion.schedule import Latent
from renderers.diffusion.segmenter import InPixels, Segmenter
from schemas.errors import StoryboardError
from schemas.settings import SalSettings


def guide_of(
    settings: SalSettings,
    segmenter: Segmenter,
    autoencoder: Autoencoder,
    panels: Panels,
    references: Latent | None,
) -> SubjectAware:
    """Build a batch's guide. `references` are its collages, clean; only `feature` needs them.

    Raises:
        StoryboardError: `feature` is asked for without a collage.
    """
    subjects = subjects_of(panels.words, segmenter.shape.subjects)
    count = len(segmenter.shape.subjects)
    pixels = segmenter.shape.sees == "pixels"
    seen: Recogniser = InPixels(segmenter, autoencoder) if pixels else segmenter
    alone = places_alone(panels, subjects, count=count, others=settings.others)
    together = places_together(panels, subjects, count=count, others=settings.others)
    known = panels.masks * (alone.weights.amax(dim=(1, 2, 3)) > 0).view(-1, 1, 1, 1)
    shared = together.targets.amax(dim=1, keepdim=True)
    if settings.reading == "feature" and references is None:
        raise StoryboardError(
            "sal with reading: feature compares with the collage, and there is none",
            hint="set init: {from: collage}, or another reading",
        )
    of_segments = None if references is None else references[panels.owner]
    return SubjectAware(
        _energy(settings, seen, alone, known, of_segments),
        _energy(settings, seen, together, shared, references),
        known,
        shared,
        Window(settings.scale, settings.start, settings.end, settings.every),
    )


def subjects_of(words: Sequence[str], known: Sequence[str]) -> list[int | None]:
    """Return which known subject each prompt names, by whole words; None where it names none."""
    tokens = [re.findall(r"[\w<>-]+", text.lower()) for text in words]
    return [
        next((i for i, name in enumerate(known) if name.lower() in found), None) for found in tokens
    ]


def _energy(
    settings: SalSettings, seen: Recogniser, places: Places, masks: Masks, references: Latent | None
) -> Energy:
    match settings.reading:
        case "feature":
            assert references is not None
            return feature(seen, masks, references)
        case "confidence":
            return confidence(seen, places)
        case "target":
            return target(seen, places)
