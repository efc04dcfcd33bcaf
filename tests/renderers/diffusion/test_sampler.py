"""The sampling loop against a denoiser whose answers are known in closed form."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import pytest
import torch
from torch import Tensor

from renderers.diffusion.panels import Panels, Prompt, Text
from renderers.diffusion.sampler import Stages, composite, sample
from renderers.diffusion.schedule import Level, SolverStep, advance, noised
from renderers.diffusion.stages import plan_stages
from schemas.settings import MspSettings


def steps(count: int = 60) -> list[SolverStep]:
    """A schedule from pure noise to clean."""
    sigmas = [*torch.logspace(2, -2.5, count).tolist(), 0.0]
    levels = [Level.of_sigma(sigma) for sigma in sigmas]
    return [
        SolverStep(1000 * (1 - i / count), now, then, i / count, (i + 1) / count)
        for i, (now, then) in enumerate(pairwise(levels))
    ]


def prompt(mean: float) -> Prompt:
    """A prompt whose pictures are all of one brightness."""
    text = Text(torch.full((1, 1), mean))
    return Prompt(text, text)


class Gaussian(NamedTuple):
    """The exact denoiser of pictures distributed as N(the prompt's mean, spread²)."""

    spread: float = 0.1

    def __call__(
        self, x: Tensor, step: SolverStep, prompts: Sequence[Prompt], rows: Sequence[int]
    ) -> Tensor:
        means = torch.stack([p.positive.states.view(1, 1, 1) for p in prompts])
        signal, noise = step.now
        gain = signal * self.spread**2 / (signal**2 * self.spread**2 + noise**2)
        return means + gain * (x[list(rows)] - signal * means)


class Spy:
    """Remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.seen: list[Tensor] = []

    def __call__(
        self, x: Tensor, step: SolverStep, prompts: Sequence[Prompt], rows: Sequence[int]
    ) -> Tensor:
        self.asked.append(tuple(f"{p.positive.states.item():g}" for p in prompts))
        self.seen.append(x)
        return Gaussian()(x, step, prompts, rows)


LEFT, RIGHT, SCENE = 2.0, -1.0, 0.5


def halves(*, count: int = 1, scaffold: Tensor | None = None) -> Panels:
    """Panels of two segments, left and right."""
    left = torch.zeros(1, 8, 8)
    left[..., :4] = 1
    masks = torch.stack([left, 1 - left] * count)
    segments = [prompt(LEFT), prompt(RIGHT)] * count
    owner = torch.arange(count).repeat_interleave(2)
    names = [("left",), ("right",)] * count
    return Panels([prompt(SCENE)] * count, segments, segments, names, owner, masks, masks, scaffold)


def noise(count: int = 1, seed: int = 0) -> Tensor:
    return torch.randn(count, 3, 8, 8, generator=torch.Generator().manual_seed(seed))


def draw(panels: Panels, stages: Stages, *, denoise: object = None, count: int = 60) -> Tensor:
    eps = noise(len(panels.scenes))
    denoise = denoise or Gaussian()
    *_, x = sample(denoise, panels, steps(count), eps, eps, stages=stages)  # type: ignore[arg-type]
    return x


@pytest.mark.parametrize("segments_until", [0, 24, 60])
def test_every_segment_reaches_its_own_mean(segments_until: int) -> None:
    x = draw(halves(), Stages(0, segments_until, [0.0] * 60))
    assert x[..., :4].mean() == pytest.approx(LEFT, abs=0.05)
    assert x[..., 4:].mean() == pytest.approx(RIGHT, abs=0.05)
    assert x[..., :4].std() == pytest.approx(0.1, abs=0.03)


def test_the_global_prompt_alone_reaches_its_mean() -> None:
    x = draw(halves(), Stages(60, 60, [0.0] * 60))
    assert x.mean() == pytest.approx(SCENE, abs=0.05)


def test_harmony_is_the_global_prompts_share() -> None:
    means = [
        float(draw(halves(), Stages(0, 0, [harmony] * 60))[..., :4].mean())
        for harmony in (0.0, 0.25, 1.0)
    ]
    assert means == pytest.approx([LEFT, LEFT + 0.25 * (SCENE - LEFT), SCENE], abs=0.05)


def test_merging_estimates_is_merging_latents() -> None:
    panels, step = halves(), steps()[20]
    x = noise()
    x0 = Gaussian()(x, step, panels.together, [0, 0])
    stepped = torch.stack([advance(x, part[None], step)[0] for part in x0])
    torch.testing.assert_close(
        composite(stepped, panels.masks, panels.owner, 1),
        advance(x, composite(x0, panels.masks, panels.owner, 1), step),
        atol=1e-6,
        rtol=1e-6,
    )


def test_alone_no_segment_sees_another() -> None:
    """What a segment is while alone depends on no other segment's prompt: gradient zero."""
    mean = torch.tensor(RIGHT, requires_grad=True)
    other = Prompt(Text(mean.view(1, 1)), Text(mean.view(1, 1)))
    panels = halves()._replace(alone=[prompt(LEFT), other])
    eps = noise()
    loop = sample.__wrapped__(  # type: ignore[attr-defined]
        Gaussian(), panels, steps(), eps, eps, stages=Stages(0, 60, [0.0] * 60)
    )
    *_, x = loop
    (inside,) = torch.autograd.grad(x[..., :4].sum(), mean, retain_graph=True)
    (outside,) = torch.autograd.grad(x[..., 4:].sum(), mean)
    assert inside == 0
    assert outside != 0


def test_stages_ask_the_prompts_they_should() -> None:
    spy = Spy()
    draw(halves(), Stages(2, 4, [0, 0, 0, 0, 0.0, 0.3, 1.0]), denoise=spy, count=7)
    segments, scene = ("2", "-1"), ("0.5",)
    assert spy.asked == [scene, scene, segments, segments, segments, (*segments, *scene), scene]
    assert [len(x) for x in spy.seen] == [1, 1, 2, 2, 1, 1, 1]


def test_each_segment_keeps_its_own_trajectory() -> None:
    spy = Spy()
    draw(halves(), Stages(0, 3, [0.0] * 3), denoise=spy, count=3)
    first, *later = spy.seen
    assert torch.equal(first[0], first[1])
    # The left segment's latent goes its own way on the right half too, where it is not shown.
    assert all((x[0] - x[1])[..., 4:].abs().mean() > 0.01 for x in later)


def test_a_scaffold_stands_around_segments_at_their_noise_level() -> None:
    spy, scaffold = Spy(), torch.full((1, 3, 8, 8), 5.0)
    draw(halves(scaffold=scaffold), Stages(0, 4, [0.0] * 5), denoise=spy, count=5)
    for x, step in zip(spy.seen[:4], steps(5), strict=False):
        expected = noised(scaffold, noise(), step.now)[0]
        torch.testing.assert_close(x[0][..., 4:], expected[..., 4:])
        torch.testing.assert_close(x[1][..., :4], expected[..., :4])
    assert (x[0] - expected)[..., :4].abs().mean() > 0.1


def test_panels_in_a_batch_do_not_meet() -> None:
    stages = Stages(1, 20, [0.3] * 60)
    eps = noise(3)
    *_, together = sample(Gaussian(), halves(count=3), steps(), eps, eps, stages=stages)
    for i in range(3):
        *_, alone = sample(
            Gaussian(), halves(), steps(), eps[i : i + 1], eps[i : i + 1], stages=stages
        )
        assert torch.equal(alone[0], together[i])


def test_a_picture_is_yielded_after_every_step() -> None:
    eps = noise()
    shapes = [
        x.shape
        for x in sample(Gaussian(), halves(), steps(9), eps, eps, stages=Stages(2, 5, [0.3] * 9))
    ]
    assert shapes == [eps.shape] * 9


@pytest.mark.parametrize(
    ("settings", "steps", "expected"),
    [
        ({"global_steps": 2, "kappa": 0.4}, 20, "GG......hhhhhhhhhhhh"),
        ({"global_steps": 2, "kappa": 0.4}, 10, "G...hhhhhh"),
        ({"global_steps": 0, "kappa": 0}, 20, "hhhhhhhhhhhhhhhhhhhh"),
        ({"global_steps": 0, "kappa": 1}, 5, "....."),
        ({"global_steps": 20, "kappa": 0.4}, 20, "GGGGGGGGGGGGGGGGGGGG"),
        ({"global_steps": 4, "kappa": 0.5, "global_position": "after_segments"}, 10, ".....GGhhh"),
        (
            {"global_steps": 4, "kappa": 0.5, "global_position": "spread"},
            20,
            "..........GhGhhGhGhh",
        ),
        (
            {"global_steps": 9, "kappa": 0.9, "global_position": "spread"},
            20,
            "..................GG",
        ),
    ],
)
def test_stages_are_shared_out(settings: dict[str, object], steps: int, expected: str) -> None:
    stages = plan_stages(MspSettings(harmony=0.3, **settings), steps=steps, whole=20)  # type: ignore[arg-type]
    shared = ["G" if share == 1 else "h" for share in stages.harmony]
    drawn = "G" * stages.global_until + "." * (stages.segments_until - stages.global_until)
    assert drawn + "".join(shared[stages.segments_until :]) == expected
