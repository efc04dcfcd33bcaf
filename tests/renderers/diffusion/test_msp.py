"""The renderer as the build drives it: planned panels in, progress and pictures out."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import renderers
from renderers.base import Context, Drawn, Step
from renderers.methods.msp import Msp
from schemas.errors import StoryboardError
from schemas.settings import (
    CollageSettings,
    DreamboothSettings,
    InitSettings,
    MspSettings,
)
from tests.renderers.diffusion.conftest import drawn, panel, pixels
from tests.renderers.diffusion.tiny import Family

Folders = Callable[..., Path]
NOISE = InitSettings(source="noise")


@pytest.mark.parametrize("family", ["sd15", "sd2", "sdxl", "toon"])
@pytest.mark.parametrize("controlnet", [False, True])
@pytest.mark.parametrize("subjects", [0, 1, 2, 6])
def test_every_family_draws_any_number_of_subjects(
    msp: Callable[..., Msp], family: Family, controlnet: bool, subjects: int
) -> None:
    plan = panel(*["sks", "hta", "rrf", "pll", "vnc", "zwx"][:subjects], aspect=2)
    (event,) = drawn(msp(family, controlnet=controlnet, steps=2), plan)
    assert event.panel == plan.id
    width, height = event.image.size
    assert width * height == pytest.approx(64**2, rel=0.5)
    assert width > height
    assert pixels(event).std() > 1


def test_progress_comes_before_every_picture(msp: Callable[..., Msp]) -> None:
    plans = [panel("sks", identity="a-1"), panel("sks", identity="a-2", aspect=2)]
    events = list(msp(steps=3).render(plans))
    expected = [
        Step(plan.id, step, 3) if step <= 3 else plan.id for plan in plans for step in (1, 2, 3, 4)
    ]
    assert [e.panel if isinstance(e, Drawn) else e for e in events] == expected


def test_a_panel_is_the_same_again_and_another_seed_is_another(msp: Callable[..., Msp]) -> None:
    first, again, other = drawn(
        msp(), panel("sks", "hta"), panel("sks", "hta"), panel("sks", "hta", seed=8)
    )
    assert np.array_equal(pixels(first), pixels(again))
    assert not np.array_equal(pixels(first), pixels(other))


def test_words_draw_nothing(msp: Callable[..., Msp]) -> None:
    plan = panel("sks")
    spoken = plan.but(words={"captions": ("Later",)}, alt="someone")
    first, second = drawn(msp(), plan, spoken)
    assert np.array_equal(pixels(first), pixels(second))


def test_batch_bounds_memory_not_the_picture(msp: Callable[..., Msp]) -> None:
    plan = panel("sks", "hta", "rrf")
    (small,), (large,) = drawn(msp(batch=1), plan), drawn(msp(batch=16), plan)
    assert abs(pixels(small) - pixels(large)).max() <= 1


def test_what_the_model_was_shown_is_shown(msp: Callable[..., Msp]) -> None:
    (event,) = drawn(msp(controlnet=True, global_steps=0), panel("sks", "hta"))
    assert set(event.shown) == {"masks", "pose"}
    assert {picture.size for picture in event.shown.values()} == {event.image.size}
    assert event.notes == ()


def test_a_missing_controlnet_is_noted(msp: Callable[..., Msp]) -> None:
    with_pose, without = drawn(msp(global_steps=0), panel("sks"), panel())
    assert "no ControlNet" in with_pose.notes[0]
    assert without.notes == ()


def test_words_beyond_the_window_are_noted(msp: Callable[..., Msp]) -> None:
    long = panel(prompt="a park with trees, " * 30 + "a Zebra-crossing")
    (event,) = drawn(msp(), long)
    (note,) = (note for note in event.notes if "cut off" in note)
    assert note.endswith("park with trees, a Zebra-crossing")
    assert "a park with trees, " * 30 not in note


def test_an_authors_scaffold_surrounds_lone_segments(
    msp: Callable[..., Msp], tmp_path: Path, model_folder: Folders
) -> None:
    from PIL import Image

    Image.new("RGB", (90, 90), "red").save(tmp_path / "background.png")
    settings = MspSettings(
        model=str(model_folder("sd15")), steps=4, resolution=64, device="cpu", init=NOISE, kappa=0.8
    )
    renderer = Msp(settings, Context(root=tmp_path))
    plain, around = drawn(
        renderer, panel("sks", "hta"), panel("sks", "hta", scaffold="background.png")
    )
    assert not np.array_equal(pixels(plain), pixels(around))
    assert around.shown["scaffold"].getpixel((5, 5)) == (255, 0, 0)


def test_the_baseline_follows_the_panels_prompt_alone(model_folder: Folders) -> None:
    settings = DreamboothSettings(
        model=str(model_folder("sd15")), steps=4, resolution=64, device="cpu"
    )
    renderer = renderers.load(settings, Context(root=Path()))
    one, other, reworded = [
        event
        for event in renderer.render(
            [
                panel("sks", "hta"),
                panel("rrf"),
                panel("sks", prompt="a man"),
            ]
        )
        if isinstance(event, Drawn)
    ]
    assert np.array_equal(pixels(one), pixels(other))
    assert not np.array_equal(pixels(one), pixels(reworded))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("MS_Diffusion", "did you mean ms-diffusion"),
        ("mps", "did you mean msp"),
        ("photoshop", "there is no renderer photoshop"),
    ],
)
def test_an_unknown_renderer_is_said(name: str, said: str) -> None:
    settings = CollageSettings.model_construct(name=name)
    with pytest.raises(StoryboardError, match=said):
        renderers.load(settings, Context(root=Path()))


def test_asking_for_names_imports_nothing_heavy() -> None:
    code = "import sys, renderers; print(renderers.names()); assert 'torch' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "msp" in done.stdout


@pytest.mark.parametrize(("strength", "steps"), [(0.0, 0), (0.5, 2), (1.0, 4)])
def test_a_start_from_the_collage_takes_only_the_last_steps(
    msp: Callable[..., Msp], strength: float, steps: int
) -> None:
    init = InitSettings(source="collage", strength=strength)
    events = list(msp(init=init).render([panel("sks", "hta")]))
    assert [type(event) for event in events] == [Step] * steps + [Drawn]
    assert "scaffold" in events[-1].shown  # type: ignore[union-attr]


def test_the_weaker_the_start_is_noised_the_nearer_it_stays(msp: Callable[..., Msp]) -> None:
    plan = panel("sks", "hta")
    inits = [InitSettings(source="collage", strength=strength) for strength in (0.0, 0.1, 0.6)]
    kept, near, far = (pixels(*drawn(msp(steps=20, init=init), plan)) for init in inits)
    assert 0 < abs(near - kept).mean() < abs(far - kept).mean()


@pytest.mark.parametrize("scaffold", ["place", "collage"])
def test_a_planned_scaffold_surrounds_lone_segments(msp: Callable[..., Msp], scaffold: str) -> None:
    plan = panel("sks", "hta")
    (plain,), (around,) = (
        drawn(msp(scaffold=kind, init=InitSettings(strength=0.9), kappa=1, global_steps=0), plan)
        for kind in ("none", scaffold)
    )
    assert not np.array_equal(pixels(plain), pixels(around))


def test_the_papers_steps_are_taken_where_neither_story_nor_model_says(
    msp: Callable[..., Msp],
) -> None:
    plain, scaffolded = (msp(steps=None, scaffold=kind) for kind in ("none", "place"))
    assert [len(each.engine.schedule.steps) for each in (plain, scaffolded)] == [50, 80]
    assert [each.stages.global_until for each in (plain, scaffolded)] == [2, 8]


@pytest.mark.parametrize("family", ["sd15", "sdxl", "toon"])
def test_the_fast_mode_draws_and_differs(msp: Callable[..., Msp], family: Family) -> None:
    plan = panel("sks", "hta", "rrf")
    reference, fast = (
        drawn(msp(family, controlnet=True, mode=mode), plan)[0] for mode in ("reference", "fast")
    )
    assert fast.image.size == reference.image.size
    assert not np.array_equal(pixels(fast), pixels(reference))


def test_drawn_ahead_it_is_the_same_in_the_same_order(msp: Callable[..., Msp]) -> None:
    """What a GPU does while finished pictures are written; a CPU draws in turn."""
    from renderers.diffusion.ahead import ahead

    plans = [panel("sks", "hta", identity=f"a-{n}", seed=n) for n in range(3)]
    renderer = msp(steps=2)
    in_turn = list(renderer.render(plans))
    early = list(ahead(renderer.engine.in_turn(plans, renderer.method, most=1), most=50))
    assert [(type(e), e.panel) for e in early] == [(type(e), e.panel) for e in in_turn]
    pictures = [[pixels(e) for e in each if isinstance(e, Drawn)] for each in (early, in_turn)]
    assert all(map(np.array_equal, *pictures))


@pytest.mark.parametrize(
    ("start", "asked", "followed"),
    [
        ({"from": "noise"}, {}, True),
        ({"from": "collage", "strength": 0.35}, {}, False),
        ({"from": "collage", "strength": 0.8}, {}, True),
        ({"from": "collage"}, {"enabled": True}, True),
        ({"from": "noise"}, {"enabled": False}, False),
    ],
)
def test_pose_maps_are_followed_where_nothing_else_shows_the_poses(
    model_folder: Folders, start: dict[str, Any], asked: dict[str, Any], followed: bool
) -> None:
    told = {"model": str(model_folder("sd15", controlnet=True)), "steps": 2, "device": "cpu"}
    settings = MspSettings.model_validate({**told, "init": start, "controlnet": asked})
    assert (
        Msp(settings, Context(root=Path())).engine.model.control_scale_factor is not None
    ) == followed


def test_an_authors_pose_map_that_nobody_follows_is_noted(
    model_folder: Folders, tmp_path: Path
) -> None:
    from PIL import Image

    Image.new("RGB", (64, 64)).save(tmp_path / "pose.png")
    model = str(model_folder("sd15", controlnet=True))
    settings = MspSettings(model=model, steps=4, resolution=64, device="cpu")
    shown = panel("sks").but(pose_map="pose.png")
    (event,) = drawn(Msp(settings, Context(root=tmp_path)), shown)
    assert any("pose_map" in note for note in event.notes)
    follows = settings.but(controlnet=settings.controlnet.but(enabled=True))
    (event,) = drawn(Msp(follows, Context(root=tmp_path)), shown)
    assert not any("pose_map" in note for note in event.notes)


@pytest.mark.parametrize(
    ("told", "same_as"),
    [
        ({"init": {"from": "collage", "strength": 0.5}}, "fast"),
        ({"init": {"from": "collage", "strength": 0.8}}, "reference"),
        ({"init": {"from": "noise"}}, "reference"),
        ({"init": {"from": "collage", "strength": 0.5}, "crop": True}, "reference"),
    ],
)
def test_one_pass_is_the_default_only_where_the_start_shows_who_stands_where(
    model_folder: Folders, told: dict[str, Any], same_as: str
) -> None:
    common = {"model": str(model_folder("sd15")), "steps": 6, "resolution": 64, "device": "cpu"}
    shown = panel("sks", "hta")
    pictures = {}
    for mode in ("auto", "reference", *(() if "crop" in told else ("fast",))):
        settings = MspSettings.model_validate({**common, **told, "mode": mode})
        (event,) = drawn(Msp(settings, Context(root=Path())), shown)
        pictures[mode] = pixels(event)
    assert np.array_equal(pictures["auto"], pictures[same_as])
    other = {"fast": "reference", "reference": "fast"}[same_as]
    assert other not in pictures or not np.array_equal(pictures["auto"], pictures[other])


def test_an_authors_scaffold_asks_for_segments_of_their_own(
    model_folder: Folders, tmp_path: Path
) -> None:
    from PIL import Image

    Image.new("RGB", (64, 64), "red").save(tmp_path / "place.png")
    common = {"model": str(model_folder("sd15")), "steps": 6, "resolution": 64, "device": "cpu"}
    shown = panel("sks", "hta").but(scaffold="place.png")
    pictures = [
        pixels(drawn(Msp(settings, Context(root=tmp_path)), shown)[0])
        for settings in (MspSettings(**common), MspSettings(**common, mode="reference"))
    ]
    assert np.array_equal(*pictures)
