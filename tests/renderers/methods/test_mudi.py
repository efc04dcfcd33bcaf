"""MuDI's start and Cut-Mix's negative prompt, which reach the plain sampler as arguments."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

import renderers
from renderers.base import Context, Drawn
from renderers.diffusion.engine import Engine
from renderers.diffusion.mean_shift import MeanShift, mean_shift, pieces
from renderers.diffusion.models.autoencoder import as_tensor
from renderers.diffusion.models.load import load_model
from renderers.diffusion.panels import Crop
from renderers.methods.cut_mix import unmixed
from renderers.methods.cut_outs import subjects_alone
from renderers.methods.pictures import start_of
from schemas.geometry import Box, Size
from schemas.plan import Figure, PanelPlan
from schemas.settings import (
    CutMixSettings,
    DreamboothSettings,
    InitSettings,
    MspSettings,
    MudiSettings,
)
from tests.renderers.diffusion.conftest import model_folder as model_folder
from tests.renderers.diffusion.conftest import panel

Folders = Callable[..., Path]
SMALL: dict[str, Any] = {"steps": 3, "resolution": 64, "device": "cpu", "guidance_scale": 3}
SHIFT = InitSettings(source="mean-shift", gamma=0.3)


def pictured(**changes: object) -> PanelPlan:
    """Two subjects, of whom the first has a picture of its own."""
    plan = panel("dee", "hta", **changes)
    first, second = plan.segments
    layers = ("cast:dee/straight/pose/handsfolded.png",)
    figure = Figure(layers=layers, placement=Box(left=-0.65, top=-0.45, right=1.15, bottom=0.99))
    return plan.but(segments=(first.but(figure=figure), second))


def drawn(settings: Any, *plans: PanelPlan) -> list[Drawn]:
    renderer = renderers.load(settings, Context(root=Path()))
    return [event for event in renderer.render(plans) if isinstance(event, Drawn)]


def pixels(event: Drawn) -> np.ndarray[Any, Any]:
    return np.asarray(event.image).astype(int)


@pytest.mark.parametrize("family", ["sd15", "sd2", "sdxl", "toon"])
def test_without_gamma_it_is_dreambooth_to_the_bit(model_folder: Folders, family: str) -> None:
    model = str(model_folder(family))
    (plain,) = drawn(DreamboothSettings(model=model, **SMALL), pictured())
    (none,) = drawn(MudiSettings(model=model, gamma=0, **SMALL), pictured())
    (some,) = drawn(MudiSettings(model=model, gamma=0.5, **SMALL), pictured())
    assert np.array_equal(pixels(plain), pixels(none))
    assert not np.array_equal(pixels(plain), pixels(some))
    assert "hta has no pictures, and so nothing of it is in the noise" in some.notes


def test_a_panel_of_nobody_is_dreambooth_s(model_folder: Folders) -> None:
    model, plan = str(model_folder("sd15")), panel("sks", "hta")
    (plain,) = drawn(DreamboothSettings(model=model, **SMALL), plan)
    (shifted,) = drawn(MudiSettings(model=model, gamma=1, **SMALL), plan)
    assert np.array_equal(pixels(plain), pixels(shifted))


@pytest.mark.parametrize("family", ["sd15", "sd2", "toon"])
@pytest.mark.parametrize("scheduler", ["ddim", "euler"])
def test_the_noise_is_shifted_by_the_subjects_in_the_schedule_s_units(
    model_folder: Folders, family: str, scheduler: str
) -> None:
    settings = MudiSettings(model=str(model_folder(family)), scheduler=scheduler, **SMALL)
    engine = Engine(settings, Context(root=Path()), init=SHIFT)
    inputs = start_of(pictured(), Size(width=64, height=64), init=SHIFT, root=Path())
    eps, x = engine.noise([inputs]), engine.start([inputs])
    z = mean_shift(engine.model, inputs.subjects, eps)
    shift = x / engine.schedule.start_noise - eps
    torch.testing.assert_close(shift[0], 0.3 * z, atol=1e-5, rtol=0)
    assert z.abs().max() > 0.01
    assert z[..., z.shape[-1] // 2 + 1 :].abs().max() == 0, "nothing where the first is not"


def test_a_blank_canvas_shifts_nothing(model_folder: Folders) -> None:
    engine = Engine(MudiSettings(model=str(model_folder("sd15")), **SMALL), Context(root=Path()))
    eps = torch.randn(1, 4, 8, 8)
    for nobody in (None, Image.new("RGBA", (64, 64))):
        assert not mean_shift(engine.model, nobody, eps).any()
    half = Image.new("RGBA", (64, 64))
    half.paste("red", (0, 0, 32, 64))
    shift = mean_shift(engine.model, half, eps)
    assert shift[..., :4].abs().min() > 0
    assert not shift[..., 4:].any()


def test_who_stands_apart_is_encoded_apart_and_blank_columns_are_not() -> None:
    cells = torch.zeros(10, 20, dtype=torch.bool)
    assert not list(pieces(cells))
    cells[4:6, 3:5] = cells[0, 12] = cells[9, 13] = True
    assert list(pieces(cells)) == [Crop(3, 2, 4, 4), Crop(0, 11, 10, 4)]
    cells[7, 7] = True
    assert next(iter(pieces(cells))) == Crop(3, 2, 6, 7), "too near to part"


@pytest.mark.parametrize("family", ["sd15", "toon-noise"])
def test_in_pieces_a_subject_is_what_it_is_alone(model_folder: Folders, family: str) -> None:
    """To the bit: of the whole canvas where patches are encoded, without company elsewhere."""
    model = load_model("toon-noise" if family == "toon-noise" else str(model_folder(family)))
    scale = model.networks.vae_scale_factor
    shades = np.random.default_rng(0).integers(0, 255, (3 * scale, 2 * scale, 4), dtype=np.uint8)
    figure = Image.fromarray(shades | np.array([0, 0, 0, 255], np.uint8))
    alone = Image.new("RGBA", (12 * scale, 6 * scale))
    alone.paste(figure, (2 * scale, 2 * scale))
    both = alone.copy()
    both.paste(figure, (8 * scale, scale))
    eps = torch.zeros(1, model.channels, 6, 12)
    left, whole = mean_shift(model, alone, eps), mean_shift(model, both, eps)
    assert torch.equal(left[..., :6], whole[..., :6])
    assert left[:, 2:5, 2:4].abs().min() > 0
    if family == "toon-noise":
        canvas = Image.new("RGB", both.size, "white")
        canvas.paste(both, mask=both)
        inside = torch.from_numpy(np.asarray(both.getchannel("A"))[::scale, ::scale] / 255).float()
        assert torch.equal(whole, inside * model.autoencoder.encode(as_tensor(canvas)[None])[0])


def test_who_was_just_encoded_is_not_encoded_again(model_folder: Folders) -> None:
    model, shift = load_model(str(model_folder("sd15"))), MeanShift(SHIFT)
    batch = [start_of(pictured(), Size(width=64, height=64), init=SHIFT, root=Path())]
    first = shift.of(model, batch, torch.zeros(1, 4, 8, 8))
    blind: Any = None
    again = shift.of(model._replace(autoencoder=blind), batch, torch.zeros(1, 4, 8, 8))
    assert torch.equal(first, again)
    assert first.any()


def test_at_random_subjects_stand_side_by_side_in_their_plan_s_sizes() -> None:
    plan, size = pictured(), Size(width=160, height=80)
    first, second = plan.segments
    small = Box(left=0.5, top=0.5, right=1.4, bottom=1.22)
    both = plan.but(segments=(first, second.but(figure=first.figure.but(placement=small))))  # type: ignore[union-attr]
    init = InitSettings(source="mean-shift", layout="random")
    pictures = [
        np.asarray(subjects_alone(both.but(seed=seed), size, init=init, root=Path()))
        for seed in range(8)
    ]
    assert len({picture.tobytes() for picture in pictures}) == 8
    for picture in pictures:
        alpha = picture[..., 3]
        assert set(np.unique(alpha)) == {0, 255}
        heights = sorted(alpha[:, half].any(axis=1).sum() for half in (slice(80), slice(80, 160)))
        assert heights[0] > 10
        assert heights[0] < 0.75 * heights[1]
    again = subjects_alone(both.but(seed=3), size, init=init, root=Path())
    assert np.array_equal(np.asarray(again), pictures[3])


def test_early_renewed_noise_is_shifted_as_the_first_was(model_folder: Folders) -> None:
    init = SHIFT.but(early=0.5)
    settings = DreamboothSettings(model=str(model_folder("toon")), **SMALL | {"steps": 4})
    engine = Engine(settings, Context(root=Path()), init=init)
    renewing = engine.model.recommended.but(eta=1.0)
    engine.model = engine.model._replace(recommended=renewing)
    batch = [start_of(pictured(), Size(width=64, height=64), init=init, root=Path())]
    shift = MeanShift(init).of(engine.model, batch, engine.noise(batch))
    plain = MeanShift(SHIFT.but(early=0)).renewed(engine.model, batch)
    moved = [engine.renew(batch)(step) - plain(step) for step in engine.schedule.steps]  # type: ignore[operator]
    for index, each in enumerate(moved):
        torch.testing.assert_close(each, shift if index < 2 else torch.zeros_like(shift))
    assert shift.abs().max() > 0.01


def test_a_model_that_keeps_its_noise_has_no_early_share(model_folder: Folders) -> None:
    settings = MudiSettings(model=str(model_folder("sd15")), early=0.5, **SMALL)
    (event,) = drawn(settings, pictured())
    assert any("early does nothing" in note for note in event.notes)
    (plain,) = drawn(settings.but(early=0), pictured())
    assert np.array_equal(pixels(event), pixels(plain))


def test_msp_starts_from_shifted_noise(model_folder: Folders) -> None:
    model = str(model_folder("sd15"))
    noise, shifted = (
        drawn(MspSettings(model=model, init=init, **SMALL), pictured())[0]
        for init in (InitSettings(source="noise"), SHIFT)
    )
    assert not np.array_equal(pixels(noise), pixels(shifted))
    assert shifted.shown["scaffold"].mode == "RGBA"


def test_cut_mix_says_who_must_not_be_stuck_together(model_folder: Folders) -> None:
    plan = panel("sks", "hta", negative_prompt="blurry")
    assert unmixed(plan).negative_prompt == "blurry, a sks woman cartoon and a hta woman cartoon"
    assert unmixed(panel("sks")) == panel("sks")
    model = str(model_folder("sd15"))
    (plain,) = drawn(DreamboothSettings(model=model, **SMALL), plan)
    (without,) = drawn(CutMixSettings(model=model, unmix=False, **SMALL), plan)
    (unmixing,) = drawn(CutMixSettings(model=model, **SMALL), plan)
    assert np.array_equal(pixels(plain), pixels(without))
    assert not np.array_equal(pixels(plain), pixels(unmixing))
