"""Wires subject-aware guidance: settings and a segmenter to the sampler's guide."""

from collections.abc import Sequence
from pathlib import Path

from renderers.diffusion.guidance import (
    Energy,
    GuidanceInterval,
    Places,
    SubjectAware,
    SubjectSegmenter,
    confidence,
    feature,
    in_company,
    places_alone,
    places_together,
    target,
)
from renderers.diffusion.models.load import Model, load_autoencoder
from renderers.diffusion.models.locate import find_part, find_weights
from renderers.diffusion.panels import Panels
from renderers.diffusion.schedule import Latent, SolverStep
from renderers.diffusion.segmenter import InPixels, load_segmenter
from schemas.errors import AssetMissing
from schemas.settings import MspSettings, SalSettings


def load_subject_segmenter(
    settings: MspSettings, model: Model, *, root: Path, online: bool
) -> SubjectSegmenter:
    """Load the segmenter that `sal` names and, where it sees pixels, the decoder before it.

    Raises:
        AssetMissing: either is absent, damaged, or made for other latents than the model's.
    """
    sal = settings.sal or SalSettings()
    folder = find_weights(settings.segmenter, root=root, online=online)
    segmenter = load_segmenter(folder, device=model.device)
    channels, what, latents = (
        segmenter.shape.channels,
        f"the segmenter in {folder}",
        "this model's latents",
    )
    if segmenter.shape.sees == "latents":
        _check_channels(what, channels, model.channels, latents)
        return segmenter
    _check_channels(what, channels, 3, "pictures")
    if sal.decoder is None:
        return InPixels(segmenter, model.autoencoder.in_full())
    part = find_part(sal.decoder, root=root, online=online, what="sal: decoder")
    decoder = load_autoencoder(part, device=model.device, dtype=model.networks.dtype)
    _check_channels(f"the decoder {sal.decoder}", decoder.channels, model.channels, latents)
    return InPixels(segmenter, decoder.in_full())


def _check_channels(what: str, channels: int, wanted: int, source: str) -> None:
    if channels != wanted:
        raise AssetMissing(
            f"{what} reads {channels} channels, and {source} have {wanted}",
            hint="name one that was made for this model",
        )


def guide_of(
    settings: SalSettings,
    segmenter: SubjectSegmenter,
    panels: Panels,
    references: Latent | None,
    steps: Sequence[SolverStep] = (),
) -> SubjectAware:
    """Build a batch's guide. `references` are its collages, clean; only `feature` needs them.

    Every n-th step is counted from the first of `steps` that lies in the window.
    """
    subjects = subjects_of(panels.names, segmenter.subjects)
    count = len(segmenter.subjects)
    alone = places_alone(panels, subjects, count=count, others=settings.others)
    together = places_together(panels, subjects, count=count, others=settings.others)
    known = panels.masks * (alone.weights.amax(dim=(1, 2, 3)) > 0).view(-1, 1, 1, 1)
    shared = together.targets.amax(dim=1, keepdim=True)
    likeness = None
    if settings.reading == "feature":
        assert references is not None, "settings see to it that there is a collage"
        likeness = feature(segmenter, known, references[panels.owner])
    return SubjectAware(
        likeness or _energy(settings, segmenter, alone),
        in_company(likeness, panels) if likeness else _energy(settings, segmenter, together),
        known,
        shared,
        GuidanceInterval(settings.scale, settings.start, settings.end, settings.every).counted(
            steps
        ),
    )


def subjects_of(names: Sequence[Sequence[str]], known: Sequence[str]) -> list[int | None]:
    """Return which known subject each segment's is, by one of its names; None for strangers."""
    places = {name.casefold(): index for index, name in enumerate(known)}
    found = [[places.get(name.casefold()) for name in each] for each in names]
    return [next((place for place in each if place is not None), None) for each in found]


def _energy(settings: SalSettings, segmenter: SubjectSegmenter, places: Places) -> Energy:
    reading = confidence if settings.reading == "confidence" else target
    return reading(segmenter, places)
