"""Noise schedules: at which levels the model is asked, and how its answers are read.

A latent at a `Level` is x = signal·x0 + noise·eps, with signal² + noise² = 1. diffusers' Euler
keeps x divided by `signal`; here every solver lives in the same units, in which DDIM (eta = 0) and
Euler are the same step, x' = signal'·x0 + noise'·eps, between differently chosen levels.
"""

import math
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from jaxtyping import Float
from torch import Tensor

from schemas.errors import StoryboardError

Latent = Float[Tensor, "b c h w"]
Scheduler = Literal["ddim", "euler"]


class Level(NamedTuple):
    """How much of a latent is picture and how much noise."""

    signal: float
    noise: float

    @staticmethod
    def of_sigma(sigma: float) -> "Level":
        """Return the level at which noise is `sigma` times as strong as the picture."""
        scale = math.hypot(sigma, 1)
        return Level(1 / scale, sigma / scale)

    @staticmethod
    def of_alpha(alpha: float) -> "Level":
        """Return the level of a cumulative alpha (the product of all 1 - beta so far)."""
        return Level(math.sqrt(alpha), math.sqrt(1 - alpha))


class SolverStep(NamedTuple):
    """One step of the solver."""

    timestep: float
    """What the network is told."""
    now: Level
    then: Level
    start: float
    """Fraction of the whole schedule done before this step."""
    end: float
    """Fraction done after it."""

    @property
    def turn(self) -> int:
        """How many steps of the whole schedule come before it."""
        return round(self.start / (self.end - self.start))


class Span(NamedTuple):
    """A part of the whole schedule, as fractions of it."""

    start: float = 0.0
    end: float = 1.0

    def holds(self, step: SolverStep) -> bool:
        """Tell whether a step lies within."""
        return self.start <= step.start and step.end <= self.end


class Schedule(NamedTuple):
    """The solver's steps, from noise to clean, and how to read the network's output."""

    steps: tuple[SolverStep, ...]
    prediction: str
    """`epsilon`, `v_prediction` or `sample`."""
    start_noise: float
    """Standard deviation of pure noise at the first step."""

    @staticmethod
    def of(config: Mapping[str, Any], *, scheduler: Scheduler, steps: int) -> "Schedule":
        """Read a diffusers scheduler configuration, whichever scheduler it was written for.

        diffusers itself interprets betas, spacing, offset and terminal SNR, so that its numbers
        and ours cannot drift apart. Clipping is left out, as in its pipelines: latents have no
        bounds.

        Raises:
            ValueError, NotImplementedError: the configuration asks for what is not known.
            StoryboardError: there are not so many steps.
        """
        found = (_ddim if scheduler == "ddim" else _euler)(config, steps)
        if found.prediction not in ("epsilon", "v_prediction", "sample"):
            raise ValueError(f"a model that predicts {found.prediction} cannot be read here")
        return found

    def last(self, strength: float) -> "Schedule":
        """Return the schedule's last part, for a start from a picture noised by `strength`."""
        count = min(len(self.steps), int(len(self.steps) * strength))
        return self._replace(steps=self.steps[len(self.steps) - count :])

    def clean(
        self, x: Float[Tensor, "*b c h w"], output: Float[Tensor, "*b c h w"], level: Level
    ) -> Float[Tensor, "*b c h w"]:
        """Turn the network's output at x into its estimate of x0."""
        match self.prediction:
            case "epsilon":
                return (x - level.noise * output) / level.signal
            case "v_prediction":
                return level.signal * x - level.noise * output
            case _:
                return output


def noised(
    x0: Float[Tensor, "*b c h w"], eps: Float[Tensor, "*b c h w"], level: Level
) -> Float[Tensor, "*b c h w"]:
    """Return the clean latent at a noise level: q(x0, level) with the given noise."""
    return level.signal * x0 + level.noise * eps


def advance(x: Latent, x0: Latent, step: SolverStep, renewed: Latent | None = None) -> Latent:
    """Take one step: DDIM (arXiv 2010.02502, eq. 12), without added noise also Euler's.

    What is not picture in x is noise; the picture is now believed to be x0, and both are mixed
    anew at the next level. `renewed` is fresh noise, of which DDIM with eta = 1 takes its share.
    """
    eps = (x - step.now.signal * x0) / step.now.noise
    if renewed is not None:
        # sigma of eq. 16, as a part of the noise at the next level.
        share = math.sqrt(max(0.0, 1 - (step.now.signal / step.then.signal) ** 2)) / step.now.noise
        share = min(1.0, share)
        eps = math.sqrt(1 - share**2) * eps + share * renewed
    return noised(x0, eps, step.then)


def check_steps(config: Mapping[str, Any], steps: int) -> None:
    """Refuse more steps than DDIM finds in a model's schedule.

    Steps that are counted from its start lie one further where it has an offset, as Stable
    Diffusion 1.x and 2.x do, and the last of a thousand would be beyond its end.

    Raises:
        StoryboardError: there are not so many.
    """
    levels = int(config.get("num_train_timesteps") or 1000)
    leading = config.get("timestep_spacing", "leading") == "leading"
    offset = int(config.get("steps_offset") or 0) if leading else 0

    def last(count: int) -> int:
        return (count - 1) * (levels // count) + offset

    if steps > levels or last(steps) >= levels:
        most = next(count for count in range(min(steps, levels), 0, -1) if last(count) < levels)
        raise StoryboardError(
            f"{steps} steps are more than the model's schedule has",
            hint=f"set the renderer's steps to {most}, or timestep_spacing to trailing"
            if steps <= levels
            else f"set the renderer's steps to at most {most}",
        )


def _ddim(config: Mapping[str, Any], count: int) -> Schedule:
    from diffusers.schedulers.scheduling_ddim import DDIMScheduler

    check_steps(config, count)
    source = _quietly(DDIMScheduler, config)
    source.set_timesteps(count)
    alphas = source.alphas_cumprod.tolist()
    # diffusers steps by this stride even where its timesteps are spaced a little differently.
    stride = len(alphas) // count
    final = Level.of_alpha(float(source.final_alpha_cumprod))
    times = source.timesteps.tolist()
    steps = tuple(
        SolverStep(
            float(time),
            Level.of_alpha(alphas[time]),
            Level.of_alpha(alphas[time - stride]) if time >= stride else final,
            i / len(times),
            (i + 1) / len(times),
        )
        for i, time in enumerate(times)
    )
    return Schedule(steps, source.config.prediction_type, 1.0)


def _euler(config: Mapping[str, Any], count: int) -> Schedule:
    from diffusers.schedulers.scheduling_euler_discrete import EulerDiscreteScheduler

    source = _quietly(EulerDiscreteScheduler, config)
    source.set_timesteps(count)
    sigmas, times = source.sigmas.tolist(), source.timesteps.tolist()
    levels = [Level.of_sigma(sigma) for sigma in sigmas[:-1]]
    # The result stays in Euler's own units, in which the picture has full strength.
    levels.append(Level(1.0, sigmas[-1]))
    steps = tuple(
        SolverStep(time, levels[i], levels[i + 1], i / len(times), (i + 1) / len(times))
        for i, time in enumerate(times)
    )
    start = float(source.init_noise_sigma) / math.hypot(max(sigmas), 1)
    return Schedule(steps, source.config.prediction_type, start)


def _quietly(kind: Any, config: Mapping[str, Any]) -> Any:
    """Build a scheduler from another one's configuration, ignoring what it does not know."""
    known = {name: config[name] for name in _SHARED if config.get(name) is not None}
    return kind.from_config(known)


_SHARED = (
    "num_train_timesteps",
    "beta_start",
    "beta_end",
    "beta_schedule",
    "trained_betas",
    "prediction_type",
    "timestep_spacing",
    "steps_offset",
    "set_alpha_to_one",
    "rescale_betas_zero_snr",
    "interpolation_type",
    "use_karras_sigmas",
    "final_sigmas_type",
)
