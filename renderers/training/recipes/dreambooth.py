"""The whole U-Net learns (DreamBooth, arXiv 2208.12242), and is written as a model of its own."""

import os
import shutil
from pathlib import Path
from typing import Any

from torch import nn

from renderers.diffusion.models.locate import parts_of
from renderers.diffusion.models.parts import quiet
from renderers.training.base import Base
from schemas.training import DreamboothTraining

_BESIDE = ("controlnet", "segmenter", "joints", "recommended.json", "model_index.json")
"""What a model's directory may have beside its parts, and what still fits."""


class DreamboothPersonalizer:
    """Trains all of the U-Net and, if asked, the text encoders."""

    def __init__(self, base: Base, settings: DreamboothTraining) -> None:
        self.base, self.learns_text = base, settings.text_encoder
        self._networks: dict[str, Any] = {"unet": base.unet}
        if settings.text_encoder:
            names = ("text_encoder", "text_encoder_2")
            self._networks |= dict(zip(names, base.text.encoders, strict=False))
        for network in self._networks.values():
            network.requires_grad_(True)

    def weights(self) -> dict[str, nn.Parameter]:
        """Return every weight."""
        return {
            f"{prefix}.{name}": weight
            for prefix, network in self._networks.items()
            for name, weight in network.named_parameters()
        }

    def silence(self, silent: bool) -> None:
        """Raise an error: what the base was is gone.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError("a model that was trained whole has no base beside it")

    def write(self, folder: Path, *, metadata: dict[str, str]) -> None:
        """Write a diffusers directory: what learned anew, the rest as the base has it."""
        write_model(self.base, folder, self._networks)


def write_model(base: Base, folder: Path, changed: dict[str, Any]) -> None:
    """Write a model's directory: changed parts anew, the others as links to the base's files."""
    source = base.model.folder
    for name in (*parts_of(source), *_BESIDE):
        if name in changed:
            with quiet():
                changed[name].save_pretrained(folder / name)
        elif (source / name).is_dir():
            shutil.copytree(source / name, folder / name, copy_function=_linked)
        elif (source / name).is_file():
            _linked(source / name, folder / name)


def _linked(source: str | Path, target: str | Path) -> None:
    """Give a file a second name, or copy it where that cannot be."""
    try:
        os.link(os.path.realpath(source), target)
    except OSError:
        shutil.copyfile(source, target)
