"""From where the camera looks: the one table that words, staging and drawn places read."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

AngleName = Literal["eye", "high", "low", "birds-eye", "worms-eye", "dutch"]


class Angle(NamedTuple):
    """An angle: how it is called, and what it does to a picture that eye level would show.

    A camera that looks down sees the ground rise up to a high horizon, what stands on it
    foreshortened, and uprights that lean apart; one that looks up sees the contrary.
    """

    words: str
    """As prompts and alternative texts say it; nothing at eye level."""
    spellings: str
    """Other ways in which authors write it, separated by commas."""
    height: float = 0.92
    """The camera's height in adults: figures of every depth meet the horizon there."""
    edge: float = 0.6
    """Where the far edge of the ground comes to lie, in heights of a wide shot."""
    upright: float = 1.0
    """How tall what stands is drawn."""
    heads: float = 1.0
    """How wide heads are drawn; what is nearer to the camera than they are is wider."""
    converge: float = 0.0
    """How fast uprights come together, in parts of their distance a panel height; below 0
    they part."""
    roll: float = 0.0
    """By how many degrees the whole picture is turned, clockwise."""


ANGLES: Mapping[AngleName, Angle] = {
    "eye": Angle("", "eye level, level, normal, straight, straight on"),
    "high": Angle(
        "seen from above",
        "high angle, from above, above, down, looking down, high angle shot",
        height=1.5,
        edge=0.36,
        upright=0.84,
        heads=1.04,
        converge=-0.3,
    ),
    "low": Angle(
        "seen from below",
        "low angle, from below, below, up, looking up, low angle shot",
        height=0.45,
        edge=0.78,
        upright=1.08,
        heads=0.88,
        converge=0.5,
    ),
    "birds-eye": Angle(
        "seen from high above",
        "bird's eye, bird eye, bird's eye view, birds eye view, from high above, overhead, "
        "top down, top shot, aerial",
        height=2.6,
        edge=0.02,
        upright=0.6,
        heads=0.9,
        converge=-0.5,
    ),
    "worms-eye": Angle(
        "seen from the ground",
        "worm's eye, worm eye, worm's eye view, worms eye view, frog's eye, frog's eye view, "
        "from the ground",
        height=0.1,
        edge=0.86,
        upright=1.2,
        heads=0.74,
        converge=0.95,
    ),
    "dutch": Angle(
        "tilted",
        "dutch angle, dutch tilt, canted, canted angle, tilted, tilt, oblique, oblique angle",
        roll=12.0,
    ),
}
"""Every angle by its name in story files and plans."""

_FLAT = 1.3
"""From this width over height on, uprights come together more slowly, lest the outer ones fall."""


def angle_of(name: str) -> Angle:
    """Return an angle by its name; eye level where a plan names one that is not known."""
    return ANGLES[name] if name in ANGLES else ANGLES["eye"]  # type: ignore[index]


def converging(angle: Angle, aspect: float) -> float:
    """Return how fast uprights come together in a panel of that width over height."""
    return angle.converge / max(1.0, aspect / _FLAT)
