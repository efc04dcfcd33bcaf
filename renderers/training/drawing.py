"""Pictures that a base draws while it is taught: samples to look at, and its prior."""

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from random import Random
from typing import NamedTuple

import torch
from PIL import Image

from renderers.diffusion.models.autoencoder import as_picture, as_tensor
from renderers.diffusion.schedule import Latent, advance, noised
from renderers.training.base import Base, PromptEmbeds
from renderers.training.batches import seed_of
from renderers.training.canvases import Composer
from renderers.training.collages import seg_mix
from renderers.training.pictures import TrainingSubject
from schemas.geometry import Size
from schemas.training_groups import SampleSettings


class SampleRequest(NamedTuple):
    """One picture to be drawn."""

    prompt: str
    size: Size
    seed: int
    start: Image.Image | None = None
    """A collage to start from, noised; None starts from noise alone."""


@torch.no_grad()
def draw(base: Base, asked: SampleRequest, settings: SampleSettings) -> Image.Image:
    """Draw a picture with the base as it is now: DDIM with guidance, and nothing else."""
    schedule = base.model.schedule("ddim", settings.steps)
    scale = settings.guidance_scale
    scale = base.model.recommended.guidance_scale if scale is None else scale
    x = _noise(base, asked)
    if asked.start is None:
        x = x * schedule.start_noise
    else:
        schedule = schedule.last(settings.strength)
        pixels = as_tensor(asked.start)[None].to(base.model.device)
        x = noised(base.model.autoencoder.encode(pixels), x, schedule.steps[0].now)
    said = _guided(base, asked.prompt)
    for step in schedule.steps:
        time = torch.full((2,), step.timestep, device=x.device)
        against, towards = base.predict(torch.cat([x, x]), time, said).chunk(2)
        x0 = schedule.clean(x, against + scale * (towards - against), step.now)
        x = advance(x, x0, step)
    return as_picture(base.model.autoencoder.decode(x)[0])


def _noise(base: Base, asked: SampleRequest) -> Latent:
    generator = torch.Generator().manual_seed(asked.seed)
    pixels = base.model.networks.vae_scale_factor
    shape = (1, base.model.channels, asked.size.height // pixels, asked.size.width // pixels)
    return torch.randn(shape, generator=generator).to(base.model.device)


def _guided(base: Base, prompt: str) -> PromptEmbeds:
    """Encode nothing and the prompt; SDXL's nothing is zeros."""
    said = base.said(("", prompt))
    if len(base.text.encoders) > 1 and said.pooled is not None:
        said.states[0], said.pooled[0] = 0, 0
    return said


def sample_requests(
    base: Base, subjects: Sequence[TrainingSubject], size: Size
) -> dict[str, SampleRequest]:
    """Return fixed pictures to be drawn again and again: one a character, and one a pair."""
    collage = base.model.recommended.init == "collage"
    found: dict[str, SampleRequest] = {}
    for each in subjects:
        start = _posed(seg_mix([each]), size) if collage else None
        found[each.id] = SampleRequest(
            f"{each.words}, simple background", size, seed_of(each.id), start
        )
    for one, other in combinations(subjects, 2):
        name, start = f"{one.id}-{other.id}", None
        if collage:
            start = _posed(seg_mix([one, other]), size)
        prompt = f"a {one.words} and a {other.words}, simple background"
        found[name] = SampleRequest(prompt, size, seed_of(name), start)
    return found


def _posed(composer: Composer, size: Size) -> Image.Image:
    return composer(Random(1), size).image


def write_samples(
    base: Base,
    requests: dict[str, SampleRequest],
    settings: SampleSettings,
    folder: Path,
    step: int,
) -> None:
    """Draw every request into `samples/<step>-<name>.png`.

    Raises:
        OSError: the disk refuses.
    """
    place = folder / "samples"
    place.mkdir(parents=True, exist_ok=True)
    for name, asked in requests.items():
        draw(base, asked, settings).save(place / f"{step:06d}-{name}.png")
