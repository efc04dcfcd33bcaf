"""Animals and things that are nobody of the cast do what the action says of them."""

from collections.abc import Iterator, Sequence

from renderers.props.library import Prop, prop_of
from schemas.cast import Facing
from schemas.directions import Directions, WordUse
from schemas.geometry import FULL_FRAME
from schemas.vocabulary.phrases import canonical_pose
from storyboard.planning.casting.attitudes import Attitude, Bent, attitude_of, bent
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.holding import is_on_body
from storyboard.planning.staging.signs import NOISE

_OF_THINGS = frozenset({"falling", "flying", "floating", "jumping", "leaning"})
"""What things without faces do; the key that lies on a table lies there as it is drawn."""
_TURNED: dict[Facing, Facing] = {"left": "right", "right": "left"}


def with_attitudes(asked: Sequence[Asked], directions: Directions) -> tuple[Asked, ...]:
    """Give the animals and things of a panel the attitudes that its action gives them."""
    done = dict(_deeds(directions))
    return tuple(_acting(each, done) for each in asked)


def noises(directions: Directions, bodies: Sequence[Body]) -> Iterator[Asked]:
    """Yield the lines about the heads of animals that are heard: of the dog that barks."""
    animals = {body.id for body in bodies if body.kind == "animal"}
    for use in directions.uses:
        if (use.kind, use.value) == ("deed", "noise"):
            yield from (Asked(prop_of(NOISE), "air", who) for who in use.of if who in animals)


def _acting(asked: Asked, done: dict[str, str]) -> Asked:
    """Let who stands by itself act; whatever is in the air flies as it is drawn."""
    prop, pose = asked.prop, done.get(asked.noun)
    if asked.state == "asleep":  # Its own drawing is curled up already.
        pose = None if prop.name.startswith("sleeping") else pose or "sleeping"
    if pose is None or is_on_body(asked.way) or asked.way in ("air", "background", "window"):
        return asked
    if prop.kind != "animal" and pose not in _OF_THINGS:
        return asked
    attitude = attitude_of(pose, None, prop.kind)
    # What is off the ground is on no table either.
    lifted = attitude is not None and attitude.lift > 0
    return asked._replace(attitude=attitude, way="ground" if lifted else asked.way)


def _deeds(directions: Directions) -> Iterator[tuple[str, str]]:
    """Yield what every thing of an action does: its own word, or the first verb after it."""
    for index, use in enumerate(directions.uses):
        if use.kind != "thing":
            continue
        told = (canonical_pose(word) for word in use.value.split()[:-1])
        own = next(filter(None, told), None) or _next_deed(directions.uses[index + 1 :])
        if own is not None:
            yield use.value, own


def _next_deed(uses: Sequence[WordUse]) -> str | None:
    for use in uses:
        if use.kind in ("thing", "who", "extra", "deed"):
            return None
        if use.kind == "pose" and not use.of:
            return use.value
    return None


def in_attitude(prop: Prop, attitude: Attitude) -> Prop:
    """Return a prop with the size and shape that it has in an attitude."""
    made = bent_prop(prop, attitude, mirror=False)
    height = prop.height * made.tall
    return prop.but(size=height * max(1.0, made.aspect), aspect=made.aspect)


def bent_prop(prop: Prop, attitude: Attitude, *, mirror: bool) -> Bent:
    """Bend a prop's drawing, mirrored or not."""
    outline = prop.outline.placed(FULL_FRAME, mirror=True) if mirror else prop.outline
    facing = _TURNED.get(prop.facing, prop.facing) if mirror else prop.facing
    return bent(outline, prop.aspect, facing, attitude)
