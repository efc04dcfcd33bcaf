"""Our one step is diffusers' DDIM and Euler, whatever the schedule's configuration."""

from typing import Any

import pytest
import torch
from diffusers.schedulers.scheduling_ddim import DDIMScheduler
from diffusers.schedulers.scheduling_euler_discrete import EulerDiscreteScheduler
from diffusers.schedulers.scheduling_pndm import PNDMScheduler

from renderers.diffusion.schedule import Level, Schedule, advance, noised

SCALED = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
CONFIGS = {
    "sd15": SCALED | {"steps_offset": 1, "set_alpha_to_one": False},
    "leading": SCALED | {"steps_offset": 0, "set_alpha_to_one": True},
    "trailing": SCALED | {"timestep_spacing": "trailing"},
    "linspace": SCALED | {"timestep_spacing": "linspace"},
    "v": SCALED | {"steps_offset": 1, "prediction_type": "v_prediction"},
    "x0": SCALED | {"steps_offset": 1, "prediction_type": "sample"},
    "zero snr": SCALED
    | {
        "timestep_spacing": "trailing",
        "prediction_type": "v_prediction",
        "rescale_betas_zero_snr": True,
    },
    "cosine": {
        "beta_schedule": "squaredcos_cap_v2",
        "timestep_spacing": "trailing",
        "prediction_type": "v_prediction",
        "rescale_betas_zero_snr": True,
    },
}


def model(x: torch.Tensor, time: float) -> torch.Tensor:
    """A stand-in network: smooth, and different at every timestep."""
    return 0.5 * torch.sin(x + time / 300) + 0.1 * x


@pytest.mark.parametrize("steps", [1, 3, 7, 20])
@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
@pytest.mark.parametrize("scheduler", ["ddim", "euler"])
def test_steps_are_those_of_diffusers(scheduler: Any, config: dict[str, Any], steps: int) -> None:
    kind = DDIMScheduler if scheduler == "ddim" else EulerDiscreteScheduler
    theirs = kind.from_config(config | ({"clip_sample": False} if scheduler == "ddim" else {}))
    theirs.set_timesteps(steps)
    noise = torch.randn(2, 4, 8, 8, generator=torch.Generator().manual_seed(0))
    expected = noise * theirs.init_noise_sigma
    for time in theirs.timesteps:
        output = model(theirs.scale_model_input(expected, time), float(time))
        expected = theirs.step(output, time, expected, return_dict=False)[0]

    ours = Schedule.of(config, scheduler=scheduler, steps=steps)
    x = noise * ours.start_noise
    for step in ours.steps:
        x0 = ours.clean(x, model(x, step.timestep), step.now)
        x = advance(x, x0, step)
    # At zero terminal SNR diffusers' Euler rounds at sigma = 4096, ours never leaves unit variance.
    tolerance = max(1e-5, 2e-7 * float(theirs.init_noise_sigma))
    torch.testing.assert_close(x, expected, atol=tolerance, rtol=1e-5)


@pytest.mark.parametrize("scheduler", ["ddim", "euler"])
def test_a_picture_is_noised_as_in_image_to_image(scheduler: Any) -> None:
    kind = DDIMScheduler if scheduler == "ddim" else EulerDiscreteScheduler
    theirs = kind.from_config(CONFIGS["sd15"])
    theirs.set_timesteps(10)
    clean, eps = torch.randn(2, 1, 4, 8, 8, generator=torch.Generator().manual_seed(0))
    ours = Schedule.of(CONFIGS["sd15"], scheduler=scheduler, steps=10).last(0.5)
    assert [step.timestep for step in ours.steps] == theirs.timesteps[5:].tolist()
    expected = theirs.add_noise(clean, eps, theirs.timesteps[5:6])
    x = noised(clean, eps, ours.steps[0].now)
    scale = 1 if scheduler == "ddim" else ours.steps[0].now.signal
    torch.testing.assert_close(x, expected * scale, atol=1e-6, rtol=1e-6)


def test_any_schedulers_configuration_is_understood() -> None:
    pndm = PNDMScheduler(**SCALED, skip_prk_steps=True, steps_offset=1).config
    assert Schedule.of(pndm, scheduler="ddim", steps=5) == Schedule.of(
        CONFIGS["sd15"], scheduler="ddim", steps=5
    )


@pytest.mark.parametrize(("strength", "count"), [(0.0, 0), (0.19, 1), (0.5, 5), (1.0, 10)])
def test_strength_takes_the_last_steps(strength: float, count: int) -> None:
    whole = Schedule.of(CONFIGS["leading"], scheduler="ddim", steps=10)
    assert whole.last(strength).steps == whole.steps[10 - count :]
    assert whole.steps[-1].end == 1.0


def test_every_kind_of_prediction_gives_the_same_estimate() -> None:
    x0, eps = torch.randn(2, 1, 4, 8, 8, generator=torch.Generator().manual_seed(0))
    level = Level.of_alpha(0.3)
    x = noised(x0, eps, level)
    outputs = {"epsilon": eps, "sample": x0, "v_prediction": level.signal * eps - level.noise * x0}
    for prediction, output in outputs.items():
        clean = Schedule((), prediction, 1.0).clean(x, output, level)
        torch.testing.assert_close(clean, x0, atol=1e-5, rtol=1e-5)
