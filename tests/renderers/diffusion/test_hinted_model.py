"""A model whose U-Net takes hints is drawn with by every method, and shown who is where."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from renderers import load
from renderers.base import Context, Drawn
from renderers.conditioning.maps import condition
from renderers.diffusion.inputs import inputs_of
from renderers.diffusion.models.load import load_model
from schemas.geometry import Size
from schemas.plan import PanelPlan
from schemas.settings import DreamboothSettings, MspSettings, RegionalPromptingSettings
from tests.renderers.diffusion.tiny import build_hinted
from tests.renderers.panels import box, panel, pose, segment

STANDING = pose(nose=(0.25, 0.2), neck=(0.25, 0.3), right_hip=(0.22, 0.6), left_hip=(0.28, 0.6))
PLAN = panel(
    segment(box(0.1, 0.1, 0.4, 0.9), "mira", pose=STANDING),
    segment(box(0.6, 0.2, 0.9, 0.9), "ada"),
    prompt="sks mira, hta ada",
    background_prompt="a park",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a tiny model with random weights, which hears its hints."""
    return build_hinted(tmp_path_factory.mktemp("hinted"))


def drawn(settings: Any, plan: PanelPlan = PLAN) -> np.ndarray:
    (found,) = [
        each for each in load(settings, Context(Path())).render([plan]) if isinstance(each, Drawn)
    ]
    return np.asarray(found.image)


def msp(folder: Path, **more: Any) -> MspSettings:
    return MspSettings.model_validate(
        {"model": str(folder), "init": {"from": "noise"}, "steps": 3, "resolution": 256, **more}
    )


def test_every_method_draws_with_it(folder: Path) -> None:
    told = {"model": str(folder), "steps": 2, "resolution": 256}
    pictures = [
        drawn(settings)
        for settings in (
            msp(folder, mode="reference"),
            msp(folder, mode="fast"),
            DreamboothSettings(**told),
            RegionalPromptingSettings(**told),
        )
    ]
    assert all(picture.shape == (256, 256, 3) for picture in pictures)
    assert len({picture.tobytes() for picture in pictures}) == 4


def test_noise_is_renewed_by_the_panel_s_own_seed(folder: Path) -> None:
    first, again = (drawn(msp(folder)) for _ in range(2))
    assert (first == again).all()
    (folder / "recommended.json").rename(folder / "away.json")
    plain = drawn(msp(folder, guidance_scale=1.5))
    (folder / "away.json").rename(folder / "recommended.json")
    assert (plain != first).any()


def test_without_a_hint_the_picture_is_another(folder: Path) -> None:
    assert (drawn(msp(folder)) != drawn(msp(folder, controlnet={"enabled": False}))).any()


def test_guidance_leads_to_the_hint_as_to_the_words(folder: Path) -> None:
    said = {"prompt": "a park", "background_prompt": "a park", "negative_prompt": "a park"}
    who = segment(box(0.1, 0.1, 0.4, 0.9), "mira", pose=STANDING).but(prompt="a park")
    same = PLAN.but(segments=(who,), **said)

    def shown(scale: float, **more: Any) -> np.ndarray:
        return drawn(msp(folder, guidance_scale=scale, **more), same).astype(int)

    off = {"controlnet": {"enabled": False}}
    assert np.abs(shown(1.0, **off) - shown(6.0, **off)).max() <= 1
    assert np.abs(shown(1.0) - shown(6.0)).max() > 1


def test_each_prompt_is_shown_where_its_own_subject_is(folder: Path) -> None:
    model = load_model(str(folder), device="cpu")
    size = Size(width=256, height=256)
    panels = inputs_of(model, [PLAN], [condition(PLAN, size)], feather=0.0, scaffold=None)
    place, mira, ada = (prompt.control_image for prompt in panels.alone)
    assert place is not None
    assert mira is not None
    assert ada is not None
    assert mira.shape == (4, 64, 64)
    assert place[3].max() == 0
    assert (mira[3, 30, 16], mira[3, 30, 48]) == (1, 0)
    assert (ada[3, 30, 16], ada[3, 30, 48]) == (0, 1)
    assert (bool(mira[:3].any()), bool(ada[:3].any())) == (True, False)
    everybody = panels.scenes[0].control_image
    assert everybody is not None
    assert torch.equal(everybody[3], mira[3] + ada[3])
    assert all(
        torch.equal(together.control_image[:3], everybody[:3])
        for together in panels.together
        if together.control_image is not None
    )


def test_latents_of_half_the_size_are_those_of_the_mean_pixels(folder: Path) -> None:
    from renderers.toon import build, noise_model
    from renderers.toon.shapes import TINY_NOISE

    fine = build.autoencoder(TINY_NOISE._replace(halvings=TINY_NOISE.halvings - 1))
    torch.nn.init.normal_(fine.encoder.weight)
    large, picture = noise_model.doubled(fine), torch.rand(1, 3, 64, 64)
    small = torch.nn.functional.avg_pool2d(picture, 2)
    assert torch.allclose(
        large.encode(picture).latent, fine.encode(small).latent, rtol=1e-3, atol=1e-3
    )
