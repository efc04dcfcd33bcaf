"""Identity by pictures: who is told what, for every method that hears an image adapter."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch import Tensor

from renderers.base import Context
from renderers.cast.figures import load_figure
from renderers.diffusion.engine import Engine
from renderers.diffusion.images.encoder import load_image_encoder
from renderers.diffusion.images.ip_adapter import IpAdapter
from renderers.diffusion.images.layout import check_parts, unnamed
from renderers.diffusion.images.ms_adapter import MsAdapter
from renderers.diffusion.images.prompts import ImageAdapter, Pictured, with_images
from renderers.diffusion.models.adapters import read_weights
from renderers.diffusion.models.locate import find_weights
from renderers.diffusion.models.parts import quiet, reading
from renderers.diffusion.panel_inputs import PanelInputs
from renderers.diffusion.panels import Panels
from schemas.plan import Segment
from schemas.settings import ImagePromptSettings

KINDS = {"ip_adapter": IpAdapter, "ms_adapter": MsAdapter}
"""Which adapter a file is, by the part that only it has."""
PUBLISHED = 4
"""As many subjects as MS-Diffusion was trained with at once."""


class Images:
    """An adapter in an engine's model, and the pictures that it has seen, each once."""

    def __init__(
        self, engine: Engine, adapter: ImageAdapter, settings: ImagePromptSettings
    ) -> None:
        engine.inject(adapter)
        self._engine, self._adapter, self._settings = engine, adapter, settings
        self._known: dict[tuple[Any, ...], Pictured] = {}

    def told(self, panels: Panels, batch: Sequence[PanelInputs]) -> Panels:
        """Let every pass of a batch hear the pictures of those that it draws."""
        segments = [{each.subject: each for each in panel.plan.segments} for panel in batch]
        pictured: list[Pictured | None] = []
        places = []
        for names, owner, mask in zip(
            panels.names, panels.owner.tolist(), panels.masks[:, 0], strict=True
        ):
            segment = segments[owner].get(names[0]) if names else None
            where = _boxed(mask) if self._settings.where == "box" else mask
            pictured.append(self._pictured(segment, where))
            places.append(where)
        shape = next((each.tokens.shape for each in pictured if each is not None), None)
        if shape is None:
            return panels
        return with_images(
            panels,
            pictured,
            torch.stack(places),
            shape=(shape[0], shape[1]),
            silent=self._adapter.negative_is_silent,
        )

    def _pictured(self, segment: Segment | None, where: Tensor) -> Pictured | None:
        if segment is None or segment.figure is None:
            return None
        box, layers = edges(where), segment.figure.layers
        key = layers, segment.prompt, box, segment.subject
        if key not in self._known:
            picture = reference(segment, self._engine.root)
            told = self._adapter.encode(picture, segment.prompt, box)
            strength = self._settings.scales.get(segment.subject, self._settings.scale)
            self._known[key] = told._replace(strength=strength)
        return self._known[key]

    def notes(self, panel: PanelInputs) -> Iterator[str]:
        """Tell of whom no picture is heard, and what the adapter was not made for."""
        segments = panel.plan.segments
        plain = [each.subject for each in segments if each.figure is None]
        yield from (f"{name} has no pictures, and is known by words alone" for name in plain)
        if isinstance(self._adapter, MsAdapter) and len(segments) - len(plain) > PUBLISHED:
            yield f"MS-Diffusion was trained with {PUBLISHED} subjects at once, and here are more"


def load_images(
    engine: Engine, settings: ImagePromptSettings, context: Context, kind: str | None = None
) -> Images:
    """Load an adapter and its image encoder into an engine's model.

    `kind` is the part by which the adapter must be known; None takes any.

    Raises:
        AssetMissing: either is absent, damaged, half, or made for another model.
    """
    if not settings.files:
        raise unnamed(engine.settings.model)
    path, part = (
        find_weights(each, root=context.root, online=context.online) for each in settings.files
    )
    state = nested(read_weights(path))
    found = check_parts(path, set(state), kind)
    networks = engine.model.networks
    encoder = load_image_encoder(part, device=engine.model.device, dtype=networks.dtype)
    with quiet():
        make = KINDS[found]
        adapter: ImageAdapter = reading(path, lambda: make(state, encoder, 1.0))
        images: Images = reading(path, lambda: Images(engine, adapter, settings))
    return images


def nested(state: Any) -> dict[str, Any]:
    """Return a checkpoint's parts; safetensors join their names to those of the weights."""
    found: dict[str, Any] = {}
    for name, value in state.items():
        part, _, rest = name.partition(".")
        if isinstance(value, Tensor) and rest and part in ("image_proj", *KINDS):
            found.setdefault(part, {})[rest] = value
        else:
            found[name] = value
    return found


def reference(segment: Segment, root: Path) -> Image.Image:
    """Return the picture that shows a segment's subject, cut to what is drawn of it."""
    assert segment.figure is not None
    picture = load_figure(segment.figure.layers, root)
    return picture.crop(picture.getbbox())


def edges(where: Tensor) -> tuple[float, float, float, float]:
    """Return the box around a place, as fractions; a place of no size has one of no size."""
    height, width = where.shape
    rows, columns = where.amax(dim=1).nonzero(), where.amax(dim=0).nonzero()
    if not len(rows):
        return 0.0, 0.0, 0.0, 0.0
    left, right = int(columns[0]) / width, (int(columns[-1]) + 1) / width
    return left, int(rows[0]) / height, right, (int(rows[-1]) + 1) / height


def _boxed(mask: Tensor) -> Tensor:
    """Return a mask's bounding box, all of it."""
    left, top, right, bottom = edges(mask)
    height, width = mask.shape
    box = torch.zeros_like(mask)
    rows = slice(round(top * height), round(bottom * height))
    box[rows, round(left * width) : round(right * width)] = 1
    return box
