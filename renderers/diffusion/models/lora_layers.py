"""From a LoRA file's tensors to what each layer is given, in one form for every kind of file.

LoRA (arXiv 2106.09685) adds s·up·down to a weight, s being alpha/rank, or alpha/√rank where it is
rank-stabilised (rsLoRA, 2312.03732). LoHa (2108.06098) adds the Hadamard product of two such
products, LoKr (2212.10650) a Kronecker product; both are LoRAs of a larger rank, exactly, and are
read as that. DoRA (2402.09353) also sets the length of each row of the sum.
"""

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

import torch
from torch import Tensor

from renderers.diffusion.models.lora_names import LoraKey, NetworkName, understood

LayerParts = Mapping[str, Tensor]
"""A layer's tensors by what they are."""


class LoraLayer(NamedTuple):
    """What one layer is given."""

    down: Tensor
    """`[rank, in]`; of a convolution, `in` runs over channels, rows and columns."""
    up: Tensor
    """`[out, rank]`, already times its strength s."""
    magnitude: Tensor | None = None
    """The length of each row of the sum, `[out]`, for DoRA."""


class LoraStrength(NamedTuple):
    """What a file's header says of the strength of its layers (diffusers' adapter metadata)."""

    configs: Mapping[str, Mapping[str, Any]]
    """peft's configuration of each network: `lora_alpha`, `alpha_pattern`, `use_rslora`…"""

    def of(self, network: NetworkName, layer: str) -> tuple[float | None, bool]:
        """Return a layer's alpha, None where nothing says it, and whether it is rank-stabilised."""
        config = self.configs.get(network, {})
        alpha = config.get("lora_alpha")
        for pattern, own in (config.get("alpha_pattern") or {}).items():
            name = re.escape(re.sub(r"[\\^$]", "", pattern).replace(".", "_"))
            if re.fullmatch(rf"(?:.*_)?{name}", layer):
                alpha = own
        return None if alpha is None else float(alpha), bool(config.get("use_rslora"))


def strength_of(metadata: Mapping[str, str] | None) -> LoraStrength:
    """Read `lora_adapter_metadata` of a safetensors header.

    Raises:
        ValueError: it is damaged.
    """
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    given = json.loads((metadata or {}).get("lora_adapter_metadata") or "{}")
    for key, value in given.items():
        network, _, name = key.partition(".")
        found[network][name] = value
    return LoraStrength(found)


def layers_of(
    state: Mapping[str, Any], strength: LoraStrength
) -> dict[tuple[NetworkName, str], LoraLayer]:
    """Return what each layer is given, by network and name.

    Raises:
        ValueError: a tensor is none of a LoRA's, or a layer lacks one.
    """
    parts: dict[tuple[NetworkName, str], dict[str, Tensor]] = defaultdict(dict)
    for key, value in state.items():
        found = understood(key)
        if found is None or not isinstance(value, Tensor):
            raise ValueError(f"it holds {key}, which is no part of a LoRA, LoHa, LoKr or DoRA")
        parts[found.network, found.layer][found.part] = value
    return {
        (network, name): _layer(LoraKey(network, name, ""), of, *strength.of(network, name))
        for (network, name), of in parts.items()
    }


def _layer(key: LoraKey, parts: LayerParts, alpha: float | None, stable: bool) -> LoraLayer:
    if "alpha" in parts:
        alpha = float(parts["alpha"])
    try:
        down, up, rank = _factors(parts)
    except KeyError as lack:
        raise ValueError(f"its layer {key.layer} lacks {lack.args[0]}") from None
    scale = 1.0
    if alpha is not None and rank:
        scale = alpha / (rank**0.5 if stable else rank)
    return LoraLayer(down, up * scale, _magnitude(parts.get("magnitude"), up, key.layer))


def _factors(parts: LayerParts) -> tuple[Tensor, Tensor, int]:
    """Return down, up, and the rank that alpha is divided by; 0 where nothing is divided."""
    parts = {name: value.float() for name, value in parts.items()}
    if tucker := {"hada_t1", "hada_t2", "lokr_t2"} & set(parts):
        raise ValueError(
            f"it has {min(tucker)}, a factor in Tucker form, which cannot be read; train without"
        )
    flat = {name: value.flatten(1) for name, value in parts.items() if value.ndim > 1}
    if any(name.startswith("hada_") for name in parts):
        return _hadamard(flat)
    if any(name.startswith("lokr_") for name in parts):
        return _kronecker(flat)
    if "mid" in parts:
        # LoCon's three factors of a convolution: 1x1, the kernel between ranks, 1x1.
        down = torch.einsum("oihw,ic->ochw", parts["mid"], flat["down"]).flatten(1)
        return down, flat["up"], len(flat["down"])
    return flat["down"], flat["up"], len(flat["down"])


def _hadamard(parts: LayerParts) -> tuple[Tensor, Tensor, int]:
    """Write (A B) ∘ (C D) as one product, of all pairs of columns and all pairs of rows."""
    a, b, c, d = (parts[f"hada_{name}"] for name in ("w1_a", "w1_b", "w2_a", "w2_b"))
    up = (a[:, :, None] * c[:, None, :]).flatten(1)
    down = (b[:, None, :] * d[None, :, :]).flatten(0, 1)
    return down, up, len(b)


def _kronecker(parts: LayerParts) -> tuple[Tensor, Tensor, int]:
    """Write w1 ⊗ (A B) as (w1 ⊗ A)(1 ⊗ B); where w2 is whole, A is 1."""
    rank = next((parts[n].shape[1] for n in ("lokr_w1_a", "lokr_w2_a") if n in parts), 0)
    w1 = parts["lokr_w1_a"] @ parts["lokr_w1_b"] if "lokr_w1_a" in parts else parts["lokr_w1"]
    if "lokr_w2_a" in parts:
        a, b = parts["lokr_w2_a"], parts["lokr_w2_b"]
    else:
        a, b = torch.eye(len(parts["lokr_w2"])), parts["lokr_w2"]
    return torch.kron(torch.eye(w1.shape[1]), b), torch.kron(w1, a), rank


def _magnitude(given: Tensor | None, up: Tensor, name: str) -> Tensor | None:
    if given is None:
        return None
    if given.numel() != len(up) or (given.ndim > 1 and given.shape[0] != len(up)):
        raise ValueError(
            f"its DoRA scales the inputs of {name}, as some older trainers do; only scales of the "
            "outputs can be read"
        )
    return given.float().flatten()
