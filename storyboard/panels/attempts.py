"""A panel's attempts: as planned, then with other seeds and, if asked, more of the collage."""

from hashlib import sha256

from pydantic import ValidationError

from schemas.plan import PanelPlan
from schemas.plugins import AnySettings
from schemas.settings.groups import InitSettings

_FIRST = 0.85
"""How far the collage is noised where the attempt before started from pure noise."""
_LESS = 0.1
"""By how much every stronger attempt noises the collage less."""
_LEAST = 0.15
"""No attempt noises a collage less: below, nothing would be drawn any more."""


def attempt_of(panel: PanelPlan, number: int, *, stronger: bool = False) -> PanelPlan:
    """Return what an attempt draws: 0 is the plan itself, each other has a seed of its own.

    Args:
        panel: as planned.
        number: from 0; the same number gives the same attempt, however many there are.
        stronger: whether each attempt keeps more of the collage than the one before.
    """
    if number == 0:
        return panel
    digest = sha256(f"{panel.seed}:attempt {number}".encode()).digest()
    seed = int.from_bytes(digest[:4]) >> 1
    renderer = strengthened(panel.renderer, number) if stronger else panel.renderer
    return panel.but(seed=seed, renderer=renderer)


def strengthened(settings: AnySettings, times: int) -> AnySettings:
    """Return settings that keep more of the collage; the same where they know no collage."""
    init = getattr(settings, "init", None)
    if not isinstance(init, InitSettings):
        return settings
    for _ in range(times):
        lessened = max(min(init.strength, _LEAST), round(init.strength - _LESS, 4))
        strength = lessened if init.source == "collage" else _FIRST
        init = InitSettings(source="collage", strength=strength, detail=init.detail)
    try:
        return settings.but(init=init)
    except ValidationError:  # another setting contradicts it: the author's word stands
        return settings
