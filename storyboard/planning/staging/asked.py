"""What is asked of props: which drawing is meant, in which way it is there, and with whom."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from renderers.places.shown import has_portholes, is_inside, is_the_place, thing_of_place
from renderers.places.words import understand
from renderers.props.library import Prop, find, prop_names, prop_of
from renderers.props.nouns import readings_of
from schemas.directions import PropRole
from schemas.story import Setting
from schemas.ways import State, Way
from storyboard.planning.casting.attitudes import Attitude
from storyboard.planning.staging.holding import is_on_body
from storyboard.planning.staging.signs import adjective
from storyboard.planning.staging.underfoot import GRIP

_HANDY = 0.25
"""Up to this size, in adults, a thing of somebody's that usually lies on a table is held."""
_CLIMBABLE = 3.2
"""Up to this height, in adults, one is drawn on a thing, and not before it."""
_STANDING = 0.6
"""From this height on, in adults, what several have their hands at stands by itself."""
_OUTSIDE = 2.5
"""From this size on, in adults, what is no part of a room is seen through its window."""
_PALM = ("palm tree", "palm", "tree")
_PARTS = {"birthday cake": ("candle",), "island": _PALM, "palm island": _PALM}
"""What the drawings of props show besides what they are called after."""
SHIPS_WHEEL = "ship's wheel"
"""What one steers a ship by."""
_VESSELS = frozenset({"submarine", "cabin", "spaceship"})
"""Other places aboard."""
USED_AS = {
    "telescope": "spyglass",
    "steering wheel": SHIPS_WHEEL,
    "rope": "climbing rope",
    "scooter": "moped",
}
"""The kinds of a thing that are drawn where it is used in some way."""
_DRAWN: tuple[State, ...] = ("open", "closed", "empty", "full", "asleep")
"""States in which some things and animals have drawings of their own."""
_WORN: tuple[Way, ...] = ("head", "face", "neck")


class Asked(NamedTuple):
    """A prop that a panel asks for."""

    prop: Prop
    way: Way
    of: str | None = None
    """The id of whoever has it."""
    number: int = 1
    """How many of them."""
    pane: str = "window"
    """What a thing seen through a window is seen in."""
    also: tuple[str, ...] = ()
    """The ids of those who have it as well."""
    state: State | None = None
    """How it is."""
    noun: str = ""
    """What the action calls it."""
    attitude: Attitude | None = None
    """What is done to its drawing, where the action says that it does something."""
    afloat: bool = False
    """Whether there is only water where it is."""
    by: Prop | None = None
    """The creature that has it, where one does that is nobody of the cast."""
    side: int = 0
    """On which side of people it is who are turned to it: -1 left, 1 right, 0 wherever."""

    @property
    def owners(self) -> tuple[str, ...]:
        """The ids of everybody who has it."""
        return () if self.of is None else (self.of, *self.also)


def asked_of(
    roles: Sequence[PropRole], setting: Setting, own: Mapping[str, Prop] = MappingProxyType({})
) -> tuple[Asked, ...]:
    """Return what some roles ask for, without what the place itself shows or nobody has drawn.

    Args:
        own: the author's things, by what they are called; they come first.
    """
    found = [(role, each) for role in roles for each in _asked(role, setting, own)]
    names = [each.prop.name for _, each in found]
    return tuple(each for role, each in found if not is_part(role.noun, names))


def is_part(noun: str, props: Iterable[str]) -> bool:
    """Tell whether the drawing of one of some props shows a thing too: a cake with candles."""
    words = noun.lower().split()
    names = {" ".join(words[start:]) for start in range(len(words))}
    names |= {name.removesuffix("s") for name in names}
    return any(names & set(_PARTS.get(prop, ())) for prop in props)


def _asked(role: PropRole, setting: Setting, own: Mapping[str, Prop]) -> Iterator[Asked]:
    theirs = next((own[each] for each in readings_of(role.noun) if each in own), None)
    if theirs is not None:
        yield _by(role, theirs, way_of(role, theirs) or theirs.ways[0])
        return
    prop = _drawing_of(role)
    shown = thing_of_place(setting, role.noun)
    if shown in prop_names():
        prop = prop_of(str(shown))  # At the dentist's the chair is a dentist's chair.
    way = way_of(role, prop) if prop is not None else None
    prop = prop and _in_use(prop, role, way, setting)
    if prop is None or way is None:
        return
    if prop.name == SHIPS_WHEEL:
        way = way_of(role, prop) or way
    if way in ("background", "air") and prop.size > _OUTSIDE and is_inside(setting):
        way = "window"
    furniture = prop.ways[0] == "seat"  # A living room is named by its sofa, and is none.
    if (is_the_place(setting, role.noun) and not furniture) or (shown and not is_on_body(way)):
        return
    pane = "porthole" if has_portholes(setting) else "window"
    yield _by(role, prop, way)._replace(pane=pane, afloat=understand(setting).place == "open sea")


def _in_use(prop: Prop, role: PropRole, way: Way | None, setting: Setting) -> Prop:
    """Return the kind of a thing that is used so: what one looks through by hand is a spyglass."""
    kind = USED_AS.get(prop.name, "")
    used = (
        (kind == "spyglass" and way in ("hand", "carried", "eyes"))
        or (kind == SHIPS_WHEEL and way in ("before", "hand") and at_sea(setting))
        or (kind == "climbing rope" and way == "stand")
        or (kind == "moped" and way == "ridden")
    )
    if prop.name == "rope" and way == "hand" and role.also:
        return prop_of("taut rope")
    return prop_of(kind) if used else prop


def at_sea(setting: Setting) -> bool:
    """Tell whether a place is aboard a ship."""
    place = understand(setting).place
    return "ship" in place.split() or place in _VESSELS


def _by(role: PropRole, prop: Prop, way: Way) -> Asked:
    return Asked(prop, way, role.of, role.count, also=role.also, state=role.state, noun=role.noun)


def _drawing_of(role: PropRole) -> Prop | None:
    """Return the drawing of a thing in its state where there is one, as of an open book."""
    state = adjective(role.state) if role.state in _DRAWN else None
    found = find(f"{state} {role.noun}") if state else None
    if state and found is not None and found.name.startswith(state):
        return found
    return find(role.noun)


def way_of(role: PropRole, prop: Prop) -> Way | None:
    """Return how a prop is there; None where it cannot be drawn so, as a coat on a body."""
    usual, way = prop.ways[0], role.way
    if way in _WORN:
        return next((each for each in prop.ways if each in _WORN), None)
    stands = GRIP in prop.anchors and prop.height > _STANDING
    at_it = "before" in prop.anchors and (not role.also or stands)
    if way in ("hand", "carried") and at_it:
        return "before"  # Who plays a piano or holds a steering wheel is at it.
    if way == "hand" and usual == "carried":
        return "carried"
    if way == "stand" and prop.height > _CLIMBABLE:
        way = None
    if way == "window" and prop.kind != "animal" and "window" not in prop.ways:
        way = None  # Whoever looks through a telescope does not see it through a window.
    if way == "ridden" and not {"ridden", "seat"} & {*prop.ways, *prop.anchors}:
        way = "air" if prop.kind == "thing" else None  # One flies a kite, and not on it.
    if way == "eyes" and "eyes" not in prop.anchors:
        way = None
    if way is not None:
        return way
    if role.state == "flying":
        return "air"
    if role.of is not None and usual == "table" and prop.size < _HANDY:
        return "hand"
    if role.of is not None and is_on_body(usual) and usual not in ("ridden", "seat"):
        return usual
    return next((each for each in prop.ways if not is_on_body(each)), "ground")
