"""Settings that can do nothing, because of others: no error, but the author should know."""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel

from schemas.settings import DiffusionSettings, InitSettings, MspSettings

Path = tuple[str, ...]
_FINE = 100
"""Stands for the number of steps where only the model knows it."""


class Idle(NamedTuple):
    """A setting without effect."""

    paths: tuple[Path, ...]
    """Where it may have been given: the first that was is meant; nowhere, it is a default."""
    why: str


def idle(settings: BaseModel) -> Iterator[Idle]:
    """Yield what does nothing, given or not."""
    if not isinstance(settings, DiffusionSettings):
        return
    init, taken = _init(settings), _taken(settings)
    if init.source == "noise":
        yield Idle(
            (("init", "strength"),), "only a collage is noised by it, and init is from noise"
        )
    if not taken:
        return  # The collage itself is asked for.
    yield from _spans(settings, taken)
    if isinstance(settings, MspSettings):
        yield from _poses(settings)
        yield from _stages(settings, len(taken))


def _init(settings: DiffusionSettings) -> InitSettings:
    found = getattr(settings, "init", None)
    return found if isinstance(found, InitSettings) else InitSettings(source="noise")


def _taken(settings: DiffusionSettings) -> range:
    """Return the schedule's steps that are taken: all from noise, the last from a collage."""
    init, steps = _init(settings), settings.steps or _FINE
    return range(0 if init.source == "noise" else steps - int(steps * init.strength), steps)


def _spans(settings: DiffusionSettings, taken: range) -> Iterator[Idle]:
    """Yield spans of the schedule in which no step is taken."""
    count = settings.steps or _FINE
    first = taken.start / count

    def empty(start: float, end: float) -> str | None:
        # As the engine compares: a step counts where all of it lies within.
        if any(start <= i / count and (i + 1) / count <= end + 1e-9 for i in taken):
            return None
        return (
            f"of the schedule's steps, drawing takes those from {first:g} to 1, none of them here"
        )

    guidance = (("guidance_end",), ("guidance_start",))
    if why := empty(settings.guidance_start, settings.guidance_end):
        yield Idle(guidance, why)
    if not isinstance(settings, MspSettings):
        return
    control, sal = settings.controlnet, settings.sal
    if settings.posed and (why := empty(control.start, control.end)):
        yield Idle((("controlnet", "end"), ("controlnet", "start")), why)
    if sal is not None and sal.scale == 0:
        yield Idle((("sal", "scale"),), "a correction by nothing is none")
    elif sal is not None and (why := empty(sal.start, sal.end)):
        yield Idle((("sal", "end"), ("sal", "start"), ("sal",)), why)


def _poses(settings: MspSettings) -> Iterator[Idle]:
    if settings.controlnet.enabled is False:
        told = tuple(("controlnet", key) for key in ("model", "scale", "start", "end"))
        yield Idle(told, "the ControlNet is not enabled")
    if settings.controlnet.enabled is None and not settings.posed:
        told = tuple(("controlnet", key) for key in ("scale", "start", "end"))
        why = "a collage noised up to half shows the poses; enabled: true follows pose maps too"
        yield Idle(told, why)


def _stages(settings: MspSettings, taken: int) -> Iterator[Idle]:
    """Yield what is for segments that diffuse alone, where none does."""
    tenth = 10 if settings.scaffold != "none" else 2  # Of a hundred, as the engine has it.
    told = tenth if settings.global_steps is None else settings.global_steps
    diffuser = min(taken, round(told * taken / (settings.steps or _FINE)))
    parting = diffuser if settings.global_position == "start" else 0
    alone = round(settings.kappa * taken) - parting
    asked = {
        "scaffold": settings.scaffold != "none", "references": settings.references != "none",
        "crop": settings.crop,
    }  # fmt: skip
    for key in (key for key, given in asked.items() if given and alone <= 0):
        why = f"no segment diffuses alone, for kappa is {settings.kappa:g}"
        yield Idle(((key,),), f"{why} and the global prompt comes first" if parting else why)
    if settings.kappa > 0 and alone <= 0:
        yield Idle((("kappa",),), "the global prompt's steps come first and leave none of them")
    if settings.global_position != "start" and settings.kappa == 1:
        yield Idle((("global_position",), ("global_steps",)), "with kappa 1 no step follows")
    if settings.reference_until is not None and settings.references == "none":
        yield Idle((("reference_until",),), "nobody stands as a reference: references is none")
    if settings.reference_until == 0 and settings.references != "none":
        yield Idle((("references",),), "reference_until is 0, so that nobody stands")
