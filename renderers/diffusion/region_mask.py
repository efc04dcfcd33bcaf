"""The attention part of regional prompting: many prompts in one pass, each where its segment is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import torch
from jaxtyping import Bool, Float
from torch import Tensor
from torch.nn.functional import interpolate

from renderers.diffusion.attention import AttentionLayer


class Regions(NamedTuple):
    """Who is heard where, at every resolution at which a U-Net attends."""

    prompts: int
    """k prompts, whose tokens follow one another."""
    shares: Mapping[int, Float[Tensor, "b k cells"]]
    """By count of cells: how much of each prompt's answer every cell takes; they sum to one."""
    apart: Mapping[int, Bool[Tensor, "b 1 cells cells"]] | None
    """By count of cells: which cells may attend to which; None lets all see all."""


class RegionMask(NamedTuple):
    """Lets every cell hear the prompts by its shares of them, and keeps segments apart if asked.

    Every prompt has a softmax of its own, and the answers are mixed by the shares: for hard masks
    this is a mask on the keys, for soft ones a seam that fades, for one prompt nothing new.
    """

    for_controlnet: bool = True

    def __call__(
        self, layer: AttentionLayer, given: Regions, below: Callable[[], Tensor]
    ) -> Tensor:
        """Answer a layer's queries."""
        if layer.is_cross:
            return _by_prompts(layer, given)
        return below() if given.apart is None else _apart(layer, given.apart)

    def collate(self, given: Sequence[Regions]) -> Regions:
        """Return the regions, which are made for a whole pass at once."""
        (regions,) = given
        return regions


def regions_of(
    shares: Float[Tensor, "b k h w"],
    parts: Float[Tensor, "b k h w"] | None,
    *,
    levels: Iterable[int],
) -> Regions:
    """Bring shares to some levels of a U-Net; each level halves the one before it.

    `parts` keeps segments apart: a cell attends only to cells of the same largest part.
    """
    each, apart = {}, {}
    for level in levels:
        small = halved(shares, level)
        each[small[0, 0].numel()] = small.flatten(2)
        if parts is not None:
            labels = halved(parts, level).argmax(dim=1).flatten(1)
            apart[labels.shape[1]] = labels[:, None, :, None] == labels[:, None, None, :]
    return Regions(shares.shape[1], each, apart if parts is not None else None)


def attending_levels(unet: Any) -> tuple[int, ...]:
    """Return the levels at which a U-Net attends; masks between all cells are large elsewhere."""
    kinds = unet.config.down_block_types
    around = (kinds, unet.config.up_block_types[::-1])
    attending = {i for side in around for i, kind in enumerate(side) if "Attn" in kind}
    return tuple(sorted(attending | {len(kinds) - 1}))


def halved(maps: Float[Tensor, "b k h w"], level: int) -> Float[Tensor, "b k hl wl"]:
    """Bring maps to a level of a U-Net, where a cell is the mean of what it covers."""
    size = [-(-length // 2**level) for length in maps.shape[-2:]]
    return interpolate(maps, size=size, mode="area") if level else maps


def _apart(layer: AttentionLayer, apart: Mapping[int, Tensor]) -> Tensor:
    """Self-attention, within each segment only."""
    key, value = layer.attn.to_k(layer.states), layer.attn.to_v(layer.states)
    mask = apart[layer.states.shape[1]]
    return layer.attend(layer.query, layer.heads(key), layer.heads(value), mask)


def _by_prompts(layer: AttentionLayer, regions: Regions) -> Tensor:
    """Cross-attention to each prompt alone, mixed by the regions' shares."""
    batch, heads, cells, width = layer.query.shape
    shares = regions.shares[cells].to(layer.query.dtype)

    def by_prompt(values: Tensor) -> Tensor:
        return layer.heads(values.reshape(batch * regions.prompts, -1, values.shape[-1]))

    key, value = layer.attn.to_k(layer.states), layer.attn.to_v(layer.states)
    query = layer.query[:, None].expand(-1, regions.prompts, -1, -1, -1)
    answers = layer.attend(query.flatten(0, 1), by_prompt(key), by_prompt(value))
    answers = answers.view(batch, regions.prompts, heads, cells, width)
    return torch.einsum("bkhcw,bkc->bhcw", answers, shares)
