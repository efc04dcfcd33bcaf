"""Empty places, drawn once and met again: composing a training panel then costs milliseconds."""

from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from renderers.methods.scenery import Camera
from renderers.places.backdrops import backdrop, weather_overlay
from renderers.toon.world.staging import camera_of, place_of
from schemas.geometry import Size
from schemas.shots import ShotName
from schemas.story import Setting

CELL = 16
"""Pixels along a latent cell's side."""
Cells = tuple[int, int]
"""A panel's width and height in latent cells."""
CELLS: dict[Cells, int] = {(16, 16): 50, (18, 14): 14, (14, 18): 14, (20, 12): 12, (12, 20): 6}
"""Panels of about 256² pixels, and how often each is met."""
SHOTS: dict[ShotName, int] = {"full": 42, "medium": 36, "close": 12, "wide": 10}
"""Shots, and how often each is met: in smaller ones nothing is left of a figure at this size."""


class Backdrop(NamedTuple):
    """An empty place, and how it is framed."""

    cells: Cells
    shot: ShotName
    place: str
    setting: Setting
    camera: Camera
    seed: int
    picture: NDArray[np.uint8]
    """RGB."""
    weather: NDArray[np.uint8] | None
    """RGBA, what falls before the figures."""

    @property
    def size(self) -> Size:
        """Its size in pixels."""
        return Size(width=self.picture.shape[1], height=self.picture.shape[0])


Backdrops = dict[Cells, list[Backdrop]]


def draw(dice: Random, *, cell: int = CELL) -> Backdrop:
    """Draw a place that chance decides; `cell` is the pixels of a cell along a side."""
    cells = dice.choices(list(CELLS), list(CELLS.values()))[0]
    shot = dice.choices(list(SHOTS), list(SHOTS.values()))[0]
    place, setting = place_of(dice)
    camera, seed = camera_of(dice, shot), dice.randrange(2**31)
    size = Size(width=cell * cells[0], height=cell * cells[1])
    empty = backdrop(setting, size, seed=seed, zoom=camera.zoom, focus=camera.focus, overlay=False)
    weather = weather_overlay(setting, size, seed=seed)
    return Backdrop(
        cells,
        shot,
        place,
        setting,
        camera,
        seed,
        np.array(empty.convert("RGB")),
        None if weather is None else np.array(weather.convert("RGBA")),
    )


def keep(backdrops: Backdrops, path: Path) -> None:
    """Write places as plain tensors and values."""
    rows = [_plain(each) for some in backdrops.values() for each in some]
    draft = path.with_suffix(".new")
    torch.save(rows, draft)
    draft.replace(path)


def kept(path: Path) -> Backdrops:
    """Read places back, by their shape."""
    found: Backdrops = defaultdict(list)
    for row in torch.load(path, weights_only=True):
        each = _read(row)
        found[each.cells].append(each)
    return found


def _plain(each: Backdrop) -> dict[str, Any]:
    weather = None if each.weather is None else torch.from_numpy(each.weather)
    return each._asdict() | {
        "setting": each.setting.model_dump(),
        "camera": tuple(each.camera),
        "picture": torch.from_numpy(each.picture),
        "weather": weather,
    }


def _read(row: dict[str, Any]) -> Backdrop:
    weather = None if row["weather"] is None else row["weather"].numpy()
    return Backdrop(
        **row
        | {
            "cells": tuple(row["cells"]),
            "setting": Setting.model_validate(row["setting"]),
            "camera": Camera(*row["camera"]),
            "picture": row["picture"].numpy(),
            "weather": weather,
        }
    )
