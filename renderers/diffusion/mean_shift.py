"""Mean-shifted noise: the subjects' own latents, added to the noise that sampling starts from.

MuDI (arXiv 2404.04243) starts from eps + gamma·z, z being the latent of the segmented subjects. A
blank canvas is no zero in latents, and adding it would turn every background white; here z is
masked by the subjects. What they change of the blank canvas, z - z_blank, would leave backgrounds
alone too, but is darker than they are, and draws them dark.

Of the canvas only figures are encoded, everybody who stands apart in a piece of its own: the rest
is masked away, and encoding it would cost more than a hundredth of a panel of Stable Diffusion. To
an autoencoder that looks at patches alone, as toon's does, that is the same to the bit. One that
normalises over all that it sees, as Stable Diffusion's does, sees less white around a figure, and
nothing of who stands elsewhere.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256

import numpy as np
import torch
from jaxtyping import Bool, Float
from PIL import Image
from torch import Tensor
from torch.nn.functional import max_pool2d

from renderers.diffusion.inputs import noise_of
from renderers.diffusion.models.autoencoder import as_tensor
from renderers.diffusion.models.model import Model
from renderers.diffusion.panel_inputs import PanelInputs
from renderers.diffusion.panels import Crop
from renderers.diffusion.sampler import Renew
from renderers.diffusion.schedule import Latent, SolverStep, Span
from schemas.settings import InitSettings

REMEMBERED = 16
"""As many panels' shifts as are drawn again soon: in every step's fresh noise, in attempts."""


class MeanShift:
    """What the subjects of panels add to their noise; who was encoded lately is known."""

    def __init__(self, init: InitSettings) -> None:
        self._init = init
        self._known: dict[bytes, Tensor] = {}

    def of(self, model: Model, batch: Sequence[PanelInputs], eps: Latent) -> Latent:
        """Return what the subjects of each of the panels add to its noise: gamma times z."""
        shifts = [self._remembered(model, panel.subjects, eps) for panel in batch]
        return self._init.gamma * torch.stack(shifts)

    def renewed(self, model: Model, batch: Sequence[PanelInputs]) -> Renew:
        """Return what draws a step's fresh noise, shifted as the first was in `early` steps."""
        early = Span(0.0, self._init.early)

        def drawn(turn: int | None = None) -> Latent:
            sizes = [(panel.plan, panel.condition.size) for panel in batch]
            return torch.stack([noise_of(model, *each, turn=turn) for each in sizes])

        shift = self.of(model, batch, drawn()) if self._init.early else None

        def fresh(step: SolverStep) -> Latent:
            eps = drawn(step.turn)
            return eps if shift is None or not early.holds(step) else eps + shift

        return fresh

    def _remembered(self, model: Model, subjects: Image.Image | None, eps: Latent) -> Tensor:
        if subjects is None or not self._init.gamma:
            return torch.zeros_like(eps[0])
        key = sha256(repr(subjects.size).encode() + subjects.tobytes()).digest()
        if key not in self._known:
            made = mean_shift(model, subjects, eps)
            if len(self._known) == REMEMBERED:
                self._known.pop(next(iter(self._known)))
            self._known[key] = made
        return self._known[key]


def mean_shift(
    model: Model, subjects: Image.Image | None, eps: Latent
) -> Float[Tensor, "c height width"]:
    """Return z for one panel; `eps` says of what shape. Nobody there, it is zero everywhere."""
    z = torch.zeros_like(eps[0])
    if subjects is None:
        return z
    canvas = Image.new("RGB", subjects.size, "white")
    canvas.paste(subjects, mask=subjects.getchannel("A"))
    size = eps.shape[-1], eps.shape[-2]
    alpha = subjects.getchannel("A").resize(size, Image.Resampling.BOX)
    inside = torch.from_numpy(np.asarray(alpha, np.float32) / 255)
    picture, scale = as_tensor(canvas)[None], subjects.width // alpha.width
    for piece in pieces(inside > 0):
        seen = piece.of(picture, scale=scale).to(model.device)
        piece.of(z)[:] = model.autoencoder.encode(seen)[0]
    return inside.to(z) * z


def pieces(cells: Bool[Tensor, "h w"]) -> Iterator[Crop]:
    """Yield a rectangle around everybody who stands apart, with a blank cell on every side.

    Columns in which nobody stands part them, so that rectangles never meet.
    """
    near = max_pool2d(cells[None].float(), 3, stride=1, padding=1)[0].numpy() > 0
    columns = np.flatnonzero(near.any(axis=0))
    for run in np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1):
        if len(run):
            rows = np.flatnonzero(near[:, run].any(axis=1))
            top, left = int(rows[0]), int(run[0])
            yield Crop(top, left, int(rows[-1]) + 1 - top, int(run[-1]) + 1 - left)
