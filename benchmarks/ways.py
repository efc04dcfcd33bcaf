"""Ways of drawing that are compared: one table row each, from noise and from the collage."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from schemas.settings import MspSettings

Start = Literal["noise", "collage"]

_OFF: dict[str, Any] = {"controlnet": {"enabled": False}}
_POSED: dict[str, Any] = {"controlnet": {"enabled": True}}
"""Shown the skeletons, and with toon-noise where everybody is, by a ControlNet or the U-Net."""
_ONE_PROMPT: dict[str, Any] = {"kappa": 0, "global_steps": 0, "harmony": 1, **_OFF}

MAIN: dict[str, Mapping[str, Any]] = {
    "MSP": _OFF,
    "MSP, fast": {"mode": "fast", **_OFF},
    "MSP + poses": _POSED,
    "segments on one canvas + poses": {"kappa": 0, "global_steps": 0, "harmony": 0, **_POSED},
    "one prompt (DreamBooth)": _ONE_PROMPT,
    "one prompt + poses": {**_ONE_PROMPT, **_POSED},
}
"""The rows of the model card."""

ABLATION: dict[str, Mapping[str, Any]] = {
    "MSP, reference": {},
    "MSP, fast": {"mode": "fast"},
    "without ControlNet": _OFF,
    "without global diffuser": {"global_steps": 0},
    "global diffuser after segments": {"global_position": "after_segments"},
    "without independent segments": {"kappa": 0},
    "independent to 0.7": {"kappa": 0.7},
    "harmony 0": {"harmony": 0},
    "harmony 1": {"harmony": 1},
    "hard masks": {"feather": 0},
    "scaffold: place": {"scaffold": "place"},
    "scaffold: collage": {"scaffold": "collage"},
    "references: collage": {"references": "collage"},
    "crop": {"crop": True},
    "guidance to 0.5": {"guidance_end": 0.5},
    "cache every 2nd step": {"cache_every": 2},
    "SAL": {"sal": {}},
    "SAL without ControlNet": {"sal": {}, **_OFF},
    "regions alone": {"mode": "fast", "kappa": 0, "global_steps": 0, "harmony": 0},
    "one prompt (DreamBooth)": _ONE_PROMPT,
}
"""The rows of the engine's ablation."""


class Common(NamedTuple):
    """What all ways share."""

    model: str = "toon"
    steps: int = 20
    """Of the whole schedule, of which a start from the collage runs the last part."""
    noise_steps: int = 20
    """The same where the start is noise."""
    guidance: float = 1.5
    resolution: int = 512
    strength: float = 0.35
    dtype: str = "float32"


def settings(changes: Mapping[str, Any], start: Start, common: Common) -> MspSettings:
    """Return a way's settings from one of the two starts."""
    init = {"from": start, "strength": common.strength}
    steps = common.noise_steps if start == "noise" else common.steps
    return MspSettings.model_validate(
        {
            "mode": "reference",
            "model": common.model,
            "steps": steps,
            "guidance_scale": common.guidance,
            "resolution": common.resolution,
            "dtype": common.dtype,
            "init": init,
            **changes,
        }
    )
