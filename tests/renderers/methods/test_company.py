"""Every method: a panel that goes through the model with others is drawn as if it were alone."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

import renderers
from renderers.base import Context, Drawn
from renderers.diffusion.engine import Engine
from schemas.plan import PanelPlan
from schemas.settings import PACKAGED
from tests.renderers.diffusion import tiny_images
from tests.renderers.diffusion.conftest import model_folder as model_folder
from tests.renderers.diffusion.conftest import pixels
from tests.renderers.diffusion.tiny import unet
from tests.renderers.methods.test_every_method import METHODS
from tests.renderers.methods.test_pictured_scene import pictured

Folders = Callable[..., Path]
FROM_NOISE = {"init": {"from": "noise"}}
WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    **{name: (name, {}) for name in METHODS},
    "msp": ("msp", {"kappa": 0.5, "harmony": 0.3, **FROM_NOISE}),
    "msp-fast": ("msp", {"mode": "fast", **FROM_NOISE}),
    "msp-shifted": ("msp", {"init": {"from": "mean-shift"}}),
    "msp-pictured": ("msp", {**FROM_NOISE, "image_prompt": {}}),
    "ms-diffusion-found": ("ms-diffusion", {"attention_layout": {"start": 2}}),
}
TOKENS = ("sks", "hta", "rrf", "pll")


def with_adapter(folder: Path, name: str, told: dict[str, Any]) -> dict[str, Any]:
    """Write the adapter that a way needs, and name it."""
    if name not in ("ip-adapter", "ms-diffusion") and "image_prompt" not in told:
        return told
    make = tiny_images.ip_state if name == "ip-adapter" else tiny_images.ms_state
    adapter = {"adapter": tiny_images.write(folder, make(unet("sd15"))).name}
    return told | ({"image_prompt": adapter} if name == "msp" else adapter)


def plans_of(dice: Random, *, words: bool) -> list[PanelPlan]:
    """Plan panels of nobody to four, each with its own prompt, pictures and seed."""
    plans = []
    for index, count in enumerate(dice.sample(range(5), 3)):
        who = dice.sample(TOKENS, count)
        said = "; ".join([*(f"{name} woman cartoon, standing" for name in who), "a park"])
        plan = pictured(*who, identity=f"p{index}", seed=dice.randrange(1000), prompt=said)
        segments = [
            each.but(
                weights=f"{each.token}.safetensors" if words else None,
                references=each.figure.layers * dice.choice((0, 1, 2)) if each.figure else (),
            )
            for each in plan.segments
        ]
        plans.append(plan.but(segments=tuple(segments)))
    return plans


def drawn(renderer: Any, plans: Sequence[PanelPlan]) -> list[np.ndarray[Any, Any]]:
    events: Iterable[Any] = renderer.render(plans)
    return [pixels(event) for event in events if isinstance(event, Drawn)]


@pytest.mark.parametrize("way", WAYS)
def test_company_changes_nothing(
    model_folder: Folders, tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def together(engine: Engine, panels: Any, method: Any) -> Any:
        return engine.in_turn(panels, method, most=4)  # As on a GPU.

    monkeypatch.setattr(Engine, "render", together)
    name, told = WAYS[way]
    small = {"steps": 3, "resolution": 64, "device": "cpu", "guidance_scale": 3}
    given = small | with_adapter(tmp_path, name, told) | {"model": str(model_folder("sd15"))}
    if words := name == "textual-inversion":
        for token in TOKENS:
            save_file({token: torch.randn(1, 16)}, tmp_path / f"{token}.safetensors")
    renderer = renderers.load(PACKAGED[name].model_validate(given), Context(root=tmp_path))
    plans = plans_of(Random(way), words=words)
    company = drawn(renderer, plans)
    for plan, there in zip(plans, company, strict=True):
        (alone,) = drawn(renderer, [plan])
        assert abs(alone - there).max() <= 1
    assert any(abs(company[0] - other).max() > 1 for other in company[1:]), "they differ at all"
