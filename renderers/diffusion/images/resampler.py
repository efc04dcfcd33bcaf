"""MS-Diffusion's grounding resampler (arXiv 2406.07209): tokens of picture, phrase and box."""

import torch
from jaxtyping import Float
from torch import Tensor, nn

FREQUENCIES = 8


def fourier(box: Float[Tensor, "n 4"]) -> Float[Tensor, "n 64"]:
    """Return a box's Fourier features: sine and cosine of each edge at eight frequencies.

    Edges are left, top, right and bottom in 0–1, frequencies 100^(k/8), without a factor of pi.
    """
    exponents = torch.arange(FREQUENCIES, device=box.device, dtype=torch.float32) / FREQUENCIES
    angles = (100**exponents)[:, None] * box[:, None]
    return torch.stack([angles.sin(), angles.cos()], dim=2).flatten(1)


class PerceiverAttention(nn.Module):
    """Attention of latents to the picture and to themselves."""

    def __init__(self, width: int, head: int, heads: int) -> None:
        super().__init__()
        inner = head * heads
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.to_q = nn.Linear(width, inner, bias=False)
        self.to_kv = nn.Linear(width, 2 * inner, bias=False)
        self.to_out = nn.Linear(inner, width, bias=False)

    def forward(
        self, image: Float[Tensor, "b patches width"], latents: Float[Tensor, "b tokens width"]
    ) -> Float[Tensor, "b tokens width"]:
        """Return what the latents hear."""
        image, latents = self.norm1(image), self.norm2(latents)
        both = torch.cat([image, latents], dim=1)
        key, value = (self._split(part) for part in self.to_kv(both).chunk(2, dim=-1))
        query = self._split(self.to_q(latents))
        heard = nn.functional.scaled_dot_product_attention(query, key, value)
        return torch.Tensor(self.to_out(heard.transpose(1, 2).flatten(2)))

    def _split(self, values: Tensor) -> Tensor:
        return values.view(*values.shape[:2], self.heads, -1).transpose(1, 2)


class GroundingResampler(nn.Module):
    """A perceiver whose first latents are made of a phrase and a box, or learned.

    The names of its parts are those of the published checkpoint.
    """

    def __init__(
        self,
        *,
        width: int = 1280,
        depth: int = 4,
        head: int = 64,
        heads: int = 20,
        tokens: int = 16,
        image: int = 1664,
        phrase: int = 768,
        output: int = 2048,
        grow: int = 4,
    ) -> None:
        super().__init__()
        self.tokens = tokens
        self.grounding_latents = nn.Parameter(torch.randn(1, tokens, width) / width**0.5)
        self.latent_proj = nn.Sequential(
            nn.Linear(phrase + 8 * FREQUENCIES, image), nn.GELU(), nn.Linear(image, tokens * width)
        )
        self.latent_norm = nn.LayerNorm(width)
        self.proj_in = nn.Linear(image, width)
        self.attention_norm = nn.LayerNorm(width)
        self.proj_out = nn.Linear(width, output)
        self.norm_out = nn.LayerNorm(output)
        self.layers = nn.ModuleList(
            nn.ModuleList([PerceiverAttention(width, head, heads), _feed_forward(width, grow)])
            for _ in range(depth)
        )

    def forward(
        self,
        image: Float[Tensor, "b patches image"],
        grounding: Float[Tensor, "b grounding"] | None,
    ) -> Float[Tensor, "b tokens output"]:
        """Return a picture's tokens; without grounding from the learned latents."""
        if grounding is None:
            latents = self.grounding_latents.expand(len(image), -1, -1)
        else:
            made = self.latent_proj(grounding)
            latents = self.latent_norm(made.view(len(image), self.tokens, -1))
        seen = self.proj_in(image)
        for layer in self.layers:
            attention, feed_forward = layer.children()
            latents = attention(seen, latents) + latents
            latents = feed_forward(latents) + latents
        return torch.Tensor(self.norm_out(self.proj_out(self.attention_norm(latents))))


def _feed_forward(width: int, grow: int) -> nn.Sequential:
    return nn.Sequential(
        nn.LayerNorm(width),
        nn.Linear(width, grow * width, bias=False),
        nn.GELU(),
        nn.Linear(grow * width, width, bias=False),
    )
