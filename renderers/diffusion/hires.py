"""Drawing again at size: a small panel is enlarged, noised moderately, and drawn once more.

Models compose best at the size that they were trained at, and at twice that size see two of
everybody; from a small drawing, enlarged, they only add what a small one has no room for. Users of
other programs know it as hires fix.
"""

from collections.abc import Callable
from typing import NamedTuple

from PIL import Image
from torch import Tensor
from torch.nn.functional import interpolate

from renderers.conditioning.maps import panel_size
from renderers.diffusion.schedule import Latent, Schedule
from schemas.geometry import Size
from schemas.settings import HiresSettings


class Hires(NamedTuple):
    """How a panel is drawn again."""

    settings: HiresSettings
    whole: Schedule
    """The second drawing's schedule, from noise to clean."""

    @property
    def schedule(self) -> Schedule:
        """The part of it that is drawn."""
        return self.whole.last(self.settings.strength)

    def size(self, aspect: float, resolution: int, multiple: int) -> Size:
        """Return the larger size of a panel that is first drawn at a resolution."""
        return panel_size(aspect, round(resolution * self.settings.scale), multiple)

    def enlarged(
        self,
        latent: Tensor,
        size: Size,
        *,
        decode: Callable[[Latent], Image.Image],
        encode: Callable[[Image.Image], Latent],
        scale_factor: int,
    ) -> Latent:
        """Return a panel's clean latent `[c, h, w]` at another size, `[1, c, h, w]`.

        In latents values are interpolated between cells, which costs nothing and blurs, so that it
        takes more noise; in pixels the drawing is decoded, enlarged as a picture, and encoded.
        """
        if self.settings.upscaler == "latent":
            cells = size.height // scale_factor, size.width // scale_factor
            larger = interpolate(latent[None].float(), cells, mode="bicubic")
            return larger.to(latent.dtype)
        picture = decode(latent[None])
        return encode(picture.resize((size.width, size.height), Image.Resampling.LANCZOS))
