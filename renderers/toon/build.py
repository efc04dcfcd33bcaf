"""Makes a model's parts from a shape, and lays a model out as a diffusers directory."""

import copy
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import diffusers
import torch
from diffusers import ControlNetModel, DDIMScheduler, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from renderers.diffusion.models.patch_autoencoder import PatchAutoencoder
from renderers.toon import shapes, tokens
from renderers.toon.shapes import TINY, TOON, Shape

INDEX: dict[str, Any] = {
    "_class_name": "StableDiffusionPipeline",
    "vae": ["renderers.diffusion.models.patch_autoencoder", "PatchAutoencoder"],
    "text_encoder": ["transformers", "CLIPTextModel"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "unet": ["diffusers", "UNet2DConditionModel"],
    "controlnet": ["diffusers", "ControlNetModel"],
    "scheduler": ["diffusers", "DDIMScheduler"],
    "safety_checker": [None, None],
    "feature_extractor": [None, None],
    "requires_safety_checker": False,
}
_NETWORKS = ("vae", "text_encoder", "unet", "controlnet")
RECOMMENDED = {
    "guidance_scale": 1.0,
    "steps": 20,
    "init": "collage",
    "detail": 1.0,
    "dtype": "bfloat16",
}
"""How toon likes to be asked, for `recommended.json`."""
WORDS = ("sks woman cartoon", "hta man cartoon", "dtz dog cartoon", "a park", "holding umbrella")


class Parts(NamedTuple):
    """A model's networks and its tokenizer; a ControlNet is not needed."""

    vae: PatchAutoencoder
    text_encoder: CLIPTextModel
    tokenizer: CLIPTokenizer
    unet: UNet2DConditionModel
    controlnet: ControlNetModel | None = None

    def networks(self) -> dict[str, Any]:
        """Return the trainable parts by their folder's name."""
        everything = {name: getattr(self, name) for name in _NETWORKS}
        return {name: network for name, network in everything.items() if network is not None}


def autoencoder(shape: Shape) -> PatchAutoencoder:
    """Make an autoencoder without a projection, whose mender mends nothing yet."""
    made: PatchAutoencoder = PatchAutoencoder(**shapes.autoencoder_config(shape))
    return made


def text_encoder(shape: Shape, tokenizer: CLIPTokenizer) -> CLIPTextModel:
    """Make an untrained text encoder for a tokenizer's vocabulary."""
    config = shapes.text_config(shape, vocabulary=len(tokenizer))
    return CLIPTextModel(CLIPTextConfig(**config))


def unet(shape: Shape) -> UNet2DConditionModel:
    """Make an untrained UNet."""
    kind: Any = UNet2DConditionModel
    made: UNet2DConditionModel = kind(**shapes.unet_config(shape))
    return made


def controlnet(shape: Shape, *, of: UNet2DConditionModel | None = None) -> ControlNetModel:
    """Make an untrained pose ControlNet; its zero convolutions leave the UNet as it is.

    `of` is the UNet whose encoding half it begins as, as ControlNets do (arXiv 2302.05543).
    """
    kind: Any = ControlNetModel
    made: Any = kind(**shapes.controlnet_config(shape))
    _hear(made.controlnet_cond_embedding)
    if of is not None:
        encoder: Any = of
        state = encoder.state_dict()
        shared = {name: state[name] for name in made.state_dict() if name in state}
        made.load_state_dict(shared, strict=False)
    grown: ControlNetModel = made
    return grown


def _hear(embedding: Any) -> None:
    """Let a pose map's signal pass an untrained embedding at its own strength.

    torch's own initial weights weaken it at every layer, a hundredfold in all; a network that
    hears nothing of its hints takes long to begin to listen. The gain is SiLU's; the first
    layer's makes up for pose maps being mostly black.
    """
    for convolution in (embedding.conv_in, *embedding.blocks):
        gain = 1.68 * (6 if convolution is embedding.conv_in else 1)
        fan = convolution.weight[0].numel()
        torch.nn.init.normal_(convolution.weight, std=gain / math.sqrt(fan))
        torch.nn.init.zeros_(convolution.bias)


def untrained(shape: Shape, captions: Iterable[str], *, seed: int) -> Parts:
    """Make every part from scratch; the tokenizer learns its pieces from the captions."""
    torch.manual_seed(seed)
    tokenizer = tokens.learn(captions, length=shape.tokens)
    return Parts(
        autoencoder(shape),
        text_encoder(shape, tokenizer),
        tokenizer,
        unet(shape),
        controlnet(shape),
    )


def save(
    parts: Parts,
    folder: Path,
    *,
    half: bool = True,
    unet: tuple[str, str] | None = None,
    recommended: Mapping[str, Any] | None = None,
) -> None:
    """Write a diffusers directory, as fp16 safetensors unless told otherwise.

    `unet` is the module and class of a U-Net of another kind; `recommended` is how the model likes
    to be asked.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, network in parts.networks().items():
        save_part(network, folder / name, half=half)
    parts.tokenizer.save_pretrained(folder / "tokenizer")
    scheduler: Any = DDIMScheduler
    scheduler(**shapes.scheduler_config()).save_pretrained(folder / "scheduler")
    absent = [name for name in _NETWORKS if name not in parts.networks()]
    index = {name: entry for name, entry in INDEX.items() if name not in absent}
    index |= {"unet": list(unet)} if unet else {}
    index["_diffusers_version"] = diffusers.__version__
    if recommended:
        text = json.dumps(recommended) + "\n"
        (folder / "recommended.json").write_text(text, encoding="utf-8")
    (folder / "model_index.json").write_text(json.dumps(index, indent=2) + "\n", encoding="utf-8")


def save_part(network: Any, folder: Path, *, half: bool = True) -> None:
    """Write one network; the one in memory keeps its precision."""
    kept = copy.deepcopy(network).half() if half else network
    kept.save_pretrained(folder, safe_serialization=True)
    _forget_origin(folder / "config.json")


def _forget_origin(path: Path) -> None:
    """Drop where the part was loaded from: a path of the machine that trained it."""
    config = json.loads(path.read_text("utf-8"))
    config.pop("_name_or_path", None)
    path.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def save_random(path: Path, *, seed: int = 0, tiny: bool = True) -> Path:
    """Write a toon-shaped directory with random weights, for tests; return its path.

    The ControlNet's zero convolutions are filled too, so that a pose map makes a difference.
    """
    parts = untrained(TINY if tiny else TOON, WORDS, seed=seed)
    control: Any = parts.controlnet
    vae: Any = parts.vae
    with torch.no_grad():
        vae.linear.weight.mul_(0.1)
        for name, weight in control.named_parameters():
            if name.startswith("controlnet_") and weight.ndim > 1:
                weight.normal_(std=1 / math.sqrt(weight[0].numel()))
    save(parts, path, half=False)
    return path
