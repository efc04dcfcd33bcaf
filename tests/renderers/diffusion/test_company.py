"""Panels that go through the model together: each is drawn as if it were alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from renderers.base import Context, Drawn
from renderers.methods.msp import Msp
from schemas.plan import PanelPlan
from schemas.settings import ControlNetSettings, InitSettings
from tests.renderers.diffusion.conftest import drawn, full_frame, panel, pixels
from tests.renderers.diffusion.test_adapters import lora


@pytest.mark.parametrize("mode", ["reference", "fast"])
def test_deep_features_are_taken_anew_whoever_is_there(msp: Callable[..., Msp], mode: str) -> None:
    renderer = msp(
        "sd2",
        steps=8,
        kappa=0.5,
        global_steps=0,
        harmony=0,
        cache_every=3,
        mode=mode,
        guidance_scale=5,
    )
    plans = [full_frame(), panel("sks", "hta", identity="b", seed=3), panel(identity="c")]
    events = renderer.engine.in_turn(plans, renderer.method, most=4)
    company = [pixels(event) for event in events if isinstance(event, Drawn)]
    alone = [pixels(*drawn(renderer, plan)) for plan in plans]
    assert all(abs(one - other).max() <= 1 for one, other in zip(company, alone, strict=True))


def test_subjects_of_one_prompt_are_one_question(msp: Callable[..., Msp]) -> None:
    plan, pictures = panel("sks", "hta", "sks"), []
    for batch in (1, 2, 4, 64):
        renderer = msp(steps=8, cache_every=3, kappa=0.4, batch=batch)
        pictures.append(pixels(*drawn(renderer, plan)))
    assert all(np.abs(each - pictures[0]).max() <= 1 for each in pictures)


def test_deep_features_are_the_same_in_any_batch(msp: Callable[..., Msp]) -> None:
    one, many = (
        pixels(*drawn(msp(steps=12, cache_every=3, batch=batch), panel("sks", "hta", "rrf")))
        for batch in (1, 16)
    )
    assert np.abs(one - many).max() <= 1


def test_panels_that_cannot_share_a_pass_do_not_change_each_other(
    msp: Callable[..., Msp], tmp_path: Path
) -> None:
    renderer = msp(init=InitSettings(strength=0.5), steps=6)
    renderer.engine.root = tmp_path
    file = lora(tmp_path).name
    plan = panel("sks", "hta", identity="b", seed=3)
    personal = plan.but(segments=(plan.segments[0].but(weights=file), plan.segments[1]))
    events = renderer.engine.in_turn([panel("sks", "hta"), personal], renderer.method, most=4)
    company = [pixels(event) for event in events if isinstance(event, Drawn)]
    alone = [pixels(*drawn(renderer, each)) for each in (panel("sks", "hta"), personal)]
    assert all(abs(one - other).max() <= 1 for one, other in zip(company, alone, strict=True))


@pytest.mark.parametrize(("batch", "most"), [(2, 2), (4, 4), (None, 8)])
def test_batch_bounds_one_pass_too(msp: Callable[..., Msp], batch: int | None, most: int) -> None:
    renderer = msp(mode="fast", batch=batch)
    passes: list[int] = []
    hook = renderer.engine.model.networks.unet.mid_block.register_forward_pre_hook(
        lambda _, args: passes.append(len(args[0]))
    )
    plans = [panel("sks", "hta", identity=f"p{i}", seed=i) for i in range(4)]
    list(renderer.engine.in_turn(plans, renderer.method, most=4))
    hook.remove()
    assert max(passes) == most


def test_what_cannot_be_heard_or_seen_is_noted(msp: Callable[..., Msp], tmp_path: Path) -> None:
    Image.new("RGB", (64, 64)).save(tmp_path / "place.png")
    file = lora(tmp_path).name
    plan = panel("sks", "hta")
    personal = plan.but(segments=(plan.segments[0].but(weights=file), plan.segments[1]))

    def notes(plan: PanelPlan, **settings: Any) -> str:
        wanted = msp().settings.but(**settings)
        return " ".join(drawn(Msp(wanted, Context(root=tmp_path)), plan)[0].notes)

    placed = plan.but(scaffold="place.png")
    assert "its scaffold is not seen" in notes(placed, mode="fast")
    assert "its scaffold is not seen" not in notes(placed)
    assert "is not heard" in notes(personal, kappa=0, global_steps=0, harmony=1)
    assert "is not heard" not in notes(personal)
    collage = InitSettings(strength=0.4)
    asked = ControlNetSettings(enabled=True)
    assert "the poses are the collage's" in notes(plan, init=collage, controlnet=asked)
