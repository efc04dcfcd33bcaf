"""Pictures as prompts: image tokens that cross-attention hears beside the text, each in its place.

An adapter makes tokens of a subject's picture; a part of attention hears them. Where a subject's
tokens are heard is a mask on the latent, made once for each size and not at every layer and step.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, runtime_checkable

import torch
from jaxtyping import Bool, Float
from PIL import Image
from torch import Tensor
from torch.nn.functional import max_pool2d

from renderers.diffusion.attention import AttentionLayer, AttentionPart
from renderers.diffusion.images.attention_layout import AttentionLayout, found_in_attention
from renderers.diffusion.models.model import Adapter, Model
from renderers.diffusion.region_mask import halved

IMAGES = "images"
"""What the attention part is called that hears pictures."""
Seen = Float[Tensor, "1 *features"]
"""What an image encoder makes of one picture: an embedding, or a row for each patch."""
LEVELS = 5
"""More than any U-Net halves its latent."""


class ImagePrompt(NamedTuple):
    """What one sample of a pass is told by the pictures of n subjects."""

    tokens: Float[Tensor, "n tokens width"]
    where: Float[Tensor, "n h w"]
    """Where on the sample's latent each is heard, and how much."""
    strength: Float[Tensor, " n"] | None = None
    """How much each says, beside what the part is told; None is 1 for all."""
    known: Bool[Tensor, "n tokens"] | None = None
    """Which tokens are any, where some have fewer pictures than others; None is all."""
    layout: AttentionLayout | None = None
    """Finds from attention where each is heard; None hears each in its place throughout."""


class ImageBatch(NamedTuple):
    """What a pass is told; whoever has fewer subjects than others is padded with silence."""

    tokens: Float[Tensor, "b n tokens width"]
    where: Mapping[int, Float[Tensor, "b n cells"]]
    """By count of cells: one map for each resolution."""
    strength: Float[Tensor, "b n"]
    known: Bool[Tensor, "b n tokens"] | None = None
    """Which tokens are any; None is all."""
    layouts: Sequence[AttentionLayout | None] = ()
    """Each sample's, where any has one."""


class Pictured(NamedTuple):
    """One subject's pictures as their adapter understands them, one after the other."""

    tokens: Float[Tensor, "tokens width"]
    negative: Float[Tensor, "tokens width"]
    """What the unconditional branch is told instead."""
    strength: float = 1.0
    """How much it says, as `ImagePrompt.strength`."""


@runtime_checkable
class ImageAdapter(Adapter, Protocol):
    """An adapter that makes a subject's pictures into tokens."""

    @property
    def negative_is_silent(self) -> bool:
        """Whether the unconditional branch hears no picture at all."""

    def see(self, picture: Image.Image) -> Seen:
        """Return what the image encoder makes of a picture, which costs the most."""

    def told(
        self, seen: Sequence[Seen], phrase: str, box: tuple[float, float, float, float]
    ) -> Pictured:
        """Return the tokens of a subject's pictures; phrase and box say who it is, and where."""


def injected(model: Model, part: AttentionPart, layers: Iterable[torch.nn.Module]) -> Model:
    """Return the model with a part that hears pictures; its layers go with the U-Net everywhere."""
    model.networks.unet.add_module(IMAGES, torch.nn.ModuleList(layers))
    return model._replace(networks=model.networks.inject(IMAGES, part))


def ejected(model: Model) -> Model:
    """Return the model without the part and its layers."""
    del model.networks.unet._modules[IMAGES]
    return model._replace(networks=model.networks.eject(IMAGES))


class MaskedImages:
    """IP-Adapter's attention (arXiv 2308.06721): every subject has a softmax of its own.

    Its answer is weighted by the subject's mask and added to the text's. Several pictures of one
    subject stand in one row, as diffusers joins a list of pictures.
    """

    for_controlnet = False

    def __init__(self, keys: Mapping[str, Any], values: Mapping[str, Any], scale: float) -> None:
        self._keys, self._values, self._scale = keys, values, scale

    def __call__(
        self, layer: AttentionLayer, given: ImageBatch, below: Callable[[], Tensor]
    ) -> Tensor:
        """Add the pictures' answers to the text's."""
        answer = below()
        if not layer.is_cross:
            return answer
        where = given.where[layer.query.shape[2]].to(layer.query.dtype)
        to_k, to_v = self._keys[layer.name], self._values[layer.name]
        tokens = given.tokens.to(where.dtype)
        # A picture's own strength is that of its answer.
        where = where * given.strength[..., None].to(where)
        for index, (subject, mask) in enumerate(
            zip(tokens.unbind(1), where.unbind(1), strict=True)
        ):
            known = None if given.known is None else given.known[:, index, None, None]
            key, value = layer.heads(to_k(subject)), layer.heads(to_v(subject))
            heard = layer.attend(layer.query, key, value, known)
            answer = answer + self._scale * (heard * mask[:, None, :, None])
        return answer

    def collate(self, given: Sequence[ImagePrompt]) -> ImageBatch:
        """Pad the samples to one number of subjects, and bring masks to every resolution."""
        return collated_images(given)


class GroundedImages:
    """MS-Diffusion's attention (arXiv 2406.07209): all pictures share one softmax.

    A cell hears the tokens of those subjects alone in whose place it lies, and cells in nobody's
    place hear the text alone. The published code adds dummy tokens there and then drops what
    they say, so that they change nothing and are left out.
    """

    for_controlnet = False

    def __init__(self, keys: Mapping[str, Any], values: Mapping[str, Any], scale: float) -> None:
        self._keys, self._values, self._scale = keys, values, scale

    def __call__(
        self, layer: AttentionLayer, given: ImageBatch, below: Callable[[], Tensor]
    ) -> Tensor:
        """Add the pictures' answer to the text's."""
        answer = below()
        if not layer.is_cross or not given.tokens.shape[1]:
            return answer
        there = given.where[layer.query.shape[2]] > 0
        there = found_in_attention(layer, there, given.layouts)
        heard = there.any(dim=1)
        allowed = there[:, :, None].expand(-1, -1, given.tokens.shape[2], -1)
        if given.known is not None:
            allowed = allowed & given.known[..., None]
        # Where nobody is, anybody may be heard, for the answer is dropped.
        allowed = (allowed | ~heard[:, None, None]).flatten(1, 2)
        tokens = given.tokens.flatten(1, 2).to(layer.query.dtype)
        to_k, to_v = self._keys[layer.name], self._values[layer.name]
        # What is said is scaled, and not who is listened to: as if probabilities were.
        strength = given.strength.to(tokens).repeat_interleave(given.tokens.shape[2], dim=1)
        key, value = layer.heads(to_k(tokens)), layer.heads(to_v(strength[..., None] * tokens))
        images = layer.attend(layer.query, key, value, allowed.transpose(1, 2)[:, None])
        return answer + self._scale * images * heard[:, None, :, None].to(images.dtype)

    def collate(self, given: Sequence[ImagePrompt]) -> ImageBatch:
        """Pad the samples to one number of subjects; a cell that a place touches is in it."""
        return collated_images(given, touching=True)


def collated_images(given: Sequence[ImagePrompt], *, touching: bool = False) -> ImageBatch:
    """Join what the samples of a pass are told.

    At a coarser level a cell's share is the mean of what it covers or, `touching`, the largest.
    """
    most, longest = (max(each.tokens.shape[axis] for each in given) for axis in (0, 1))
    where = torch.stack([_padded(each.where, most) for each in given])
    levels: dict[int, Tensor] = {}
    for level in range(LEVELS):
        small = _at_level(where, level, touching=touching)
        levels.setdefault(small.shape[-2] * small.shape[-1], small.flatten(2))
    strengths = [
        each.tokens.new_ones(len(each.tokens)) if each.strength is None else each.strength
        for each in given
    ]
    return ImageBatch(
        torch.stack([_padded(lengthened(each.tokens, longest), most) for each in given]),
        levels,
        torch.stack([_padded(each, most) for each in strengths]),
        _known(given, most, longest),
        [each.layout for each in given] if any(each.layout for each in given) else (),
    )


def _known(given: Sequence[ImagePrompt], most: int, longest: int) -> Tensor | None:
    """Say which tokens are any; None where all are. What pads subjects is heard nowhere."""
    if all(
        not len(each.tokens) or (each.known is None and each.tokens.shape[1] == longest)
        for each in given
    ):
        return None
    rows = []
    for each in given:
        known = each.known
        if known is None:
            known = each.tokens.new_ones(each.tokens.shape[:2], dtype=torch.bool)
        rows.append(lengthened(known, longest))
    return torch.stack([torch.cat([r, r.new_ones(most - len(r), longest)]) for r in rows])


def lengthened(values: Tensor, count: int) -> Tensor:
    """Return rows with nothing after them, so that each has `count` tokens."""
    missing = values.new_zeros(len(values), count - values.shape[1], *values.shape[2:])
    return torch.cat([values, missing], dim=1)


def _padded(values: Tensor, count: int) -> Tensor:
    return torch.cat([values, values.new_zeros(count - len(values), *values.shape[1:])])


def _at_level(maps: Tensor, level: int, *, touching: bool) -> Tensor:
    if not maps.shape[1]:
        return maps.new_zeros(len(maps), 0, *(-(-n // 2**level) for n in maps.shape[-2:]))
    return max_pool2d(maps, 2**level, ceil_mode=True) if touching else halved(maps, level)
