"""Shapes are types: every call in the engine is checked against its annotations while testing."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import numpy as np
import pytest
from jaxtyping import install_import_hook

import renderers.diffusion

with install_import_hook("renderers.diffusion", "beartype.beartype"):
    for module in walk_packages(renderers.diffusion.__path__, "renderers.diffusion."):
        import_module(module.name)

from renderers.base import Context, Drawn
from renderers.methods.msp import Msp
from schemas.cast import Facing
from schemas.geometry import Box, Keypoint, Pose, Region
from schemas.plan import PanelPlan, Segment
from schemas.settings import InitSettings, MspSettings
from schemas.story import Setting
from tests.renderers.diffusion.tiny import Family, build


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return the folder of a tiny model, written once per session."""
    made: dict[tuple[Family, bool], Path] = {}

    def folder(family: Family, *, controlnet: bool = False) -> Path:
        key = family, controlnet
        if key not in made:
            made[key] = build(tmp_path_factory.mktemp(family), family, controlnet=controlnet)
        return made[key]

    return folder


@pytest.fixture
def msp(model_folder: Callable[..., Path]) -> Callable[..., Msp]:
    """Make a renderer over a tiny model."""

    def made(family: Family = "sd15", *, controlnet: bool = False, **settings: Any) -> Msp:
        folder = model_folder(family, controlnet=controlnet)
        noise = InitSettings(source="noise")
        small = {"steps": 4, "resolution": 64, "device": "cpu", "init": noise}
        wanted = MspSettings(model=str(folder), **small | settings)
        return Msp(wanted, Context(root=Path()))

    return made


def drawn(renderer: Msp, *panels: PanelPlan) -> list[Drawn]:
    """Return a renderer's pictures without its progress."""
    return [event for event in renderer.render(panels) if isinstance(event, Drawn)]


def pixels(event: Drawn) -> np.ndarray[Any, Any]:
    """Return a picture's values, 0 to 255."""
    return np.asarray(event.image).astype(int)


def standing(x: float, *, facing: Facing = "front") -> Pose:
    """Return an upright skeleton around a column of the panel."""
    rows = [
        (0, 0.2),
        (0, 0.3),
        (-0.06, 0.3),
        (-0.08, 0.45),
        (-0.08, 0.6),
        (0.06, 0.3),
        (0.08, 0.45),
        (0.08, 0.6),
        (-0.04, 0.6),
        (-0.04, 0.75),
        (-0.04, 0.9),
        (0.04, 0.6),
        (0.04, 0.75),
        (0.04, 0.9),
        (-0.02, 0.18),
        (0.02, 0.18),
        (-0.04, 0.2),
        (0.04, 0.2),
    ]
    return Pose(keypoints=tuple(Keypoint(x=x + dx, y=y) for dx, y in rows))


def panel(*subjects: str, identity: str = "park-1", seed: int = 7, **changes: object) -> PanelPlan:
    """Return a hand-made panel: its subjects stand side by side in a park."""
    width = 1 / max(1, len(subjects))
    segments = tuple(
        Segment(
            subject=name,
            token=name,
            prompt=f"{name} woman cartoon, standing",
            region=Region.of_box(
                Box(left=(i + 0.1) * width, top=0.1, right=(i + 0.9) * width, bottom=1)
            ),
            pose=standing((i + 0.5) * width),
        )
        for i, name in enumerate(subjects)
    )
    plan = PanelPlan(
        id=identity,
        scene="park",
        aspect=1,
        shot="medium",
        camera="eye",
        setting=Setting(prompt="a park"),
        prompt="two people, a park",
        background_prompt="a park",
        negative_prompt="",
        segments=segments,
        seed=seed,
        renderer=MspSettings(),
        alt="",
    )
    return plan.but(**changes) if changes else plan


def full_frame(prompt: str = "sks woman cartoon", **changes: object) -> PanelPlan:
    """Return a panel that is one segment from edge to edge."""
    only = panel("sks").segments[0]
    region = Region.of_box(Box(left=0, top=0, right=1, bottom=1))
    return panel(segments=(only.but(prompt=prompt, region=region),), **changes)
