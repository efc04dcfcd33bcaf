"""Mean-shifted noise: the subjects' own latents, added to the noise that sampling starts from.

MuDI (arXiv 2404.04243) starts from eps + gamma·z, z being the latent of the segmented subjects. A
blank canvas is no zero in latents, and adding it would turn every background white; here z is
masked by the subjects. What they change of the blank canvas, z - z_blank, would leave backgrounds
alone too, but is darker than they are, and draws them dark.
"""

from collections.abc import Sequence

import numpy as np
import torch
from jaxtyping import Float
from PIL import Image
from torch import Tensor

from renderers.diffusion.inputs import noise_of
from renderers.diffusion.models.autoencoder import as_tensor
from renderers.diffusion.models.model import Model
from renderers.diffusion.panel_inputs import PanelInputs
from renderers.diffusion.sampler import Renew
from renderers.diffusion.schedule import Latent, SolverStep, Span
from schemas.settings import InitSettings


def mean_shift(
    model: Model, subjects: Image.Image | None, eps: Latent
) -> Float[Tensor, "c height width"]:
    """Return z for one panel; `eps` says of what shape. Nobody there, it is zero everywhere."""
    if subjects is None or subjects.getchannel("A").getbbox() is None:
        return torch.zeros_like(eps[0])
    canvas = Image.new("RGB", subjects.size, "white")
    canvas.paste(subjects, mask=subjects.getchannel("A"))
    z = model.autoencoder.encode(as_tensor(canvas)[None].to(model.device))[0]
    size = eps.shape[-1], eps.shape[-2]
    alpha = subjects.getchannel("A").resize(size, Image.Resampling.BOX)
    inside = torch.from_numpy(np.asarray(alpha, np.float32) / 255).to(eps.device)
    return inside * z


def shifts_of(
    model: Model, batch: Sequence[PanelInputs], eps: Latent, init: InitSettings
) -> Latent:
    """Return what the subjects of each of the panels add to its noise: gamma times z."""
    shifts = [mean_shift(model, panel.subjects, eps) for panel in batch]
    return init.gamma * torch.stack(shifts)


def renewed(model: Model, batch: Sequence[PanelInputs], init: InitSettings) -> Renew:
    """Return what draws a step's fresh noise, shifted as the first was in the `early` steps."""
    early = Span(0.0, init.early)

    def drawn(turn: int | None = None) -> Latent:
        sizes = [(panel.plan, panel.condition.size) for panel in batch]
        return torch.stack([noise_of(model, *each, turn=turn) for each in sizes])

    shift = shifts_of(model, batch, drawn(), init) if init.early else None

    def fresh(step: SolverStep) -> Latent:
        eps = drawn(step.turn)
        return eps if shift is None or not early.holds(step) else eps + shift

    return fresh
