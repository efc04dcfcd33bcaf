"""Where on a body a thing is: in a hand, in both arms, on the head, at the neck, under the hips."""

from renderers.props.library import Prop, find
from schemas.geometry import Box, Point
from schemas.ways import Way
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.anchoring import anchored, at_eyes
from storyboard.planning.staging.stage import Frame, PlacedBody, placed_box
from storyboard.planning.staging.underfoot import climbs, is_pole, standing_level, tread

_ON_BODY = frozenset(
    {"hand", "carried", "head", "face", "neck", "ridden", "seat", "stand", "eyes", "before"}
)
BACK = "back"
"""The anchor of a seat at which whoever lies on it leans back."""
SHADE = "shade"
"""The point of a thing in hand below which the head is that it shades."""
_WORN = {"head": 1.25, "face": 0.86, "neck": 0.7}
"""How wide what is worn is drawn, against the head's width."""
_LONGEST = 1.25
"""How long a thing in hand may be, in adults; a crane in hand is a toy of one."""
_NEAR = 0.2
"""How long a thing is at least that hands hold in a shot of them, in panel heights."""
_TELLING = 0.06
"""How long it is at least in any shot: a ring in hand is still a ring."""
_ARMFUL = 0.34
"""How wide a thing in both arms is drawn at most, in adults."""
_UPRIGHT = 0.85
"""From this height on, in adults, a thing is carried upright."""
_BITE = 0.3
"""From this size on, in adults, what is eaten is not put to the mouth whole."""
_TALL, _BELOW = 0.3, 0.02
"""From this height on, in adults, a thing is carried so far below the chin."""
BEHIND = "behind"
"""The anchor of what is worn on the head and hangs behind it, as a veil."""
_FLOWS = 1.5
"""How much wider such a thing is than a hat."""
_ANIMALS_NECK = (0.84, 0.62)
"""Where an animal's neck is in its head's height, and how much slimmer what is worn there is."""
_MUZZLE = 0.62
"""How long a thing in an animal's mouth is at most, of its head's width."""
_POLE = 0.17
"""How far beside the body a mast is that one climbs, in adults."""
_DRAWN_AS = {"scooter": "moped"}
"""What the cast's drawings show of things that are drawn otherwise by themselves."""
_FOOT_END = 0.93
"""Where in a bed's width the feet are at most that lie in it."""
_LOWEST = 0.9
"""The lowest y at which something held is still seen."""


def is_on_body(way: Way) -> bool:
    """Tell whether a thing that is there in this way belongs to somebody."""
    return way in _ON_BODY


def shades(prop: Prop, way: Way) -> bool:
    """Tell whether a thing in hand is over the head of whoever holds it, as an umbrella."""
    return way == "hand" and SHADE in prop.anchors


def shows_already(body: Body, prop: Prop) -> bool:
    """Tell whether a body's own drawing shows the thing, as one that holds a book does."""
    held = find(body.holds) if body.holds else None
    return held is not None and prop.name in (held.name, body.holds, _DRAWN_AS.get(held.name))


def at_body(
    prop: Prop, way: Way, stood: PlacedBody, frame: Frame, *, nth: int = 0, alone: bool = True
) -> tuple[Box, bool]:
    """Return where a prop's drawing lies in the panel, and whether it is mirrored.

    Args:
        nth: how many hands already hold something.
        alone: whether one alone has it, and not several.
    """
    if way in _WORN:
        return _worn(prop, way, stood, frame), False
    if way == "stand":
        return _underfoot(prop, stood, frame), False
    if way in ("ridden", "seat"):
        return _beneath(prop, way, stood, frame)
    if way == "eyes":
        return at_eyes(prop, stood, frame)
    if stood.body.kind == "animal" and way in ("hand", "carried"):
        return _in_muzzle(prop, stood, frame), False
    size = max(min(prop.size, _LONGEST) * stood.scale, _TELLING)
    if frame.part == "hands":
        size = max(size, _NEAR)
    if way == "carried" and prop.height < _UPRIGHT:
        if alone:
            size = min(size, _ARMFUL * stood.scale / min(1.0, prop.aspect))
        return anchored(prop, way, size, _chest(prop, stood), frame, mirror=False), False
    if way == "hand" and stood.body.pose_word == "eating" and size < _BITE * stood.scale:
        return _at_mouth(prop, size, stood, frame), False
    hand, outwards = _hand(stood, nth)
    if shades(prop, way):
        return _above(prop, size, hand, stood, frame), False
    if way == "carried":  # What is as tall as its bearer is carried upright, beside the body.
        side = 1.0 if outwards >= 0 else -1.0
        hand = stood.x + side * (0.22 * stood.body.height * stood.scale), hand[1]
    mirror = prop.facing in ("left", "right") and (prop.facing == "right") != (outwards > 0)
    hand = hand[0], min(hand[1], _LOWEST)
    box = anchored(prop, way, size, hand, frame, mirror=mirror)
    return _beside_face(box, stood, frame, outwards), mirror


def _above(prop: Prop, size: float, hand: Point, stood: PlacedBody, frame: Frame) -> Box:
    """Hold an umbrella by its stick, with its canopy over the head."""
    head = placed_box(stood.body.head, stood.box(frame.aspect))
    box = anchored(prop, "hand", size, hand, frame, mirror=False)
    down = head.top + 0.2 * head.height - (box.top + prop.anchors[SHADE][1] * box.height)
    return box.but(top=box.top + down, bottom=box.bottom + down)


def _beside_face(box: Box, stood: PlacedBody, frame: Frame, outwards: float) -> Box:
    """Move what is held outwards until it hides no face."""
    head = placed_box(stood.body.head, stood.box(frame.aspect))
    if box.overlap(head) < 0.12 * head.area:
        return box
    right = outwards >= 0
    shift = head.right - box.left if right else head.left - box.right
    shift -= 0.12 * head.width * (1 if right else -1)
    return box.but(left=box.left + shift, right=box.right + shift)


def _worn(prop: Prop, way: Way, stood: PlacedBody, frame: Frame) -> Box:
    """Fit what is worn to the head: hats sit on it, glasses at the eyes, ties under the chin."""
    head = placed_box(stood.body.head, stood.box(frame.aspect))
    width = _WORN[way] * head.width * frame.aspect
    if BEHIND in prop.anchors:
        width *= _FLOWS
    if way == "neck":
        width = max(width, 0.0) * min(1.4, max(0.6, prop.width / 0.09))
    level = {"head": 0.24, "face": 0.5, "neck": 1.02}[way]
    if way == "neck" and stood.body.kind == "animal":
        level, width = _ANIMALS_NECK[0], width * _ANIMALS_NECK[1]
    size = width / min(1.0, prop.aspect)
    point = head.centre[0] * frame.aspect, head.top + level * head.height
    return anchored(prop, way, size, point, frame, mirror=False)


def _at_mouth(prop: Prop, size: float, stood: PlacedBody, frame: Frame) -> Box:
    """Set what is eaten before the mouth, below the eyes."""
    box = stood.box(frame.aspect)
    head, mouth = placed_box(stood.body.head, box), box.place(stood.body.mouth)
    size = min(size, 0.62 * head.height)
    top = max(mouth[1] - 0.25 * size, head.top + 0.55 * head.height)
    width, height = size * min(1.0, prop.aspect), size * min(1.0, 1 / prop.aspect)
    half = width / 2 / frame.aspect
    return Box(left=mouth[0] - half, top=top, right=mouth[0] + half, bottom=top + height)


def _in_muzzle(prop: Prop, stood: PlacedBody, frame: Frame) -> Box:
    """Let an animal have a thing across its mouth."""
    box = stood.box(frame.aspect)
    head, mouth = placed_box(stood.body.head, box), box.place(stood.body.mouth)
    size = min(max(prop.size * stood.scale, _TELLING), _MUZZLE * head.width * frame.aspect)
    across = prop.but(anchors={"hand": (0.5, 0.5)})
    point = mouth[0] * frame.aspect, mouth[1]
    return anchored(across, "hand", size, point, frame, mirror=False)


def _beneath(prop: Prop, way: Way, stood: PlacedBody, frame: Frame) -> tuple[Box, bool]:
    """Set a mount or a seat under a body, so that it stands on the ground."""
    mount = min(prop.size, 1.9)
    size = mount * stood.scale
    mirror = (
        prop.facing in ("left", "right")
        and stood.body.facing not in ("front", "back")
        and prop.facing != stood.body.facing
    )
    hips = stood.body.joint_level("r_hip", "l_hip")
    hips = 0.5 * stood.body.height if hips is None else hips
    if stood.body.posture == "lying" and (rests := _head_end(prop)) is not None:
        mirror = (rests > 0.5) != (_head_across(stood) > 0)
    astride = way == "ridden" or stood.body.posture not in ("standing", "jumping")
    if stood.body.posture == "lying" and "pillow" in prop.anchors:
        return _bed(prop, size, (stood.x, stood.y(hips)), stood, frame, mirror=mirror), mirror
    if astride:
        x = stood.x if way == "seat" else _hips_x(stood)
        return anchored(prop, way, size, (x, stood.y(hips)), frame, mirror=mirror), mirror
    # Whoever has no drawing that sits stands before the seat.
    height = size * min(1.0, 1 / prop.aspect)
    feet = prop.but(anchors={**prop.anchors, way: (0.5, 1.0)})
    return anchored(
        feet, way, size, (stood.x, min(stood.ground, 0.8 + height)), frame, mirror=mirror
    ), mirror


def _hips_x(stood: PlacedBody) -> float:
    """Return the x of the hips, which who leans forward has behind its axis."""
    pose = stood.body.pose
    hips = [pose.joint(name) for name in ("r_hip", "l_hip")] if pose is not None else []
    xs = [stood.body.across(hip.x) for hip in hips if hip is not None]
    return stood.x + sum(xs) / len(xs) * stood.scale if xs else stood.x


def _bed(
    prop: Prop, size: float, hips: Point, stood: PlacedBody, frame: Frame, *, mirror: bool
) -> Box:
    """Set a bed under who lies in it, its pillow under the head, its end beyond the feet."""
    box = anchored(prop, "seat", size, hips, frame, mirror=mirror)
    body = stood.body.outline.placed(stood.box(frame.aspect)).bounds
    head = placed_box(stood.body.head, stood.box(frame.aspect)).centre[0]
    feet = body.right if mirror is False else body.left
    pillow = prop.anchors["pillow"][0]
    long = max(box.width, abs(feet - head) / (_FOOT_END - pillow))
    left = head - (1 - pillow if mirror else pillow) * long
    return box.but(left=left, right=left + long)


def _head_end(prop: Prop) -> float | None:
    """Return at which end of a bed or a long chair the head lies, from 0 to 1; None of others."""
    at = prop.anchors.get("pillow") or prop.anchors.get(BACK)
    return None if at is None else at[0]


def _head_across(stood: PlacedBody) -> float:
    """Return how far to the right of the hips the head of somebody is."""
    hips = stood.body.pose and stood.body.pose.joint("r_hip")
    return stood.body.head.centre[0] - (hips.x if hips else 0.5)


def _underfoot(prop: Prop, stood: PlacedBody, frame: Frame) -> Box:
    """Set what one stands on under the feet, what one climbs behind the body, on the ground."""
    size = prop.size * stood.scale
    if climbs(stood.body):
        # A mast is hugged from the side, or arms would hide the face; a ladder is behind.
        aside = _POLE * stood.scale * (-1 if stood.body.facing == "left" else 1)
        x = stood.x + (aside if is_pole(prop) else 0.0)
        return anchored(prop, "ground", size, (x, _floor(prop, stood)), frame, mirror=False)
    stands = prop.but(anchors={**prop.anchors, "stand": (prop.anchor("stand")[0], tread(prop))})
    return anchored(stands, "stand", size, (stood.x, stood.ground), frame, mirror=False)


def _floor(prop: Prop, stood: PlacedBody) -> float:
    """Return the y of the ground below somebody who is raised."""
    return stood.ground + standing_level(prop, stood.body) * stood.scale


def _hand(stood: PlacedBody, nth: int) -> tuple[Point, float]:
    """Return where a hand is, in panel heights, and to which side of the body it is.

    The higher hand comes first; a hand that is hidden holds beside the hip, a little in front.
    """
    pose = stood.body.pose
    seen = []
    for side in ("r", "l"):
        if pose is None:
            break
        wrist, elbow = pose.joint(f"{side}_wrist"), pose.joint(f"{side}_elbow")
        if wrist is not None and wrist.visible == 1:
            bend = (wrist.x - elbow.x, wrist.y - elbow.y) if elbow else (0.0, 0.0)
            seen.append((wrist.x + 0.22 * bend[0], wrist.y + 0.22 * bend[1]))
    if nth >= len(seen):
        reach = 0.2 * stood.body.height * (1 if nth % 2 == 0 else -1)
        level = 0.55 * stood.body.chin
        return (stood.x + reach * stood.scale, stood.y(level)), reach
    x, y = sorted(seen, key=lambda point: point[1])[nth]
    if stood.body.pose_word == "holding hands":  # The other hand is not free.
        x, y = min(seen, key=lambda point: abs(stood.body.across(point[0])))
    across = stood.body.across(x)
    return (stood.x + across * stood.scale, stood.y(stood.body.level(y))), across


def _chest(prop: Prop, stood: PlacedBody) -> Point:
    """Return the point before the chest at which both arms carry, in panel heights.

    What is large is carried so low that it hides no mouth.
    """
    tall = min(prop.height, _LONGEST)
    high = prop.anchor("carried")[1] * tall + (_BELOW if tall > _TALL else -0.05)
    level = min(0.72 * stood.body.chin, stood.body.chin - high)
    return stood.x, min(stood.y(level), _LOWEST)
