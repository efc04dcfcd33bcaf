"""LoRAs that were trained apart become one of their ranks' sum, which is tuned on (MuDI)."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from schemas.errors import StoryboardError

_DOWN, _UP = ".lora_A.weight", ".lora_B.weight"
_PUBLISHED = {".lora.down.weight": _DOWN, ".lora.up.weight": _UP}
"""How diffusers names them where only attention has them; otherwise as peft does."""


def joined_loras(files: Sequence[Path]) -> tuple[dict[str, Tensor], int]:
    """Return the sum of some LoRAs of the U-Net as one, and its rank.

    The update of a layer is the sum of up·down; laid side by side, downs and ups of all give that
    sum exactly, with nothing lost to another decomposition.

    Raises:
        StoryboardError: they are of different layers, so that they cannot be joined.
    """
    states = [_read(path) for path in files]
    layers = {name.removesuffix(_DOWN) for name in states[0] if name.endswith(_DOWN)}
    for path, state in zip(files, states, strict=True):
        if {name.removesuffix(_DOWN) for name in state if name.endswith(_DOWN)} != layers:
            raise StoryboardError(
                f"{path} changes other layers than {files[0]}, so that they cannot be joined",
                hint="Train them with the same layers and the same base.",
            )
    made: dict[str, Tensor] = {}
    for layer in layers:
        downs = torch.cat([state[layer + _DOWN] for state in states])
        ups = torch.cat([state[layer + _UP] for state in states], dim=1)
        made[f"{layer}.lora_A.default.weight"] = downs
        made[f"{layer}.lora_B.default.weight"] = ups
    ranks = {len(value) for name, value in made.items() if ".lora_A." in name}
    if len(ranks) != 1:
        raise StoryboardError("the LoRAs have different ranks in different layers")
    return made, ranks.pop()


def _read(path: Path) -> dict[str, Tensor]:
    """Read a LoRA as diffusers lays it out, its scale already in the ups."""
    import json

    from safetensors import safe_open

    with safe_open(path, framework="pt") as opened:
        metadata = json.loads((opened.metadata() or {}).get("lora_adapter_metadata", "{}"))
        state = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
    scale = metadata.get("unet.lora_alpha", 1) / metadata.get("unet.r", 1) if metadata else 1.0
    renamed = {_renamed(name): value for name, value in state.items() if name.startswith("unet.")}
    return {name: value * scale if name.endswith(_UP) else value for name, value in renamed.items()}


def _renamed(name: str) -> str:
    for published, ours in _PUBLISHED.items():
        name = name.removesuffix(published) + ours if name.endswith(published) else name
    return name
