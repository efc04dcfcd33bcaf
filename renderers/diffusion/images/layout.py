"""What an image adapter's file tells before it is loaded: what it is, and for which model."""

from collections.abc import Mapping
from pathlib import Path

from renderers.diffusion.models.locate import EMBEDDED, find_model, find_weights, read_mapping
from schemas.errors import AssetMissing
from schemas.settings import MspSettings
from schemas.settings.pictured import PicturedSettings

PARTS = ("ip_adapter", "ms_adapter")
"""By these a file of an adapter is told apart; each stands beside `image_proj`."""

Shapes = Mapping[str, tuple[int, ...]]


def check_adapter(settings: object, root: Path) -> None:
    """Make sure that the adapter of a renderer's settings is named, whole, and for its model.

    A pickle is looked at only when it is loaded; who hears no pictures needs no adapter.

    Raises:
        AssetMissing: it is not.
    """
    if not isinstance(settings, MspSettings | PicturedSettings) or settings.image_prompt is None:
        return
    given, model = settings.image_prompt, settings.model
    if not given.files:
        raise unnamed(model, getattr(settings, "part", None))
    path = find_weights(given.files[0], root=root)
    if path.suffix != ".safetensors" or not path.is_file():
        return
    shapes = _shapes(path)
    if not shapes:
        return
    check_parts(path, {name.partition(".")[0] for name in shapes}, getattr(settings, "part", None))
    config = read_mapping(find_model(model, root=root) / "unet" / "config.json")
    wide = {shape[1] for name, shape in shapes.items() if name.endswith("to_k_ip.weight")}
    text = config.get("cross_attention_dim")
    if text is not None and wide != {text}:
        found = " and ".join(map(str, sorted(wide))) or "none"
        raise AssetMissing(
            f"{path} was made for another model than {model}: its text is {found} wide, not {text}",
            hint="adapters for SD 1.5 are 768 wide, and for SDXL 2048",
        )


def unnamed(model: str, part: str | None) -> AssetMissing:
    """Return the error of pictures that are to be heard, and no adapter is named.

    `part` is what its file must hold; None takes any.
    """
    hint = "say adapter: its file, such as ip-adapter_sd15.safetensors, beside the story"
    if model in EMBEDDED and part == "ip_adapter":
        hint = (
            f"an IP-Adapter is made for Stable Diffusion or SDXL, and none for {model}; mudi shows "
            "it pictures without one, and ms-diffusion by an adapter that can be trained here"
        )
    elif model in EMBEDDED:
        hint = (
            f"none comes along for {model}; `python -m renderers.toon.train_adapter --help` trains "
            "one for toon-noise, and adapter: names its file"
        )
    return AssetMissing("pictures are heard through an adapter, and none is named", hint=hint)


def check_parts(path: Path, found: set[str], part: str | None) -> str:
    """Return by which part an adapter's file is known.

    Raises:
        AssetMissing: it is half, or another thing.
    """
    known = next((name for name in PARTS if name in found and "image_proj" in found), None)
    if known is None or part not in (None, known):
        wanted = "ms_adapter" if part == "ms_adapter" else "ip_adapter"
        raise AssetMissing(
            f"{path} is no such adapter: it holds {', '.join(sorted(found)[:4])}",
            hint=f"expected the parts image_proj and {wanted}, as in the published file",
        )
    return known


def _shapes(path: Path) -> Shapes:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as tensors:
            return {name: tuple(tensors.get_slice(name).get_shape()) for name in tensors.keys()}  # noqa: SIM118
    except (SafetensorError, OSError):
        return {}  # Damaged: whoever looks whether files are whole says so.
