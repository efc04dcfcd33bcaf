"""Balloons as pictures: what each kind looks like, drawn with letters."""

from collections.abc import Sequence
from itertools import pairwise
from math import atan2, hypot

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from schemas.book import BalloonKind, Curve
from schemas.geometry import Box, Point
from schemas.story import BalloonShape
from storyboard.lettering import drawing, outlines
from storyboard.lettering.bodies import make_of, shapes
from storyboard.lettering.outlines import Oval
from storyboard.lettering.tails import Mouth, body_points, bubbles, lightning, tip, with_tail
from storyboard.lettering.text import styled

OVAL = Oval(40, 18, 2.5)


def flattened(curve: Curve, *, steps: int = 12) -> list[Point]:
    """The curve as a polygon."""
    points, (x0, y0) = [curve.start], curve.start
    for (x1, y1), (x2, y2), (x3, y3) in curve.segments:
        for step in range(1, steps + 1):
            t, u = step / steps, 1 - step / steps
            a, b, c, d = u**3, 3 * u * u * t, 3 * u * t * t, t**3
            points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
        x0, y0 = x3, y3
    return points


def bounds(curve: Curve) -> Box:
    """The box around a curve."""
    xs, ys = zip(*flattened(curve), strict=True)
    return Box(left=min(xs), top=min(ys), right=max(xs), bottom=max(ys))


def as_text(curves: Sequence[Curve], *, width: int = 40, height: int = 12) -> list[str]:
    """The curves' inside as rows of #, from (-60, -24) to (60, 48), three by six points each."""
    picture = Image.new("1", (width * 8, height * 8))
    for curve in curves:
        ImageDraw.Draw(picture).polygon(
            [((x + 60) * width * 8 / 120, (y + 24) * height * 8 / 72) for x, y in flattened(curve)],
            fill=1,
        )
    small = picture.convert("L").resize((width, height), Image.Resampling.BOX)
    pixels = list(small.get_flattened_data())
    return [
        "".join("#" if value > 127 else "." for value in pixels[start : start + width]).rstrip(".")
        for start in range(0, width * height, width)
    ]


def test_a_speech_balloon_is_an_oval_with_a_tail_to_the_mouth() -> None:
    body = with_tail(OVAL, outlines.round_points(OVAL, body_points(OVAL)), (18, 50), base=9)
    assert as_text([body]) == [
        "",
        "...........##################",
        "........########################",
        ".......##########################",
        ".......##########################",
        "........########################",
        "...........##################",
        ".....................###",
        "......................##",
        ".......................#",
        "........................#",
        "",
    ]


def test_a_thought_is_a_cloud_with_bubbles() -> None:
    grown = Oval(OVAL.a + 4, OVAL.b + 4, OVAL.n)
    curves = [outlines.cloud(OVAL, puff=4.5), *bubbles(grown, (18, 50), size=9)]
    assert as_text(curves) == [
        ".............###.######.###",
        ".........######################",
        "......############################",
        "......############################",
        "......############################",
        "......############################",
        ".........######################",
        ".............###.######.###",
        ".......................##",
        "......................###",
        "........................##",
        "",
    ]


@given(st.floats(2, 60))
def test_a_thought_s_bubbles_shrink_and_stay_one_trail_however_far_it_leads(far: float) -> None:
    trail = bubbles(OVAL, (0, OVAL.b + far * 9), size=9)
    boxes = [bounds(curve) for curve in trail]
    widths, middles = [box.width for box in boxes], [box.centre[1] for box in boxes]
    assert widths == sorted(widths, reverse=True)
    assert min(widths) > 0.4 * 9
    gaps = [two - one for one, two in pairwise([OVAL.b, *middles, OVAL.b + far * 9])]
    assert 0 < max(gaps) < 2.6 * 9


def test_a_radio_speaks_through_teeth_and_a_lightning_bolt() -> None:
    box = Oval(40, 18, 5)
    curve = lightning(box, outlines.zigzag(box, tooth=3), (18, 50), base=9)
    assert as_text([curve]) == [
        "",
        ".......##########################",
        "......############################",
        "......############################",
        "......############################",
        "......############################",
        ".......##########################",
        ".....................###",
        "......................###",
        "......................####",
        ".......................##",
        "",
    ]


def test_a_shout_has_spikes_and_one_of_them_is_the_tail() -> None:
    curve = outlines.burst(OVAL, spike=8, seed=3, aim=(18, 50))
    radii = [(x * x + y * y) ** 0.5 for x, y in flattened(curve)]
    peaks = [b for a, b, c in zip(radii, radii[1:], radii[2:], strict=False) if a < b > c]
    assert len(peaks) >= 12
    assert (18, 50) in [end for _, _, end in curve.segments]


@given(
    st.floats(12, 90),
    st.floats(8, 50),
    st.sampled_from([2.0, 2.5, 5.0, 9.0]),
    st.floats(-200, 200),
    st.floats(-200, 200),
)
@settings(max_examples=60, deadline=None)
def test_a_tail_starts_on_the_body_and_ends_at_its_aim(
    a: float, b: float, n: float, x: float, y: float
) -> None:
    oval = Oval(a, b, n)
    assume(hypot(x, y) > 1.2 * oval.radius(atan2(y, x)))
    body = with_tail(oval, outlines.round_points(oval, body_points(oval)), (x, y), base=9)
    points = flattened(body)
    assert min(hypot(px - x, py - y) for px, py in points) < 1e-6
    outside = [p for p in points if (abs(p[0]) / a) ** n + (abs(p[1]) / b) ** n > 1.35]
    # Whatever is outside the oval is the tail, and lies in the aim's direction.
    assert all(px * x + py * y > 0 for px, py in outside)


FACE = Box(left=90, top=90, right=130, bottom=140)
MOUTH = Mouth((110, 128), FACE)


@given(st.floats(0, 220), st.floats(0, 60))
@settings(deadline=None)
def test_a_tail_stops_short_of_the_face(x: float, y: float) -> None:
    end = tip((x, y), Oval(30, 15, 2.5), MOUTH, size=9)
    reached = hypot(end[0] - x, end[1] - y)
    assert reached <= hypot(110 - x, 128 - y)
    if hypot(x - 110, y - 90) > 60:
        inside = FACE.grown(-1)
        assert not (inside.left < end[0] < inside.right and inside.top < end[1] < inside.bottom)
    # It points at the mouth: the tip lies on the way there.
    assert abs((end[0] - x) * (128 - y) - (end[1] - y) * (110 - x)) < 1e-6 * (1 + reached**2) * 100


def test_a_voice_from_outside_has_its_tail_on_the_border() -> None:
    assert tip((50, 20), Oval(30, 15, 2.5), Mouth((0, 24), beyond=True), size=9) == (0, 24)


@pytest.mark.parametrize("kind", ["speech", "whisper", "shout", "thought", "radio", "off-panel"])
@pytest.mark.parametrize("voice", ["round", "square", "rough"])
@given(words=st.lists(st.text("abcdef", min_size=1, max_size=9), min_size=1, max_size=14))
@settings(max_examples=8, deadline=None)
def test_every_body_holds_its_words(
    kind: BalloonKind, voice: BalloonShape, words: list[str]
) -> None:
    text = styled(" ".join(words))
    for shape in shapes([text], make_of(kind, voice), size=9, width=200, language="en"):
        lettering = drawing.balloon(
            shape,
            (100, 100),
            kind=kind,
            voice=voice,
            mouth=Mouth((100, 250)),
            speaker="Ada",
            line_width=1,
        )
        inside = Path([flattened(curve) for curve in lettering.outlines[:1]])
        for line in lettering.lines:
            for x in (line.x, line.x + line.width):
                for y in (line.baseline - 5, line.baseline):
                    assert inside.holds((x, y)), (line.text, x, y)


class Path:
    """Polygons that can be asked what they hold, by the even-odd rule."""

    def __init__(self, polygons: Sequence[Sequence[Point]]) -> None:
        self.polygons = polygons

    def holds(self, at: Point) -> bool:
        crossings = 0
        for polygon in self.polygons:
            for (x1, y1), (x2, y2) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
                if (y1 > at[1]) != (y2 > at[1]):
                    crossings += at[0] < x1 + (at[1] - y1) / (y2 - y1) * (x2 - x1)
        return crossings % 2 == 1
