"""Planned panels to tensors: masks, prompts and pose maps as the sampler takes them."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Float
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from renderers.conditioning.maps import Conditioning, feathered, latent_masks
from renderers.diffusion.models.autoencoder import as_tensor
from renderers.diffusion.models.load import Model
from renderers.diffusion.panels import (
    ActiveLoras,
    ControlImage,
    Crop,
    Panels,
    Prompt,
    heard_together,
)
from renderers.diffusion.schedule import Latent
from schemas.geometry import Size
from schemas.plan import PanelPlan

Mask = NDArray[np.float32]
Picture = Float[Tensor, "c h w"]


class SharedLoras(NamedTuple):
    """Who hears which LoRA beside a segment's own."""

    style: tuple[str, ...] = ()
    """Heard everywhere."""
    scene_hears_all: bool = False
    """Whether the panel's own prompt hears all characters' LoRAs at once."""


class _Inputs(NamedTuple):
    """One panel's share of a batch."""

    scene: Prompt
    alone: list[Prompt]
    together: list[Prompt]
    names: list[tuple[str, ...]]
    masks: Float[Tensor, "k 1 h w"]
    soft: Float[Tensor, "k 1 h w"]
    references: list[Picture | None]


def inputs_of(
    model: Model,
    plans: Sequence[PanelPlan],
    conditions: Sequence[Conditioning],
    *,
    feather: float,
    scaffold: Latent | None,
    adapters: Mapping[str, str | None] = MappingProxyType({}),
    references: Sequence[Sequence[Picture | None]] = (),
    crop: bool = False,
    loras: SharedLoras = SharedLoras(),  # noqa: B008 - a value
) -> Panels:
    """Join equal-sized panels into the sampler's batch.

    `feather` is a fraction of the panel's longer side; `adapters` names the LoRA in each file;
    `references` has the clean latent of each segment's own picture, where it has one; `crop` lets
    segments that diffuse alone see only where they are. A background that is nowhere seen is left
    out: it would cost passes and change nothing.
    """
    known = references or [[None] * len(plan.segments) for plan in plans]
    each = [
        _inputs(model, plan, condition, feather, adapters, own, crop, loras)
        for plan, condition, own in zip(plans, conditions, known, strict=True)
    ]
    pictures = [picture for inputs in each for picture in inputs.references]
    owner = [index for index, inputs in enumerate(each) for _ in inputs.alone]
    return Panels(
        scenes=[inputs.scene for inputs in each],
        alone=[prompt for inputs in each for prompt in inputs.alone],
        together=[prompt for inputs in each for prompt in inputs.together],
        names=[names for inputs in each for names in inputs.names],
        owner=torch.tensor(owner, device=model.device),
        masks=torch.cat([inputs.masks for inputs in each]).to(model.device),
        soft=torch.cat([inputs.soft for inputs in each]).to(model.device),
        scaffold=scaffold,
        references={j: picture for j, picture in enumerate(pictures) if picture is not None},
    )


def noise_of(
    model: Model, plan: PanelPlan, size: Size, *, turn: int | None = None
) -> Float[Tensor, "c h w"]:
    """Draw a panel's noise from its own seed, on the CPU: the same on every machine and device.

    With `turn` it is the fresh noise of that step of the whole schedule.
    """
    own = _of_32_bits(plan.seed)
    seed = own if turn is None else (own + 1) * 1_000_003 + turn
    generator = torch.Generator("cpu").manual_seed(seed % 2**63)
    cells = latent_size(model, size)
    shape = (1, model.channels, cells.height, cells.width)
    return torch.randn(shape, generator=generator)[0].to(model.device)


def _of_32_bits(seed: int) -> int:
    """Fold a seed into the 32 bits that torch's generator on a CPU reads; smaller ones stay."""
    if seed < 2**32:
        return seed
    return int.from_bytes(sha256(str(seed).encode()).digest()[:4])


def scene_of(
    model: Model,
    plan: PanelPlan,
    style: tuple[str, ...] = (),
    adapters: Mapping[str, str | None] = MappingProxyType({}),
) -> Prompt:
    """Return a panel's one prompt for all of it, with no pose map; it hears everybody's LoRA.

    `adapters` names the LoRA in each file.
    """
    own = (adapters.get(segment.weights or "") for segment in plan.segments)
    return _prompt(model, plan, plan.prompt, None, heard_together(*own, *style))


def latent_size(model: Model, size: Size) -> Size:
    """Return the latent's size for a picture's."""
    scale = model.networks.vae_scale_factor
    return Size(width=size.width // scale, height=size.height // scale)


def _inputs(
    model: Model,
    plan: PanelPlan,
    condition: Conditioning,
    feather: float,
    adapters: Mapping[str, str | None],
    references: Sequence[Picture | None],
    crop: bool,
    loras: SharedLoras,
) -> _Inputs:
    cells = latent_size(model, condition.size)
    masks = latent_masks(condition.masks, cells)
    radius = feather * max(masks.shape[1:])
    seen = [index for index, mask in enumerate(masks) if mask.any()]
    texts = [plan.background_prompt, *(segment.prompt for segment in plan.segments)]
    names = [(), *((segment.subject, segment.token) for segment in plan.segments)]
    own = [adapters.get(segment.weights or "") for segment in plan.segments]
    common, style = common_lora(plan, adapters), loras.style
    active = [heard_together(each, *style) for each in (common, *own)]
    whole = heard_together(*own, *style) if loras.scene_hears_all else active[0]
    shown = _areas(masks)
    images = [
        _control_image(model, pose, cells, area)
        for pose, area in zip(condition.segment_poses, shown, strict=True)
    ]
    everybody = _everybody(model, condition, masks, cells)
    company = _company(model, condition, cells, shown, everybody)
    prompts = [_prompt(model, plan, texts[i], images[i], active[i]) for i in seen]
    alone = [_cropped(model, p, masks[i]) for p, i in zip(prompts, seen, strict=True)]
    return _Inputs(
        scene=_prompt(model, plan, plan.prompt, everybody, whole),
        alone=alone if crop else prompts,
        together=[
            prompt._replace(control_image=company[index])
            for prompt, index in zip(prompts, seen, strict=True)
        ],
        names=[names[index] for index in seen],
        masks=torch.from_numpy(masks)[seen][:, None],
        soft=torch.from_numpy(feathered(masks, radius))[seen][:, None],
        references=[[None, *references][index] for index in seen],
    )


def common_lora(plan: PanelPlan, adapters: Mapping[str, str | None]) -> str | None:
    """Return what several characters share: it was trained for all, and the whole panel hears it.

    Things that are nobody of the cast bring none, and are not asked.
    """
    own = [adapters.get(each.weights or "") for each in plan.segments if each.way is None]
    return own[0] if len(own) > 1 and len(set(own)) == 1 else None


def _cropped(model: Model, prompt: Prompt, mask: Mask) -> Prompt:
    """Let a prompt see only its mask's surroundings, its control image cropped alike."""
    step = model.multiple // model.networks.vae_scale_factor
    crop = crop_box(mask, margin=max(mask.shape) // 16, step=step)
    if (crop.height, crop.width) == mask.shape:
        return prompt
    scale, image = model.control_scale_factor or 0, prompt.control_image
    image = None if image is None else crop.of(image, scale=scale).contiguous()
    return prompt._replace(control_image=image, crop=crop)


def crop_box(mask: Mask, *, margin: int, step: int) -> Crop:
    """Return a mask's bounding box with some cells around it, its edges at whole multiples.

    The mask's own sides are such multiples, so that the box never leaves it.
    """
    edges = []
    for axis in (1, 0):
        seen = np.asarray(mask.any(axis=axis))
        filled = np.flatnonzero(seen)
        first = max(0, int(filled[0]) - margin)
        last = min(len(seen), int(filled[-1]) + 1 + margin)
        edges.append((first // step * step, -(-last // step) * step))
    (top, bottom), (left, right) = edges
    return Crop(top, left, bottom - top, right - left)


def _prompt(
    model: Model,
    plan: PanelPlan,
    words: str,
    control_image: ControlImage | None,
    adapter: ActiveLoras = None,
) -> Prompt:
    negative = model.text.encode(plan.negative_prompt, negative=True, adapter=adapter)
    return Prompt(model.text.encode(words, adapter=adapter), negative, control_image, adapter)


def _areas(masks: Mask) -> Mask:
    """Return where each prompt's subject is: a segment's mask; the background has no subject."""
    return np.concatenate([np.zeros_like(masks[:1]), masks[1:]])


def _company(
    model: Model, condition: Conditioning, cells: Size, areas: Mask, everybody: ControlImage | None
) -> list[ControlImage | None]:
    """Return what each prompt is shown in company: all skeletons.

    Only a network that takes hints tells the prompts' areas apart; for any other it is one
    picture, so that equal queries stay equal and are predicted once.
    """
    if not model.networks.takes_hints:
        return [everybody] * len(areas)
    return [_control_image(model, condition.pose, cells, area) for area in areas]


def _everybody(
    model: Model, condition: Conditioning, masks: Mask, cells: Size
) -> ControlImage | None:
    """Return what a prompt of the whole panel is shown: all skeletons, and where anybody is."""
    return _control_image(model, condition.pose, cells, masks[1:].sum(axis=0))


def _control_image(model: Model, pose: Image.Image, cells: Size, area: Mask) -> ControlImage | None:
    """Bring a pose map to the size at which ControlNet or U-Net meets it with the latent.

    A U-Net that takes hints is shown the `area` of the prompt's subjects as well, `[h, w]`.
    """
    scale = model.control_scale_factor
    if scale is None:
        return None
    size = cells.width * scale, cells.height * scale
    if pose.size != size:
        pose = pose.resize(size, Image.Resampling.BOX)
    picture = as_tensor(pose)
    if model.networks.takes_hints:
        cell = np.repeat(np.repeat(area, scale, axis=0), scale, axis=1)
        picture = torch.cat([picture, torch.from_numpy(cell)[None]])
    return picture.to(model.device)
