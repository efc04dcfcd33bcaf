"""Beds are as long as who lies in them, and a blanket is over whoever does."""

from collections.abc import Iterator, Sequence

from renderers.props.library import Prop, prop_of
from schemas.geometry import Box
from storyboard.planning.staging.arms import joints_of
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.holding import at_body
from storyboard.planning.staging.prop_segments import Set
from storyboard.planning.staging.resting import LYING
from storyboard.planning.staging.stage import Frame, PlacedBody

PILLOW = "pillow"
"""The anchor of a bed at which the head lies."""
_FROM, _THICK = 0.3, 0.6
"""Where a blanket begins, from neck to hips, and how high it is about the hips, in that length."""
_SUNK = 0.42
"""How much of its height lies below the middle of the body."""


def spreads(row: Sequence[PlacedBody], props: Sequence[Asked], frame: Frame) -> Iterator[Set]:
    """Yield the blanket over everybody who lies in a bed."""
    for asked in props:
        bed = asked.way == "seat" and PILLOW in asked.prop.anchors
        lying = (each for each in row if each.body.id == asked.of) if bed else ()
        for stood in lying:
            if stood.body.pose_word in LYING and stood.body.kind == "person":
                yield from _spread(asked.prop, stood, frame)


def _spread(bed: Prop, stood: PlacedBody, frame: Frame) -> Iterator[Set]:
    joints = joints_of(stood, frame.aspect)
    if not joints.keys() >= {"neck", "r_hip", "l_hip"}:
        return
    neck, hip = joints["neck"], (joints["r_hip"] + joints["l_hip"]) / 2
    length = abs(float(hip[0] - neck[0]))
    frame_box, _ = at_body(bed, "seat", stood, frame)
    to_left = hip[0] < neck[0]
    start = float(neck[0] + _FROM * (hip[0] - neck[0])) / frame.aspect
    end = frame_box.left if to_left else frame_box.right
    end += (0.035 if to_left else -0.035) * frame_box.width
    tall = _THICK * length * 2
    bottom = float(hip[1]) + _SUNK * tall
    box = Box(left=min(start, end), top=bottom - tall, right=max(start, end), bottom=bottom)
    if box.width > 0:
        names = (stood.body.id,)
        yield Set(prop_of("bedspread"), "air", box, mirror=to_left, owners=names, sign=True)
