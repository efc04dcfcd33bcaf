"""Weather in front of everything, and behind figures: rain, snow, fog, leaves in the wind."""

import math

from PIL import Image, ImageDraw

from renderers.places.dice import Dice
from schemas.geometry import Size

_SAMPLES = 2
FALLS = ("rain", "storm", "snow")
"""Weather that falls from above."""
_FAR, _PALE = 0.6, 0.6
"""How large and how strong what falls behind figures is, against what falls before them."""
_PAPERS = ("#e0573f", "#f2c744", "#4f9fd0", "#5fb56a", "#e58ab4", "#8f6fd0")


def veil(
    weather: str | None, size: Size, dice: Dice, *, behind: bool = False
) -> Image.Image | None:
    """Return a transparent picture of what falls or drifts, or None where nothing does.

    `behind` figures only what falls is seen: farther away, so that it is smaller and paler.
    """
    if behind and weather not in FALLS:
        return None
    painter = {"rain": _rain, "storm": _storm, "snow": _snow, "fog": _fog, "wind": _wind}.get(
        weather or ""
    )
    if painter is None:
        return None
    # Colour is constant under a varying alpha, so that reducing cannot darken the edges.
    width, height = size.width * _SAMPLES, size.height * _SAMPLES
    colour, alpha = painter(width, height, dice, _FAR if behind else 1.0)
    if behind:
        alpha = alpha.point([round(_PALE * level) for level in range(256)])
    picture = Image.new("RGBA", (size.width, size.height), (*colour, 0))
    picture.putalpha(alpha.reduce(_SAMPLES))
    return picture


def confetti(size: Size, dice: Dice) -> Image.Image:
    """Return a transparent picture of falling scraps of paper, more of them above than below."""
    width, height = size.width * _SAMPLES, size.height * _SAMPLES
    picture = Image.new("RGBA", (width, height))
    draw = ImageDraw.Draw(picture)
    unit = min(width, height)
    for index in range(round(60 * width * height / unit**2)):
        x = dice.roll("x", index) * width
        y = dice.roll("y", index) ** 1.4 * height
        long, turn = unit * dice.between(0.009, 0.019, "long", index), dice.roll("turn", index)
        across, down = long * math.cos(math.tau * turn), long * math.sin(math.tau * turn)
        scrap = [
            (x - across, y - down),
            (x + 0.5 * down, y - 0.5 * across),
            (x + across, y + down),
            (x - 0.5 * down, y + 0.5 * across),
        ]
        draw.polygon(scrap, fill=dice.pick(_PAPERS, "paper", index))
    return picture.reduce(_SAMPLES)


Painted = tuple[tuple[int, int, int], Image.Image]


def _streaks(
    width: int, height: int, dice: Dice, count: float, lean: float, scale: float
) -> Image.Image:
    alpha = Image.new("L", (width, height))
    draw = ImageDraw.Draw(alpha)
    unit = min(width, height) * scale
    pen = max(2, round(unit * 0.0036))
    for index in range(round(count * scale * width * height / unit**2)):
        x = dice.between(-0.1, 1.15, "x", index) * width
        y = dice.between(-0.1, 1.0, "y", index) * height
        long = unit * dice.between(0.035, 0.085, "long", index)
        draw.line((x, y, x - long * lean, y + long), fill=150, width=pen)
    return alpha


def _rain(width: int, height: int, dice: Dice, scale: float) -> Painted:
    return (232, 242, 252), _streaks(width, height, dice, 75, 0.3, scale)


def _storm(width: int, height: int, dice: Dice, scale: float) -> Painted:
    return (226, 234, 248), _streaks(width, height, dice, 120, 0.55, scale)


def _snow(width: int, height: int, dice: Dice, scale: float) -> Painted:
    alpha = Image.new("L", (width, height))
    draw = ImageDraw.Draw(alpha)
    unit = min(width, height) * scale
    for index in range(round(70 * scale * width * height / unit**2)):
        x, y = dice.roll("x", index) * width, dice.roll("y", index) * height
        r = unit * dice.between(0.003, 0.0085, "r", index)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=235)
    return (255, 255, 255), alpha


def _fog(width: int, height: int, dice: Dice, scale: float) -> Painted:
    alpha = Image.new("L", (width, height), 26)
    draw = ImageDraw.Draw(alpha)
    for index in range(7):
        y = height * (0.3 + 0.1 * index + dice.between(-0.03, 0.03, "y", index))
        x = width * dice.between(-0.4, 0.6, "x", index)
        long, thick = width * dice.between(0.5, 0.9, "long", index), height * 0.045
        draw.rounded_rectangle((x, y, x + long, y + thick), thick / 2, fill=84)
    return (240, 243, 244), alpha


def _wind(width: int, height: int, dice: Dice, scale: float) -> Painted:
    alpha = Image.new("L", (width, height))
    draw = ImageDraw.Draw(alpha)
    unit = min(width, height)
    pen = max(2, round(unit * 0.005))
    for index in range(round(6 * width / unit)):
        x = dice.between(0.0, 0.8, "x", index) * width
        y = dice.between(0.06, 0.62, "y", index) * height
        long, r = unit * dice.between(0.18, 0.34, "long", index), unit * 0.022
        draw.line((x, y, x + long, y), fill=190, width=pen)
        draw.arc((x + long - r, y - 2 * r, x + long + r, y), -120, 90, fill=190, width=pen)
    return (255, 255, 255), alpha
