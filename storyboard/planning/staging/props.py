"""Things and animals take their places beside the people who are already staged.

What is held lies at a wrist, what is worn at the head, a mount or a seat under the hips; whatever
stands by itself gets the roomiest place on the ground, what is huge or far comes behind everybody.
Lengths are in panel heights, sizes follow the people's own scale.
"""

from collections.abc import Iterator, Sequence
from itertools import filterfalse

from schemas.geometry import FULL_FRAME, Box
from schemas.plan import Segment
from storyboard.planning.staging.alone import adult_scale
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.bedding import spreads
from storyboard.planning.staging.coverage import how_seen
from storyboard.planning.staging.ground import Ground
from storyboard.planning.staging.holding import BEHIND, at_body, is_on_body, shades, shows_already
from storyboard.planning.staging.prop_segments import SIGNS_OF, Set, segment_of
from storyboard.planning.staging.sharing import sharers
from storyboard.planning.staging.shoving import is_shoved, shoved
from storyboard.planning.staging.signs import NAMES, NOISE, before_mouth, hearts, sign_of
from storyboard.planning.staging.stage import Frame, PlacedBody, placed_box
from storyboard.planning.staging.standing import sets_of
from storyboard.planning.staging.throwing import catcher_of, flying
from storyboard.planning.staging.together import among, below_hands
from storyboard.planning.staging.water import ripples
from storyboard.planning.staging.wielding import wielded

_SEEN = 0.004
"""The least part of the panel that a prop must cover to be a segment of its own."""
_PLENTY = 0.09
"""So much of the panel is enough of any prop, however little of it that is."""
_UNHIDDEN = 0.12
"""The least part of a prop that nothing nearer hides."""
_HIDDEN = 0.08
"""The part of a face that a thing before it may hide."""
_DESKS = frozenset({"desk", "table"})
_HULLS = frozenset({"rowing boat", "canoe"})
"""What hides the legs of who sits in it."""


def with_props(
    people: Sequence[tuple[PlacedBody, Segment]], asked: Sequence[Asked], frame: Frame
) -> tuple[Segment, ...]:
    """Return everybody's segments with those of the props among them, back to front.

    Props of which nothing would be seen are left out.
    """
    sets = list(_sets(people, asked, frame))
    free = [each for each in sets if not each.owners]
    behind = [each for each in free if each.way in ("background", "window", "air")]
    standing = [each for each in free if each.way in ("ground", "table", "seat", "before")]
    faces = [segment.face for _, segment in people if segment.face is not None]
    hiding = {each.way for each in standing if _hides(each, faces)}
    far = [
        each
        for each in standing
        if _hides(each, faces)
        or (each.way in hiding if each.way == "table" else each.box.height > 0.5)
    ]
    near = [each for each in standing if each not in far]
    names: dict[str, int] = {}
    order = [segment_of(each, names) for each in (*behind, *far)]
    there = [stood.body.id for stood, _ in people]
    for stood, segment in people:
        own = [each for each in sets if stood.body.id in each.owners]
        under = [each for each in own if _is_under(each, stood)]
        first = [each for each in under if _nearest(each, there, 0) == stood.body.id]
        last = [each for each in own if each not in under]
        last = [each for each in last if _nearest(each, there, -1) == stood.body.id]
        order += [segment_of(each, names) for each in first]
        order.append(segment)
        order += [segment_of(each, names) for each in last]
    order += [segment_of(each, names) for each in near]
    return _visible(order, frame)


def _nearest(each: Set, there: Sequence[str], at: int) -> str:
    """Return the farthest (0) or the nearest (-1) of those who have a thing."""
    return [who for who in there if who in each.owners][at]


def _hides(each: Set, faces: Sequence[Box]) -> bool:
    """Tell whether a thing before people would hide a face; with it goes the table it is on."""
    return any(each.box.overlap(face) > _HIDDEN * face.area for face in faces)


def _visible(order: Sequence[Segment], frame: Frame) -> tuple[Segment, ...]:
    """Leave out the props of which people and other props hide nearly all."""
    regions = [each.region for each in order]
    faces = [each.face or each.region.bounds for each in order]
    seen = how_seen(regions, faces, aspect=frame.aspect)
    return tuple(
        each
        for each, look in zip(order, seen, strict=True)
        if each.way is None or (look.visible > _UNHIDDEN and look.area > 0)
    )


def _is_under(each: Set, stood: PlacedBody) -> bool:
    """Tell whether a prop is drawn behind its bearer: a seat is, and what one sits astride."""
    if each.prop.name in _HULLS:
        return False
    if BEHIND in each.prop.anchors and each.way == "head":
        return True
    rides = stood.body.posture in ("riding", "sitting") or each.prop.anchor("ridden")[1] > 0.33
    return (
        each.way in ("seat", "stand")
        or shades(each.prop, each.way)
        or (each.way == "ridden" and rides)
    )


def _sets(
    people: Sequence[tuple[PlacedBody, Segment]], asked: Sequence[Asked], frame: Frame
) -> Iterator[Set]:
    row = [stood for stood, _ in people]
    scale = adult_scale(row, asked, frame)
    figures = tuple(segment.region for _, segment in people)
    faces = tuple(segment.face for _, segment in people if segment.face is not None)
    ground = Ground.under(row, frame)._replace(figures=figures, faces=faces)
    taken = [region.bounds for region in figures]
    used: dict[str, int] = {}
    yield from (Set(prop, "air", box, sign=True) for prop, box in hearts(row, frame))
    yield from ripples(row, frame)
    yield from spreads(row, asked, frame)
    for each in asked:
        owners = _owners(row, each, asked)
        if showing := {one.body.id for one in owners or row if _is_shown(one, each)}:
            for who in showing:
                used[who] = used.get(who, 0) + (each.way == "hand")
            owners = tuple(one for one in owners if one.body.id not in showing)
            if not owners:
                continue
        moved = _thrown(each, row, owners, frame) or _in_use(each, row, owners, frame)
        if moved is None and is_shoved(each, owners):
            box, mirror = shoved(each, owners[0], frame)
            taken.append(box)
            moved = Set(each.prop, "ground", box, mirror, state=each.state)
        if moved is not None:
            yield from _if_seen(moved, frame)
            continue
        if owners and (is_on_body(each.way) or each.prop.name in NAMES):
            box, mirror = _with(each, owners, frame, used)
            names = tuple(one.body.id for one in owners)
            yield from _if_seen(Set(each.prop, each.way, box, mirror, names, each.state), frame)
            continue
        if is_on_body(each.way) and each.way != "before":
            each = each._replace(way=next(filterfalse(is_on_body, each.prop.ways), "ground"))
        over = max((below_hands(one) for one in row), default=0.0)
        for placed in sets_of(each, scale, ground, taken, frame, over=over):
            state = each.state if placed.prop is each.prop else None
            yield from _if_seen(placed._replace(state=state), frame)


def _thrown(
    asked: Asked, row: Sequence[PlacedBody], owners: Sequence[PlacedBody], frame: Frame
) -> Set | None:
    """Return what somebody catches whom it is thrown to, in the air."""
    catcher = catcher_of(row, owners)
    if catcher is None or asked.way not in ("hand", "ground"):
        return None
    box = flying(asked.prop, owners[0], catcher, frame)
    return Set(asked.prop, "air", box, owners=(owners[0].body.id,), state=asked.state)


def _in_use(
    asked: Asked, row: Sequence[PlacedBody], owners: Sequence[PlacedBody], frame: Frame
) -> Set | None:
    """Return what somebody alone uses, in the hand that is led to it."""
    found = wielded(asked, owners[0], row, frame) if len(owners) == 1 else None
    if found is None:
        return None
    names, spin = (owners[0].body.id,), found.spin(frame.aspect)
    return Set(asked.prop, asked.way, found.box, found.mirror, names, asked.state, spin=spin)


def _owners(
    row: Sequence[PlacedBody], asked: Asked, props: Sequence[Asked]
) -> tuple[PlacedBody, ...]:
    """Return those who have a thing, from left to right; a seat is everybody's who sits on it."""
    group = sharers(row, asked, props)
    if len(group) < 2:
        group = tuple(each for each in row if each.body.id in asked.owners)
    return tuple(sorted(group, key=lambda each: each.x))


def _is_shown(stood: PlacedBody, asked: Asked) -> bool:
    """Tell whether somebody's drawing shows the thing already, or the table one sits at."""
    at_desk = asked.way == "before" and stood.body.holds == "desk"
    return shows_already(stood.body, asked.prop) or (at_desk and asked.prop.name in _DESKS)


def _with(
    asked: Asked, owners: Sequence[PlacedBody], frame: Frame, used: dict[str, int]
) -> tuple[Box, bool]:
    """Return where something lies that people have; `used` counts their hands."""
    first = owners[0]
    if asked.prop.name == NOISE:
        return before_mouth(first, frame)
    if asked.prop.name in SIGNS_OF:
        head = placed_box(first.body.head, first.box(frame.aspect))
        found = sign_of(SIGNS_OF[asked.prop.name], head, aspect=frame.aspect, head=True)
        assert found is not None
        return found[1], False
    if len(owners) > 1 or asked.way == "before":
        return among(asked, owners, frame)
    nth = used.get(first.body.id, 0)
    used[first.body.id] = nth + (asked.way == "hand")
    return at_body(asked.prop, asked.way, first, frame, nth=nth)


def _if_seen(each: Set, frame: Frame) -> Iterator[Set]:
    """Yield a prop of which enough lies inside the panel, and the sign that tells how it is."""
    inside = each.box.overlap(FULL_FRAME)
    most = 0.0 if each.prop.name in _DESKS else 0.2  # Of a table its top is enough.
    if inside <= min(_SEEN, 0.6 * each.box.area) or inside <= min(_PLENTY, most * each.box.area):
        return
    yield each
    state = None if each.sign else each.state
    found = sign_of(state, each.box, aspect=frame.aspect) if state else None
    if found is not None:
        yield Set(found[0], each.way, found[1], owners=each.owners, sign=True)
