"""LoRAs that were trained apart become one of their ranks' sum, which is tuned on (MuDI)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn

from renderers.diffusion.models.adapters import adapter_file
from renderers.diffusion.models.lora_fit import FittedLora, fitted
from renderers.diffusion.models.lora_layers import LoraLayer
from renderers.diffusion.models.model import Model
from renderers.diffusion.models.parts import reading
from schemas.errors import StoryboardError


class JoinedLora(NamedTuple):
    """The sum of some LoRAs, as one."""

    layers: Mapping[str, LoraLayer]
    """By network and module, as `unet.mid_block.attentions.0…to_q`."""
    rank: int
    """Of every layer: the sum of the LoRAs' largest."""

    @torch.no_grad()
    def fill(self, weights: Mapping[str, nn.Parameter]) -> None:
        """Write it into adapters of its rank, named as `LoraPersonalizer.weights` names them.

        Raises:
            StoryboardError: they lack one of its layers.
        """
        for name, layer in self.layers.items():
            down, up = (weights.get(f"{name}.lora_{part}.default.weight") for part in "AB")
            if down is None or up is None:
                raise StoryboardError(
                    f"the LoRAs to be joined change {name}, which the recipe does not train",
                    hint="Set layers: all, and text_encoder: true where they change it too.",
                )
            down.copy_(layer.down.reshape(down.shape))
            up.copy_(layer.up.reshape(up.shape))


def joined_loras(files: Sequence[Path], model: Model) -> JoinedLora:
    """Return the sum of some LoRAs of a model, whichever program wrote them, as one.

    The update of a layer is the sum of up·down; laid side by side, downs and ups of all give that
    sum exactly, with nothing lost to another decomposition. Who has fewer ranks in a layer, or
    none, adds zeros there.

    Raises:
        AssetMissing: a file is absent, damaged, or made for another model.
        StoryboardError: one is a DoRA, whose update is no sum, or fits the model in part alone.
    """
    named = [_named(path, model) for path in files]
    ranks = [max(len(layer.down) for layer in layers.values()) for layers in named]
    names = dict.fromkeys(name for layers in named for name in layers)
    made = {}
    for name in names:
        shape = next(layers[name] for layers in named if name in layers)
        each = [
            _padded(layers.get(name), shape, rank)
            for layers, rank in zip(named, ranks, strict=True)
        ]
        downs, ups = zip(*each, strict=True)
        made[name] = LoraLayer(torch.cat(downs), torch.cat(ups, dim=1))
    return JoinedLora(made, sum(ranks))


def _named(path: Path, model: Model) -> dict[str, LoraLayer]:
    """Read a LoRA's layers by the names of a model's modules."""
    file = adapter_file(path)
    fit: FittedLora = reading(path, lambda: fitted(file.lora, file.metadata, model))
    if fit.left_out:
        every = fit.used + len(fit.left_out)
        raise StoryboardError(
            f"{path}: {len(fit.left_out)} of its {every} layers do not fit this model, and would "
            "be lost in the sum",
            hint="It was trained on another model; train this character again.",
        )
    known = {id(model.networks.unet): "unet"}
    names = ("text_encoder", "text_encoder_2")
    known |= {id(each): name for name, each in zip(names, model.text.encoders, strict=False)}
    found = {
        f"{known[id(network)]}.{name}": layer
        for network, layers in fit.layers
        for name, layer in layers.items()
    }
    if any(layer.magnitude is not None for layer in found.values()):
        raise StoryboardError(
            f"{path} is a DoRA, which cannot be joined with others",
            hint="Take a LoRA, or train this character again.",
        )
    return found


def _padded(layer: LoraLayer | None, like: LoraLayer, rank: int) -> tuple[Tensor, Tensor]:
    """Return down and up with so many ranks."""
    down, up = torch.zeros(rank, like.down.shape[1]), torch.zeros(len(like.up), rank)
    if layer is not None:
        down[: len(layer.down)], up[:, : len(layer.down)] = layer.down, layer.up
    return down, up
