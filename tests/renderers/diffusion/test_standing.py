"""Segments with a reference picture stand still while others diffuse alone."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from renderers.conditioning.maps import latent_masks
from renderers.diffusion.models.autoencoder import as_tensor
from renderers.diffusion.sampler import Stages, sample
from renderers.diffusion.schedule import noised
from renderers.diffusion.stages import plan_stages
from renderers.methods.msp import Msp
from renderers.methods.pictures import with_references
from schemas.geometry import Box, Size
from schemas.plan import Figure, PanelPlan
from schemas.settings import InitSettings, MspSettings
from tests.renderers.diffusion.conftest import drawn, panel, pixels
from tests.renderers.diffusion.test_sampler import Gaussian, Spy, halves, noise, steps

PICTURE = torch.full((3, 8, 8), 9.0)


def test_a_reference_is_noised_straight_to_the_last_of_its_steps() -> None:
    spy, panels, eps = Spy(), halves()._replace(references={0: PICTURE}), noise()
    stages = Stages(0, 3, [0.0] * 5, references_until=3)
    found = list(sample(spy, panels, steps(5), eps, eps, stages=stages))
    # The left segment is not asked until segments have merged.
    assert spy.asked == [("-1",)] * 3 + [("2", "-1")] * 2
    for x, step in zip(found[:3], steps(5), strict=False):
        expected = noised(PICTURE[None], eps, step.then)
        assert torch.equal(x[..., :4], expected[..., :4])


def test_the_others_go_their_way_undisturbed() -> None:
    eps, stages = noise(), Stages(0, 3, [0.0] * 5, references_until=3)
    plain = list(sample(Gaussian(), halves(), steps(5), eps, eps, stages=stages))
    pinned = halves()._replace(references={0: PICTURE})
    found = list(sample(Gaussian(), pinned, steps(5), eps, eps, stages=stages))
    for one, other in zip(plain[:3], found[:3], strict=True):
        assert torch.equal(one[..., 4:], other[..., 4:])
        assert not torch.equal(one[..., :4], other[..., :4])


def test_released_before_the_merge_a_segment_goes_on_alone() -> None:
    spy, panels, eps = Spy(), halves()._replace(references={0: PICTURE}), noise()
    list(
        sample(spy, panels, steps(5), eps, eps, stages=Stages(0, 3, [0.0] * 5, references_until=1))
    )
    assert spy.asked == [("-1",)] + [("2", "-1")] * 4
    assert torch.equal(spy.seen[1][0], noised(PICTURE[None], eps, steps(5)[0].then)[0])


def test_all_may_stand() -> None:
    spy, eps = Spy(), noise()
    panels = halves()._replace(references={0: PICTURE, 1: -PICTURE})
    stages = Stages(0, 2, [0.0] * 3, references_until=2)
    *_, merged, _ = sample(spy, panels, steps(3), eps, eps, stages=stages)
    assert len(spy.asked) == 1
    level = steps(3)[1].then
    assert torch.equal(merged[..., :4], noised(PICTURE[None], eps, level)[..., :4])
    assert torch.equal(merged[..., 4:], noised(-PICTURE[None], eps, level)[..., 4:])


@pytest.mark.parametrize(
    ("settings", "references_until"),
    [({}, 8), ({"reference_until": 0.2}, 4), ({"reference_until": 0.0}, 0), ({"kappa": 0.0}, 0)],
)
def test_references_stand_until_the_merge_unless_told_otherwise(
    settings: dict[str, float], references_until: int
) -> None:
    wanted = MspSettings(global_steps=0, **settings)  # type: ignore[arg-type]
    assert plan_stages(wanted, steps=20, whole=20).references_until == references_until


def posed(**changes: object) -> PanelPlan:
    """Two subjects, of whom the first has a picture of its own."""
    plan = panel("dee", "hta", **changes)
    first, second = plan.segments
    layers = ("cast:dee/straight/pose/handsfolded.png",)
    figure = Figure(layers=layers, placement=Box(left=-0.65, top=-0.45, right=1.15, bottom=0.99))
    return plan.but(segments=(first.but(figure=figure), second))


def test_each_reference_shows_its_subject_alone() -> None:
    plan, size = posed(), Size(width=96, height=96)
    settings = MspSettings(references="collage", init=InitSettings(source="noise"))
    first, second = with_references(plan, size, settings=settings, root=Path()).references
    assert second is None
    nobody = with_references(
        plan.but(segments=()), size, settings=settings.but(scaffold="place"), root=Path()
    ).scaffold
    assert first is not None
    assert nobody is not None
    there = np.abs(np.asarray(first, int) - np.asarray(nobody, int)).max(axis=2) > 8
    assert there[:, :48].mean() > 0.1
    assert there[:, 52:].mean() < 0.02


@pytest.mark.parametrize("family", ["sd15", "toon"])
def test_a_reference_changes_the_picture(msp: Callable[..., Msp], family: str) -> None:
    plans = [posed(), panel("dee", "hta")]
    plain, pinned = (
        drawn(msp(family, references=wanted, kappa=0.5, global_steps=0), *plans)
        for wanted in ("none", "collage")
    )
    assert not np.array_equal(pixels(plain[0]), pixels(pinned[0]))
    # Nobody in the second panel has a picture.
    assert np.array_equal(pixels(plain[1]), pixels(pinned[1]))
    assert "hta has no pictures, and so diffuses without one" in pinned[0].notes
    assert not any("no pictures" in note for note in plain[0].notes)


def test_held_to_the_end_a_segment_is_its_picture(msp: Callable[..., Msp]) -> None:
    renderer, size = msp(references="collage", kappa=1, global_steps=0), Size(width=64, height=64)
    shown = with_references(posed(), size, settings=renderer.settings, root=Path())
    picture = shown.references[0]
    assert picture is not None
    encoded = renderer.engine.model.autoencoder.encode(as_tensor(picture)[None])
    last = renderer.engine.schedule.steps[-1].then
    expected = noised(encoded, renderer.engine.noise([shown]), last)
    *_, x = renderer.method.sample(renderer.engine, [shown], renderer.engine.start([shown]))
    inside = torch.from_numpy(latent_masks(shown.condition.masks, Size(width=8, height=8))[1]) == 1
    assert inside.any()
    assert torch.equal(x[..., inside], expected[..., inside])
