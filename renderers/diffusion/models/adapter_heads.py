"""Whether an adapter file can be read at all, known from its head and without importing torch."""

from pathlib import Path

from renderers.diffusion.models.lora_names import understood
from schemas.errors import AssetMissing

_WORDS = {"clip_l", "clip_g", "emb_params"}


def check_adapter(path: Path) -> None:
    """Refuse a safetensors file that is neither LoRA nor learned word; others only drawing opens.

    Raises:
        AssetMissing: it holds something else.
    """
    from safetensors import SafetensorError, safe_open

    if path.suffix.lower() != ".safetensors":
        return
    try:
        with safe_open(path, framework="numpy") as tensors:
            keys = list(tensors.keys())
            is_word = len(keys) == 1 and len(tensors.get_slice(keys[0]).get_shape()) <= 2
    except (SafetensorError, OSError):
        return  # Whoever reads all of it says so.
    strange = [key for key in keys if not _read(key)]
    if strange and not is_word:
        raise AssetMissing(
            f"{path} holds {strange[0]}, which is no part of a LoRA, LoHa, LoKr or DoRA",
            hint="a character's weights are a LoRA or a learned word",
        )


def _read(key: str) -> bool:
    return understood(key) is not None or key in _WORDS or key.startswith("bundle_emb.")
