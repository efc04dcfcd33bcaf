"""The precision in which a model computes: half where that is faster and draws the same."""

import torch


def choose_dtype(
    wanted: str, device: torch.device, *, on_processors: str | None = None
) -> torch.dtype:
    """Return the precision that a setting asks for.

    Args:
        wanted: its name; `auto` is half on CUDA, and full elsewhere, where half is slower.
        device: where the model computes.
        on_processors: what `auto` is on processors that compute in bfloat16 themselves; a model
            that draws the same in it recommends it.
    """
    if wanted == "auto" and device.type == "cpu" and computes_bfloat16():
        wanted = on_processors or wanted
    if wanted == "auto":
        return torch.float16 if device.type == "cuda" else torch.float32
    return {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}[wanted]


def computes_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 itself (AVX512-BF16 or AMX)."""
    asked = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(getattr(torch.cpu, name, lambda: False)() for name in asked)
