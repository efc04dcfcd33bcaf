"""What is under somebody's feet: a box that one stands on, a ladder that one climbs."""

from renderers.props.library import Prop
from storyboard.planning.casting.bodies import Body

GRIP = "grip"
"""The anchor at which a hand holds a drawing; the other hand holds it on the other side."""
OTHER = "other"
"""The anchor at which the other hand holds what is not the same on both sides, as a guitar."""
_SLENDER = 0.4
"""Up to this width over height a thing is a pole."""
_UP_A_LADDER = 0.4
"""How far above the ground somebody is who climbs, in adults."""


def climbs(body: Body) -> bool:
    """Tell whether a body climbs up something, and does not stand on it."""
    return body.pose_word in ("climbing", "hanging")


def is_pole(prop: Prop) -> bool:
    """Tell whether a thing is climbed with both hands at its middle, as a mast is."""
    return prop.aspect < _SLENDER and GRIP not in prop.anchors


def standing_level(prop: Prop, body: Body) -> float:
    """Return how high one stands on a prop, or is when climbing up it, in adults."""
    if climbs(body):
        return min(_UP_A_LADDER, 0.3 * prop.height)
    return prop.height * (1 - tread(prop))


def tread(prop: Prop) -> float:
    """Return how far down a prop's drawing one stands on it: on its top, or on its seat."""
    return prop.anchor("seat")[1] if prop.ways[0] == "seat" else prop.anchor("stand")[1]
