"""Loads one part of a model from its folder, in silence, and refuses anything but a perfect fit."""

import contextlib
import logging
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import torch

from renderers.diffusion.models.locate import parts_of, read_mapping, weights_variant
from schemas.errors import AssetMissing

_CLASSES = {
    "UNet2DConditionModel": "diffusers.models.unets.unet_2d_condition",
    "HintedUNet2DConditionModel": "renderers.diffusion.models.hinted_unet",
    "ControlNetModel": "diffusers.models.controlnets.controlnet",
    "AutoencoderKL": "diffusers.models.autoencoders.autoencoder_kl",
    "AutoencoderTiny": "diffusers.models.autoencoders.autoencoder_tiny",
    "AutoencoderDC": "diffusers.models.autoencoders.autoencoder_dc",
    "PatchAutoencoder": "renderers.diffusion.models.patch_autoencoder",
    "CLIPTextModel": "transformers",
    "CLIPTextModelWithProjection": "transformers",
    "CLIPVisionModelWithProjection": "transformers",
    "CLIPTokenizer": "transformers",
    "CLIPTokenizerFast": "transformers",
}
"""What may be built, and where it is imported from: importing pipelines takes seconds more."""


def class_of(folder: Path, part: str) -> Any:
    """Return the class of a part, as the model's index names it.

    Raises:
        AssetMissing: it is of a kind that cannot be driven here.
    """
    library, name = parts_of(folder)[part]
    if name not in _CLASSES or library not in (_CLASSES[name].split(".")[0], _CLASSES[name]):
        raise AssetMissing(
            f"the {part} in {folder} is a {library} {name}, which this renderer cannot drive",
            hint="it draws with Stable Diffusion 1.x, 2.x and XL models in diffusers layout",
        )
    return named_class(name)


def is_known(name: str) -> bool:
    """Tell whether a class may be built."""
    return name in _CLASSES


def named_class(name: str) -> Any:
    """Import one of the classes that may be built."""
    return getattr(import_module(_CLASSES[name]), name)


def load_network(kind: Any, part: Path, *, device: torch.device, dtype: torch.dtype) -> Any:
    """Load a network's weights from safetensors, for inference only.

    Raises:
        AssetMissing: they are absent, damaged, pickled, or do not fit the configuration.
    """
    variant = weights_variant(part)
    read_mapping(part / "config.json")
    precision = {"dtype" if kind.__module__.startswith("transformers") else "torch_dtype": dtype}
    network, info = reading(
        part,
        lambda: kind.from_pretrained(
            part,
            use_safetensors=True,
            local_files_only=True,
            output_loading_info=True,
            variant=variant,
            **precision,
        ),
    )
    missing = [key for key in info["missing_keys"] if not key.endswith("position_ids")]
    if missing or info.get("mismatched_keys"):
        what = f"lacks {len(missing)} weights, first {missing[0]}" if missing else "does not fit"
        raise AssetMissing(
            f"{part} {what}", hint="its config.json and its weights belong to different models"
        )
    return network.to(device).eval().requires_grad_(False)


def load_tokenizer(kind: Any, part: Path) -> Any:
    """Load a tokenizer.

    Raises:
        AssetMissing: its files are absent or damaged.
    """
    # Without its files, transformers silently makes a tokenizer that knows no word.
    if not any((part / name).is_file() for name in ("tokenizer.json", "vocab.json")):
        raise AssetMissing(f"{part} holds no vocabulary", hint="expected a vocab.json there")
    return reading(part, lambda: kind.from_pretrained(part, local_files_only=True))


def reading(part: Path, load: Callable[[], Any]) -> Any:
    """Turn whatever the libraries raise over damaged files into words about those files.

    Raises:
        AssetMissing: the part cannot be loaded.
    """
    from safetensors import SafetensorError

    try:
        return load()
    except (
        OSError,
        EOFError,
        ValueError,
        RuntimeError,
        LookupError,
        TypeError,
        SafetensorError,
    ) as problem:
        lines = [line.strip() for line in str(problem).splitlines() if line.strip()]
        # torch puts what is wrong below a heading.
        said = lines[: 2 if lines and lines[0].endswith(":") else 1]
        reason = " ".join(said) or type(problem).__name__
        raise AssetMissing(
            f"{part} cannot be loaded: {reason}",
            hint="the files may be incomplete or belong to another model; fetch them again",
        ) from problem


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Silence the libraries' chatter; what matters is checked here and said in our own words."""
    libraries = ("diffusers", "transformers", "huggingface_hub")
    for library in libraries:
        # Each sets up its logger on first use, which must not happen after ours is set.
        import_module(f"{library}.utils.logging").get_logger(library)
    import_module("transformers.utils.logging").disable_progress_bar()
    loggers = [logging.getLogger(library) for library in libraries]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
