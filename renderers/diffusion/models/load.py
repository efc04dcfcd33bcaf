"""Loads a model: every part from its folder, on one device, in one precision, once per run.

Any Stable Diffusion 1.x, 2.x or XL directory fits, and any other whose parts are of the same
classes. Only safetensors are read, and nothing but what the model's index names.
"""

from pathlib import Path
from typing import Any, NamedTuple

import torch

from renderers.diffusion.models.autoencoder import Autoencoder
from renderers.diffusion.models.controlnet import ControlNet
from renderers.diffusion.models.locate import (
    find_model,
    find_part,
    parts_of,
    read_json,
    read_mapping,
)
from renderers.diffusion.models.memory import apply as save_memory
from renderers.diffusion.models.model import Model as Model
from renderers.diffusion.models.networks import Networks
from renderers.diffusion.models.parts import (
    class_of,
    is_known,
    load_network,
    load_tokenizer,
    named_class,
    quiet,
)
from renderers.diffusion.models.precision import choose_dtype
from renderers.diffusion.models.recommended import recommended
from renderers.diffusion.models.text import TextEncoder
from schemas.errors import AssetMissing, StoryboardError
from schemas.settings import ControlNetSettings, MemorySettings


def load_model(
    name: str,
    *,
    root: Path = Path(),
    controlnet: ControlNetSettings | None = None,
    device: str = "auto",
    dtype: str = "auto",
    online: bool = False,
    memory: MemorySettings = MemorySettings(),  # noqa: B008 - a value
    clip_skip: int = 0,
) -> Model:
    """Load a model by name: `toon`, a diffusers directory, or a hub id.

    `clip_skip` is how many of the text encoders' last layers are left out.

    Raises:
        AssetMissing: a part is absent, damaged, pickled or of an unknown kind.
    """
    folder = find_model(name, root=root, online=online)
    where = choose_device(device)
    home = torch.device("cpu") if memory.offload == "model" else where
    asks = recommended(folder)
    parts = _Parts(folder, home, choose_dtype(dtype, where, on_processors=asks.dtype))
    with quiet():
        autoencoder = parts.autoencoder(slices=memory.vae_slicing)
        unet = parts.network("unet")
        control = parts.controlnet(controlnet, root=root, online=online)
        networks = Networks(unet, None, autoencoder.vae_scale_factor, parts.dtype)
        text = parts.text_encoder(where, clip_skip)
        save_memory(
            memory,
            unet=unet,
            controlnet=control,
            autoencoder=autoencoder.network,
            encoders=text.encoders,
            device=where,
        )
    scheduler = read_mapping(folder / "scheduler" / "scheduler_config.json")
    bare = Model(networks, text, autoencoder, scheduler, asks, where, folder)
    model = bare if control is None else ControlNet(control).inject(bare)
    _check_fit(name, model)
    return model


def load_autoencoder(part: Path, *, device: torch.device, dtype: torch.dtype) -> Autoencoder:
    """Load an autoencoder on its own, such as a tiny one.

    Raises:
        AssetMissing: it is absent, damaged, or of an unknown kind.
    """
    name = str(read_mapping(part / "config.json").get("_class_name"))
    if not ("Autoencoder" in name and is_known(name)):
        raise AssetMissing(f"{part} holds a {name}, and no autoencoder that is known here")
    with quiet():
        network = load_network(named_class(name), part, device=device, dtype=dtype)
    return Autoencoder(network, _overflows(network, part, dtype, asked=True))


def _overflows(network: Any, part: Path, dtype: torch.dtype, *, asked: bool) -> bool:
    """Tell whether an autoencoder overflows in half precision.

    Where its file does not say, diffusers' class says that it does, which SDXL's pipelines ask
    for (`asked`) and Stable Diffusion 1.x's and 2.x's do not.
    """
    told = read_mapping(part / "config.json").get("force_upcast")
    upcast = network.config.get("force_upcast") if told is None and asked else told
    return dtype == torch.float16 and bool(upcast)


def choose_device(wanted: str) -> torch.device:
    """Return the device to draw on; `auto` takes a GPU where there is one.

    Raises:
        AssetMissing: the wanted device is not on this machine.
    """
    present = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if wanted == "auto":
        wanted = next(name for name in present if present[name])
    if not present[wanted]:
        raise AssetMissing(
            f"this machine has no {wanted} device", hint="set the renderer's device to auto or cpu"
        )
    return torch.device(wanted)


class _Parts(NamedTuple):
    """The parts in a model's directory."""

    folder: Path
    device: torch.device
    dtype: torch.dtype

    def network(self, part: str) -> Any:
        return self._laid_out(class_of(self.folder, part), self.folder / part)

    def _laid_out(self, kind: Any, part: Path) -> Any:
        network = load_network(kind, part, device=self.device, dtype=self.dtype)
        # Convolutions on a CPU are about twice as fast with channels last.
        return network.to(memory_format=torch.channels_last)

    def autoencoder(self, *, slices: bool) -> Autoencoder:
        network = self.network("vae")
        xl = "text_encoder_2" in parts_of(self.folder)
        upcast = _overflows(network, self.folder / "vae", self.dtype, asked=xl)
        return Autoencoder(network, upcast, slices)

    def controlnet(
        self, settings: ControlNetSettings | None, *, root: Path, online: bool
    ) -> Any | None:
        """Load the ControlNet that is set, else the one in the directory, if there is one."""
        if settings is None or settings.enabled is False:
            return None
        if settings.model is not None:
            part = find_part(settings.model, root=root, online=online, what="controlnet: model")
            return self._laid_out(named_class("ControlNetModel"), part)
        return self.network("controlnet") if "controlnet" in parts_of(self.folder) else None

    def text_encoder(self, device: torch.device, clip_skip: int) -> TextEncoder:
        """Load one text encoder, or SDXL's two, to run on a device."""
        present = [s for s in ("", "_2") if f"text_encoder{s}" in parts_of(self.folder)]
        pairs = [
            (self._tokenizer(f"tokenizer{suffix}"), self._clip(f"text_encoder{suffix}"))
            for suffix in present
        ]
        index = read_json(self.folder / "model_index.json")
        blank = len(pairs) > 1 and bool(index.get("force_zeros_for_empty_prompt", True))
        layers = min(encoder.config.num_hidden_layers for _, encoder in pairs)
        if clip_skip >= layers:
            raise StoryboardError(
                f"clip_skip leaves out {clip_skip} of the text encoder's {layers} layers",
                hint=f"set it to at most {layers - 1}",
            )
        return TextEncoder(pairs, blank_negatives=blank, device=device, clip_skip=clip_skip)

    def _tokenizer(self, part: str) -> Any:
        return load_tokenizer(class_of(self.folder, part), self.folder / part)

    def _clip(self, part: str) -> Any:
        kind = class_of(self.folder, part)
        return load_network(kind, self.folder / part, device=self.device, dtype=self.dtype)


def _check_fit(name: str, model: Model) -> None:
    networks, text, autoencoder = model.networks, model.text, model.autoencoder
    given = text.encode("").states.shape[-1]
    for what, network in (("U-Net", networks.unet), ("ControlNet", networks.controlnet)):
        wanted = given if network is None else network.config.cross_attention_dim
        if isinstance(wanted, int) and wanted != given:
            raise AssetMissing(
                f"the {what} of {name} reads text of width {wanted}, and is given {given}",
                hint="these are different model families (SD 1.x is 768, 2.x 1024, XL 2048)",
            )
    channels = networks.unet.config.in_channels
    if autoencoder.channels != channels == networks.unet.config.out_channels:
        raise AssetMissing(
            f"the autoencoder of {name} has {autoencoder.channels} channels, "
            f"and its U-Net {channels}",
            hint="these belong to different models",
        )
    if channels != networks.unet.config.out_channels:
        raise AssetMissing(
            f"the U-Net of {name} takes {channels} channels, "
            "so it is an inpainting or editing model",
            hint="take the text-to-image model of the same family",
        )
