"""Where a model lies, and whether it is whole, without importing torch.

A model is a directory in diffusers' layout: `model_index.json` and one folder for each part.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

from schemas.errors import AssetMissing
from schemas.settings import Weights

EMBEDDED = {"toon": "toon", "toon-noise": "toon/noise"}
"""The models that come along: their names, and their directories inside this package."""

NEEDED = ("unet", "vae", "text_encoder", "tokenizer", "scheduler")
_SAFETENSORS = re.compile(
    r"[^.]+?(\.(?P<variant>[\w-]+?))?(-\d+-of-\d+)?\.safetensors(\.index(\.(?P<of_index>\w+))?\.json)?"
)
"""Weights, whole or in pieces, and the index of pieces; such as `x.fp16-00001-of-00002…`."""
_WEIGHTS = (".bin", ".pt", ".pth", ".ckpt")
_SECOND = ("text_encoder_2", "tokenizer_2")
"""SDXL's other text encoder."""
_AGAIN = "the download may be incomplete; fetch the model again"
_DIRECTORY = "give a directory in diffusers layout, or a hub id"
_HUB_FILES = ("*.json", "*.txt", "*.safetensors", "*.model")


def find_model(name: str, *, root: Path = Path(), online: bool = False) -> Path:
    """Return the directory of a model: one that comes along, a directory, or a hub id.

    A relative directory is looked for beside the story, then in the working directory. A hub id
    is taken from the local cache; only with `online` is it downloaded.

    Raises:
        AssetMissing: there is no such model here.
    """
    if name in EMBEDDED:
        return _checked(Path(str(files("renderers") / EMBEDDED[name])), name)
    for folder in _places(name, root):
        if folder.is_dir():
            return _checked(folder, name)
        if folder.is_file():
            raise AssetMissing(f"the model {name} is a single file", hint=_conversion(folder))
    if _is_hub_id(name):
        return _checked(_snapshot(name, online=online), name)
    raise AssetMissing(
        f"there is no model {name}",
        hint=f"give {', '.join(EMBEDDED)}, or {_DIRECTORY.removeprefix('give ')}, "
        "such as owner/model",
    )


def find_part(name: str, *, root: Path = Path(), online: bool = False, what: str) -> Path:
    """Return the directory of a model part of its own, such as a ControlNet.

    `what` is the setting that names it, for the message.

    Raises:
        AssetMissing: there is no such directory here, or it is none of a network.
    """
    for folder in _places(name, root):
        if folder.is_dir():
            if not (folder / "config.json").is_file():  # before anything else in it is read
                hint = "expected a config.json there, and .safetensors beside it"
                raise AssetMissing(f"{name}, which {what} names, holds no network", hint=hint)
            return folder
    if _is_hub_id(name):
        return _snapshot(name, online=online)
    raise AssetMissing(f"there is no {name}, which {what} names", hint=_DIRECTORY)


def _places(name: str, root: Path) -> tuple[Path, ...]:
    """Return where a directory may lie that is given as `name`."""
    try:
        places = (root / Path(name).expanduser(), Path(name).expanduser())
        _ = [place.is_dir() for place in places]
    except (OSError, RuntimeError, ValueError) as problem:  # A name that no file can have.
        raise AssetMissing(f"there is no model {name[:200]}: {problem}", hint=_DIRECTORY) from None
    return places


def find_weights(weights: Weights, *, root: Path = Path(), online: bool = False) -> Path:
    """Return the directory or file of what a renderer's settings say that it reads.

    Raises:
        AssetMissing: it is not there. Whether a file is, only reading it tells.
    """
    name, setting = weights.name, weights.setting
    if weights.kind == "file":
        return root / name
    if weights.kind == "part":
        return find_part(name, root=root, online=online, what=setting)
    folder = find_model(name, root=root, online=online) / (weights.inside or "")
    if not folder.is_dir():
        raise AssetMissing(
            f"the model {name} has no {weights.inside}, which {setting} needs",
            hint=f"name one under {setting}: model, or leave {setting} out",
        )
    return folder


def read_json(path: Path) -> Any:
    """Read a model's JSON file.

    Raises:
        AssetMissing: it is absent or damaged.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise AssetMissing(f"{path} is missing", hint=_AGAIN) from None
    except (OSError, ValueError) as problem:
        raise AssetMissing(f"{path} cannot be read: {problem}") from None


def read_mapping(path: Path) -> Mapping[str, Any]:
    """Read a model's JSON file that holds names and values, such as a configuration.

    Raises:
        AssetMissing: it is absent, damaged, or holds something else.
    """
    data = read_json(path)
    if not isinstance(data, Mapping):
        raise AssetMissing(f"{path} holds no configuration", hint=_AGAIN)
    return data


def parts_of(folder: Path) -> dict[str, tuple[str, str]]:
    """Return a model's parts, name to (library, class), as its index lists them.

    Raises:
        AssetMissing: the index is absent or damaged.
    """
    index = read_mapping(folder / "model_index.json")
    return {
        name: (entry[0], entry[1])
        for name, entry in index.items()
        if isinstance(entry, list) and len(entry) == 2 and all(isinstance(x, str) for x in entry)
    }


def weights_variant(part: Path) -> str | None:
    """Return which weights a part has: None for plain ones, or a variant such as `fp16`.

    Raises:
        AssetMissing: it has none, or only pickled ones.
    """
    names = sorted(path.name for path in part.iterdir()) if part.is_dir() else []
    safe = [found for name in names if (found := _SAFETENSORS.fullmatch(name))]
    if safe:
        variants = [found["variant"] or found["of_index"] for found in safe]
        return None if None in variants else variants[0]
    pickled = [name for name in names if name.endswith(_WEIGHTS)]
    if pickled:
        raise AssetMissing(
            f"{part / pickled[0]} is a pickle, which can run code when it is opened",
            hint="convert it to safetensors; pickled weights are never loaded",
        )
    hint = "expected a .safetensors file there; pickled weights are neither loaded nor fetched"
    raise AssetMissing(f"{part} holds no weights", hint=hint)


def model_files(name: str, *, root: Path = Path()) -> tuple[Path, ...]:
    """Return every file of a model that decides what it draws, sorted; for digests.

    Raises:
        AssetMissing: there is no such model here.
    """
    return files_in(find_model(name, root=root))


def files_in(folder: Path) -> tuple[Path, ...]:
    """Return every file of a model's directory that decides what it draws, sorted.

    Of a whole model these are its parts' and those beside its index; whatever else lies in its
    directory, as judges do in toon's, draws nothing.
    """
    wanted = {".json", ".txt", ".safetensors"}
    found: Iterable[Path] = folder.rglob("*")
    if (folder / "model_index.json").is_file():
        parts = (folder / part for part in (*parts_of(folder), "segmenter"))
        found = chain(folder.glob("*"), *(part.rglob("*") for part in parts))
    return tuple(sorted(p for p in found if p.suffix in wanted and p.is_file()))


def _checked(folder: Path, name: str) -> Path:
    if not (folder / "model_index.json").is_file():
        pickled = sorted(path.name for path in folder.iterdir() if path.suffix in _WEIGHTS)
        hint = "expected a directory in diffusers layout, as `pipeline.save_pretrained` writes it"
        if pickled:
            hint += f"; {pickled[0]} alone, a pickle, is never loaded: convert it"
        raise AssetMissing(f"the model {name} has no model_index.json in {folder}", hint=hint)
    parts = parts_of(folder)
    second = _SECOND if parts.keys() & set(_SECOND) else ()
    for part in (*NEEDED, *second):
        if part not in parts or not (folder / part).is_dir():
            raise AssetMissing(
                f"the model {name} lacks its {part} ({folder / part})",
                hint="the download may be incomplete, or the model is of another family",
            )
    _check_sampling(folder, name)
    return folder


def _conversion(file: Path) -> str:
    """Return the command that makes a directory of a single-file checkpoint."""
    kind = "StableDiffusionXLPipeline" if _is_xl(file) else "StableDiffusionPipeline"
    command = (
        f"from diffusers import {kind} as P; "
        f"P.from_single_file({str(file)!r}).save_pretrained({str(file.with_suffix(''))!r})"
    )
    return (
        f"convert it once, on line, since the file lacks its configuration: "
        f'python -c "{command}"; then give the directory'
    )


def _is_xl(file: Path) -> bool:
    from safetensors import SafetensorError, safe_open

    if file.suffix.lower() != ".safetensors":
        return False
    try:
        with safe_open(file, framework="numpy") as tensors:
            names = list(tensors.keys())
            return any(name.startswith("conditioner.embedders.1.") for name in names)
    except (SafetensorError, OSError):
        return False


def _check_sampling(folder: Path, name: str) -> None:
    """Refuse models that no solver here would sample as they were trained.

    Raises:
        AssetMissing: it is distilled with its guidance built in, or knows no noise levels as
            Stable Diffusion has them.
    """
    config, plan = folder / "unet" / "config.json", folder / "scheduler" / "scheduler_config.json"
    # What lacks a configuration is told where its part is read, after its weights.
    if config.is_file() and read_mapping(config).get("time_cond_proj_dim"):
        raise AssetMissing(
            f"the U-Net of {name} is distilled (LCM): it is told its guidance in another way",
            hint="draw with the model that it was distilled from; as a LoRA over it, give weights",
        )
    scheduler = read_mapping(plan) if plan.is_file() else {}
    kind = str(scheduler.get("_class_name", ""))
    flow = "Flow" in kind or scheduler.get("use_flow_sigmas")
    if flow or "EDM" in kind or kind.startswith("Cosine"):
        how = "by flow matching" if flow else "with EDM's preconditioning"
        raise AssetMissing(
            f"{name} was trained {how} ({kind}), which no solver here can sample",
            hint="take a Stable Diffusion 1.x, 2.x or XL model, which has betas in its "
            "scheduler_config.json",
        )


def _is_hub_id(name: str) -> bool:
    return name.count("/") == 1 and not name.startswith((".", "/", "~"))


def _snapshot(name: str, *, online: bool) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import (
        GatedRepoError,
        HFValidationError,
        LocalEntryNotFoundError,
        OfflineModeIsEnabled,
    )

    online = online and not os.environ.get("HF_HUB_OFFLINE")
    try:
        return Path(
            snapshot_download(name, local_files_only=not online, allow_patterns=list(_HUB_FILES))
        )
    except GatedRepoError:
        hint = (
            f"accept its licence at https://huggingface.co/{name} and log in with `hf auth login`"
        )
        raise AssetMissing(f"the model {name} is licence-gated", hint=hint) from None
    except (LocalEntryNotFoundError, OfflineModeIsEnabled):
        hint = f"download it once with `hf download {name}`, or give a directory"
        raise AssetMissing(
            f"there is no directory {name}, and no model of that hub id on this machine", hint=hint
        ) from None
    except HFValidationError:
        raise AssetMissing(f"there is no model {name}", hint=_DIRECTORY) from None
    except Exception as problem:  # Whatever a network does.
        raise AssetMissing(f"the model {name} cannot be fetched: {problem}") from problem
