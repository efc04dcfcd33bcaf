"""The engine's seams: a method from outside, and parts and adapters that go in and out."""

import gc
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from renderers.base import Context
from renderers.diffusion.attention import AttentionLayer
from renderers.diffusion.models.adapters import Lora, read_weights
from renderers.diffusion.models.load import load_model
from renderers.diffusion.models.model import Adapter, Model
from renderers.diffusion.models.networks import UNetInputs
from renderers.diffusion.regional import REGIONS, with_regions
from renderers.methods.dreambooth import DreamBooth
from renderers.methods.msp import Msp
from schemas.errors import StoryboardError
from schemas.settings import ControlNetSettings, DreamboothSettings
from tests.renderers.diffusion.conftest import drawn, panel, pixels
from tests.renderers.diffusion.multidiffusion import MultiDiffusion, Settings
from tests.renderers.diffusion.test_adapters import lora

Folders = Callable[..., Path]


def multidiffusion(folder: Path, **settings: Any) -> MultiDiffusion:
    small = {"model": str(folder), "steps": 3, "resolution": 64, "device": "cpu"}
    return MultiDiffusion(Settings(**small | settings), Context(Path()))


def test_a_method_from_outside_draws_wide_panels_in_windows(model_folder: Folders) -> None:
    folder = model_folder("sd15")
    wide = panel(aspect=4)
    windowed = drawn(multidiffusion(folder), wide)[0]
    settings = DreamboothSettings(model=str(folder), steps=3, resolution=64, device="cpu")
    whole = drawn(DreamBooth(settings, Context(Path())), wide)[0]
    assert windowed.image.size == whole.image.size == (128, 32)
    assert not np.array_equal(pixels(windowed), pixels(whole))
    one_window = drawn(multidiffusion(folder, window=16), wide)[0]
    assert abs(pixels(one_window) - pixels(whole)).max() <= 1


def test_far_windows_do_not_hear_each_other(model_folder: Folders) -> None:
    renderer = multidiffusion(model_folder("sd15"), window=4, steps=2)
    batch = [renderer.engine.prepare(panel(aspect=4), panel_size())]
    x = renderer.engine.start(batch)
    other = x.clone()
    other[..., 0] += 1
    (first, *_), (second, *_) = (
        list(renderer._sample(renderer.engine, batch, each)) for each in (x, other)
    )
    changed = (first - second).abs().amax(dim=(0, 1, 2)) > 0
    assert changed.tolist() == [True] * 4 + [False] * 12


def panel_size() -> Any:
    from schemas.geometry import Size

    return Size(width=128, height=32)


class Louder:
    """An attention part that adds to what lies beneath it."""

    for_controlnet = False

    def __call__(
        self, layer: AttentionLayer, given: float, below: Callable[[], torch.Tensor]
    ) -> Any:
        return below() * given

    def collate(self, given: Sequence[float]) -> float:
        return given[0]


def unet_inputs(**parts: Any) -> UNetInputs:
    states = torch.randn(1, 77, 16, generator=torch.Generator().manual_seed(0))
    return UNetInputs(states, None, None, parts)


def test_parts_are_there_together_and_out_again(model_folder: Folders) -> None:
    from renderers.diffusion.region_mask import regions_of

    networks = load_model(str(model_folder("sd15")), device="cpu").networks
    plain = dict(networks.unet.attn_processors)
    x = torch.randn(1, 4, 8, 8)
    before = networks.predict(x, unet_inputs(), 301.0, 0.0)
    both = with_regions(networks).inject("louder", Louder())
    regions = regions_of(torch.ones(1, 1, 8, 8), None, levels=(0, 1))
    one = both.predict(x, unet_inputs(regions=regions), 301.0, 0.0)
    torch.testing.assert_close(one, before)
    two = both.predict(x, unet_inputs(regions=regions, louder=1.0), 301.0, 0.0)
    assert torch.equal(two, one)
    assert not torch.equal(both.predict(x, unet_inputs(louder=2.0), 301.0, 0.0), before)
    assert torch.equal(both.predict(x, unet_inputs(), 301.0, 0.0), before)
    bare = both.eject("louder").eject(REGIONS)
    assert networks.unet.attn_processors == plain
    assert not bare.parts


def test_a_layer_s_tensors_live_no_longer_than_its_answer(model_folder: Folders) -> None:
    """Not until the garbage collector comes by, which would add a third to a step's memory."""

    queries: list[weakref.ref[torch.Tensor]] = []

    class Seen(Louder):
        """A part that notes whose queries it has seen."""

        def __call__(
            self, layer: AttentionLayer, given: float, below: Callable[[], torch.Tensor]
        ) -> Any:
            assert all(query() is None for query in queries)
            queries.append(weakref.ref(layer.query))
            return below()

    networks = load_model(str(model_folder("sd15")), device="cpu").networks
    both = networks.inject("seen", Seen()).inject("louder", Louder())
    gc.disable()
    try:
        both.predict(torch.randn(1, 4, 8, 8), unet_inputs(seen=1.0, louder=1.0), 301.0, 0.0)
    finally:
        gc.enable()
    assert len(queries) == len(networks.unet.attn_processors)


@pytest.mark.parametrize("kind", ["lora", "controlnet"])
def test_an_adapter_goes_in_and_leaves_no_trace(
    model_folder: Folders, tmp_path: Path, kind: str
) -> None:
    from renderers.diffusion.models.controlnet import ControlNet

    folder = str(model_folder("sd15", controlnet=True))
    with_control = load_model(folder, controlnet=ControlNetSettings(enabled=True), device="cpu")
    adapter: Adapter = ControlNet(with_control.networks.controlnet)
    if kind == "lora":
        adapter = Lora("mira", read_weights(lora(tmp_path)))
    model = load_model(folder, device="cpu")
    model = model._replace(networks=with_regions(model.networks))

    def output(model: Model) -> torch.Tensor:
        control = torch.ones(1, 3, 64, 64)
        name = "mira" if kind == "lora" else None
        inputs = unet_inputs()._replace(control_images=control, adapter=name)
        x = torch.ones(1, 4, 8, 8)
        return model.networks.predict(x, inputs, 301.0, 1.0)

    before = output(model)
    inside = adapter.inject(model)
    assert not torch.equal(output(inside), before)
    assert torch.equal(output(adapter.eject(inside)), before)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
@pytest.mark.parametrize("part", ["U-Net", "autoencoder"])
def test_a_picture_that_is_not_finite_fails_and_names_the_part(
    part: str, value: float, msp: Callable[..., Msp]
) -> None:
    renderer = msp(steps=2)
    model = renderer.engine.model
    network = model.networks.unet if part == "U-Net" else model.autoencoder.network.decoder
    with torch.no_grad():
        network.conv_out.bias.fill_(value)
    with pytest.raises(StoryboardError, match=part) as caught:
        drawn(renderer, panel("sks"))
    assert "float32" in str(caught.value.hint)
