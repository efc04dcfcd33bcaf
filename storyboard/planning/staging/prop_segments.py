"""Things and animals in their places, written down as segments."""

from typing import NamedTuple

from renderers.props.library import Prop
from schemas.geometry import FULL_FRAME, Box
from schemas.plan import Figure, Segment
from schemas.projection import Projection
from schemas.ways import State, Way
from storyboard.planning.casting.attitudes import Attitude
from storyboard.planning.staging.acting import bent_prop
from storyboard.planning.staging.rounding import DIGITS, rounded, rounded_box
from storyboard.planning.staging.signs import SIGNS, adjective
from storyboard.planning.staging.viewing import laid, turned

SUBJECT = "prop:"
"""What the subject of a prop's segment begins with."""
SIGNS_OF: dict[str, State] = {sign.name: state for state, sign in SIGNS.items()}
"""The states of things by the drawing that is a sign of them."""


class Set(NamedTuple):
    """A prop in its place."""

    prop: Prop
    way: Way
    box: Box
    """Of its drawing, in the panel's unit square."""
    mirror: bool = False
    owners: tuple[str, ...] = ()
    """The ids of those who have it."""
    state: State | None = None
    """How it is, which signs about it tell."""
    sign: bool = False
    """Whether it is such a sign itself."""
    attitude: Attitude | None = None
    spin: Projection | None = None
    """What turns it in the panel's unit square, as a sword that points at somebody."""


def segment_of(each: Set, names: dict[str, int]) -> Segment:
    """Write a prop down as a segment."""
    names[each.prop.name] = nth = names.get(each.prop.name, 0) + 1
    box, attitude = rounded_box(each.box), each.attitude
    figure = Figure(layers=(each.prop.picture,), placement=box, mirror=each.mirror)
    outline = (
        each.prop.outline.placed(FULL_FRAME, mirror=True) if each.mirror else each.prop.outline
    )
    if attitude is not None:
        made = bent_prop(each.prop, attitude, mirror=each.mirror)
        outline = made.outline
        figure = laid(figure.but(bottom=round(made.bottom, DIGITS)), made.projection, box)
    region = outline.placed(box)
    if each.spin is not None:
        region = each.spin.region(region)
        figure = turned(figure, box, each.spin)
    return Segment(
        subject=f"{SUBJECT}{each.prop.name}" + (f" {nth}" if nth > 1 else ""),
        token=each.prop.name,
        prompt=each.prop.name if each.prop.name in SIGNS_OF else prompt_of(each.prop, each.state),
        way="air" if each.sign else each.way,
        region=rounded(region),
        posture="jumping" if _is_aloft(each) else "standing",
        figure=figure,
    )


def _is_aloft(each: Set) -> bool:
    """Tell whether a thing is off the ground, and throws no shadow where it is."""
    return each.state == "flying" or (each.attitude is not None and each.attitude.lift > 0)


def prompt_of(prop: Prop, state: State | None = None) -> str:
    """Say what a prop is, and how, for its own segment's prompt."""
    how = (
        adjective(state) if state and not prop.name.startswith((state, adjective(state))) else None
    )
    words = " ".join(filter(None, (how, prop.colour, prop.name)))
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
