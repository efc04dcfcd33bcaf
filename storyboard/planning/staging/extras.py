"""Strangers take their places: a thief, a waiter, a crowd, where the people leave room."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from renderers.cast.strangers import stranger
from schemas.directions import PropRole
from schemas.geometry import Box
from schemas.plan import Figure, Segment
from schemas.story import Character
from storyboard.planning.casting.bodies import Body
from storyboard.planning.casting.roles import chooser
from storyboard.planning.staging.ground import Ground, free_places
from storyboard.planning.staging.rounding import rounded, rounded_box
from storyboard.planning.staging.stage import Frame, PlacedBody, placed_box

SUBJECT = "extra:"
"""What the subject of a stranger's segment begins with."""
MOST = 4
"""So many strangers stand for all that one noun names."""
_MANY = frozenset({"audience", "crowd", "family", "guest", "passenger", "people", "spectator"})
"""Nouns for several people, also where no number is said."""
_ANYBODY = frozenset({"colleague", "folk", "folks", "friend", "people", "person"})
"""Nouns that name nobody in particular, and so may mean those who are there."""
_ELBOW = 0.5
"""How much room a stranger wants, in adults."""


def with_extras(
    segments: Sequence[Segment], row: Sequence[PlacedBody], extras: Sequence[PropRole], frame: Frame
) -> tuple[Segment, ...]:
    """Return the segments with those of strangers behind the people.

    Args:
        segments: back to front.
        row: the people as staged.
    """
    extras = [role for role in extras if not mean_those_there(role.noun, role.count, len(row))]
    if not extras:
        return tuple(segments)
    people = [index for index, each in enumerate(segments) if each.way in (None, "before")]
    first = people[0] if people else len(segments)
    taken = [each.region.bounds for each in segments if each.way not in ("background", "window")]
    strangers = tuple(_strangers(row, extras, taken, frame))
    return (*segments[:first], *strangers, *segments[first:])


def mean_those_there(noun: str, count: int, staged: int) -> bool:
    """Tell whether *four tired people* are the four who are staged, and no strangers."""
    last = noun.split()[-1]
    return 1 < count <= staged and (last in _ANYBODY or last.removesuffix("s") in _ANYBODY)


def _strangers(
    row: Sequence[PlacedBody], extras: Sequence[PropRole], taken: list[Box], frame: Frame
) -> Iterator[Segment]:
    scales = sorted(each.scale for each in row) or [frame.kind.stature or 1.1]
    scale, ground = scales[len(scales) // 2], Ground.under(row, frame)
    middle = sum(each.x for each in row) / len(row) if row else frame.aspect / 2
    for role in extras:
        count = min(MOST, max(role.count, 3 if role.noun.split()[-1] in _MANY else 1))
        places = free_places(taken, _ELBOW * scale, count, frame, near=role.of, ground=ground)
        for nth, x in enumerate(places):
            body = _body(role, nth, "right" if x < middle else "left")
            feet = ground.y
            if not frame.kind.whole:  # Heads keep below the words, as everybody's do.
                feet = max(feet, 0.8 * frame.room + 0.04 + body.head_top * scale)
            segment = _segment(PlacedBody(body, x, feet, scale), role.noun, nth, frame)
            taken.append(segment.region.bounds)
            yield segment


def _body(role: PropRole, nth: int, facing: str) -> Body:
    """Return a stranger as drawn, doing what is said of it, turned to the people."""
    card = stranger(role.noun, nth=nth)
    who = Character(
        id=card.id, name=card.name, token=card.token, class_noun=card.class_noun, look=card.look
    )
    choose = chooser({who.id: card}, {who.id: who}, root=Path())
    return choose(who.id, role.pose, role.mood, "left" if facing == "left" else "right", 1.0, "")


def _segment(stood: PlacedBody, noun: str, nth: int, frame: Frame) -> Segment:
    box, body = stood.box(frame.aspect), stood.body
    head = placed_box(body.head, box)
    return Segment(
        subject=f"{SUBJECT}{noun}" + (f" {nth + 1}" if nth else ""),
        token=noun,
        prompt=f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}",
        way="ground",
        region=rounded(body.outline.placed(box)),
        facing=body.facing,
        pose=body.pose.placed(box) if body.pose else None,
        pose_word=body.pose_word,
        mood=body.mood,
        posture=body.posture,
        figure=Figure(layers=body.layers, placement=rounded_box(box), mirror=body.mirror),
        face=rounded_box(head),
    )
