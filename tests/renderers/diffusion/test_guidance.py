"""Subject-aware guidance: its gradients are true, and it lowers what it says it lowers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from renderers.diffusion.guidance import (
    GuidanceInterval,
    Places,
    SubjectAware,
    confidence,
    descended,
    feature,
    gradient_of,
    places_alone,
    places_together,
    target,
)
from renderers.diffusion.panels import Panels
from renderers.diffusion.sampler import Stages, sample
from renderers.diffusion.schedule import Level, SolverStep
from renderers.diffusion.segmenter import InPixels, Segmenter, SegmenterShape, load_segmenter
from schemas.errors import AssetMissing
from tests.renderers.diffusion.test_sampler import LEFT, RIGHT, Gaussian, halves, noise, steps

STEP = SolverStep(500, Level.of_alpha(0.5), Level.of_alpha(0.6), 0.5, 0.55)


class Bright:
    """Two subjects: the first is bright, the second dark."""

    subjects = ("bright", "dark")

    def __call__(self, x0: Tensor) -> Tensor:
        mean = x0.mean(dim=1, keepdim=True)
        return torch.cat([mean, -mean], dim=1)

    def features(self, x0: Tensor, masks: Tensor) -> Tensor:
        return (x0 * masks).mean(dim=(2, 3))


def segmenter(subjects: int = 2, channels: int = 3, **shape: Any) -> Segmenter:
    torch.manual_seed(0)
    names = tuple("abcdef"[:subjects])
    network = Segmenter(SegmenterShape(channels, names, (8, 16), **shape))
    return network.eval().requires_grad_(False)


def energies(panels: Panels, network: Any) -> dict[str, Callable[[Any], Tensor]]:
    places = places_alone(panels, [0, 1], count=2)
    return {
        "target": target(network, places),
        "confidence": confidence(network, places),
        "feature": feature(network, panels.masks, noise(2, seed=3)),
    }


@pytest.mark.parametrize("reading", ["target", "confidence", "feature"])
def test_gradients_are_those_of_finite_differences(reading: str) -> None:
    network = segmenter().double()
    panels = halves()
    panels = panels._replace(masks=panels.masks.double())
    energy = (
        energies(panels, network)[reading]
        if reading != "feature"
        else feature(network, panels.masks, noise(2, seed=3).double())
    )
    x0 = noise(2, seed=1).double()
    gradient = gradient_of(energy, x0)
    for seed in range(3):
        way = torch.randn(x0.shape, generator=torch.Generator().manual_seed(seed)).double()
        step = 1e-5
        slope = (energy(x0 + step * way) - energy(x0 - step * way)) / (2 * step)
        torch.testing.assert_close((gradient * way).sum(dim=(1, 2, 3)), slope, rtol=1e-4, atol=1e-9)


@pytest.mark.parametrize("reading", ["target", "confidence", "feature"])
def test_a_correction_lowers_its_own_energy(reading: str) -> None:
    panels = halves()
    energy = energies(panels, segmenter())[reading]
    x0 = noise(2, seed=1)
    before = energy(x0)
    for _ in range(5):
        x0 = descended(x0, energy, panels.masks, STEP, 0.01)
    assert (energy(x0) < before).all()


def test_the_papers_formula_has_no_gradient_but_ours_has() -> None:
    """1 - BCE(p, p) with the target detached, as the interface of BCE suggests."""
    panels, x0 = halves(), noise(2)

    def literal(x: Tensor) -> Tensor:
        p = torch.sigmoid(Bright()(x * panels.masks))
        return 1 - torch.nn.functional.binary_cross_entropy(p, p.detach())

    assert gradient_of(literal, x0).abs().max() < 1e-8
    assert gradient_of(energies(panels, Bright())["target"], x0).abs().max() > 1e-4


def test_a_correction_has_the_asked_size_and_stays_in_its_mask() -> None:
    panels, x0 = halves(), noise(2)
    moved = descended(x0, energies(panels, Bright())["target"], panels.masks, STEP, 0.05) - x0
    assert (moved * (1 - panels.masks)).abs().max() == 0
    in_noise = moved * STEP.now.signal / STEP.now.noise
    expected = 0.05 * x0[0].numel() ** 0.5
    assert in_noise.flatten(1).norm(dim=1).tolist() == pytest.approx([expected] * 2, rel=1e-4)


def test_where_nobody_is_known_nothing_moves() -> None:
    panels, x0 = halves(), noise(2)
    places = places_alone(panels, [None, 1], count=2)
    moved = descended(x0, target(segmenter(), places), panels.masks, STEP, 0.05) - x0
    assert moved[0].abs().max() == 0
    assert moved[1].abs().max() > 0


def test_a_row_is_corrected_alike_in_any_company() -> None:
    panels = halves(count=3)
    guide = aware(panels, segmenter())
    x0 = noise(3)
    together = guide.together(x0, STEP)
    alone = aware(halves(), segmenter()).together(x0[1:2], STEP)
    torch.testing.assert_close(together[1:2], alone)


def aware(panels: Panels, network: Any, *, scale: float = 0.05) -> SubjectAware:
    subjects = [0, 1] * len(panels.scenes)
    alone = places_alone(panels, subjects, count=2)
    together = places_together(panels, subjects, count=2)
    return SubjectAware(
        target(network, alone),
        target(network, together),
        panels.masks,
        together.targets.sum(1, keepdim=True),
        GuidanceInterval(scale, 0.2, 0.8, 1),
    )


def test_guided_sampling_is_better_recognised() -> None:
    """The prompts alone make both halves alike; guidance tells them apart."""
    panels, eps = halves(), noise()
    same = panels.alone[0]._replace()
    panels = panels._replace(alone=[same, same], together=[same, same])
    stages = Stages(0, 20, [0.0] * 60)
    *_, plain = sample(Gaussian(0.5), panels, steps(), eps, eps, stages=stages)
    guide = aware(panels, Bright(), scale=0.2)
    *_, guided = sample(Gaussian(0.5), panels, steps(), eps, eps, stages=stages, guide=guide)
    contrast = [float(x[..., :4].mean() - x[..., 4:].mean()) for x in (plain, guided)]
    assert contrast[1] > contrast[0] + 0.1


def test_the_window_opens_and_shuts() -> None:
    window = GuidanceInterval(0.1, 0.2, 0.6, 2)
    scales = [
        window.at(SolverStep(0, STEP.now, STEP.then, i / 10, (i + 1) / 10)) for i in range(10)
    ]
    assert scales == [0, 0, 0.1, 0, 0.1, 0, 0, 0, 0, 0]


def test_a_late_start_is_guided_from_its_first_step_in_the_window() -> None:
    late = [SolverStep(0, STEP.now, STEP.then, i / 20, (i + 1) / 20) for i in range(13, 20)]
    window = GuidanceInterval(0.1, 0.2, 0.9, 3).counted(late)
    assert [window.at(step) > 0 for step in late] == [True, False, False, True, False, False, False]


def test_places_say_who_belongs_where() -> None:
    panels = halves()
    alone = places_alone(panels, [0, None], count=3, others=0.5)
    assert alone.targets.sum(dim=(2, 3)).tolist() == [[32, 0, 0], [0, 0, 0]]
    assert alone.weights[0, :, 4, 0].tolist() == [1, 0.5, 0.5]
    assert alone.weights[0, :, 4, 7].tolist() == [0, 0, 0]
    assert alone.weights[1].sum() == 0
    together = places_together(panels, [0, None], count=3, others=0.5)
    assert together.targets[0, 0, 0].tolist() == [1, 1, 1, 1, 0, 0, 0, 0]
    assert together.weights[0, :, 4, 7].tolist() == [1, 0.5, 0.5]
    assert isinstance(together, Places)
    assert LEFT > RIGHT


def test_a_segmenter_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    network = segmenter(sees="latents")
    again = load_segmenter(network.save(tmp_path / "segmenter"), device=torch.device("cpu"))
    assert again.shape == network.shape
    x0 = noise(2)
    assert torch.equal(again(x0), network(x0))


def test_a_segmenter_written_in_half_precision_is_read_in_full(tmp_path: Path) -> None:
    network = segmenter(sees="latents")
    kept, whole = network.save(tmp_path / "half", half=True), network.save(tmp_path / "whole")
    again = load_segmenter(kept, device=torch.device("cpu"))
    assert all(
        weight.dtype == torch.float32 for weight in (*again.parameters(), *network.parameters())
    )
    assert torch.allclose(again(noise(2)), network(noise(2)), atol=1e-2)
    sizes = [(folder / "model.safetensors").stat().st_size for folder in (kept, whole)]
    assert sizes[0] < 0.6 * sizes[1]


@pytest.mark.parametrize("damage", ["config.json", "model.safetensors"])
def test_a_damaged_segmenter_is_said(tmp_path: Path, damage: str) -> None:
    folder = segmenter().save(tmp_path / "segmenter")
    (folder / damage).write_bytes(b"{}")
    with pytest.raises(AssetMissing):
        load_segmenter(folder, device=torch.device("cpu"))
    (folder / damage).unlink()
    with pytest.raises(AssetMissing, match="missing"):
        load_segmenter(folder, device=torch.device("cpu"))


def test_pictures_are_asked_through_the_decoder(model_folder: Callable[..., Path]) -> None:
    from renderers.diffusion.models.load import load_model

    decoder = load_model(str(model_folder("sd15")), device="cpu").autoencoder
    seen = InPixels(segmenter(sees="pixels"), decoder)
    x0 = torch.randn(2, 4, 8, 8, generator=torch.Generator().manual_seed(0))
    assert seen(x0).shape == (2, 2, 64, 64)
    energy = target(seen, places_alone(halves(), [0, 1], count=2))
    lower = descended(x0, energy, halves().masks, STEP, 0.05)
    assert (energy(lower) < energy(x0)).all()
