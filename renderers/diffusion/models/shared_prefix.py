"""The shared prefix: samples that look at one latent are one until they first hear their prompts.

Up to its first cross-attention a U-Net knows nothing but the latent and the time, so that the pair
of classifier-free guidance, and all prompts on a shared canvas, repeat the same work. Here it is
done once. This is exact up to rounding; of Stable Diffusion 1.5's pass it is some six per cent.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import torch
from torch import Tensor


@contextmanager
def share_until_text(
    unet: Any, latent_index: Sequence[int], *, regional: bool = False
) -> Iterator[None]:
    """Let a pass over samples do once what is equal in those of equal `latent_index`.

    `regional` attention, which is told more than the latent, is left as it is.
    """
    kinds = list(dict.fromkeys(latent_index))
    with ExitStack() as stack:
        if len(kinds) < len(latent_index):
            firsts, back = (
                [latent_index.index(kind) for kind in kinds],
                [kinds.index(k) for k in latent_index],
            )
            for module in _before_cross_attention(unet, regional=regional):
                stack.enter_context(_once(module, firsts, back))
        yield


def _before_cross_attention(unet: Any, *, regional: bool) -> Iterator[Any]:
    """Yield the modules that run before any prompt is heard."""
    if unet.config.get("hint_channels"):
        return  # What it is shown is each prompt's own, from the first layer on.
    yield unet.conv_in
    if unet.config.addition_embed_type is not None:
        return  # SDXL's time embedding holds the pooled prompt.
    for block in unet.down_blocks:
        yield block.resnets[0]
        if getattr(block, "has_cross_attention", False):
            if not regional:
                yield from _self_attention(block.attentions[0])
            return
        yield from (*block.resnets[1:], *(block.downsamplers or ()))


def _self_attention(attention: Any) -> Iterator[Any]:
    """Yield what attends before the first prompt; some U-Nets hear prompts in its place."""
    first = next(iter(getattr(attention, "transformer_blocks", ())), None)
    if first is not None and not first.only_cross_attention:
        yield first.attn1


@contextmanager
def _once(module: Any, firsts: Sequence[int], back: Sequence[int]) -> Iterator[None]:
    usual = vars(module).get("forward")
    module.forward = partial(_grown, module.forward, firsts, back)
    try:
        yield
    finally:
        if usual is None:
            del module.forward  # The class's own shows again.
        else:
            module.forward = usual


def _grown(
    forward: Any, firsts: Sequence[int], back: Sequence[int], *args: Any, **kwargs: Any
) -> Tensor:
    """Run a module on the first of each kind, and hand its answer to all."""

    def few(value: Any) -> Any:
        return value[list(firsts)] if isinstance(value, Tensor) else value

    found = forward(*map(few, args), **{name: few(value) for name, value in kwargs.items()})
    grown = found[list(back)]
    # Indexing forgets the layout that convolutions on a CPU like.
    if found.ndim == 4 and found.is_contiguous(memory_format=torch.channels_last):
        grown = grown.contiguous(memory_format=torch.channels_last)
    return torch.Tensor(grown)
