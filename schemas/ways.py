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
]
"""How a thing is there: held in one hand or carried in both, on a table or the ground, worn,
ridden, sat upon, stood or climbed upon, in the air, far behind everybody, or seen through a
window."""
