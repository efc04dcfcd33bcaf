"""Identity by pictures: who is told what, for every method that hears an image adapter."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch import Tensor

from renderers.base import Context
from renderers.cast.figures import load_figure
from renderers.diffusion.engine import Engine
from renderers.diffusion.images.attention_layout import AttentionLayout
from renderers.diffusion.images.encoder import load_image_encoder
from renderers.diffusion.images.ip_adapter import IpAdapter
from renderers.diffusion.images.layout import check_parts, unnamed
from renderers.diffusion.images.ms_adapter import MsAdapter
from renderers.diffusion.images.prompts import ImageAdapter, Pictured, Seen
from renderers.diffusion.images.telling import with_images
from renderers.diffusion.models.adapters import read_weights
from renderers.diffusion.models.locate import find_weights
from renderers.diffusion.models.parts import quiet, reading
from renderers.diffusion.panel_inputs import PanelInputs
from renderers.diffusion.panels import Panels
from schemas.plan import PanelPlan, Segment
from schemas.settings import AttentionLayoutSettings, ImagePromptSettings

KINDS = {"ip_adapter": IpAdapter, "ms_adapter": MsAdapter}
"""Which adapter a file is, by the part that only it has."""
PUBLISHED = 4
"""As many subjects as MS-Diffusion was trained with at once."""


class Images:
    """An adapter in an engine's model, and the pictures that it has seen, each once."""

    def __init__(
        self,
        engine: Engine,
        adapter: ImageAdapter,
        settings: ImagePromptSettings,
        attention: AttentionLayoutSettings | None = None,
    ) -> None:
        engine.inject(adapter)
        self._engine, self._adapter, self._settings = engine, adapter, settings
        self._attention = attention
        # As many as a cast has pictures; a picture's features may be two megabytes.
        self._seen = lru_cache(maxsize=64)(self._see)

    def told(self, panels: Panels, batch: Sequence[PanelInputs]) -> Panels:
        """Let every pass of a batch hear the pictures of those that it draws."""
        segments = [{each.subject: each for each in panel.plan.segments} for panel in batch]
        pictured: list[Pictured | None] = []
        places = []
        heard: list[list[Segment]] = [[] for _ in batch]
        for names, owner, mask in zip(
            panels.names, panels.owner.tolist(), panels.masks[:, 0], strict=True
        ):
            segment = segments[owner].get(names[0]) if names else None
            where = _boxed(mask) if self._settings.where == "box" else mask
            found = None if segment is None else self._pictured(segment, where)
            pictured.append(found)
            places.append(where)
            if segment is not None and found is not None:
                heard[owner].append(segment)
        return with_images(
            panels,
            pictured,
            torch.stack(places),
            silent=self._adapter.negative_is_silent,
            layouts=[
                self._layout(panel.plan, each) for panel, each in zip(batch, heard, strict=True)
            ],
        )

    def _layout(self, plan: PanelPlan, heard: Sequence[Segment]) -> AttentionLayout | None:
        """Return what finds places from attention, if that is asked for; anew for each sampling."""
        asked, text = self._attention, self._engine.model.text
        if asked is None:
            return None
        phrases = [text.places(plan.prompt, each.prompt) for each in heard]
        return AttentionLayout(phrases, start=asked.start, threshold=asked.threshold)

    def _pictured(self, segment: Segment, where: Tensor) -> Pictured | None:
        shown = pictures_of(segment)
        if not shown:
            return None
        seen = [self._seen(layers) for layers in shown]
        told = self._adapter.told(seen, segment.prompt, edges(where))
        scale = self._settings.scales.get(segment.subject, self._settings.scale)
        return told._replace(strength=scale)

    def _see(self, layers: tuple[str, ...]) -> Seen:
        return self._adapter.see(reference(layers, self._engine.root))

    def notes(self, panel: PanelInputs) -> Iterator[str]:
        """Tell of whom no picture is heard, and what the adapter was not made for."""
        segments = panel.plan.segments
        plain = [each.subject for each in segments if not pictures_of(each)]
        yield from (f"{name} has no pictures, and is known by words alone" for name in plain)
        if isinstance(self._adapter, MsAdapter) and len(segments) - len(plain) > PUBLISHED:
            yield f"MS-Diffusion was trained with {PUBLISHED} subjects at once, and here are more"
        for who in self._unspoken(panel.plan):
            yield f"{who} is heard in its planned place: its words are not in the panel's prompt"

    def _unspoken(self, plan: PanelPlan) -> Iterator[str]:
        """Yield who is to be found in attention by words that the prompt does not say."""
        for each in plan.segments if self._attention else ():
            if pictures_of(each) and not self._engine.model.text.places(plan.prompt, each.prompt):
                yield each.subject


def load_images(
    engine: Engine,
    settings: ImagePromptSettings,
    context: Context,
    kind: str | None = None,
    attention: AttentionLayoutSettings | None = None,
) -> Images:
    """Load an adapter and its image encoder into an engine's model.

    `kind` is the part by which the adapter must be known; None takes any. `attention` finds from
    the words' attention where pictures are heard.

    Raises:
        AssetMissing: either is absent, damaged, half, or made for another model.
    """
    if not settings.files:
        raise unnamed(engine.settings.model, kind)
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
        images: Images = reading(path, lambda: Images(engine, adapter, settings, attention))
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


def pictures_of(segment: Segment) -> tuple[tuple[str, ...], ...]:
    """Return the pictures by which a subject is known: all the author's, or the plan's choice.

    Each is the names of its layers; nobody drew the subject, there are none.
    """
    if segment.references:
        return tuple((name,) for name in segment.references)
    return () if segment.figure is None else (segment.figure.layers,)


def reference(layers: Sequence[str], root: Path) -> Image.Image:
    """Return a picture of a subject, cut to what is drawn of it."""
    picture = load_figure(layers, root)
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
