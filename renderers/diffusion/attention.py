"""Attention that parts extend: masks, image tokens or whatever a method needs, put in and out.

A part answers a layer in place of what is beneath it, or adds to that; parts that are injected
together lie one above the other, the last one on top, and under all of them is plain attention. A
pass that tells no part anything is diffusers' own attention to the last bit.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, runtime_checkable

import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention

Attend = Callable[..., Tensor]
"""From queries, keys, values and perhaps a mask to answers, all `[b, heads, cells, width]`."""


class AttentionLayer(NamedTuple):
    """One attention layer in the midst of a pass."""

    name: str
    """As in the network's `attn_processors`."""
    attn: Any
    """diffusers' module, with its projections."""
    query: Tensor
    """`[b, heads, cells, width]`."""
    states: Tensor
    """What keys and values are made of: the text, or in self-attention the cells themselves."""
    is_cross: bool
    attend: Attend

    def heads(self, values: Tensor) -> Tensor:
        """Split `[b, tokens, heads x width]` into heads."""
        return values.view(*values.shape[:2], self.attn.heads, -1).transpose(1, 2)


@runtime_checkable
class AttentionPart(Protocol):
    """What extends attention. It is asked in every layer of a pass that tells it something."""

    @property
    def for_controlnet(self) -> bool:
        """Whether a ControlNet's attention is extended too."""

    def __call__(self, layer: AttentionLayer, given: Any, below: Callable[[], Tensor]) -> Tensor:
        """Answer a layer's queries; `below` is the answer of what lies beneath."""

    def collate(self, given: Sequence[Any]) -> Any:
        """Join what the samples of one pass tell the part."""


class ExtendedAttention:
    """A diffusers attention processor that asks the parts that were injected."""

    def __init__(self, plain: Any, name: str) -> None:
        self.plain = plain
        self.name = name
        self.parts: dict[str, AttentionPart] = {}
        # diffusers' memory-saving processor attends a few heads at a time; so do parts then.
        self._attend = _head_by_head if hasattr(plain, "slice_size") else _at_once

    def __call__(
        self,
        attn: Any,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor | None = None,
        attention_mask: Tensor | None = None,
        temb: Tensor | None = None,
        parts: Mapping[str, Any] | None = None,
    ) -> Tensor:
        """Attend; the arguments are diffusers', and `parts` is what each part is told, by name."""
        given = {name: parts[name] for name in self.parts if name in parts} if parts else {}
        if not given:
            inputs = hidden_states, encoder_hidden_states, attention_mask, temb
            return torch.Tensor(self.plain(attn, *inputs))
        is_cross = encoder_hidden_states is not None
        states = hidden_states if encoder_hidden_states is None else encoder_hidden_states
        query = _split(attn.to_q(hidden_states), attn.heads)
        layer = AttentionLayer(self.name, attn, query, states, is_cross, self._attend)
        joined = self._answer(layer, given).transpose(1, 2).flatten(2).to(hidden_states.dtype)
        output = attn.to_out[1](attn.to_out[0](joined))
        output = output + hidden_states if attn.residual_connection else output
        return torch.Tensor(output / attn.rescale_output_factor)

    def _answer(self, layer: AttentionLayer, given: Mapping[str, Any]) -> Tensor:
        """Ask the topmost part, which may ask the one beneath it, and so on.

        What is beneath knows nothing of itself: a function that did would keep the layer's tensors
        until the garbage collector came by.
        """
        if not given:
            return _plainly(layer)
        *beneath, top = given
        rest = {name: given[name] for name in beneath}
        return self.parts[top](layer, given[top], lambda: self._answer(layer, rest))


def extend(network: Any, name: str, part: AttentionPart) -> None:
    """Inject a part into every attention of a U-Net or ControlNet, above those already there.

    Attention inside a block that normalises or masks by itself is left as it is; Stable Diffusion
    has none such.
    """
    processors = {
        layer: plain if isinstance(plain, ExtendedAttention) else ExtendedAttention(plain, layer)
        for layer, plain in network.attn_processors.items()
    }
    for processor in processors.values():
        processor.parts[name] = part
    network.set_attn_processor(dict(processors))


def restore(network: Any, name: str) -> None:
    """Eject a part; where none is left, diffusers' own processors are back."""
    processors = network.attn_processors
    for processor in processors.values():
        if isinstance(processor, ExtendedAttention):
            processor.parts.pop(name, None)
    network.set_attn_processor(
        {
            layer: each.plain if isinstance(each, ExtendedAttention) and not each.parts else each
            for layer, each in processors.items()
        }
    )


def _plainly(layer: AttentionLayer) -> Tensor:
    key, value = layer.attn.to_k(layer.states), layer.attn.to_v(layer.states)
    return layer.attend(layer.query, layer.heads(key), layer.heads(value))


def _at_once(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None = None) -> Tensor:
    return scaled_dot_product_attention(query, key, value, attn_mask=mask)


def _head_by_head(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None = None) -> Tensor:
    heads = [slice(head, head + 1) for head in range(query.shape[1])]
    return torch.cat([_at_once(query[:, h], key[:, h], value[:, h], mask) for h in heads], dim=1)


def _split(values: Tensor, heads: int) -> Tensor:
    return values.view(*values.shape[:2], heads, -1).transpose(1, 2)
