"""A setting in words as a drawn backdrop: flat colours, clean ink, always the same place.

What a place looks like is decided by its words alone, so that a park is the same park in every
panel, by day and at night; the caller's seed only shifts the camera a little and moves the clouds.
"""

from functools import lru_cache

from PIL import Image

from renderers.places.canvas import Canvas, Viewport
from renderers.places.data import data_places
from renderers.places.dice import Dice
from renderers.places.drawn_places import has_front, known_as, paint_front
from renderers.places.light import light_of
from renderers.places.lighting import SHARE, Lamp, Lighting
from renderers.places.nature import puddles
from renderers.places.recipes import RECIPES
from renderers.places.stage import Stage
from renderers.places.viewing import Rise, leaning, seen_from
from renderers.places.weather import FALLS, confetti, veil
from renderers.places.wordings import LIGHTS, PLACES, WEATHERS
from renderers.places.words import PlaceWords, understand
from schemas.angles import angle_of
from schemas.geometry import Box, Size
from schemas.story import Setting

__all__ = [
    "LIGHTS",
    "PLACES",
    "WEATHERS",
    "backdrop",
    "falls",
    "lighting_of",
    "understand",
    "weather_behind",
    "weather_overlay",
]

_DRY = frozenset(RECIPES) - {"beach", "desert", "moon", "plain", "ship", "snow"}
"""Places where rain leaves puddles."""

_TINY = 32
"""Pixels along the height of a place of which only the lamps are of interest."""

_STANDING = 0.85
"""The y about which wider views grow, so that feet keep their ground."""


def backdrop(
    setting: Setting,
    size: Size,
    *,
    seed: int,
    zoom: float = 1.0,
    focus: tuple[float, float] = (0.5, 0.5),
    overlay: bool = True,
    angle: str = "eye",
    without: frozenset[str] = frozenset(),
) -> Image.Image:
    """Draw a setting; RGB.

    Figures whose feet are between y = 0.80 and 0.98 stand on its ground. `zoom` above 1 frames a
    closer shot of the same place around `focus`, a point of the unzoomed panel's unit square;
    below 1 it shows more of it. `angle`, one of `schemas.angles`, is from where the camera looks.
    `overlay` tells whether rain, snow or fog fall in front. `without` names things that the place
    would show and that are set before it instead.
    """
    words = _without(understand(setting), without)
    picture = _drawn(words, size, seed, round(zoom, 4), _rounded(focus), angle)
    weather = weather_overlay(setting, size, seed=seed) if overlay else None
    if weather is None:
        return picture.copy()
    return Image.alpha_composite(picture.convert("RGBA"), weather).convert("RGB")


def foreground(
    setting: Setting,
    size: Size,
    *,
    seed: int,
    zoom: float = 1.0,
    focus: tuple[float, float] = (0.5, 0.5),
    angle: str = "eye",
    without: frozenset[str] = frozenset(),
) -> Image.Image | None:
    """Return where `backdrop` draws what is before everything far: white on black; mostly None."""
    words = _without(understand(setting), without)
    place = data_places().get(words.place)
    if place is None or not has_front(place):
        return None
    drawn = _drawn(words, size, seed, round(zoom, 4), _rounded(focus), angle, front=True)
    return drawn.convert("L")


def weather_overlay(setting: Setting, size: Size, *, seed: int) -> Image.Image | None:
    """Return what falls or drifts in front of figures; RGBA. None in fair weather or a room.

    Confetti falls in rooms as well.
    """
    words = understand(setting)
    if words.weather == "confetti":
        return confetti(size, Dice(f"weather {seed}"))
    return None if _is_still(words) else veil(words.weather, size, Dice(f"weather {seed}"))


def weather_behind(setting: Setting, size: Size, *, seed: int) -> Image.Image | None:
    """Return what falls behind figures, smaller and paler; RGBA. None where nothing falls."""
    words = understand(setting)
    if _is_still(words):
        return None
    return veil(words.weather, size, Dice(f"weather behind {seed}"), behind=True)


def falls(setting: Setting) -> bool:
    """Tell whether what a setting's weather shows in front of figures falls on them from above."""
    return understand(setting).weather in (*FALLS, "confetti")


def lighting_of(
    setting: Setting,
    aspect: float,
    *,
    seed: int,
    zoom: float = 1.0,
    focus: tuple[float, float] = (0.5, 0.5),
    angle: str = "eye",
    without: frozenset[str] = frozenset(),
    share: float = SHARE,
) -> Lighting:
    """Return the light of a setting, as `backdrop` draws it: its hour's, its lamps' and fires'.

    `share` is how much of the hour's falls on figures.
    """
    words = _without(understand(setting), without)
    light = light_of(words.hour, words.weather)
    lamps = _lamps(words, aspect, seed, round(zoom, 4), _rounded(focus), angle)
    return Lighting(light.indoors if words.inside else light.tint, share, lamps)


def _is_still(words: PlaceWords) -> bool:
    """Tell whether no weather comes to a place."""
    return words.inside or words.place == "moon"


def _without(words: PlaceWords, things: frozenset[str]) -> PlaceWords:
    if not things:
        return words
    return words._replace(without=words.without.union(things, *map(known_as, things)))


def _rounded(focus: tuple[float, float]) -> tuple[float, float]:
    return round(focus[0], 4), round(focus[1], 4)


@lru_cache(maxsize=16)
def _drawn(
    words: PlaceWords,
    size: Size,
    seed: int,
    zoom: float,
    focus: tuple[float, float],
    name: str,
    *,
    front: bool = False,
) -> Image.Image:
    whim = Dice(f"{words.text} {seed}")
    view = _view(zoom, focus, size.aspect, whim.between(-0.03, 0.03, "pan"))
    angle = angle_of(name)
    # What is drawn upright needs no fine edges; what leans or tilts does.
    small = max(size.width, size.height) <= 384
    samples = 3 if small or angle.converge or angle.roll else 2

    def draw(part: Size, bounds: Box) -> Image.Image:
        light = light_of(words.hour, words.weather)
        seen = _part(view, bounds, size.aspect)
        board = Canvas.over(part, seen, light, inside=words.inside, samples=samples)
        whole = Canvas.over(size, view, light, inside=words.inside, samples=samples)
        rise = Rise.of(angle, inside=words.inside)
        board = board._replace(line=whole.line, rise=rise)
        if front:
            paint_front(board, data_places()[words.place])
            return board.image
        return _built(board, words, whim)

    return seen_from(angle, size, samples, draw).reduce(samples)


@lru_cache(maxsize=64)
def _lamps(
    words: PlaceWords, aspect: float, seed: int, zoom: float, focus: tuple[float, float], name: str
) -> tuple[Lamp, ...]:
    """Return what shines in a place, which is drawn so small for it that it costs little."""
    whim = Dice(f"{words.text} {seed}")
    view = _view(zoom, focus, aspect, whim.between(-0.03, 0.03, "pan"))
    angle, found = angle_of(name), list[Lamp]()
    lean = leaning(angle, aspect)

    def draw(part: Size, bounds: Box) -> Image.Image:
        light = light_of(words.hour, words.weather)
        seen = _part(view, bounds, aspect)
        board = Canvas.over(part, seen, light, inside=words.inside, samples=1)
        picture = _built(board._replace(rise=Rise.of(angle, inside=words.inside)), words, whim)
        for glow in board.glows:
            at = bounds.place((glow.x / picture.width, glow.y / picture.height))
            found.append(Lamp.of(glow, lean.point(at), picture.height / bounds.height))
        return picture

    seen_from(angle, Size(width=max(1, round(_TINY * aspect)), height=_TINY), 1, draw)
    return tuple(found)


def _part(view: Viewport, bounds: Box, aspect: float) -> Viewport:
    """Return the part of a view that lies in a box of its unit square."""
    x, y = bounds.centre
    return Viewport(
        view.x + (x - 0.5) * aspect * view.height,
        view.y + (y - 0.5) * view.height,
        view.height * bounds.height,
    )


def _built(board: Canvas, words: PlaceWords, whim: Dice) -> Image.Image:
    """Draw a place onto a board."""
    stage = Stage(board, Dice(f"{words.place} {words.text}"), whim, words, {}, {})
    RECIPES[words.place](stage)
    if words.weather in ("rain", "storm") and not words.inside and words.place in _DRY:
        puddles(board, stage.dice, 0.8)
    stage.extras(0.77)
    return board.image


def _view(zoom: float, focus: tuple[float, float], aspect: float, pan: float) -> Viewport:
    # A narrow panel steps back, or it would show nothing of the place but its middle.
    wide = zoom * min(1.0, max(0.72, aspect**0.45)) if zoom <= 1.2 else zoom
    if wide < 1:
        return Viewport(pan, _STANDING + (0.5 - _STANDING) / wide, 1 / wide)
    return Viewport(pan + (focus[0] - 0.5) * aspect, focus[1], 1 / wide)
