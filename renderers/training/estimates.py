"""What a training costs, by counting on shapes without weights: memory, arithmetic, time.

The U-Net is built on torch's meta device and asked once, forward and backward: what it keeps for
its gradients is what activations cost, and every product is counted.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch.utils.flop_counter import FlopCounterMode

from renderers.diffusion.models.locate import find_model, read_mapping
from renderers.diffusion.models.parts import class_of, named_class, quiet
from renderers.diffusion.segmenter import segmenter_of
from renderers.training.jobs import TrainingJob
from renderers.training.pictures import MOST, picture_files
from schemas.errors import StoryboardError
from schemas.geometry import Size
from schemas.training import (
    CustomDiffusionTraining,
    DreamboothTraining,
    LoraTraining,
    SegmenterTraining,
    TextualInversionTraining,
    TrainingSettings,
)

_ACTIVATIONS_LEFT = 0.15
"""Share of the activations that stays with gradient checkpointing, roughly."""
_BESIDE = 400_000_000
"""Bytes for the program and its libraries."""


_WORD = 2048
"""Numbers in a learned word, at most."""


class TrainingCost(NamedTuple):
    """What a training takes."""

    memory: float
    """Bytes, at the peak."""
    flops: float
    """Of all steps."""
    minutes: float
    """On this machine, as fast as it multiplies matrices; an optimist's number. Of processor time
    where there is no GPU, so that what else a machine does changes nothing."""
    pictures: int


class StepCost(NamedTuple):
    """What one step of a U-Net takes."""

    weights: int
    trained: int
    activations: int
    """Bytes that the backward pass needs."""
    flops: int


def estimate(job: TrainingJob, *, root: Path, online: bool = False) -> TrainingCost:
    """Count what a training takes; nothing is loaded.

    Raises:
        AssetMissing: the base or a picture is not there.
    """
    settings = job.settings
    folder = find_model(job.model, root=root, online=online)
    if isinstance(settings, SegmenterTraining):
        return _of_segmenter(job, settings, folder, root)
    config = dict(read_mapping(folder / "unet" / "config.json"))
    pixels = _pixels(folder)
    side = settings.resolution or int(config.get("sample_size") or 64) * pixels
    samples = settings.batch * (2 if getattr(settings, "prior", None) else 1)
    cells = Size(width=max(8, side // pixels), height=max(8, side // pixels))
    kind = class_of(folder, "unet")
    step = step_cost(config, cells, samples=samples, settings=settings, kind=kind)
    whole = isinstance(settings, DreamboothTraining | CustomDiffusionTraining)
    others = sum(path.stat().st_size for path in folder.rglob("*.safetensors"))
    half = not whole and torch.cuda.is_available()
    # A weight in training has a gradient and two moments beside it.
    memory = step.weights * (2 if half else 4) + step.trained * 12 + step.activations + _BESIDE
    memory += max(0, others - step.weights * 2)
    return _in_all(job, step, memory, root)


def _of_segmenter(
    job: TrainingJob, settings: SegmenterTraining, folder: Path, root: Path
) -> TrainingCost:
    """Count what training a segmenter takes, on latents or on pictures."""
    from renderers.training.recipes.segmenter import shape_of

    config, pixels = read_mapping(folder / "unet" / "config.json"), _pixels(folder)
    side = settings.resolution or int(config.get("sample_size") or 64) * pixels
    side = side if settings.sees == "pixels" else max(8, side // pixels)
    with torch.device("meta"):
        shape = shape_of(settings, int(config["in_channels"]), ("",) * len(job.characters))
        network = segmenter_of(shape)
        x = torch.zeros(settings.batch, shape.channels, side, side, requires_grad=True)
        step = _counted(network, lambda: network(x).sum())
    memory = 16 * step.weights + step.activations + _BESIDE
    memory += sum(path.stat().st_size for path in folder.rglob("vae/*.safetensors"))
    return _in_all(job, step, memory, root)


def _in_all(job: TrainingJob, step: StepCost, memory: float, root: Path) -> TrainingCost:
    flops = step.flops * job.settings.steps * job.settings.accumulate
    pictures = sum(_count(job, index, root) for index in range(len(job.characters)))
    return TrainingCost(memory, flops, flops / _speed() / 60, pictures)


def _count(job: TrainingJob, index: int, root: Path) -> int:
    paths = picture_files(job.characters[index], root)
    return min(MOST, sum(path.suffix not in (".txt", ".json") for path in paths))


def _pixels(folder: Path) -> int:
    config = read_mapping(folder / "vae" / "config.json")
    if (patch := config.get("patch") or config.get("patch_size")) is not None:
        return int(patch)
    widths = config.get("block_out_channels") or config.get("encoder_block_out_channels") or ()
    return int(2 ** max(0, len(widths) - 1)) if widths else 8


def step_cost(
    config: dict[str, Any],
    cells: Size,
    *,
    samples: int,
    settings: TrainingSettings,
    kind: Any = None,
) -> StepCost:
    """Count one step of a U-Net of a configuration, on latents of a size.

    `kind` is its class; None is diffusers' `UNet2DConditionModel`.
    """
    kind = kind or named_class("UNet2DConditionModel")
    # Configurations may have more keys than a class, of which diffusers warns.
    with quiet(), torch.device("meta"):
        unet = kind.from_config(config).train()
        trained = _trained(unet, settings)
        x = torch.zeros(samples, unet.config.in_channels, cells.height, cells.width)
        states = torch.zeros(samples, 77, unet.config.cross_attention_dim)
        # Gradients flow through every layer, whether to adapters in it or to a word.
        x.requires_grad_(True)
        states.requires_grad_(True)
        added, t = _added(config, samples) or None, torch.zeros(samples)
        step = _counted(unet, lambda: unet(x, t, states, added_cond_kwargs=added).sample.sum())
    left = _ACTIVATIONS_LEFT if settings.gradient_checkpointing else 1
    return step._replace(trained=trained, activations=round(left * step.activations))


def _counted(network: Any, asked: Callable[[], torch.Tensor]) -> StepCost:
    """Ask a network once, forward and backward, and count."""
    kept: dict[int, int] = {}

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        if not isinstance(tensor, torch.nn.Parameter):
            kept[id(tensor.untyped_storage())] = tensor.numel() * tensor.element_size()
        return tensor

    hooks = torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor)
    with FlopCounterMode(display=False) as counter, hooks:
        torch.autograd.backward(asked())
    weights = sum(weight.numel() for weight in network.parameters())
    return StepCost(weights, weights, sum(kept.values()), counter.get_total_flops())


def _trained(unet: Any, settings: TrainingSettings) -> int:
    """Let only what the recipe trains ask for gradients, and count it."""
    if isinstance(settings, DreamboothTraining):
        return sum(weight.numel() for weight in unet.parameters())
    unet.requires_grad_(False)
    if isinstance(settings, LoraTraining):
        return _low_rank(unet, settings.rank)
    if isinstance(settings, CustomDiffusionTraining):
        named = dict(unet.named_parameters())
        own = [w for name, w in named.items() if "attn2.to_k" in name or "attn2.to_v" in name]
        return sum(weight.requires_grad_(True).numel() for weight in own)
    if isinstance(settings, TextualInversionTraining):
        return _WORD
    raise StoryboardError(f"what {type(settings).__name__} trains cannot be counted")


def _low_rank(unet: Any, rank: int) -> int:
    count = 0
    for name, layer in unet.named_modules():
        if name.rpartition(".")[2] in ("to_q", "to_k", "to_v") or name.endswith("to_out.0"):
            count += rank * (layer.in_features + layer.out_features)
    return count


def _added(config: dict[str, Any], samples: int) -> dict[str, torch.Tensor]:
    if config.get("addition_embed_type") != "text_time":
        return {}
    pooled = config["projection_class_embeddings_input_dim"] - 6 * config["addition_time_embed_dim"]
    return {"text_embeds": torch.zeros(samples, pooled), "time_ids": torch.zeros(samples, 6)}


def free_memory(device: str) -> int | None:
    """Return the bytes that are free where a training would run; None where nobody says."""
    if device in ("auto", "cuda") and torch.cuda.is_available():
        return int(torch.cuda.mem_get_info()[0])
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith("MemAvailable")]
    return int(found[0]) * 1024 if found else None


def _speed() -> float:
    """Return how many products a second this machine does, on a matrix of middling size.

    A second is one of processor time, unless a GPU multiplies.
    """
    if os.environ.get("STORYBOARD_FLOPS"):
        return float(os.environ["STORYBOARD_FLOPS"])
    side = 768
    on_gpu = torch.cuda.is_available()
    one = torch.randn(side, side, device="cuda" if on_gpu else "cpu")
    clock = time.perf_counter if on_gpu else time.process_time
    began, count = clock(), 0
    while clock() - began < 0.3:
        one @ one
        count += 1
    return 2 * side**3 * count / (clock() - began)
