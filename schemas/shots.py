"""What each shot is like: the one table that words, cameras, layouts and staging read."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

ShotName = Literal[
    "extreme-wide",
    "wide",
    "full",
    "medium",
    "close",
    "extreme-close",
    "over-shoulder",
    "insert",
    "point-of-view",
]


class Shot(NamedTuple):
    """A shot: how it is called, how near it comes, and how much of a figure it shows."""

    words: str
    """As prompts and alternative texts say it."""
    spellings: str
    """Other ways in which authors write it, separated by commas."""
    aspect: float
    """The panel's width over height that it asks for."""
    zoom: float
    """How close it comes to the place, against a wide shot."""
    stature: float | None = None
    """A grown-up's height in panel heights, where figures are shown whole; else None."""
    ground: float = 0.97
    """The y on which whole figures stand."""
    closer: float = 0.0
    """How much nearer small ones alone are drawn in a whole shot: 1 as tall as grown-ups."""
    eyes: float | None = None
    """The height at which a shot without feet aims, in the wide shot's picture; else None."""
    faces: bool = False
    """Whether it is about faces, so that the frame may cut shoulders."""
    small: float = 0.4
    """How much of the panel's height small ones get beside grown-ups, in shots without feet."""

    @property
    def whole(self) -> bool:
        """Whether it shows figures from head to foot."""
        return self.stature is not None


SHOTS: Mapping[ShotName, Shot] = {
    "extreme-wide": Shot(
        "extreme wide shot",
        "extreme wide shot, establishing, establishing shot, ews, very wide",
        aspect=2.6,
        zoom=0.75,
        stature=0.38,
        ground=0.9,
        closer=0.35,
    ),
    "wide": Shot(
        "wide shot",
        "wide shot, long, long shot, ws, ls",
        aspect=2.0,
        zoom=1.0,
        stature=0.65,
        ground=0.94,
        closer=0.6,
    ),
    "full": Shot(
        "full shot",
        "full shot, full body, whole body, fs",
        aspect=1.3,
        zoom=1.15,
        stature=0.86,
        ground=0.97,
        closer=0.85,
    ),
    "medium": Shot(
        "medium shot",
        "medium shot, mid, mid shot, ms, waist up, medium close, mcu, two shot",
        aspect=1.15,
        zoom=1.5,
        eyes=0.42,
    ),
    "close": Shot(
        "close-up",
        "close up, closeup, cu, close shot",
        aspect=0.9,
        zoom=2.0,
        eyes=0.36,
        faces=True,
        small=0.5,
    ),
    "extreme-close": Shot(
        "extreme close-up",
        "extreme close up, ecu, xcu, very close, big close up",
        aspect=1.0,
        zoom=2.6,
        eyes=0.33,
        faces=True,
        small=0.5,
    ),
    "over-shoulder": Shot(
        "over-the-shoulder shot",
        "over the shoulder, over shoulder shot, ots, over the shoulder shot",
        aspect=1.35,
        zoom=1.6,
        eyes=0.42,
    ),
    "insert": Shot(
        "insert shot",
        "insert shot, cut in, cutin, detail, detail shot, insert of, cutaway",
        aspect=1.0,
        zoom=2.6,
        eyes=0.45,
        faces=True,
        small=0.5,
    ),
    "point-of-view": Shot(
        "point-of-view shot",
        "pov, pov shot, point of view shot, subjective, subjective shot, through the eyes",
        aspect=1.15,
        zoom=1.5,
        eyes=0.42,
    ),
}
"""Every shot by its name in story files and plans."""
