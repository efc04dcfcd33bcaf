"""Image adapters as renderers, from files in the published layouts, alone and in MSP's stages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import renderers
from renderers.base import Context, Drawn
from renderers.diffusion.images.layout import check_adapter
from renderers.methods.images import edges
from schemas.errors import AssetMissing, StoryInvalid
from schemas.geometry import Box
from schemas.plan import Figure, PanelPlan
from schemas.settings import IpAdapterSettings, MsDiffusionSettings, MspSettings
from storyboard.building.examination import examined
from storyboard.digests import Digests
from storyboard.panels.fingerprints import fingerprint
from tests.renderers.diffusion import tiny_images
from tests.renderers.diffusion.conftest import model_folder as model_folder
from tests.renderers.diffusion.conftest import panel
from tests.renderers.diffusion.tiny import Family, unet
from tests.renderers.panels import box

Folders = Callable[..., Path]
KINDS: dict[str, tuple[Any, Any]] = {
    "ip": (IpAdapterSettings, tiny_images.ip_state),
    "ms": (MsDiffusionSettings, tiny_images.ms_state),
}


def pictured(*subjects: str, **changes: object) -> PanelPlan:
    """Return a panel in which everybody has a picture, of one of two characters."""
    plan = panel(*subjects, **changes)
    whole = Box(left=0, top=0, right=1, bottom=1)
    pictures = [
        ("cast:dee/straight/pose/handsfolded.png",),
        ("cast:ringo/straight/pose/handsfolded.png",),
    ]
    figures = [Figure(layers=pictures[i % 2], placement=whole) for i in range(len(subjects))]
    pairs = zip(plan.segments, figures, strict=True)
    return plan.but(segments=tuple(segment.but(figure=figure) for segment, figure in pairs))


def drawn(
    model_folder: Folders,
    root: Path,
    kind: str,
    *plans: PanelPlan,
    family: Family | None = None,
    pickled: bool = False,
    **settings: Any,
) -> list[Drawn]:
    make, state = KINDS[kind]
    family = family or ("sd15" if kind == "ip" else "sdxl")
    adapter = tiny_images.write(root, state(unet(family)), pickled=pickled).name
    small = {"steps": 2, "resolution": 64, "device": "cpu", "adapter": adapter}
    wanted = make(model=str(model_folder(family)), **small | settings)
    events = renderers.load(wanted, Context(root=root)).render(plans)
    return [event for event in events if isinstance(event, Drawn)]


def pixels(event: Drawn) -> np.ndarray[Any, Any]:
    return np.asarray(event.image).astype(int)


@pytest.mark.parametrize(
    ("kind", "family"), [("ip", "sd15"), ("ip", "sdxl"), ("ms", "sdxl"), ("ms", "sd15")]
)
@pytest.mark.parametrize("aspect", [1.0, 2.0])
def test_a_panel_hears_its_subjects_pictures(
    model_folder: Folders, tmp_path: Path, kind: str, family: Family, aspect: float
) -> None:
    plan = pictured("sks", "hta", aspect=aspect)
    (with_both,) = drawn(model_folder, tmp_path, kind, plan, family=family)
    (silent,) = drawn(model_folder, tmp_path, kind, plan, family=family, scale=0)
    first, second = plan.segments
    swapped = plan.but(segments=(first.but(figure=second.figure), second.but(figure=first.figure)))
    (other,) = drawn(model_folder, tmp_path, kind, swapped, family=family)
    assert not np.array_equal(pixels(with_both), pixels(silent))
    assert not np.array_equal(pixels(with_both), pixels(other))


def test_a_pickle_of_weights_is_read_as_published(model_folder: Folders, tmp_path: Path) -> None:
    plan = pictured("sks", "hta")
    for kind in KINDS:
        safe, pickle = (tmp_path / f"{kind}-{name}" for name in ("safe", "pickle"))
        (one,) = drawn(model_folder, safe, kind, plan)
        (other,) = drawn(model_folder, pickle, kind, plan, pickled=True)
        assert np.array_equal(pixels(one), pixels(other))


def test_who_has_no_picture_and_who_is_too_many_is_noted(
    model_folder: Folders, tmp_path: Path
) -> None:
    plain, five = panel("sks"), pictured("sks", "hta", "rrf", "pll", "vnc")
    (alone,) = drawn(model_folder, tmp_path, "ip", plain)
    assert "sks has no pictures, and is known by words alone" in alone.notes
    (many,) = drawn(model_folder, tmp_path, "ms", five)
    assert any("4 subjects at once" in note for note in many.notes)


@pytest.mark.parametrize("mode", ["reference", "fast"])
def test_it_meets_msp_s_stages(model_folder: Folders, tmp_path: Path, mode: str) -> None:
    adapter = tiny_images.write(tmp_path, tiny_images.ip_state(unet("sd15"))).name
    common: dict[str, Any] = {
        "model": str(model_folder("sd15")),
        "steps": 4,
        "resolution": 64,
        "device": "cpu",
        "init": {"from": "noise"},
        "mode": mode,
    }
    pictures = []
    for given in ({}, {"image_prompt": {"adapter": adapter}}):
        renderer = renderers.load(MspSettings(**common | given), Context(root=tmp_path))
        *_, event = renderer.render([pictured("sks", "hta")])
        assert isinstance(event, Drawn)
        pictures.append(pixels(event))
    assert not np.array_equal(*pictures)


def _without(state: dict[str, Any], part: str) -> dict[str, Any]:
    return {name: rows for name, rows in state.items() if name != part}


def _torn(state: dict[str, Any]) -> dict[str, Any]:
    return state | {"image_proj": _without(state["image_proj"], "layers.1.0.to_q.weight")}


BROKEN: list[tuple[str, Callable[[], dict[str, Any]], str]] = [
    ("ip", lambda: tiny_images.ip_state(unet("sdxl")), "cannot be loaded"),
    ("ip", lambda: tiny_images.ms_state(unet("sd15")), "is no such adapter"),
    ("ip", lambda: _without(tiny_images.ip_state(unet("sd15")), "image_proj"), "no such adapter"),
    ("ms", lambda: _without(tiny_images.ms_state(unet("sdxl")), "ms_adapter"), "no such adapter"),
    ("ms", lambda: tiny_images.ms_state(unet("sd15")), "cannot be loaded"),
    ("ms", lambda: _torn(tiny_images.ms_state(unet("sdxl"))), r"Missing key.*layers\.1\.0\.to_q"),
]


@pytest.mark.parametrize(("kind", "state", "said"), BROKEN)
def test_a_wrong_adapter_is_told(
    model_folder: Folders, tmp_path: Path, kind: str, state: Callable[[], Any], said: str
) -> None:
    adapter = tiny_images.write(tmp_path, state(), pickled=True).name
    family: Family = "sd15" if kind == "ip" else "sdxl"
    model = str(model_folder(family))
    settings = KINDS[kind][0](model=model, adapter=adapter, device="cpu")
    with pytest.raises(AssetMissing, match=said):
        renderers.load(settings, Context(root=tmp_path))


def test_what_is_not_there_is_told(model_folder: Folders, tmp_path: Path) -> None:
    model = str(model_folder("sd15"))
    nothing = IpAdapterSettings(model=model, device="cpu")
    with pytest.raises(AssetMissing, match="none is named"):
        renderers.load(nothing, Context(root=tmp_path))
    absent = IpAdapterSettings(model=model, adapter="ip.safetensors", device="cpu")
    with pytest.raises(AssetMissing, match="image_encoder"):
        renderers.load(absent, Context(root=tmp_path))


def test_pictures_go_stale_with_the_adapter(model_folder: Folders, tmp_path: Path) -> None:
    adapter = tiny_images.write(tmp_path, tiny_images.ip_state(unet("sd15")))
    settings = IpAdapterSettings(model=str(model_folder("sd15")), adapter=adapter.name)
    plan, digests = panel("sks", renderer=settings), Digests(tmp_path / "memory.json")
    before = fingerprint(plan, root=tmp_path, digests=digests)
    assert len(before.weights) == 3
    torch.save({}, adapter)
    after = fingerprint(plan, root=tmp_path, digests=digests)
    changed = {name for name in before.weights if before.weights[name] != after.weights[name]}
    assert changed == {adapter.name}


CHECKED: list[tuple[str, Callable[[], dict[str, Any]] | None, str | None]] = [
    ("ip", lambda: tiny_images.ip_state(unet("sdxl")), "made for another model"),
    ("ip", lambda: tiny_images.ms_state(unet("sd15")), "is no such adapter"),
    ("ms", lambda: _without(tiny_images.ms_state(unet("sd15")), "image_proj"), "no such adapter"),
    ("ms", None, "none is named"),
    ("ms", lambda: tiny_images.ms_state(unet("sd15")), None),
]


@pytest.mark.parametrize(("kind", "state", "said"), CHECKED)
def test_a_wrong_adapter_is_told_before_anything_is_loaded(
    model_folder: Folders,
    tmp_path: Path,
    kind: str,
    state: Callable[[], dict[str, Any]] | None,
    said: str | None,
) -> None:
    adapter = None if state is None else tiny_images.write(tmp_path, state()).name
    settings = KINDS[kind][0](model=str(model_folder("sd15")), adapter=adapter)
    if said is None:
        check_adapter(settings, tmp_path)
        return
    with pytest.raises(AssetMissing, match=said):
        check_adapter(settings, tmp_path)


@pytest.mark.parametrize(
    ("method", "said", "hint"),
    [
        ("ms-diffusion", "none is named", "renderers.toon.train_adapter"),
        ("ip-adapter", "none is named", "made for Stable Diffusion or SDXL"),
        ("textual-inversion", "dee has no learned word", "dee.safetensors"),
    ],
)
def test_check_says_what_a_method_lacks_on_a_model_that_comes_along(
    tmp_path: Path, method: str, said: str, hint: str
) -> None:
    story = tmp_path / "story.yaml"
    story.write_text(
        f"title: Two\ncast: [dee]\nrenderer: {{name: {method}, model: toon-noise}}\n"
        "scenes:\n  - setting: a park\n    panels:\n      - Dee waves.\n"
    )
    (problem,) = [each for each in examined(story) if each.code == "SB064"]
    assert problem.line == 3
    assert said in problem.message
    assert hint in (problem.hint or "")


@pytest.mark.parametrize("kind", ["ip", "ms"])
def test_a_box_of_no_size_is_refused(model_folder: Folders, tmp_path: Path, kind: str) -> None:
    """Whoever stands outside the panel has no place in which a picture could be heard."""
    plan = pictured("sks", "hta")
    first, second = plan.segments
    outside = plan.but(segments=(first.but(region=box(2.0, 0.0, 3.0, 1.0)), second))
    with pytest.raises(StoryInvalid, match="nothing of sks would be seen"):
        drawn(model_folder, tmp_path, kind, outside)
    assert edges(torch.zeros(8, 8)) == (0.0, 0.0, 0.0, 0.0)
