"""Things and animals take their places beside the people who are already staged.

What is held lies at a wrist, what is worn at the head, a mount or a seat under the hips; whatever
stands by itself gets the roomiest place on the ground, what is huge or far comes behind everybody.
Lengths are in panel heights, sizes follow the people's own scale.
"""

from collections.abc import Iterator, Sequence
from itertools import filterfalse

from renderers.props.library import Prop, prop_of
from schemas.geometry import FULL_FRAME, Box
from schemas.plan import Segment
from schemas.ways import Way
from storyboard.planning.staging.acting import in_attitude
from storyboard.planning.staging.alone import NEAR_TABLE, adult_scale, table_for
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.coverage import how_seen
from storyboard.planning.staging.ground import Ground, between, free_places, stood_at
from storyboard.planning.staging.holding import at_body, is_on_body, shades, shows_already
from storyboard.planning.staging.prop_segments import SIGNS_OF, Set, segment_of
from storyboard.planning.staging.sharing import sharers
from storyboard.planning.staging.shoving import is_shoved, shoved
from storyboard.planning.staging.signs import hearts, sign_of
from storyboard.planning.staging.stage import Frame, PlacedBody, placed_box
from storyboard.planning.staging.together import among, below_hands, catcher_of, flying

MOST = 5
"""So many of one kind are drawn; more are a crowd of these."""
_SEEN = 0.004
"""The least part of the panel that a prop must cover to be a segment of its own."""
_PLENTY = 0.09
"""So much of the panel is enough of any prop, however little of it that is."""
_LEAST = 0.05
"""The least length of a prop that stands by itself, in panel heights."""
_UNHIDDEN = 0.12
"""The least part of a prop that nothing nearer hides."""
_HIDDEN = 0.08
"""The part of a face that a thing before it may hide."""
_DESKS = frozenset({"desk", "table"})
_HULLS = frozenset({"rowing boat", "canoe"})
"""What hides the legs of who sits in it."""
_COVERED = 0.5
"""From this part on, what is far is hidden by what is before it."""
_HORIZON, _SKY = 0.64, 0.24
"""Where what is far stands, and where what flies is, in an eye-level picture."""


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
    ground = Ground.under(row, frame)._replace(figures=figures)
    taken = [region.bounds for region in figures]
    used: dict[str, int] = {}
    yield from (Set(prop, "air", box, sign=True) for prop, box in hearts(row, frame))
    for each in asked:
        owners = _owners(row, each, asked)
        if showing := {one.body.id for one in owners or row if _is_shown(one, each)}:
            for who in showing:
                used[who] = used.get(who, 0) + (each.way == "hand")
            owners = tuple(one for one in owners if one.body.id not in showing)
            if not owners:
                continue
        if (catcher := catcher_of(row, owners)) is not None and each.way in ("hand", "ground"):
            box = flying(each.prop, owners[0], catcher, frame)
            thrown = Set(each.prop, "air", box, owners=(owners[0].body.id,), state=each.state)
            yield from _if_seen(thrown, frame)
            continue
        if is_shoved(each, owners):
            box, mirror = shoved(each, owners[0], frame)
            taken.append(box)
            yield from _if_seen(Set(each.prop, "ground", box, mirror, state=each.state), frame)
            continue
        if owners and (is_on_body(each.way) or each.prop.name in SIGNS_OF):
            box, mirror = _with(each, owners, frame, used)
            names = tuple(one.body.id for one in owners)
            yield from _if_seen(Set(each.prop, each.way, box, mirror, names, each.state), frame)
            continue
        if is_on_body(each.way) and each.way != "before":
            each = each._replace(way=next(filterfalse(is_on_body, each.prop.ways), "ground"))
        over = max((below_hands(one) for one in row), default=0.0)
        for placed in _free(each, scale, ground, taken, frame, over=over):
            state = each.state if placed.prop is each.prop else None
            yield from _if_seen(placed._replace(state=state), frame)


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


def _free(
    asked: Asked, scale: float, ground: Ground, taken: list[Box], frame: Frame, *, over: float
) -> Iterator[Set]:
    """Yield a prop that nobody has in hand, as often as it is asked for.

    Args:
        over: the y above which no table may hide what is held.
    """
    prop, way, near, pane_name = asked.prop, asked.way, asked.of, asked.pane
    if asked.attitude is not None:
        prop = in_attitude(prop, asked.attitude)
    count = min(asked.number, MOST)
    size = _size(prop, way, scale, frame) / (1 + 0.12 * (count - 1))
    width, height = size * min(1.0, prop.aspect), size * min(1.0, 1 / prop.aspect)
    table = table_for(scale, frame) if way == "table" else None
    wide = max(width, table.width * scale if table else 0.0)
    y = _level(way, height + (table.height * scale if table else 0.0), ground, frame)
    if table is not None and frame.kind.faces and not ground.people:
        y = NEAR_TABLE + 0.97 * table.height * scale
    if table is not None:
        y = max(y, over + 0.97 * table.height * scale)
    reach = (y - height, y) if way in ("background", "air", "window") else (0.3, 1.0)
    figures = ground.figures
    around = [*(between(each, *reach) for each in figures), *taken[len(figures) :]]
    places = free_places(around, wide, count, frame, near=near, ground=ground, reach=reach)
    for x in stood_at(asked, ground, scale, frame) or places:
        if table is not None:
            top = Set(table, "table", _box(x, y, table.width * scale, table.height * scale, frame))
            taken.append(top.box)
            yield top
        if way == "background":
            y = _clear(_box(x, y, width, height, frame), taken, frame)
        up = 0.97 * table.height * scale if table is not None else 0.0
        box = _box(x, y - up, width, height, frame)
        taken.append(box)
        if way == "window":
            pane = prop_of(pane_name)
            tall = 1.35 * max(height, width / pane.aspect)
            middle = y - height / 2 + tall / 2
            yield Set(pane, way, _box(x, middle, tall * pane.aspect, tall, frame))
        mirror = _looks_out(prop, x, frame)
        yield Set(asked.prop, way, box, mirror=mirror, attitude=asked.attitude)


def _clear(box: Box, taken: Sequence[Box], frame: Frame) -> float:
    """Return the y at which what is far is not hidden: it rises above those before it."""
    before = [each for each in taken if each.overlap(box) > 0]
    if sum(each.overlap(box) for each in before) < _COVERED * box.area:
        return box.bottom
    return max(frame.room + box.height, min(each.top for each in before) + 0.2 * box.height)


def _size(prop: Prop, way: Way, scale: float, frame: Frame) -> float:
    """Return a prop's longer side; what is large comes only as large as the picture allows."""
    real = prop.size * scale
    most = {"background": 0.62, "window": 0.26, "air": 0.42}.get(way, 0.95 - 0.7 * frame.room)
    # In hand-sized frames a key is still a key: nothing is smaller than a reader can tell.
    return max(_LEAST, min(real, most * min(1.0, frame.aspect)))


def _level(way: Way, height: float, ground: Ground, frame: Frame) -> float:
    """Return the y of a prop's feet."""
    if way == "background":
        return _HORIZON + 0.25 * height
    if way == "window":
        return frame.room + 0.08 + height
    if way == "air":
        return max(frame.room + 0.02, _SKY - height / 2) + height
    # What stands below the picture's edge is lifted until enough of it is seen.
    return min(ground.y, max(0.97, 0.55 + height))


def _box(x: float, feet: float, width: float, height: float, frame: Frame) -> Box:
    """Return a box standing on `feet`, all in panel heights, in the panel's unit square."""
    aspect = frame.aspect
    return Box(
        left=(x - width / 2) / aspect,
        top=feet - height,
        right=(x + width / 2) / aspect,
        bottom=feet,
    )


def _looks_out(prop: Prop, x: float, frame: Frame) -> bool:
    """Tell whether a drawing is mirrored: what stands by itself looks into the picture."""
    wants = "right" if x < frame.aspect / 2 else "left"
    return prop.facing in ("left", "right") and prop.facing != wants


def _if_seen(each: Set, frame: Frame) -> Iterator[Set]:
    """Yield a prop of which enough lies inside the panel, and the sign that tells how it is."""
    inside = each.box.overlap(FULL_FRAME)
    most = 0.0 if each.prop.name in _DESKS else 0.2  # Of a table its top is enough.
    if inside <= min(_SEEN, 0.6 * each.box.area) or inside <= min(_PLENTY, most * each.box.area):
        return
    yield each
    found = sign_of(each.state, each.box, aspect=frame.aspect) if each.state else None
    if found is not None:
        yield Set(found[0], each.way, found[1], owners=each.owners, sign=True)
