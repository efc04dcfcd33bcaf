"""Attention by regions: many prompts in one pass, each heard only where its segment is.

A pass that carries no `Regions` is diffusers' own attention to the last bit.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import torch
from jaxtyping import Bool, Float
from torch import Tensor
from torch.nn.functional import interpolate, scaled_dot_product_attention

Attend = Callable[..., Tensor]
"""From queries, keys, values and perhaps a mask to answers."""


class Regions(NamedTuple):
    """Who is heard where, at every resolution at which a U-Net attends."""

    prompts: int
    """k prompts, whose tokens follow one another."""
    shares: Mapping[int, Float[Tensor, "b k cells"]]
    """By count of cells: how much of each prompt's answer every cell takes; they sum to one."""
    apart: Mapping[int, Bool[Tensor, "b 1 cells cells"]] | None
    """By count of cells: which cells may attend to which; None lets all see all."""


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
        small = _halved(shares, level)
        each[small[0, 0].numel()] = small.flatten(2)
        if parts is not None:
            labels = _halved(parts, level).argmax(dim=1).flatten(1)
            apart[labels.shape[1]] = labels[:, None, :, None] == labels[:, None, None, :]
    return Regions(shares.shape[1], each, apart if parts is not None else None)


def attending_levels(unet: Any) -> tuple[int, ...]:
    """Return the levels at which a U-Net attends; masks between all cells are large elsewhere."""
    kinds = unet.config.down_block_types
    around = (kinds, unet.config.up_block_types[::-1])
    attending = {i for side in around for i, kind in enumerate(side) if "Attn" in kind}
    return tuple(sorted(attending | {len(kinds) - 1}))


def _halved(maps: Tensor, level: int) -> Tensor:
    size = [-(-length // 2**level) for length in maps.shape[-2:]]
    return interpolate(maps, size=size, mode="area") if level else maps


class RegionalAttention:
    """A diffusers attention processor that follows `regions` where it is given some.

    Every prompt has a softmax of its own, and the answers are mixed by the shares: for hard masks
    this is a mask on the keys, for soft ones a seam that fades, for one prompt nothing new.
    """

    def __init__(self, plain: Any) -> None:
        self._plain = plain
        # diffusers' memory-saving processor attends a few heads at a time; so do regions then.
        self._attend = _head_by_head if hasattr(plain, "slice_size") else _at_once

    def __call__(
        self,
        attn: Any,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor | None = None,
        attention_mask: Tensor | None = None,
        temb: Tensor | None = None,
        regions: Regions | None = None,
    ) -> Tensor:
        """Attend; the arguments are diffusers'."""
        if regions is None:
            told = hidden_states, encoder_hidden_states, attention_mask, temb
            return torch.Tensor(self._plain(attn, *told))
        query = _heads(attn, attn.to_q(hidden_states))
        if encoder_hidden_states is None:
            mixed = _apart(attn, query, hidden_states, regions, self._attend)
        else:
            mixed = _by_prompts(attn, query, encoder_hidden_states, regions, self._attend)
        joined = mixed.transpose(1, 2).flatten(2).to(hidden_states.dtype)
        output = attn.to_out[1](attn.to_out[0](joined))
        output = output + hidden_states if attn.residual_connection else output
        return torch.Tensor(output / attn.rescale_output_factor)


def _at_once(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None = None) -> Tensor:
    return scaled_dot_product_attention(query, key, value, attn_mask=mask)


def _head_by_head(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None = None) -> Tensor:
    heads = [slice(head, head + 1) for head in range(query.shape[1])]
    return torch.cat([_at_once(query[:, h], key[:, h], value[:, h], mask) for h in heads], dim=1)


def _apart(attn: Any, query: Tensor, states: Tensor, regions: Regions, attend: Attend) -> Tensor:
    """Self-attention, within each segment only where segments are kept apart."""
    mask = None if regions.apart is None else regions.apart[states.shape[1]]
    key, value = _heads(attn, attn.to_k(states)), _heads(attn, attn.to_v(states))
    return attend(query, key, value, mask)


def _by_prompts(
    attn: Any, query: Tensor, states: Tensor, regions: Regions, attend: Attend
) -> Tensor:
    """Cross-attention to each prompt alone, mixed by the regions' shares."""
    batch, heads, cells, width = query.shape
    shares = regions.shares[cells].to(query.dtype)

    def by_prompt(values: Tensor) -> Tensor:
        return _heads(attn, values.reshape(batch * regions.prompts, -1, values.shape[-1]))

    key, value = by_prompt(attn.to_k(states)), by_prompt(attn.to_v(states))
    asked = query[:, None].expand(-1, regions.prompts, -1, -1, -1)
    answers = attend(asked.flatten(0, 1), key, value)
    answers = answers.view(batch, regions.prompts, heads, cells, width)
    return torch.einsum("bkhcw,bkc->bhcw", answers, shares)


def _heads(attn: Any, values: Tensor) -> Tensor:
    return values.view(*values.shape[:2], attn.heads, -1).transpose(1, 2)


def attend_by_regions(network: Any) -> None:
    """Give every attention of a U-Net or ControlNet a processor that knows regions.

    Attention inside a block that normalises or masks by itself is left as it is; Stable Diffusion
    has none such.
    """
    processors = network.attn_processors
    network.set_attn_processor(
        {
            name: plain if isinstance(plain, RegionalAttention) else RegionalAttention(plain)
            for name, plain in processors.items()
        }
    )
