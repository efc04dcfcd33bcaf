"""The losses: denoising as diffusers' scripts have it, prior preservation, masks, DCO, min-SNR.

x0 is a clean latent, eps its noise, t the timestep.
"""

from typing import Any, NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from renderers.base import Personalizer
from renderers.diffusion.schedule import Latent
from renderers.training.base import Base, PromptEmbeds
from renderers.training.batches import TrainingBatch, silhouette_of
from schemas.training import SegMixTraining, TrainingSettings


class Losses(NamedTuple):
    """A batch's loss, and what it is made of."""

    total: Tensor
    subjects: float
    prior: float | None = None


class Noisy(NamedTuple):
    """A batch made noisy, and what is to be predicted of it."""

    x: Latent
    t: Tensor
    wanted: Latent


def made_noisy(
    noise: Any, x0: Latent, settings: TrainingSettings, seed: int, starts: Latent | None = None
) -> Noisy:
    """Draw noise levels and noise; on the CPU, so that a seed is the same everywhere.

    `starts` are what a renderer starts from instead, where it is taught to.
    """
    generator = torch.Generator().manual_seed(seed)
    count = int(noise.config.num_train_timesteps)
    low, high = (round(part * count) for part in settings.noise)
    t = torch.randint(min(low, count - 1), max(high, low + 1), (len(x0),), generator=generator)
    eps = torch.randn(x0.shape, generator=generator).to(x0)
    t = t.to(x0.device)
    if starts is not None and (taught := silhouette_of(settings)) is not None:
        lowest, highest = taught.strength
        least = (t.to("cpu") / count).clamp(min=lowest, max=highest)
        chance = torch.rand(len(x0), generator=generator)
        strength = least + chance * (highest - least)
        eps = eps + unlike(noise, starts - x0, t, strength.to(t.device))
    v = noise.config.prediction_type == "v_prediction"
    return Noisy(noise.add_noise(x0, eps, t), t, noise.get_velocity(x0, eps, t) if v else eps)


def unlike(noise: Any, difference: Latent, t: Tensor, strength: Float[Tensor, " b"]) -> Latent:
    """Return the mean of what a sampler takes for noise whose start is another picture than x0.

    At the level of the start, signal·start + noise·eps is signal·x0 + noise·(eps + signal/noise ·
    difference); DDIM and Euler keep what is noise down to the last step. Above it there is none.
    """
    alphas = noise.alphas_cumprod.to(difference.device)
    first = (strength * len(alphas)).round().long().clamp(max=len(alphas) - 1)
    ratio = (alphas[first] / (1 - alphas[first])).sqrt() * (t <= first)
    return torch.as_tensor(difference * ratio.to(difference)[:, None, None, None])


def errors(
    output: Latent, wanted: Latent, weights: Float[Tensor, "b 1 h w"]
) -> Float[Tensor, " b"]:
    """Return every sample's mean square error, weighted by place and not normalised by area."""
    return (weights * (output.float() - wanted.float()).square()).mean(dim=(1, 2, 3))


def snr_weights(noise: Any, t: Tensor, gamma: float) -> Float[Tensor, " b"]:
    """Return Min-SNR's weights (arXiv 2303.09556, eq. 5), for what the noise's model predicts."""
    alphas = noise.alphas_cumprod.to(t.device)[t]
    snr = alphas / (1 - alphas)
    lowest = snr.clamp(max=gamma)
    v = noise.config.prediction_type == "v_prediction"
    return torch.Tensor(lowest / (snr + 1 if v else snr))


def preserving(
    each: Float[Tensor, " b"], *, priors: int, weight: float
) -> tuple[Tensor, Tensor, Tensor | None]:
    """Return the loss, the subjects' part and the prior's, whose samples come last."""
    if not priors:
        return each.mean(), each.mean(), None
    subjects, prior = each[:-priors].mean(), each[-priors:].mean()
    return subjects + weight * prior, subjects, prior


def consistent(loss: Tensor, reference: Tensor, beta: float) -> Tensor:
    """Return DCO's loss of batch means: -log sigmoid(-beta (loss - reference)), 2402.12004."""
    return -functional.logsigmoid(-beta * (loss - reference))


def loss_of(
    personalizer: Personalizer, batch: TrainingBatch, settings: TrainingSettings, *, seed: int
) -> Losses:
    """Return the loss of one batch; gradients flow into what the personalizer trains."""
    base = personalizer.base
    noisy = made_noisy(base.noise, batch.latents, settings, seed, batch.starts)
    each = errors(
        base.predict(noisy.x, noisy.t, batch.said(personalizer), batch.hint),
        noisy.wanted,
        batch.weights,
    )
    dco = settings.dco if isinstance(settings, SegMixTraining) else False
    if dco:
        reference = _reference(base, personalizer, batch, noisy)
        return Losses(consistent(each.mean(), reference, dco.beta), float(each.mean().detach()))
    if settings.min_snr_gamma is not None:
        each = each * snr_weights(base.noise, noisy.t, settings.min_snr_gamma)
    prior = getattr(settings, "prior", None)
    total, subjects, kept = preserving(
        each, priors=batch.priors, weight=prior.weight if prior else 0.0
    )
    return Losses(total, float(subjects.detach()), None if kept is None else float(kept.detach()))


@torch.no_grad()
def _reference(
    base: Base, personalizer: Personalizer, batch: TrainingBatch, noisy: Noisy
) -> Tensor:
    """Return the loss that the base had before it learned anything."""
    personalizer.silence(True)
    try:
        said: PromptEmbeds = batch.said(personalizer)
        output = base.predict(noisy.x, noisy.t, said, batch.hint)
    finally:
        personalizer.silence(False)
    return errors(output, noisy.wanted, batch.weights).mean()
