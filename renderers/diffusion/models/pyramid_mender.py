"""A decoder's mender that begins at the cells and works its way down to the pixels.

Most of its weights lie where the picture is small: what a cell shows (an eye, a lapel, a fence)
is decided there, and only drawn further down. Enlarging is by pixel shuffle (arXiv 1609.05158).
"""

from collections.abc import Sequence
from itertools import pairwise

from torch import Tensor, cat, nn
from torch.nn import functional


class ResidualBlock(nn.Module):
    """Two convolutions whose result is added; it begins as nothing."""

    def __init__(self, width: int, dilation: int = 1) -> None:
        """Make one that looks `dilation` features apart."""
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 3, padding=dilation, dilation=dilation)
        self.conv2 = nn.Conv2d(width, width, 3, padding=dilation, dilation=dilation)
        nothing(self.conv2)

    def forward(self, x: Tensor) -> Tensor:
        """Add what the convolutions make of features."""
        added: Tensor = self.conv2(functional.silu(self.conv1(x)))
        return x + added


class PyramidMender(nn.Module):
    """From latents, and the picture that they mean linearly, to what that picture lacks."""

    def __init__(
        self, latent: int, patch: int, widths: Sequence[int], blocks: Sequence[int]
    ) -> None:
        """Make one that mends nothing yet.

        Args:
            latent: channels of the latents.
            patch: pixels along a cell's side.
            widths: channels of every level, the cells' own first; each level halves the last's
                features along a side.
            blocks: residual blocks of every level.
        """
        super().__init__()
        self.grain = patch >> (len(widths) - 1)
        self.latent_in = nn.Conv2d(latent, widths[0], 3, padding=1)
        self.levels = nn.ModuleList(
            nn.Sequential(*(ResidualBlock(width) for _ in range(count)))
            for width, count in zip(widths, blocks, strict=True)
        )
        self.enlarge = nn.ModuleList(nn.Conv2d(a, 4 * b, 1) for a, b in pairwise(widths))
        colours = 3 * self.grain**2
        self.picture_in = nn.Conv2d(colours + widths[-1], widths[-1], 3, padding=1)
        self.picture_out = nn.Conv2d(widths[-1], colours, 3, padding=1)
        nothing(self.picture_out)

    def forward(self, z: Tensor, picture: Tensor) -> Tensor:
        """Return what is to be added to the picture, `[b, 3, patch·h, patch·w]`."""
        x = self.levels[0](self.latent_in(z))
        for at, enlarge in enumerate(self.enlarge, 1):
            x = functional.pixel_shuffle(functional.silu(enlarge(x)), 2)
            if at == len(self.enlarge):
                coarse = functional.pixel_unshuffle(picture, self.grain)
                x = self.picture_in(cat([coarse, x], 1))
            x = self.levels[at](x)
        return functional.pixel_shuffle(self.picture_out(x), self.grain)


def nothing(layer: nn.Conv2d) -> None:
    """Let a convolution give zeros."""
    nn.init.zeros_(layer.weight)
    assert layer.bias is not None
    nn.init.zeros_(layer.bias)
