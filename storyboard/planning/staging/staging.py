"""Figures take their places as a comic artist would set them.

In wide and full shots everybody stands whole on one ground, below the words. In medium and close
shots heads keep one eye line, again below the words, and bodies run out of the frame. Who does
not fit makes the shot a little wider; nobody's face is hidden. Lengths are in panel heights.
"""

from collections.abc import Iterator, Mapping, Sequence

from schemas.geometry import Point
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.closest import closest
from storyboard.planning.staging.coverage import how_seen
from storyboard.planning.staging.horizontal import bounds, gaps, wanted
from storyboard.planning.staging.spread import NoRoom, spread
from storyboard.planning.staging.stage import (
    Attempt,
    Frame,
    PlacedBody,
    Wish,
    nearness,
    placed_box,
)
from storyboard.planning.staging.vertical import SHOULDER_HEAD, heights

FACE_SEEN = 0.8
"""Less of a face than this is trouble, and a wider staging is tried."""
VISIBLE = 0.4
"""Less of a figure than this is trouble."""
FARTHER = 0.78
"""How large the others of such a shot are drawn, compared with a medium shot."""
REACH = 1.7
"""How far from the one we look past the others stand at most, in panel heights."""
_NEARER = 1.12
"""How much larger animals alone are drawn in a medium shot than in a full one."""
_ATTEMPTS = 22
_FREE, _ASKED = 1.0, 4.0
"""How strongly places hold that are chosen here, and those asked for."""


def stage(
    bodies: Sequence[Body], wishes: Mapping[str, Wish], frame: Frame
) -> tuple[PlacedBody, ...]:
    """Place bodies, given from left to right; return them back to front."""
    rooted = [body for body in bodies if wishes[body.id].upon is None]
    if not rooted:
        return ()
    if frame.part != "face" and len(rooted) == 1:
        stood = closest(rooted[0], frame.part, frame)
        return _back_to_front([stood, *_carried(bodies, [stood], wishes)], wishes)
    if frame.part == "hands":  # Of several, which come near once they touch.
        frame = frame._replace(shot="medium", part="face")
    frame = _for_animals(frame, bodies)
    best: tuple[float, tuple[PlacedBody, ...]] | None = None
    for attempt in _attempts(frame):
        try:
            placed = _placed(rooted, wishes, frame, attempt)
        except NoRoom:
            continue
        everyone = _back_to_front([*placed, *_carried(bodies, placed, wishes)], wishes)
        trouble = _trouble(everyone, frame)
        if best is None or trouble < best[0] - 1e-6:
            best = trouble, everyone
        if trouble < 1e-6:
            break
    return best[1] if best else _crowd(bodies, rooted, wishes, frame)


def _for_animals(frame: Frame, bodies: Sequence[Body]) -> Frame:
    """Let animals alone be whole in a medium shot: they have no waist, and keep their size."""
    small = all(body.kind == "animal" and body.height < 1 for body in bodies)
    if frame.shot in ("medium", "point-of-view") and small:
        return frame._replace(shot="full", nearer=_NEARER)
    return frame


def _attempts(frame: Frame) -> Iterator[Attempt]:
    """Yield ever wider shots, and let shoulders overlap a little before anything shrinks much."""
    least = 0.85 if frame.kind.whole else 0.5 if frame.kind.faces else 0.6
    for step in range(_ATTEMPTS):
        yield Attempt(0.94**step, max(least, 1 - 0.1 * step))


def _placed(
    bodies: Sequence[Body],
    wishes: Mapping[str, Wish],
    frame: Frame,
    attempt: Attempt,
) -> list[PlacedBody]:
    near = [body for body in bodies if wishes[body.id].nearest]
    if frame.shot == "over-shoulder" and near and len(bodies) > 1:
        return _over_shoulder(near[0], bodies, wishes, frame, attempt)
    row = heights(bodies, wishes, frame, attempt.zoom)
    return _in_row(row, wishes, frame, attempt)


def _in_row(
    row: Sequence[PlacedBody],
    wishes: Mapping[str, Wish],
    frame: Frame,
    attempt: Attempt,
) -> list[PlacedBody]:
    least, natural = gaps(row, wishes, frame, attempt.tight)
    lows, highs = bounds(row, frame)
    xs = spread(
        wanted(row, wishes, frame, natural),
        least,
        lows=lows,
        highs=highs,
        weights=[_FREE if wishes[each.body.id].x is None else _ASKED for each in row],
    )
    return [each._replace(x=x) for each, x in zip(row, xs, strict=True)]


def _over_shoulder(
    near: Body,
    bodies: Sequence[Body],
    wishes: Mapping[str, Wish],
    frame: Frame,
    attempt: Attempt,
) -> list[PlacedBody]:
    """Set one large at the picture's edge and the others beyond, in what is left of the width."""
    head = near.head_top - near.chin
    width = near.head.width * near.canvas * near.adults
    scale = min(SHOULDER_HEAD / head, 0.4 * frame.aspect / width) * attempt.zoom**0.3
    on_left = bodies.index(near) == 0
    # A little of the head lies outside the frame: the reader looks past it, over the shoulder.
    middle = 0.36 * width * scale if on_left else frame.aspect - 0.36 * width * scale
    x = middle - near.across(near.head.centre[0]) * scale
    top = max(frame.room * 0.9, 0.2)
    stood = PlacedBody(near, x, top + scale * near.head_top, scale, level=3)
    edge = 0.9 * width * scale
    start, end = (edge, frame.aspect) if on_left else (0.0, frame.aspect - edge)
    # In a flat panel the others stay near, or nobody would seem to be looked at.
    start, end = (start, min(end, start + REACH)) if on_left else (max(start, end - REACH), end)
    far = [body for body in bodies if body is not near]
    rest = _for_animals(frame._replace(shot="medium", left=start, right=end), far)
    others = heights(far, wishes, rest, FARTHER * attempt.zoom)
    return [*_in_row(others, wishes, rest, attempt), stood]


def _crowd(
    bodies: Sequence[Body], rooted: Sequence[Body], wishes: Mapping[str, Wish], frame: Frame
) -> tuple[PlacedBody, ...]:
    """Place more figures than fit: as small as staging goes, evenly, one partly behind another."""
    row = heights(rooted, wishes, frame._replace(shot="wide"), 0.94**_ATTEMPTS)
    step = frame.aspect / len(row)
    placed = [each._replace(x=(index + 0.5) * step) for index, each in enumerate(row)]
    return _back_to_front([*placed, *_carried(bodies, placed, wishes)], wishes)


def _carried(
    bodies: Sequence[Body], placed: Sequence[PlacedBody], wishes: Mapping[str, Wish]
) -> list[PlacedBody]:
    """Set those who are held or stand upon someone onto their bearers."""
    bearers = {each.body.id: each for each in placed}
    carried: list[PlacedBody] = []
    for body in bodies:
        wish = wishes[body.id]
        if wish.upon is None:
            continue
        bearer = bearers[wish.upon]
        point = _hand(bearer) if wish.held else (bearer.x, bearer.y(_back(bearer.body)))
        scale = min(bearer.scale, 0.45 / body.top)
        low = 0.2 if bearer.body.pose_word == "carrying" else 0.5  # Arms are about its legs.
        feet = point[1] + (low * body.top * scale if wish.held else 0.03 * scale)
        hips = body.joint_level("r_hip", "l_hip") if _is_astride(body) else None
        if hips is not None and not wish.held:  # On the shoulders, legs hang down.
            feet = point[1] + hips * scale
        x = point[0]
        if hips is not None and not wish.held:  # The hips, not the axis, are over the neck.
            x -= _hips_across(body) * scale
        carried.append(PlacedBody(body, x, feet, scale, bearer.level))
    return carried


def _hips_across(body: Body) -> float:
    """Return how far the hips are to the right of a body's axis, in adults."""
    hips = [body.pose.joint(name) for name in ("r_hip", "l_hip")] if body.pose else []
    xs = [body.across(hip.x) for hip in hips if hip is not None]
    return sum(xs) / len(xs) if xs else 0.0


def _is_astride(body: Body) -> bool:
    return body.kind == "person" and body.posture in ("sitting", "riding")


def _back(body: Body) -> float:
    """Return the level to stand upon: an animal's back, a person's shoulders."""
    return body.chin if body.kind == "person" else 0.8 * body.top


def _hand(each: PlacedBody) -> Point:
    """Return a bearer's higher hand, in panel heights, or its chest where no hand is seen."""
    wrists = (
        [each.body.pose.joint(name) for name in ("r_wrist", "l_wrist")] if each.body.pose else []
    )
    seen = [wrist for wrist in wrists if wrist is not None and wrist.visible == 1]
    if not seen:
        return each.x, each.y(each.body.chin - 0.2 * each.body.height)
    if each.body.pose_word == "carrying" and len(seen) > 1:  # In both arms.
        x, y = (sum(wrist.point[side] for wrist in seen) / len(seen) for side in (0, 1))
        return each.x + each.body.across(x) * each.scale, each.y(each.body.level(y))
    hand = min(seen, key=lambda wrist: wrist.y)
    return each.x + each.body.across(hand.x) * each.scale, each.y(each.body.level(hand.y))


def _back_to_front(row: Sequence[PlacedBody], wishes: Mapping[str, Wish]) -> tuple[PlacedBody, ...]:
    return tuple(sorted(row, key=lambda each: (*nearness(each, wishes[each.body.id]), each.x)))


def _trouble(row: Sequence[PlacedBody], frame: Frame) -> float:
    """Measure what is wrong with a staging: hidden faces, hidden figures, cut heads."""
    boxes = [each.box(frame.aspect) for each in row]
    placed = list(zip(row, boxes, strict=True))
    seen = how_seen(
        [each.body.outline.placed(box) for each, box in placed],
        [placed_box(each.body.head, box) for each, box in placed],
        aspect=frame.aspect,
    )
    # An extreme close-up may cut hair and ears.
    least = 0.55 if frame.shot in ("extreme-close", "insert") else FACE_SEEN
    return sum(
        (max(0.0, least - look.face) if each.level < 3 else 0.0)
        + max(0.0, VISIBLE - look.visible)
        + (0 if look.area else 5)
        + (max(0.0, -each.y(each.body.top)) if frame.kind.whole else 0.0)
        for each, look in zip(row, seen, strict=True)
    )
