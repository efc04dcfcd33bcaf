"""A model's directory says how it likes to be asked; nothing here knows a model by name."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from renderers.base import Context
from renderers.diffusion.models.locate import find_model, model_files
from renderers.diffusion.models.recommended import FILE, Recommended, recommended
from renderers.methods.msp import Msp
from schemas.errors import AssetMissing
from schemas.settings import InitSettings, MspSettings
from tests.renderers.diffusion.conftest import drawn, panel, pixels

Folders = Callable[..., Path]


@pytest.fixture
def model(model_folder: Folders, tmp_path: Path) -> Path:
    """A copy of a model that a test may change."""
    return Path(shutil.copytree(model_folder("sd15"), tmp_path / "model"))


def test_a_directory_without_the_file_is_asked_as_stable_diffusion(model: Path) -> None:
    assert recommended(model) == Recommended(guidance_scale=7.5)


def test_toon_recommends_for_itself() -> None:
    toon = recommended(find_model("toon"))
    assert (toon.guidance_scale, toon.steps, toon.init) == (1.0, 20, "collage")


@pytest.mark.parametrize("told", [None, 3.0])
def test_the_recommendation_holds_unless_the_story_says_otherwise(
    model: Path, told: float | None
) -> None:
    def picture(scale: float | None) -> np.ndarray:
        settings = MspSettings(
            model=str(model),
            guidance_scale=scale,
            steps=4,
            resolution=64,
            device="cpu",
            init=InitSettings(source="noise"),
        )
        return pixels(*drawn(Msp(settings, Context(root=Path())), panel("sks", "hta")))

    (model / FILE).write_text(json.dumps({"guidance_scale": 2.0}))
    assert np.array_equal(picture(told), picture(told or 2.0))
    assert not np.array_equal(picture(told), picture(7.5))


def test_a_start_that_the_model_does_not_recommend_is_noted(model: Path) -> None:
    def notes(source: Literal["collage", "noise"]) -> str:
        settings = MspSettings(
            model=str(model),
            steps=2,
            resolution=64,
            device="cpu",
            init=InitSettings(source=source, strength=0.6),
        )
        return " ".join(drawn(Msp(settings, Context(root=Path())), panel("sks"))[0].notes)

    (model / FILE).write_text(json.dumps({"init": "collage", "steps": 2}))
    assert "draws well from a collage alone" in notes("noise")
    assert "draws well from a collage alone" not in notes("collage")


def test_the_file_is_among_what_a_picture_is_drawn_from(model: Path) -> None:
    (model / FILE).write_text("{}")
    assert model / FILE in model_files(str(model))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "cannot be read"),
        ("[]", "cannot be followed"),
        ('{"guidance_scale": -1}', "guidance_scale.*greater than or equal to 0"),
        ('{"guidence": 2}', "guidence"),
    ],
)
def test_a_recommendation_that_cannot_be_followed_is_said(
    model: Path, text: str, said: str
) -> None:
    (model / FILE).write_text(text)
    with pytest.raises(AssetMissing, match=said):
        recommended(model)
