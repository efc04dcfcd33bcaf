"""Low-rank updates (arXiv 2106.09685), by peft, in files that diffusers loads as they were."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import nn

from renderers.training.base import Base
from renderers.training.stamps import AdapterKind, of_kind
from schemas.training import LoraTraining

WEIGHTS = "pytorch_lora_weights.safetensors"
KOHYA = "kohya.safetensors"
_ATTENTION = ("to_k", "to_q", "to_v", "to_out.0")
_MORE = (
    "conv1",
    "conv2",
    "conv_shortcut",
    "time_emb_proj",
    "proj_in",
    "proj_out",
    "ff.net.0.proj",
    "ff.net.2",
)
_TEXT = ("q_proj", "k_proj", "v_proj", "out_proj")


class LoraPersonalizer:
    """Trains a LoRA of the U-Net and, if asked, of the text encoders."""

    def __init__(self, base: Base, settings: LoraTraining) -> None:
        """Put the adapters in."""
        self.base, self.learns_text = base, settings.text_encoder
        self._settings = settings
        names = _ATTENTION + (_MORE if settings.layers == "all" else ())
        # The rank decides random weights, and the seed must.
        torch.manual_seed(settings.seed)
        for prefix, network in self._networks():
            layers = names if prefix == "unet" else _TEXT
            network.add_adapter(_config(settings, layers))
            for weight in network.parameters():
                if weight.requires_grad:
                    weight.data = weight.data.float()

    def _networks(self) -> Iterator[tuple[str, Any]]:
        yield "unet", self.base.unet
        if self._settings.text_encoder:
            for suffix, encoder in zip(("", "_2"), self.base.text.encoders, strict=False):
                yield f"text_encoder{suffix}", encoder

    def weights(self) -> dict[str, nn.Parameter]:
        """Return the adapters' matrices."""
        return {
            f"{prefix}.{name}": weight
            for prefix, network in self._networks()
            for name, weight in network.named_parameters()
            if weight.requires_grad
        }

    def silence(self, silent: bool) -> None:
        """Switch the adapters off, or on."""
        for _, network in self._networks():
            if silent:
                network.disable_adapters()
            else:
                network.enable_adapters()

    def write(self, folder: Path, *, metadata: dict[str, str]) -> None:
        """Write `pytorch_lora_weights.safetensors`, with rank and alpha in its metadata."""
        from diffusers.loaders import lora_pipeline
        from diffusers.training_utils import _collate_lora_metadata
        from diffusers.utils import state_dict_utils
        from peft import get_peft_model_state_dict

        convert: Any = state_dict_utils.convert_state_dict_to_diffusers
        if self._settings.layers == "all":
            # It would rename attention's matrices alone, and a loader of both names drops these.
            convert = dict
        networks = dict(self._networks())
        layers = {
            f"{prefix}_lora_layers": convert(get_peft_model_state_dict(network))
            for prefix, network in networks.items()
        }
        two = len(self.base.text.encoders) > 1
        kind = "StableDiffusionXLLoraLoaderMixin" if two else "StableDiffusionLoraLoaderMixin"
        # Without these, diffusers takes the rank for alpha when it loads them.
        known = _collate_lora_metadata(networks)
        getattr(lora_pipeline, kind).save_lora_weights(folder, **layers, **known)
        metadata = {**of_kind(metadata, AdapterKind.LORA), **self._strength()}
        annotate(folder / WEIGHTS, metadata)
        if self._settings.kohya:
            _write_kohya(folder, metadata)

    def _strength(self) -> dict[str, str]:
        """Return kohya's keys for rank and alpha, which a joined LoRA has of its own."""
        return {
            "ss_network_module": "networks.lora",
            "ss_network_dim": str(self._settings.rank),
            "ss_network_alpha": str(self._settings.alpha or self._settings.rank),
        }


def _config(settings: LoraTraining, layers: tuple[str, ...]) -> Any:
    from peft import LoraConfig

    return LoraConfig(
        r=settings.rank,
        lora_alpha=settings.alpha or settings.rank,  # type: ignore[arg-type]
        init_lora_weights="gaussian",
        target_modules=list(layers),
    )


def annotate(path: Path, metadata: dict[str, str]) -> None:
    """Add to a safetensors file's metadata; its tensors stay as they are."""
    from safetensors import safe_open
    from safetensors.torch import save_file

    with safe_open(path, framework="pt") as opened:
        known = dict(opened.metadata() or {})
        tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
    save_file(tensors, path, metadata=known | metadata)


def _write_kohya(folder: Path, metadata: dict[str, str]) -> None:
    """Write the same in the layout of kohya's trainer, which other programs read."""
    from diffusers.utils import state_dict_utils
    from safetensors.torch import load_file, save_file

    to: Any = state_dict_utils
    peft = to.convert_all_state_dict_to_peft(load_file(folder / WEIGHTS))
    kohya = to.convert_state_dict_to_kohya(peft)
    kohya = {name: value.contiguous() for name, value in kohya.items()}
    alpha = json.loads(metadata.get("ss_network_alpha", "null"))
    if alpha is not None:
        kohya = {
            name: torch.tensor(float(alpha)) if name.endswith(".alpha") else value
            for name, value in kohya.items()
        }
    save_file(kohya, folder / KOHYA, metadata={"format": "pt", **metadata})
