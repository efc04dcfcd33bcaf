"""What comics draw about a thing or a person to say how it is: flames, drops, the sleeper's z z z.

Such signs are called emanata (Mort Walker, The Lexicon of Comicana, 1980).
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from renderers.props.library import Prop, prop_of
from schemas.geometry import Box
from schemas.plan import Segment
from schemas.ways import State
from storyboard.planning.staging.stage import Frame, PlacedBody, placed_box


class Sign(NamedTuple):
    """A drawing beside what it tells of; places and sizes are fractions of the thing's box."""

    name: str
    """Of the drawing in the library."""
    x: float
    y: float
    """Where its middle lies."""
    width: float
    """Its width, of the thing's longer side."""


SIGNS: MappingProxyType[State, Sign] = MappingProxyType(
    {
        "asleep": Sign("zzz", 0.62, -0.06, 0.26),
        "burning": Sign("flames", 0.5, 0.32, 0.62),
        "broken": Sign("crack", 0.5, 0.5, 0.24),
        "wet": Sign("water drops", 0.5, 0.42, 1.15),
        "steaming": Sign("steam", 0.5, -0.14, 0.36),
        "shining": Sign("sparkles", 0.5, 0.42, 1.2),
        "ringing": Sign("noise", 0.5, 0.4, 1.45),
        "smelly": Sign("fumes", 0.5, -0.14, 0.36),
    }
)
"""By state; the others are seen in another drawing of the thing, or not at all."""
_ON_HEADS: MappingProxyType[State, Sign] = MappingProxyType(
    {"wet": Sign("water drops", 0.5, 0.1, 2.0)}
)
"""Those that lie otherwise about somebody's head, and leave the face free."""
_HEART, NOISE = "heart", "bark lines"
_ABOUT = ("ripples", "bedspread")
"""Drawings that tell where somebody is: in the water, in bed."""
NAMES = frozenset((_HEART, NOISE, *_ABOUT, *(sign.name for sign in SIGNS.values())))
_OF_HEADS = 0.22
"""How wide the heart above two is, of both heads' widths."""
_OF_HEAD, _AT_MOUTH = 0.42, 0.62
"""How wide the lines before a mouth are, of the head's width, and how far down the head."""
_LEAST = 0.1
"""The least width of a sign, in panel heights."""
_WORDS: MappingProxyType[State, str] = MappingProxyType({"asleep": "sleeping"})
"""States whose words do not stand before a noun."""


def is_sign(segment: Segment) -> bool:
    """Tell whether a segment is a sign, and no thing by itself."""
    return segment.way is not None and segment.token in NAMES


def adjective(state: State) -> str:
    """Return the word for a state that stands before a noun: a sleeping dragon."""
    return _WORDS.get(state, state)


def sign_of(
    state: State, about: Box, *, aspect: float, head: bool = False
) -> tuple[Prop, Box] | None:
    """Return the sign of a state and where it lies; None where no drawing says so.

    Args:
        about: where what is so lies, in the panel's unit square.
        aspect: the panel's width over its height.
        head: whether `about` is somebody's head. Its signs are cut off by the panel's border, and
            not pushed over the face.
    """
    sign = (head and _ON_HEADS.get(state)) or SIGNS.get(state)
    if sign is None:
        return None
    prop = prop_of(sign.name)
    wide = max(_LEAST, sign.width * max(about.width * aspect, about.height)) / aspect
    tall = wide * aspect / prop.aspect
    x, y = about.left + sign.x * about.width, about.top + sign.y * about.height
    top = y - tall / 2
    if not head:
        top = max(0.01, top)  # A sign that nobody sees says nothing.
    return prop, Box(left=x - wide / 2, top=top, right=x + wide / 2, bottom=top + tall)


def hearts(row: Sequence[PlacedBody], frame: Frame) -> Iterator[tuple[Prop, Box]]:
    """Yield the heart above two who kiss, and where it lies."""
    heads = [
        placed_box(each.body.head, each.box(frame.aspect))
        for each in row
        if each.body.pose_word == "kissing"
    ]
    for one, other in pairwise(sorted(heads, key=lambda head: head.left)):
        prop = prop_of(_HEART)
        wide = max(_LEAST, _OF_HEADS * (one.width + other.width) * frame.aspect)
        x = (max(one.left, other.left) + min(one.right, other.right)) / 2
        low = max(wide / prop.aspect + 0.01, min(one.top, other.top) + 0.3 * wide)
        half = wide / 2 / frame.aspect
        yield prop, Box(left=x - half, top=low - wide / prop.aspect, right=x + half, bottom=low)


def before_mouth(stood: PlacedBody, frame: Frame) -> tuple[Box, bool]:
    """Return where the lines lie that say that an animal is heard, and if they are mirrored."""
    head = placed_box(stood.body.head, stood.box(frame.aspect))
    left = stood.body.facing == "left"
    wide = _OF_HEAD * head.width
    tall = wide * frame.aspect / prop_of(NOISE).aspect
    start = head.left - wide if left else head.right
    top = head.top + _AT_MOUTH * head.height - tall / 2
    return Box(left=start, top=top, right=start + wide, bottom=top + tall), left
