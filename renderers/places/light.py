"""Hours of the day as palettes: what colour the sky is and what it does to everything else."""

from typing import NamedTuple

from renderers.places.colour import RGB, mix, rgb, tinted

Tint = tuple[float, float, float]


class Glow(NamedTuple):
    """Where a light shines on a board, in its pixels."""

    x: float
    y: float
    radius: float
    colour: RGB
    sky: bool = False
    """Whether it is the sun or the moon, which shine on everything alike."""


class Light(NamedTuple):
    """One hour in one weather."""

    name: str
    sky: tuple[RGB, ...]
    """Bands from the zenith to the horizon."""
    tint: Tint = (1.0, 1.0, 1.0)
    """Multiplies every colour in the open."""
    indoors: Tint = (1.0, 1.0, 1.0)
    """Multiplies every colour in a room."""
    lamps: bool = False
    """Whether lamps and windows shine."""
    stars: bool = False
    body: str | None = None
    """`sun`, `low sun`, `moon` or nothing to be seen in the sky."""
    haze: float = 0.6
    """How much the horizon's colour swallows what is far."""
    cloud: RGB = (255, 255, 255)


def _sky(*bands: str) -> tuple[RGB, ...]:
    return tuple(rgb(band) for band in bands)


HOURS = {
    "dawn": Light(
        "dawn",
        _sky("#8f9fd6", "#c3b0d8", "#f0c2c4", "#ffdcb8"),
        (0.94, 0.87, 0.92),
        (0.97, 0.93, 0.95),
        body="low sun",
        cloud=rgb("#ffe9e4"),
    ),
    "morning": Light(
        "morning",
        _sky("#9bd3ee", "#bfe3f0", "#e3f0e6", "#fbf0d2"),
        (1.0, 0.985, 0.94),
        (1.0, 0.99, 0.96),
        body="sun",
    ),
    "day": Light("day", _sky("#86cdf2", "#a3daf6", "#c4e8f8", "#dff3fa"), body="sun"),
    "afternoon": Light(
        "afternoon",
        _sky("#8ac9e8", "#acd8ea", "#d5e5dc", "#f8e6bd"),
        (1.0, 0.965, 0.88),
        (1.0, 0.98, 0.92),
        body="sun",
        cloud=rgb("#fff8ea"),
    ),
    "sunset": Light(
        "sunset",
        _sky("#8a6fae", "#d37f9d", "#f5a07c", "#ffcb82"),
        (1.0, 0.82, 0.74),
        (1.0, 0.92, 0.84),
        body="low sun",
        cloud=rgb("#ffd9c2"),
        haze=0.65,
    ),
    "dusk": Light(
        "dusk",
        _sky("#5a5c9c", "#8570ad", "#c487ab", "#f2ae98"),
        (0.78, 0.71, 0.84),
        (0.95, 0.87, 0.84),
        lamps=True,
        cloud=rgb("#d9a9c4"),
    ),
    "evening": Light(
        "evening",
        _sky("#3c4a86", "#56639f", "#7f7fb4", "#ab94bd"),
        (0.62, 0.63, 0.83),
        (0.95, 0.87, 0.80),
        lamps=True,
        stars=True,
        cloud=rgb("#7c80b4"),
    ),
    "night": Light(
        "night",
        _sky("#1f2a5c", "#28366f", "#354684", "#47599a"),
        (0.47, 0.53, 0.78),
        (0.83, 0.78, 0.80),
        lamps=True,
        stars=True,
        body="moon",
        cloud=rgb("#44548f"),
    ),
    "lamplight": Light(
        "lamplight",
        _sky("#2b3468", "#39437c", "#4d568f", "#686c9f"),
        (0.52, 0.55, 0.78),
        (1.0, 0.90, 0.74),
        lamps=True,
        stars=True,
        cloud=rgb("#4d568f"),
    ),
}
"""Every hour in fair weather."""


class Sky(NamedTuple):
    """What a weather does to the light."""

    grey: RGB
    share: float
    """How much of the sky turns grey."""
    tint: Tint
    haze: float
    clouds: float = 1.0
    """How many clouds, against fair weather's one."""


WEATHER_SKIES = {
    "sunny": Sky((255, 255, 255), 0.0, (1.0, 1.0, 1.0), 0.0, 0.5),
    "cloudy": Sky((196, 208, 218), 0.55, (0.97, 0.98, 1.0), 0.05, 2.0),
    "rain": Sky((150, 168, 186), 0.68, (0.86, 0.91, 0.97), 0.1, 2.0),
    "storm": Sky((92, 102, 126), 0.75, (0.72, 0.77, 0.86), 0.1, 2.5),
    "snow": Sky((216, 224, 234), 0.65, (0.96, 0.98, 1.0), 0.12, 1.0),
    "fog": Sky((222, 226, 228), 0.75, (0.97, 0.98, 0.99), 0.32, 0.0),
    "confetti": Sky((255, 255, 255), 0.0, (1.0, 1.0, 1.0), 0.0),
    "wind": Sky((206, 220, 228), 0.25, (0.99, 1.0, 1.0), 0.0, 1.6),
}


def light_of(hour: str, weather: str | None) -> Light:
    """Return an hour's palette as a weather changes it."""
    light = HOURS[hour]
    if weather is None:
        return light
    sky = WEATHER_SKIES[weather]
    # At night a cloud is dark: the grey takes the brightness of the sky it covers.
    grey = tinted(sky.grey, light.tint)
    red, green, blue = (a * b for a, b in zip(light.tint, sky.tint, strict=True))
    covered = sky.share > 0.5
    return light._replace(
        sky=tuple(mix(band, grey, sky.share) for band in light.sky),
        tint=(red, green, blue),
        body=None if covered else light.body,
        stars=light.stars and not covered,
        haze=min(1.0, light.haze + sky.haze),
        cloud=mix(light.cloud, grey, sky.share * 0.8),
    )
