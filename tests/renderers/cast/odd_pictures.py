"""Pictures that posing cannot use, or not all of: each drawn around an ordinary stranger."""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.drawn_people import STYLES, Style, drawn

INK = "#1d1528"


def plain(style: Style = STYLES[0]) -> Image.Image:
    """Draw a stranger with nothing odd."""
    return drawn(style)[0]


def photograph() -> Image.Image:
    """Shade a figure softly and give it a texture, as light and a lens do."""
    picture = drawn(STYLES[1])[0]
    pixels = np.asarray(picture).astype(float)
    dice = np.random.default_rng(3)
    clouds = dice.normal(0, 1, (24, 16))
    soft = Image.fromarray(clouds.astype(np.float32)).resize(picture.size, Image.Resampling.BICUBIC)
    light = np.linspace(1.25, 0.6, picture.width)[None, :] + 0.16 * np.asarray(soft)
    pixels[..., :3] = np.clip(
        pixels[..., :3] * light[..., None] + dice.normal(0, 9, (*pixels.shape[:2], 1)), 0, 255
    )
    made = Image.fromarray(pixels.astype(np.uint8)).filter(ImageFilter.GaussianBlur(1))
    made.putalpha(picture.getchannel("A"))
    return made


def group() -> Image.Image:
    """Put two people side by side."""
    one, other = drawn(STYLES[0])[0], drawn(STYLES[3])[0]
    made = Image.new("RGBA", (one.width + other.width - 120, one.height))
    made.alpha_composite(one)
    made.alpha_composite(other, (one.width - 120, 0))
    return made


def bust() -> Image.Image:
    """Cut somebody off at the chest."""
    picture = drawn(STYLES[0])[0]
    return picture.crop((0, 0, picture.width, 440))


def to_the_knees() -> Image.Image:
    """Cut somebody off above the knees."""
    picture = drawn(STYLES[1])[0]
    return picture.crop((0, 0, picture.width, 620))


def four_legs() -> Image.Image:
    """Draw a beast from the side."""
    made = Image.new("RGBA", (900, 600))
    pen = ImageDraw.Draw(made)
    for grow, colour in ((7, INK), (0, "#b07840")):
        pen.ellipse((180 - grow, 180 - grow, 700 + grow, 400 + grow), fill=colour)
        pen.ellipse((640 - grow, 90 - grow, 840 + grow, 270 + grow), fill=colour)
        for x in (220, 310, 560, 640):
            pen.rectangle((x - grow, 340 - grow, x + 50 + grow, 560 + grow), fill=colour)
        pen.line((200, 230, 90, 120), fill=colour, width=26 + 2 * grow)
    pen.ellipse((770, 150, 790, 172), fill=INK)
    return made


def winged() -> Image.Image:
    """Give somebody wings."""
    picture = drawn(STYLES[0])[0]
    wide = Image.new("RGBA", (picture.width + 320, picture.height))
    pen = ImageDraw.Draw(wide)
    middle = wide.width / 2
    for sign in (-1, 1):
        wing = [(60, 330), (200, 190), (420, 150), (440, 320), (330, 470), (150, 560), (50, 480)]
        places = [(middle + sign * x, y) for x, y in wing]
        pen.polygon(places, fill="#f4f4ff", outline=INK, width=6)
    wide.alpha_composite(picture, (160, 0))
    return wide


def cloaked() -> Image.Image:
    """Hang a cloak around somebody."""
    picture = drawn(STYLES[1])[0]
    made = Image.new("RGBA", picture.size)
    pen = ImageDraw.Draw(made)
    middle = picture.width / 2
    places = [(-80, 250), (80, 250), (150, 420), (240, 850), (-240, 850), (-150, 420)]
    pen.polygon([(middle + x, y) for x, y in places], fill="#8a1c34", outline=INK, width=6)
    made.alpha_composite(picture)
    return made


def tailed() -> Image.Image:
    """Give somebody a thick tail."""
    picture = drawn(STYLES[1])[0]
    made = Image.new("RGBA", picture.size)
    pen = ImageDraw.Draw(made)
    middle = picture.width / 2
    pen.line(
        [(middle + 20, 560), (middle + 150, 690), (middle + 250, 640), (middle + 270, 520)],
        fill="#f0c23a",
        width=70,
        joint="curve",
    )
    made.alpha_composite(picture)
    return made


def with_umbrella() -> Image.Image:
    """Put a closed umbrella and a bag into somebody's right hand."""
    picture = drawn(STYLES[1])[0].copy()
    pen = ImageDraw.Draw(picture)
    middle = picture.width / 2
    pen.rectangle((middle - 220, 500, middle - 90, 660), fill="#2a6a4a", outline=INK, width=6)
    pen.line((middle - 150, 430, middle - 150, 510), fill=INK, width=10)
    return picture


def in_pockets() -> Image.Image:
    """Hide the hands in the trousers: the arms end in the hips."""
    picture, _ = drawn(STYLES[3]._replace(spread=-34, bend=60))
    pen = ImageDraw.Draw(picture)
    middle = picture.width / 2
    for sign in (-1, 1):
        x = middle + sign * 44
        pen.rounded_rectangle((x - 34, 500, x + 34, 600), 12, fill=STYLES[3].legs)
    return picture


ODD: dict[str, Callable[[], Image.Image]] = {
    "photograph": photograph,
    "group": group,
    "bust": bust,
    "to the knees": to_the_knees,
    "four legs": four_legs,
    "wings": winged,
    "cloak": cloaked,
    "tail": tailed,
    "prop": with_umbrella,
    "pockets": in_pockets,
}
