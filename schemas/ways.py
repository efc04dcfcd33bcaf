"""How things and animals can be there in a picture."""

from typing import Literal

Way = Literal[
    "hand",
    "carried",
    "table",
    "ground",
    "head",
    "face",
    "neck",
    "ridden",
    "seat",
    "stand",
    "air",
    "background",
    "window",
    "eyes",
    "before",
]
"""How a thing is there: held in one hand or carried in both, on a table or the ground, worn,
ridden, sat upon, stood or climbed upon, in the air, far behind everybody, seen through a window,
at the eyes of who looks through it, or before whoever is at it, as a table is."""
State = Literal[
    "asleep",
    "burning",
    "broken",
    "open",
    "closed",
    "empty",
    "full",
    "wet",
    "steaming",
    "shining",
    "ringing",
    "smelly",
    "flying",
]
"""How a thing or an animal is at this moment."""
