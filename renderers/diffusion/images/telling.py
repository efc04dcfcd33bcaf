"""Who is told which pictures: every pass of a batch hears those of whom it draws."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from renderers.diffusion.images.attention_layout import AttentionLayout
from renderers.diffusion.images.prompts import IMAGES, ImagePrompt, Pictured, lengthened
from renderers.diffusion.panels import Panels, Prompt, Text


class _Teller(NamedTuple):
    """Says which passes hear which pictures."""

    pictured: Sequence[Pictured | None]
    where: Float[Tensor, "s h w"]
    silence: ImagePrompt
    """No picture at all, at the size of a whole canvas."""
    silent: bool

    def told(
        self, prompt: Prompt, members: Sequence[int], layout: AttentionLayout | None = None
    ) -> Prompt:
        there = [(self.pictured[j], self.where[j]) for j in members]
        known = [(picture, place) for picture, place in there if picture is not None]
        if not known:
            return _telling(prompt, self.silence, self.silence)
        crop = prompt.crop
        places = torch.stack([p if crop is None else crop.of(p) for _, p in known])
        strength = places.new_tensor([picture.strength for picture, _ in known])
        yes, any_at_all = _rows([picture.tokens for picture, _ in known])
        positive = ImagePrompt(yes, places, strength, any_at_all, layout)
        if self.silent:
            # Silence is one object, so that passes that hear nothing else stay one pass.
            return _telling(prompt, positive, self.silence)
        no, _ = _rows([picture.negative for picture, _ in known])
        return _telling(prompt, positive, ImagePrompt(no, places, strength, any_at_all))


def with_images(
    panels: Panels,
    pictured: Sequence[Pictured | None],
    where: Float[Tensor, "s h w"],
    *,
    silent: bool,
    layouts: Sequence[AttentionLayout | None] = (),
) -> Panels:
    """Tell every pass the pictures of those that it draws, each in its own place.

    Segment j has the picture `pictured[j]`, or None. On its own, and in its part of the shared
    canvas, a segment hears its own picture alone; the whole panel's prompt hears everybody's, where
    its layout finds them, if it has one. `silent`, the unconditional branch hears none.
    """
    shape = next((each.tokens.shape for each in pictured if each is not None), None)
    if shape is None:
        return panels
    owner = panels.owner.tolist()
    silence = ImagePrompt(where.new_zeros(0, *shape), where.new_zeros(0, *where.shape[-2:]))
    teller = _Teller(pictured, where, silence, silent)
    count = len(panels.scenes)
    everybody = [[j for j, row in enumerate(owner) if row == p] for p in range(count)]
    found = layouts or [None] * count
    scenes = zip(panels.scenes, everybody, found, strict=True)
    return panels._replace(
        scenes=[teller.told(prompt, each, layout) for prompt, each, layout in scenes],
        alone=[teller.told(prompt, [j]) for j, prompt in enumerate(panels.alone)],
        together=[teller.told(prompt, [j]) for j, prompt in enumerate(panels.together)],
    )


def _rows(tokens: Sequence[Tensor]) -> tuple[Tensor, Tensor | None]:
    """Join the tokens of subjects, and say which are any where some have more than others."""
    counts = [len(each) for each in tokens]
    most = max(counts)
    rows = torch.cat([lengthened(each[None], most) for each in tokens])
    if min(counts) == most:
        return rows, None
    known = torch.arange(most, device=rows.device) < rows.new_tensor(counts)[:, None]
    return rows, known


def _telling(prompt: Prompt, positive: ImagePrompt, negative: ImagePrompt) -> Prompt:
    def text(words: Text, images: ImagePrompt) -> Text:
        return words._replace(parts={**words.parts, IMAGES: images})

    return prompt._replace(
        positive=text(prompt.positive, positive), negative=text(prompt.negative, negative)
    )
