"""Flat colours: parsing, mixing, lightening."""

from functools import lru_cache

RGB = tuple[int, int, int]

WHITE: RGB = (255, 255, 255)
BLACK: RGB = (0, 0, 0)


@lru_cache(maxsize=1024)
def rgb(colour: str) -> RGB:
    """Parse `#rrggbb`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: RGB, second: RGB, share: float) -> RGB:
    """Return the first colour with `share` of the second in it."""
    keep = 1 - share
    return (
        round(first[0] * keep + second[0] * share),
        round(first[1] * keep + second[1] * share),
        round(first[2] * keep + second[2] * share),
    )


def tinted(colour: RGB, tint: tuple[float, float, float]) -> RGB:
    """Return a colour as it looks under a coloured light."""
    red, green, blue = colour
    return (
        min(255, round(red * tint[0])),
        min(255, round(green * tint[1])),
        min(255, round(blue * tint[2])),
    )


def darker(colour: str, share: float = 0.15) -> str:
    """Return the colour's shade."""
    return "#" + bytes(mix(rgb(colour), (20, 16, 48), share)).hex()


def lighter(colour: str, share: float = 0.25) -> str:
    """Return the colour's highlight."""
    return "#" + bytes(mix(rgb(colour), WHITE, share)).hex()
