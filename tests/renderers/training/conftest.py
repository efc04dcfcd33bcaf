"""Tiny random models to be taught, and what teaches them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from renderers.training.base import Base, load_base
from schemas.training import TrainingSettings
from tests.renderers.diffusion.tiny import Family, build

SMALL: dict[str, Any] = {
    "device": "cpu",
    "resolution": 64,
    "steps": 4,
    "checkpoint_every": 2,
    "augmentation": {"backgrounds": "plain", "zoom": (0.5, 0.9), "crop_probability": 0},
}
"""Settings under which a step takes no time."""


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Family], Path]:
    """Return the folder of a tiny model of a family, written once."""
    made: dict[Family, Path] = {}

    def folder(family: Family) -> Path:
        if family not in made:
            made[family] = build(tmp_path_factory.mktemp(family), family)
        return made[family]

    return folder


@pytest.fixture
def base(folders: Callable[[Family], Path]) -> Callable[..., Base]:
    """Load a tiny model to be taught, a new one each time."""

    def loaded(family: Family = "sd15", **settings: Any) -> Base:
        wanted = TrainingSettings(**SMALL | settings)
        return load_base(str(folders(family)), wanted, root=Path(), online=False, whole=True)

    return loaded
