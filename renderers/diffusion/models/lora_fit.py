"""Puts a LoRA's layers into a loaded model, each where it belongs, and tells what fits nowhere."""

import re
import warnings
from collections.abc import Mapping
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from renderers.diffusion.models.lora_layers import LoraLayer, layers_of, strength_of
from renderers.diffusion.models.lora_names import NetworkName, from_sgm
from renderers.diffusion.models.model import Model

_KINDS = (nn.Linear, nn.Conv2d)


class FittedLora(NamedTuple):
    """A file's layers by the networks and modules of one model."""

    layers: tuple[tuple[Any, Mapping[str, LoraLayer]], ...]
    """Each network with its modules' names."""
    left_out: tuple[str, ...]
    """Layers of the file that this model does not have, or has in another shape."""

    def louder(self, strength: float) -> "FittedLora":
        """Return it with every layer's difference multiplied."""
        layers = (
            (network, {name: each._replace(up=strength * each.up) for name, each in of.items()})
            for network, of in self.layers
        )
        return self if strength == 1 else self._replace(layers=tuple(layers))

    @property
    def used(self) -> int:
        """How many layers fit."""
        return sum(len(layers) for _, layers in self.layers)


def fitted(state: Mapping[str, Any], metadata: Mapping[str, str], model: Model) -> FittedLora:
    """Find the module that each layer of a file is for.

    Raises:
        ValueError: it is no LoRA, or none of its layers fits.
    """
    networks: dict[NetworkName, Any] = {"unet": model.networks.unet}
    for name, encoder in zip(("text_encoder", "text_encoder_2"), model.text.encoders, strict=False):
        networks[name] = encoder  # type: ignore[index]
    modules = {name: _modules(network) for name, network in networks.items()}
    per_block = model.networks.unet.config.layers_per_block
    found: dict[NetworkName, dict[str, LoraLayer]] = {name: {} for name in networks}
    left_out = []
    for (network, layer), given in layers_of(state, strength_of(metadata)).items():
        name = from_sgm(layer, per_block) if network == "unet" else layer
        module = modules.get(network, {}).get(name)
        if module is None or not _fits(given, module[1].weight):
            left_out.append(f"{network}: {layer}")
        else:
            found[network][module[0]] = given
    if not any(found.values()):
        raise ValueError("none of its layers fits this model: it was trained on another")
    layers = tuple((networks[name], of) for name, of in found.items() if of)
    return FittedLora(layers, tuple(left_out))


def _modules(network: Any) -> dict[str, tuple[str, Any]]:
    """Return the modules that may be given something, by their names with `_` for `.`."""
    found = {}
    for name, module in network.named_modules():
        # A module that has a LoRA already is wrapped, and goes by the name of what wraps it.
        base = getattr(module, "base_layer", module)
        if isinstance(base, _KINDS) and not name.endswith(".base_layer") and ".lora_" not in name:
            short = name.removeprefix("text_model.")
            found[short.replace(".", "_")] = (name, base)
    return found


def _fits(layer: LoraLayer, weight: Tensor) -> bool:
    out, fan_in = weight.flatten(1).shape
    return len(layer.up) == out and layer.down.shape[1] == fan_in


def put_in(adapter: str, fit: FittedLora) -> None:
    """Wrap the modules by peft, and give each its tensors."""
    from peft import LoraConfig

    for network, layers in fit.layers:
        names = "|".join(re.escape(name) for name in layers)
        dora = any(layer.magnitude is not None for layer in layers.values())
        config = LoraConfig(
            r=1,
            lora_alpha=1,
            target_modules=f"(?:{names})",
            rank_pattern={f"^{re.escape(name)}": len(of.down) for name, of in layers.items()},
            alpha_pattern={f"^{re.escape(name)}": len(of.down) for name, of in layers.items()},
            use_dora=dora,
        )
        with warnings.catch_warnings():
            # That others are there already is what is wanted.
            warnings.filterwarnings("ignore", message="Already found a `peft_config`")
            network.add_adapter(config, adapter_name=adapter)
        for name, layer in layers.items():
            _give(network.get_submodule(name), adapter, layer)


@torch.no_grad()
def _give(module: Any, adapter: str, layer: LoraLayer) -> None:
    """Fill a wrapped module's factors; peft's own strength is 1 there."""
    weight = module.base_layer.weight
    down, up = module.lora_A[adapter].weight, module.lora_B[adapter].weight
    down.data = layer.down.reshape(len(layer.down), *weight.shape[1:]).to(weight)
    up.data = layer.up.reshape(up.shape).to(weight)
    if adapter not in module.lora_magnitude_vector:
        return
    magnitude = module.lora_magnitude_vector[adapter]
    length = layer.magnitude
    if length is None:
        # A layer that is no DoRA beside others that are: the length that the sum has anyway.
        added = (layer.up @ layer.down).to(weight.device)
        length = (weight.float().flatten(1) + added).norm(dim=1)
    magnitude.weight.data = length.reshape(magnitude.weight.shape).to(weight)
