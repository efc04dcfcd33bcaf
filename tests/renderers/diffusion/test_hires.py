"""Drawing again at size: small, enlarged, noised, and drawn once more."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor
from torch.nn.functional import interpolate

from renderers.base import Context, Drawn, Step
from renderers.diffusion.hires import Hires
from renderers.diffusion.schedule import Schedule
from renderers.methods.dreambooth import DreamBooth
from renderers.methods.msp import Msp
from renderers.methods.regional_prompting import RegionalPrompting
from schemas.geometry import Size
from schemas.settings import (
    DreamboothSettings,
    HiresSettings,
    InitSettings,
    RegionalPromptingSettings,
)
from tests.renderers.diffusion.conftest import drawn, panel, pixels
from tests.renderers.diffusion.tiny import Family

Make = Callable[..., Msp]
TWICE = {"scale": 2.0, "strength": 0.5}


def by_hand(small: Msp, large: Msp, enlarge: Callable[[Msp, Tensor], dict[str, Any]]) -> Any:
    """Draw a panel of two, enlarge it, and let a renderer that starts from pictures draw it."""
    plan = panel("sks", "hta")
    shown = small._prepare(plan, Size(width=64, height=64))
    *_, x = small.method.sample(small.engine, [shown], small.engine.start([shown]))
    again = large._prepare(plan, Size(width=128, height=128))._replace(**enlarge(small, x))
    *_, x = large.method.sample(large.engine, [again], large.engine.start([again]))
    return np.asarray(large.engine._picture(x)).astype(int)


def in_pixels(small: Msp, x: Tensor) -> dict[str, Any]:
    picture = small.engine._picture(x)
    return {"start": picture.resize((128, 128), Image.Resampling.LANCZOS)}


def in_latents(small: Msp, x: Tensor) -> dict[str, Any]:
    side = 2 * x.shape[-1]
    return {"drawn": interpolate(x, (side, side), mode="bicubic")[0]}


@pytest.mark.parametrize(
    ("family", "upscaler", "source"),
    [("sd15", "pixels", "noise"), ("sdxl", "latent", "collage")],
)
def test_it_is_both_drawings_by_hand(msp: Make, family: Family, upscaler: str, source: str) -> None:
    first = InitSettings(source=source, strength=0.75)
    second = InitSettings(source="collage", strength=0.5)
    same = {"mode": "reference"}
    hires = {**TWICE, "upscaler": upscaler}
    (event,) = drawn(msp(family, init=first, hires=hires, **same), panel("sks", "hta"))
    expected = by_hand(
        msp(family, init=first, **same),
        msp(family, init=second, resolution=128, **same),
        {"pixels": in_pixels, "latent": in_latents}[upscaler],
    )
    assert event.image.size == (128, 128)
    assert np.array_equal(pixels(event), expected)


def test_all_that_the_model_is_shown_is_made_anew_at_the_larger_size(msp: Make) -> None:
    renderer = msp(controlnet=True, hires={**TWICE, "scale": 1.5})
    (event,) = drawn(renderer, panel("sks", aspect=2))
    assert event.image.size == (128, 64)
    assert {name: shown.size for name, shown in event.shown.items()} == dict.fromkeys(
        ("masks", "pose"), (128, 64)
    )


def test_steps_of_both_drawings_are_counted_panel_by_panel(msp: Make) -> None:
    renderer = msp(steps=4, hires={"scale": 2, "strength": 0.5, "steps": 6})
    steps = [event for event in renderer.render([panel("sks")]) if isinstance(event, Step)]
    assert steps == [Step("park-1", step, 7) for step in range(1, 8)]


def test_it_is_the_same_in_any_company_and_another_with_another_seed(msp: Make) -> None:
    renderer = msp(hires=TWICE, steps=2, mode="fast")
    plans = panel("sks", identity="a-1"), panel("sks", identity="a-2", seed=8)
    events = renderer.engine.in_turn(plans, renderer.method, most=2)
    together = [event for event in events if isinstance(event, Drawn)]
    (alone,) = drawn(renderer, plans[0])
    assert abs(pixels(alone) - pixels(together[0])).max() <= 1
    assert not np.array_equal(pixels(alone), pixels(together[1]))


def test_where_its_strength_takes_no_step_the_drawing_is_only_enlarged(msp: Make) -> None:
    renderer, plan = msp(), panel("sks")
    small = drawn(renderer, plan)[0].image.resize((128, 128), Image.Resampling.LANCZOS)
    (large,) = drawn(msp(hires={"scale": 2, "strength": 0.2}), plan)
    encoded = renderer.engine.encode([small])
    assert np.array_equal(pixels(large), np.asarray(renderer.engine._picture(encoded)))


def test_who_started_from_noise_is_not_drawn_from_noise_again(msp: Make) -> None:
    renderer = msp(init=InitSettings(strength=0.5), from_noise=("sks",), hires=TWICE)
    shown = renderer._prepare(panel("sks"), Size(width=64, height=64))
    again = shown._replace(drawn=renderer.engine.start([shown])[0])
    panels, x = renderer.engine.inputs([again]), renderer.engine.start([again])
    assert torch.equal(renderer._with_strangers(renderer.engine, panels, [again], x), x)
    (event,) = drawn(renderer, panel("sks"))
    assert event.image.size == (128, 128)


@pytest.mark.parametrize(
    ("renderer", "settings"),
    [(DreamBooth, DreamboothSettings), (RegionalPrompting, RegionalPromptingSettings)],
)
def test_every_method_draws_again(
    model_folder: Callable[..., Path], renderer: Any, settings: Any
) -> None:
    small = {"model": str(model_folder("sd15")), "steps": 2, "resolution": 64, "device": "cpu"}
    made = renderer(settings.model_validate({**small, "hires": TWICE}), Context(Path()))
    (event,) = drawn(made, panel("sks"))
    assert event.image.size == (128, 128)


def test_enlarging_keeps_an_even_colour_in_latents_and_asks_for_pixels_else() -> None:
    even = torch.full((4, 8, 8), 0.25, dtype=torch.bfloat16)
    size, nobody = Size(width=96, height=64), Schedule((), "epsilon", 1.0)

    def refused(*_: object) -> Any:
        raise AssertionError("no picture is needed")

    latent = Hires(HiresSettings(upscaler="latent"), nobody).enlarged(
        even, size, decode=refused, encode=refused, scale_factor=8
    )
    assert latent.shape == (1, 4, 8, 12)
    assert latent.dtype == torch.bfloat16
    assert (latent == 0.25).all()
    seen: list[tuple[int, int]] = []

    def encode(picture: Image.Image) -> Tensor:
        seen.append(picture.size)
        return even[None]

    Hires(HiresSettings(), nobody).enlarged(
        even, size, decode=lambda _: Image.new("RGB", (64, 64)), encode=encode, scale_factor=8
    )
    assert seen == [(96, 64)]
