"""Several pictures of a character: all are planned where they are heard, and all are heard."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import renderers
from renderers.base import Context, Drawn
from renderers.diffusion.engine import Engine
from schemas.errors import AssetMissing
from schemas.plan import PanelPlan
from schemas.settings import MsDiffusionSettings
from storyboard.panels.fingerprints import pictures_of
from storyboard.planning.planner import plan_story
from storyboard.reading import read_file
from tests.renderers.diffusion import tiny_images
from tests.renderers.diffusion.conftest import model_folder as model_folder
from tests.renderers.diffusion.conftest import panel
from tests.renderers.diffusion.test_image_prompts import loaded
from tests.renderers.diffusion.tiny import unet
from tests.renderers.methods.test_pictured_scene import KINDS, pictured, pixels

Folders = Callable[..., Path]
POSES = tuple(
    f"cast:dee/straight/pose/{name}.png" for name in ("handsfolded", "pointing45degree", "shrug")
)
STORY = """\
title: Two pictures
characters:
  mira:
    class: woman
    references: [cast:dee/straight/pose/handsfolded.png, cast:dee/straight/pose/shrug.png]
renderer: RENDERER
scenes:
  - setting: a park
    panels:
      - Mira waves.
"""


def planned(folder: Path, renderer: str) -> PanelPlan:
    path = folder / "story.yaml"
    path.write_text(STORY.replace("RENDERER", renderer), encoding="utf-8")
    document, problems = read_file(path)
    assert document is not None, problems
    return plan_story(document.story, root=folder).panels[0]


def test_all_are_planned_for_whoever_hears_them(tmp_path: Path) -> None:
    both = (POSES[0], POSES[2])
    hearing = (
        "ip-adapter",
        "ms-diffusion",
        "{name: msp, image_prompt: {adapter: a.safetensors}}",
    )
    for renderer in hearing:
        plan = planned(tmp_path, renderer)
        assert plan.segments[0].references == both
        assert set(both) <= set(pictures_of(plan))
    deaf = planned(tmp_path, "msp")
    assert deaf.segments[0].references == ()
    assert "references" not in deaf.segments[0].model_dump_json(), "its digest is what it was"


def drawn(folder: Path, model: Path, kind: str, *plans: PanelPlan, **more: Any) -> list[Any]:
    """Draw panels that go through the model together."""
    make, state = KINDS[kind]
    adapter = tiny_images.write(folder, state(unet("sd15"))).name
    small: dict[str, Any] = {"steps": 2, "resolution": 64, "device": "cpu", "adapter": adapter}
    renderer = renderers.load(make(model=str(model), **small | more), Context(root=folder))
    return [pixels(event) for event in renderer.render(plans) if isinstance(event, Drawn)]


def known_by(plan: PanelPlan, *pictures: str) -> PanelPlan:
    first, *others = plan.segments
    return plan.but(segments=(first.but(references=pictures), *others))


@pytest.mark.parametrize("kind", ["ip", "ms"])
def test_every_picture_is_heard_once(
    model_folder: Folders, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a batch with panels that know fewer; the order is nothing, nor is saying one twice."""

    def together(engine: Engine, panels: Any, method: Any) -> Any:
        return engine.in_turn(panels, method, most=8)

    monkeypatch.setattr(Engine, "render", together)
    plan, model = pictured("sks", "hta"), model_folder("sd15")
    rows = ((), POSES[:1], POSES[:2], POSES[1::-1], (*POSES[:1], *POSES[:1]), POSES)
    plans = [known_by(plan, *row) for row in rows]
    chosen, one, both, turned, twice, all_three = drawn(tmp_path, model, kind, *plans, scale=2)
    assert abs(chosen - one).max() <= 1
    assert abs(one - twice).max() <= 1
    assert abs(both - turned).max() <= 1
    assert abs(one - both).max() > 1
    assert abs(both - all_three).max() > 1
    (alone,) = drawn(tmp_path, model, kind, plans[2], scale=2)
    assert abs(alone - both).max() <= 1


def test_a_picture_that_is_gone_is_told(model_folder: Folders, tmp_path: Path) -> None:
    plan = known_by(pictured("sks"), POSES[0], "gone.png")
    with pytest.raises(AssetMissing, match=r"gone\.png"):
        drawn(tmp_path, model_folder("sd15"), "ip", plan)


def test_a_picture_is_encoded_once_for_all_panels(
    model_folder: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from renderers.diffusion.images.ms_adapter import MsAdapter

    seen, see = [], MsAdapter.see

    def counted(adapter: MsAdapter, picture: Any) -> Any:
        seen.append(picture)
        return see(adapter, picture)

    monkeypatch.setattr(MsAdapter, "see", counted)
    plans = [pictured("sks", "hta", identity=f"p{i}", aspect=1 + i / 2) for i in range(3)]
    assert len(drawn(tmp_path, model_folder("sd15"), "ms", *plans)) == 3
    assert len(seen) == 2, "one picture each of two people"


def test_pictures_follow_what_the_drawing_attends_to(model_folder: Folders, tmp_path: Path) -> None:
    """Automatic layout: the plan's boxes until it starts, then what attention shows."""
    said = "sks woman cartoon, standing; hta woman cartoon, standing, a park"
    plan, model = pictured("sks", "hta", prompt=said), model_folder("sd15")
    common: dict[str, Any] = {"steps": 4, "scale": 2}
    (boxed,) = drawn(tmp_path, model, "ms", plan, **common)
    found, later = (
        drawn(tmp_path, model, "ms", plan, attention_layout={"start": start}, **common)[0]
        for start in (2, 5)
    )
    assert np.array_equal(boxed, later)
    assert abs(boxed - found).max() > 1


def test_who_is_not_in_the_prompt_keeps_its_box(model_folder: Folders, tmp_path: Path) -> None:
    adapter = tiny_images.write(tmp_path, tiny_images.ms_state(unet("sd15"))).name
    settings = MsDiffusionSettings(
        model=str(model_folder("sd15")),
        adapter=adapter,
        attention_layout={"start": 1},  # type: ignore[arg-type]
        steps=2,
        resolution=64,
        device="cpu",
    )
    said = "hta woman cartoon, standing, a park"
    renderer = renderers.load(settings, Context(root=tmp_path))
    *_, event = renderer.render([pictured("sks", "hta", prompt=said)])
    assert isinstance(event, Drawn)
    told = [note for note in event.notes if "planned place" in note]
    assert told == [
        "sks is heard in its planned place: its words are not in the panel's prompt",
    ]


def test_without_grounding_the_learned_latents_speak(model_folder: Folders) -> None:
    """A phrase or a box that is not known is dropped, and nothing is made up in its place."""
    _, adapter = loaded(model_folder, "ms")
    picture = pictured("sks").segments[0].figure
    assert picture is not None
    seen: Any = [adapter.see(_image(picture.layers))]
    whole, none = (0.0, 0.0, 0.5, 1.0), (0.0, 0.0, 0.0, 0.0)
    grounded = adapter.told(seen, "a woman", whole).tokens
    resampler: Any = adapter
    bare = resampler.resampler(seen[0], None)[0]
    for phrase, box in (("", whole), ("a woman", none)):
        torch.testing.assert_close(adapter.told(seen, phrase, box).tokens, bare)
    assert (grounded - bare).abs().max() > 1e-3


def _image(layers: tuple[str, ...]) -> Any:
    from renderers.cast.figures import load_figure

    return load_figure(layers, Path())


def test_of_one_character_only_there_are_pictures(model_folder: Folders, tmp_path: Path) -> None:
    """The others are drawn by their words, and the render says of whom."""
    plan = pictured("sks", "hta")
    first, second = plan.segments
    half = plan.but(segments=(first, second.but(figure=None)))
    one, both = drawn(tmp_path, model_folder("sd15"), "ms", half, plan, scale=2)
    assert abs(one - both).max() > 1
    (nobody,) = drawn(tmp_path, model_folder("sd15"), "ms", panel("sks", "hta"), scale=2)
    (silent,) = drawn(tmp_path, model_folder("sd15"), "ms", panel("sks", "hta"), scale=0)
    assert np.array_equal(nobody, silent)
