"""Pictures as prompts: image tokens that cross-attention hears beside the text, each in its place.

An adapter makes tokens of a subject's picture; a part of attention hears them. Where a subject's
tokens are heard is a mask on the latent, made once for each size and not at every layer and step.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, runtime_checkable

import torch
from jaxtyping import Float
from PIL import Image
from torch import Tensor
from torch.nn.functional import max_pool2d

from renderers.diffusion.attention import AttentionLayer, AttentionPart
from renderers.diffusion.models.model import Adapter, Model
from renderers.diffusion.panels import Panels, Prompt, Text
from renderers.diffusion.region_mask import halved

IMAGES = "images"
"""What the attention part is called that hears pictures."""
LEVELS = 5
"""More than any U-Net halves its latent."""


class ImagePrompt(NamedTuple):
    """What one sample of a pass is told by the pictures of n subjects."""

    tokens: Float[Tensor, "n tokens width"]
    where: Float[Tensor, "n h w"]
    """Where on the sample's latent each is heard, and how much."""
    strength: Float[Tensor, " n"] | None = None
    """How much each says, beside what the part is told; None is 1 for all."""


class ImageBatch(NamedTuple):
    """What a pass is told; whoever has fewer subjects than others is padded with silence."""

    tokens: Float[Tensor, "b n tokens width"]
    where: Mapping[int, Float[Tensor, "b n cells"]]
    """By count of cells: one map for each resolution."""
    strength: Float[Tensor, "b n"]


class Pictured(NamedTuple):
    """One subject's picture as its adapter understands it."""

    tokens: Float[Tensor, "tokens width"]
    negative: Float[Tensor, "tokens width"]
    """What the unconditional branch is told instead."""
    strength: float = 1.0
    """How much it says, as `ImagePrompt.strength`."""


@runtime_checkable
class ImageAdapter(Adapter, Protocol):
    """An adapter that makes a subject's picture into tokens."""

    @property
    def negative_is_silent(self) -> bool:
        """Whether the unconditional branch hears no picture at all."""

    def encode(
        self, picture: Image.Image, phrase: str, box: tuple[float, float, float, float]
    ) -> Pictured:
        """Return a picture's tokens; the phrase and the box say who it is, and where."""


def injected(model: Model, part: AttentionPart, layers: Iterable[torch.nn.Module]) -> Model:
    """Return the model with a part that hears pictures; its layers go with the U-Net everywhere."""
    model.networks.unet.add_module(IMAGES, torch.nn.ModuleList(layers))
    return model._replace(networks=model.networks.inject(IMAGES, part))


def ejected(model: Model) -> Model:
    """Return the model without the part and its layers."""
    del model.networks.unet._modules[IMAGES]
    return model._replace(networks=model.networks.eject(IMAGES))


class MaskedImages:
    """IP-Adapter's attention (arXiv 2308.06721): every picture has a softmax of its own.

    Its answer is weighted by the subject's mask and added to the text's.
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
        for subject, mask in zip(tokens.unbind(1), where.unbind(1), strict=True):
            key, value = layer.heads(to_k(subject)), layer.heads(to_v(subject))
            heard = layer.attend(layer.query, key, value)
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
        heard = there.any(dim=1)
        # Where nobody is, anybody may be heard, for the answer is dropped.
        allowed = (there | ~heard[:, None]).repeat_interleave(given.tokens.shape[2], dim=1)
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
    most = max(len(each.tokens) for each in given)
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
        torch.stack([_padded(each.tokens, most) for each in given]),
        levels,
        torch.stack([_padded(each, most) for each in strengths]),
    )


def _padded(values: Tensor, count: int) -> Tensor:
    return torch.cat([values, values.new_zeros(count - len(values), *values.shape[1:])])


def _at_level(maps: Tensor, level: int, *, touching: bool) -> Tensor:
    if not maps.shape[1]:
        return maps.new_zeros(len(maps), 0, *(-(-n // 2**level) for n in maps.shape[-2:]))
    return max_pool2d(maps, 2**level, ceil_mode=True) if touching else halved(maps, level)


class _Teller(NamedTuple):
    """Says which passes hear which pictures."""

    pictured: Sequence[Pictured | None]
    where: Float[Tensor, "s h w"]
    silence: ImagePrompt
    """No picture at all, at the size of a whole canvas."""
    silent: bool

    def told(self, prompt: Prompt, members: Sequence[int]) -> Prompt:
        there = [(self.pictured[j], self.where[j]) for j in members]
        known = [(picture, place) for picture, place in there if picture is not None]
        if not known:
            return _telling(prompt, self.silence, self.silence)
        crop = prompt.crop
        places = torch.stack([p if crop is None else crop.of(p) for _, p in known])
        yes = torch.stack([picture.tokens for picture, _ in known])
        no = torch.stack([picture.negative for picture, _ in known])
        strength = places.new_tensor([picture.strength for picture, _ in known])
        # Silence is one object, so that passes that hear nothing else stay one pass.
        negative = self.silence if self.silent else ImagePrompt(no, places, strength)
        return _telling(prompt, ImagePrompt(yes, places, strength), negative)


def with_images(
    panels: Panels,
    pictured: Sequence[Pictured | None],
    where: Float[Tensor, "s h w"],
    *,
    silent: bool,
    shape: tuple[int, int],
) -> Panels:
    """Tell every pass the pictures of those that it draws, each in its own place.

    Segment j has the picture `pictured[j]`, or None. On its own, and in its part of the shared
    canvas, a segment hears its own picture alone; the whole panel's prompt hears everybody's.
    `silent`, the unconditional branch hears none; `shape` is that of one picture's tokens.
    """
    owner = panels.owner.tolist()
    silence = ImagePrompt(where.new_zeros(0, *shape), where.new_zeros(0, *where.shape[-2:]))
    teller = _Teller(pictured, where, silence, silent)
    everybody = [[j for j, row in enumerate(owner) if row == p] for p in range(len(panels.scenes))]
    return panels._replace(
        scenes=[teller.told(p, each) for p, each in zip(panels.scenes, everybody, strict=True)],
        alone=[teller.told(prompt, [j]) for j, prompt in enumerate(panels.alone)],
        together=[teller.told(prompt, [j]) for j, prompt in enumerate(panels.together)],
    )


def _telling(prompt: Prompt, positive: ImagePrompt, negative: ImagePrompt) -> Prompt:
    def text(words: Text, images: ImagePrompt) -> Text:
        return words._replace(parts={**words.parts, IMAGES: images})

    return prompt._replace(
        positive=text(prompt.positive, positive), negative=text(prompt.negative, negative)
    )
