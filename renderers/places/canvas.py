"""A drawing board in world units: y 0 to 1 is a panel's height, x 0 its middle.

Everything is a flat fill with an ink line of constant width. What is far is drawn with thinner
lines in its own colour and swallowed by haze, so that figures in black ink stand out.
"""

from collections.abc import Sequence
from typing import NamedTuple, Self

from PIL import Image, ImageDraw

from renderers.places.colour import RGB, mix, rgb, tinted
from renderers.places.curves import smooth
from renderers.places.light import Glow, Light
from renderers.places.viewing import Rise
from schemas.geometry import Point, Size

INK: RGB = (30, 28, 40)
LINE = 0.0042
"""Width of the ink line as a fraction of the panel's shorter side."""


class Viewport(NamedTuple):
    """The part of the world that the panel shows."""

    x: float
    y: float
    height: float
    """The centre, and the extent along y."""


class Canvas(NamedTuple):
    """A board with an origin and a scale of its own; `at` and `away` give related boards."""

    image: Image.Image
    draw: ImageDraw.ImageDraw
    glaze: ImageDraw.ImageDraw
    """Draws through: its colours have an alpha."""
    light: Light
    tint: tuple[float, float, float]
    line: float
    """The ink line in device pixels."""
    ox: float
    oy: float
    kx: float
    ky: float
    glows: list[Glow]
    """What shines nearby; it grows as lamps and fires are drawn."""
    far: float = 0.0
    rise: Rise | None = None
    """How a camera above or below eye level moves what is on this board; None moves nothing."""

    @classmethod
    def over(cls, size: Size, view: Viewport, light: Light, *, inside: bool, samples: int) -> Self:
        """Start a blank board of `size` times `samples` pixels showing `view`."""
        image = Image.new("RGB", (size.width * samples, size.height * samples))
        k = size.height * samples / view.height
        short = min(size.width, size.height) * samples
        line = max(samples * 1.0, short * LINE * view.height**-0.3)
        return cls(
            image,
            ImageDraw.Draw(image),
            ImageDraw.Draw(image, "RGBA"),
            light,
            light.indoors if inside else light.tint,
            line,
            size.width * samples / 2 - view.x * k,
            size.height * samples / 2 - view.y * k,
            k,
            k,
            [],
        )

    @property
    def left(self) -> float:
        """The x where the picture begins, in this board's units."""
        return min(-self.ox / self.kx, (self.image.width - self.ox) / self.kx)

    @property
    def right(self) -> float:
        """The x where the picture ends."""
        return max(-self.ox / self.kx, (self.image.width - self.ox) / self.kx)

    @property
    def top(self) -> float:
        """The y where the picture begins."""
        return self._level(-self.oy / self.ky)

    @property
    def bottom(self) -> float:
        """The y where the picture ends."""
        return self._level((self.image.height - self.oy) / self.ky)

    def _level(self, y: float) -> float:
        return self.rise.back(y) if self.rise else y

    @property
    def bands(self) -> tuple[tuple[float, float], ...]:
        """The levels between which everything is stretched alike, from top to bottom."""
        if self.rise is None or not self.top < self.rise.edge < self.bottom:
            return ((self.top, self.bottom),)
        return (self.top, self.rise.edge), (self.rise.edge, self.bottom)

    def at(self, x: float, y: float, scale: float = 1.0, *, flip: bool = False) -> Self:
        """Return the board with its origin at a point, in units `scale` times as large."""
        side = -scale if flip else scale
        rise = self.rise
        return self._replace(
            ox=self.ox + x * self.kx,
            oy=self.oy + (rise.y(y) if rise else y) * self.ky,
            kx=self.kx * side,
            ky=self.ky * scale * (rise.upright if rise else 1.0),
            rise=None,
        )

    def away(self, far: float) -> Self:
        """Return the board as seen from further off: 0 here, 1 lost in the haze."""
        return self._replace(far=far)

    def shining(self) -> Self:
        """Return the board for what shines by itself, whatever the hour."""
        return self._replace(tint=(1.0, 1.0, 1.0))

    def tone(self, fill: str) -> RGB:
        """Return a colour under the hour's light, at this distance."""
        return self.hazed(tinted(rgb(fill), self.tint))

    def hazed(self, colour: RGB) -> RGB:
        """Return a colour as the air between changes it."""
        return mix(colour, self.light.sky[-1], self.far * self.light.haze) if self.far else colour

    def ink(self, colour: RGB) -> RGB:
        """Return the ink for a shape of this colour: black nearby, a shade of itself far off."""
        return mix(mix(colour, INK, 0.92), mix(colour, INK, 0.36), min(1.0, self.far * 1.7))

    def pen(self, weight: float) -> float:
        """Return a line's width in pixels."""
        return weight * self.line * (1 - 0.35 * min(1.0, self.far * 1.5))

    def pixels(self, points: Sequence[Point]) -> list[Point]:
        """Map points to the picture."""
        ox, oy, kx, ky, rise = self.ox, self.oy, self.kx, self.ky, self.rise
        if rise is not None:
            return [(ox + x * kx, oy + rise.y(y) * ky) for x, y in points]
        return [(ox + x * kx, oy + y * ky) for x, y in points]

    def poly(self, points: Sequence[Point], fill: str | None, ink: float = 1.0) -> None:
        """Draw a closed polygon."""
        outline = self.pixels(points)
        tone = self.tone(fill) if fill else self.hazed(INK)
        if fill:
            self.draw.polygon(outline, fill=tone)
        if ink:
            closed = [*outline, outline[0], outline[1]]
            self.draw.line(closed, self.ink(tone), max(1, round(self.pen(ink))), joint="curve")

    def curve(self, points: Sequence[Point], fill: str | None, ink: float = 1.0) -> None:
        """Draw a smooth closed shape through some points."""
        self.poly(smooth(points, closed=True), fill, ink)

    def path(
        self,
        points: Sequence[Point],
        *,
        width: float = 1.0,
        colour: str | None = None,
        bent: bool = False,
        thick: float | None = None,
    ) -> None:
        """Draw an open line; `width` counts ink lines, `thick` is in units instead."""
        line = self.pixels(smooth(points, closed=False) if bent else points)
        tone = self.tone(colour) if colour else self.hazed(self.ink(tinted(INK, self.tint)))
        pen = abs(thick * self.kx) if thick else self.pen(width)
        self.draw.line(line, tone, max(1, round(pen)), joint="curve")

    def pipe(self, points: Sequence[Point], thick: float, fill: str, *, bent: bool = False) -> None:
        """Draw a tube: a thick line with ink on both sides."""
        line = self.pixels(smooth(points, closed=False) if bent else points)
        tone, body, pen = self.tone(fill), abs(thick * self.kx), self.pen(1.0)
        self.draw.line(line, self.ink(tone), max(1, round(body + 2 * pen)), joint="curve")
        self.draw.line(line, tone, max(1, round(body)), joint="curve")

    def rect(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        fill: str,
        ink: float = 1.0,
        *,
        round_: float = 0.0,
    ) -> None:
        """Draw an upright rectangle, its corners rounded by `round_` units."""
        (x0, y0), (x1, y1) = self.pixels(((left, top), (right, bottom)))
        if x0 > x1:
            x0, x1 = x1, x0
        if x1 < 0 or y1 < 0 or x0 > self.image.width or y0 > self.image.height:
            return
        tone, half = self.tone(fill), self.pen(ink) / 2
        corner = abs(round_ * self.kx)
        if ink:
            box = (x0 - half, y0 - half, x1 + half, y1 + half)
            self._box(box, self.ink(tone), corner + half if corner else 0)
        if x1 - x0 > 2 * half and y1 - y0 > 2 * half:
            self._box((x0 + half, y0 + half, x1 - half, y1 - half), tone, max(0, corner - half))

    def _box(self, box: tuple[float, float, float, float], tone: RGB, corner: float) -> None:
        if corner >= 1:
            self.draw.rounded_rectangle(box, corner, fill=tone)
        else:
            # Pillow's rectangle includes its far edge; a box that ends at 10.0 must not.
            x0, y0, x1, y1 = box
            self.draw.rectangle((x0, y0, max(x0, x1 - 1), max(y0, y1 - 1)), fill=tone)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str, ink: float = 1.0) -> None:
        """Draw an ellipse."""
        ((px, py),) = self.pixels(((x, y),))
        tone, half = self.tone(fill), self.pen(ink) / 2
        ax, ay = abs(rx * self.kx), ry * self.ky * self._slope(y)
        if ink:
            self.draw.ellipse(
                (px - ax - half, py - ay - half, px + ax + half, py + ay + half),
                fill=self.ink(tone),
            )
        if ax > half and ay > half:
            self.draw.ellipse(
                (px - ax + half, py - ay + half, px + ax - half, py + ay - half), fill=tone
            )

    def _slope(self, y: float) -> float:
        """Return how much what lies on the ground at a level is stretched."""
        lies = self.rise is not None and y > self.rise.edge
        return self.rise.ground if lies and self.rise else 1.0

    def puff(
        self,
        discs: Sequence[tuple[float, float, float]],
        fill: str,
        ink: float = 1.0,
        *,
        shade: str | None = None,
    ) -> None:
        """Draw the union of some discs (x, y, radius) with one outline; `shade` at lower right."""
        tone, half = self.tone(fill), self.pen(ink) / 2
        under = self.tone(shade) if shade else tone
        if ink:
            for x, y, r in discs:
                self._disc(x, y, r, half, self.ink(tone))
        for x, y, r in discs:
            self._disc(x, y, r, -half, under)
        for x, y, r in discs if shade else ():
            # Each lobe shrinks towards the upper left; what it leaves is the shade.
            self._disc(x - 0.1 * r, y - 0.13 * r, r * 0.86, -half, tone)

    def _disc(self, x: float, y: float, r: float, grow: float, tone: RGB) -> None:
        ((px, py),) = self.pixels(((x, y),))
        pr = r * self.ky + grow
        if pr > 0:
            self.draw.ellipse((px - pr, py - pr, px + pr, py + pr), fill=tone)

    def veil(self, points: Sequence[Point], colour: str, alpha: float) -> None:
        """Lay a transparent flat colour over a polygon."""
        self.glaze.polygon(self.pixels(points), fill=(*rgb(colour), round(255 * alpha)))

    def shadow(self, spread: float) -> None:
        """Lay a flat shadow on the ground at the origin, `spread` units to either side."""
        rx, ry = abs(spread * self.kx), spread * 0.14 * self.ky + 0.008 * self.ky
        box = (self.ox - rx, self.oy - ry, self.ox + rx, self.oy + ry)
        self.glaze.ellipse(box, fill=(24, 20, 58, round(42 * (1 - 0.7 * self.far))))

    def glow(
        self,
        x: float,
        y: float,
        radius: float,
        colour: str,
        alpha: float = 0.16,
        *,
        sky: bool = False,
    ) -> None:
        """Let a light shine softly: discs of twice `alpha` where all lie on each other.

        `sky` tells that it is the sun or the moon.
        """
        ((px, py),) = self.pixels(((x, y),))
        if not self.far:
            self.glows.append(Glow(px, py, radius * self.ky, rgb(colour), sky))
        discs = 10
        for disc in range(discs):
            r = radius * (1 - 0.85 * disc / discs) * self.ky
            box = (px - r, py - r, px + r, py + r)
            self.glaze.ellipse(box, fill=(*rgb(colour), round(255 * alpha * 2 / discs)))
