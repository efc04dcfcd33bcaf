"""MultiDiffusion (arXiv 2302.08113) as a renderer from outside: it changes nothing of the engine.

A wide canvas is denoised in overlapping windows of the size that the model was trained on, all by
the panel's one prompt, and where windows overlap their estimates are averaged in every step.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

import torch

from renderers.base import Context, Drawn, Step
from renderers.diffusion.engine import Engine
from renderers.diffusion.method import Method
from renderers.diffusion.panel_inputs import PanelInputs
from renderers.diffusion.panels import Crop
from renderers.diffusion.schedule import Latent, advance
from schemas.plan import PanelPlan
from schemas.settings import DiffusionSettings, Ineffective


class Settings(DiffusionSettings):
    """What MultiDiffusion can be told."""

    name: Literal["multidiffusion"] = "multidiffusion"
    window: int = 8
    """Cells of the latent along a window's side."""
    stride: int = 4
    """Cells from one window to the next."""

    def ineffective(self) -> Iterator[Ineffective]:
        """Yield what does nothing, given or not."""
        yield from super().ineffective()
        if self.stride > self.window:
            yield Ineffective((("stride",),), "windows must meet, and are moved by their size")


class MultiDiffusion:
    """Draws panels of any width in windows of one size."""

    Settings = Settings

    def __init__(self, settings: Settings, context: Context) -> None:
        self.settings = settings
        self.engine = Engine(settings, context)

    def render(self, panels: Sequence[PanelPlan]) -> Iterator[Step | Drawn]:
        """Draw the panels in order."""
        return self.engine.render(panels, Method(self._sample))

    def _sample(self, engine: Engine, batch: Sequence[PanelInputs], x: Latent) -> Iterator[Latent]:
        height, width = x.shape[-2:]
        crops = [
            Crop(top, left, min(self.settings.window, height), min(self.settings.window, width))
            for top in self._starts(height)
            for left in self._starts(width)
        ]
        scenes = engine.scenes(batch)
        prompts = [scene._replace(crop=crop) for scene in scenes for crop in crops]
        rows = [row for row in range(len(scenes)) for _ in crops]
        seen = torch.zeros_like(x[:1, :1])
        for crop in crops:
            crop.of(seen).add_(1)
        denoise = engine.denoiser()
        for step in engine.schedule.steps:
            total = torch.zeros_like(x).index_add(
                0, torch.tensor(rows, device=x.device), denoise(x, step, prompts, rows)
            )
            x = advance(x, total / seen, step)
            yield x

    def _starts(self, length: int) -> list[int]:
        """Return where windows begin along a side; the last ends with it."""
        window = min(self.settings.window, length)
        stride = min(self.settings.stride, window)
        return [*range(0, length - window, stride), length - window]
