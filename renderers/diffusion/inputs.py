"""Planned panels to tensors: masks, prompts and pose maps as the sampler takes them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import torch
from jaxtyping import Float
from PIL import Image
from torch import Tensor

from renderers.conditioning import Conditioning, feathered, latent_masks
from renderers.diffusion.autoencoder import as_tensor
from renderers.diffusion.models import Model
from renderers.diffusion.panels import Hint, Panels, Prompt
from renderers.diffusion.schedule import Latent
from schemas.geometry import Size
from schemas.plan import PanelPlan


class _Inputs(NamedTuple):
    """One panel's share of a batch."""

    scene: Prompt
    alone: list[Prompt]
    together: list[Prompt]
    words: list[str]
    masks: Float[Tensor, "k 1 h w"]
    soft: Float[Tensor, "k 1 h w"]


def inputs_of(
    model: Model,
    plans: Sequence[PanelPlan],
    conditions: Sequence[Conditioning],
    *,
    feather: float,
    scaffold: Latent | None,
    adapters: Mapping[str, str | None] = MappingProxyType({}),
) -> Panels:
    """Join equal-sized panels into the sampler's batch.

    `feather` is a fraction of the panel's longer side; `adapters` names the LoRA in each file.
    A background that is nowhere seen is left out: it would cost passes and change nothing.
    """
    each = [
        _inputs(model, plan, condition, feather, adapters)
        for plan, condition in zip(plans, conditions, strict=True)
    ]
    owner = [index for index, inputs in enumerate(each) for _ in inputs.alone]
    return Panels(
        scenes=[inputs.scene for inputs in each],
        alone=[prompt for inputs in each for prompt in inputs.alone],
        together=[prompt for inputs in each for prompt in inputs.together],
        words=[words for inputs in each for words in inputs.words],
        owner=torch.tensor(owner, device=model.device),
        masks=torch.cat([inputs.masks for inputs in each]).to(model.device),
        soft=torch.cat([inputs.soft for inputs in each]).to(model.device),
        scaffold=scaffold,
    )


def noise_of(model: Model, plan: PanelPlan, size: Size) -> Float[Tensor, "c h w"]:
    """Draw a panel's noise from its own seed, on the CPU: the same on every machine and device."""
    generator = torch.Generator("cpu").manual_seed(plan.seed)
    cells = latent_size(model, size)
    shape = (1, model.channels, cells.height, cells.width)
    return torch.randn(shape, generator=generator)[0].to(model.device)


def latent_size(model: Model, size: Size) -> Size:
    """Return the latent's size for a picture's."""
    pixels = model.networks.pixels
    return Size(width=size.width // pixels, height=size.height // pixels)


def _inputs(
    model: Model,
    plan: PanelPlan,
    condition: Conditioning,
    feather: float,
    adapters: Mapping[str, str | None],
) -> _Inputs:
    cells = latent_size(model, condition.size)
    masks = latent_masks(condition.masks, cells)
    radius = feather * max(masks.shape[1:])
    seen = [index for index, mask in enumerate(masks) if mask.any()]
    texts = [plan.background_prompt, *(segment.prompt for segment in plan.segments)]
    heard = [None, *(adapters.get(segment.weights or "") for segment in plan.segments)]
    everybody = _hint(model, condition.pose, cells)
    prompts = [
        _prompt(model, plan, texts[i], _hint(model, condition.segment_poses[i], cells), heard[i])
        for i in seen
    ]
    return _Inputs(
        scene=_prompt(model, plan, plan.prompt, everybody),
        alone=prompts,
        together=[prompt._replace(hint=everybody) for prompt in prompts],
        words=[texts[index] for index in seen],
        masks=torch.from_numpy(masks)[seen][:, None],
        soft=torch.from_numpy(feathered(masks, radius))[seen][:, None],
    )


def _prompt(
    model: Model, plan: PanelPlan, words: str, hint: Hint | None, adapter: str | None = None
) -> Prompt:
    negative = model.text.encode(plan.negative_prompt, negative=True, adapter=adapter)
    return Prompt(model.text.encode(words, adapter=adapter), negative, hint, adapter)


def _hint(model: Model, pose: Image.Image, cells: Size) -> Hint | None:
    """Bring a pose map to the size at which this ControlNet's embedding meets the latent."""
    if model.hint_pixels is None:
        return None
    size = cells.width * model.hint_pixels, cells.height * model.hint_pixels
    if pose.size != size:
        pose = pose.resize(size, Image.Resampling.BOX)
    return as_tensor(pose).to(model.device)
