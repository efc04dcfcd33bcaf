"""Recipes of the places that are data: wall and floor, the drawing upon them, the things there."""

import io
import re
from collections.abc import Callable, Collection
from functools import cache

import numpy as np
from PIL import Image

from renderers.places import sky
from renderers.places.canvas import Canvas
from renderers.places.colour import rgb, tinted
from renderers.places.data import DataPlace, Fitting, PlacedThing
from renderers.places.interior import walls, window
from renderers.places.keywords import THING_WORDS
from renderers.places.outdoors import ground_in, open_sky
from renderers.places.stage import THINGS, Stage
from renderers.props.drawings import prop_picture
from renderers.props.library import prop_of
from stories import PLACES_FOLDER

ADULT = 0.56
"""A grown-up's height where the things stand, in heights of a wide panel."""
_LIT = re.compile(r'(<g class="lit".*?</g>)', re.DOTALL)
_NAMED = re.compile(r'<g class="(?!lit")([^"]+)".*?</g>', re.DOTALL)
"""Groups of what can be left out, by its name."""
_FRONT = re.compile(r'<g class="front".*?</g>', re.DOTALL)
"""Groups of what is before everything that is far."""
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_OUTSIDE = re.compile(r"var\(--(sky|outside), (#[0-9a-f]{6})\)")
"""Variables for what is seen through a window: the hour's sky, and what lies in its light."""
_KEPT = "#!"
"""Stands for the `#` of a colour that is lit already."""
_SHINING = frozenset({"candle", "fireplace", "floor lamp", "lamp", "lantern", "torch"})
_BURNING = frozenset({"candle", "torch"})
"""What shines by day as well."""


def recipe_of(place: DataPlace) -> Callable[[Stage], None]:
    """Return what draws a place of the list."""

    def recipe(s: Stage) -> None:
        _set_up(s, place)
        for fitting in place.fittings:
            _fit(s, fitting)
        for thing in place.things:
            if thing.name in s.words.without:
                continue
            for known in known_as(thing.name):
                s.has(known, thing.x / 100)
            _put(s.c, thing)

    return recipe


def _set_up(s: Stage, place: DataPlace) -> None:
    """Draw walls and windows, or sky and ground, and the drawing upon them."""
    if place.wall:
        wainscot = s.tint(*place.wainscot, name="low") if place.wainscot else None
        wall, floor = s.tint(*place.wall), s.tint(*place.floor, name="floor")
        walls(s, wall, floor, boards=not place.slabs, wainscot=wainscot)
    else:
        _open_air(s, place)
    for each in place.windows:
        curtain = s.tint(*each.curtains, name="curtain") if each.curtains else None
        sides = each.x / 100, each.y / 100, each.width / 100, each.height / 100
        window(s, *sides, curtain=curtain, town=each.town)
    if place.art:
        _paint(s.c, _without(_art(place.art), s.words.without))
    if s.c.light.lamps:
        for x, y, radius in place.lamps:
            s.c.glow(x / 100, y / 100, radius / 100, "#ffe9a8", 0.12)


def _fit(s: Stage, fitting: Fitting) -> None:
    """Draw something that a place has of the program's own drawings."""
    looks, colour = dict(fitting.looks), THINGS[fitting.name].colour
    if fitting.colours and colour is not None:
        looks[colour] = s.tint(*fitting.colours, name=fitting.name)
    at = fitting.x / 100, fitting.y / 100, fitting.scale
    s.put(fitting.name, *at, flip=fitting.flip, **looks)


def has_front(place: DataPlace) -> bool:
    """Tell whether some of a place's drawing is before what is far: a ship's rail."""
    return place.art is not None and bool(_FRONT.search(_art(place.art)))


def paint_front(c: Canvas, place: DataPlace) -> None:
    """Paint in white what of a place's drawing is before what is far."""
    assert place.art is not None
    svg = _art(place.art)
    head, groups = svg[: svg.index("<g")], "".join(_FRONT.findall(svg))
    opening = svg[svg.index("<g") : svg.index(">", svg.index("<g")) + 1]
    _paint(c, _COLOUR.sub(f"{_KEPT}ffffff", f"{head}{opening}{groups}</g></svg>"))


@cache
def _art(name: str) -> str:
    return (PLACES_FOLDER / name).read_text("utf-8")


def _without(svg: str, names: Collection[str]) -> str:
    """Leave out of a drawing the groups of what is set before the place instead."""
    return _NAMED.sub(lambda found: "" if found[1] in names else found[0], svg)


@cache
def known_as(name: str) -> tuple[str, ...]:
    """Return which of the things that words may mention a thing is: a bunk bed is a bed."""
    return tuple(known for known in THINGS if re.search(rf"\b(?:{THING_WORDS[known]})\b", name))


def _open_air(s: Stage, place: DataPlace) -> None:
    open_sky(s, place.horizon)
    if place.hills:
        sky.hills(s.c.away(0.7), s.dice, place.horizon, 0.13, place.hills, name="far hills")
    sky.ground(s.c, place.horizon, ground_in(s, s.tint(*place.floor, name="floor")), ink=0.8)


def _paint(c: Canvas, svg: str) -> None:
    """Lay a drawing over the board, in the hour's light, its lines as thick as all others."""
    for top, bottom in c.bands:
        _paint_band(c, svg, top, bottom)


def _paint_band(c: Canvas, svg: str, top: float, bottom: float) -> None:
    import resvg_py

    box = [100 * c.left, 100 * top, 100 * (c.right - c.left), 100 * (bottom - top)]
    view = 'preserveAspectRatio="none" viewBox="{:.4f} {:.4f} {:.4f} {:.4f}"'.format(*box)
    svg = re.sub(r'viewBox="[^"]*"', view, svg, count=1)
    svg = svg.replace('stroke-width="0.5"', f'stroke-width="{100 * c.line / c.ky:.3f}"', 1)
    svg = _OUTSIDE.sub(lambda found: _seen_outside(c, found[1], found[2]), svg)
    parts = _LIT.split(svg)
    parts[::2] = [_COLOUR.sub(lambda found: _hex(c.tone(found[0])), part) for part in parts[::2]]
    svg = "".join(parts).replace(_KEPT, "#")
    (_, first), (_, last) = c.pixels(((0, top), (0, bottom)))
    width, height = c.image.width, max(1, round(last) - round(first))
    data = resvg_py.svg_to_bytes(svg_string=svg, width=width, height=height)
    layer = Image.open(io.BytesIO(bytes(data))).convert("RGBA")
    if layer.size != (width, height):  # It keeps the view's own shape, to a pixel or two.
        layer = layer.resize((width, height))
    c.image.paste(layer, (0, round(first)), layer.getchannel("A"))


def _seen_outside(c: Canvas, name: str, day: str) -> str:
    """Return a colour seen through a window, as it is at this hour."""
    colour = c.light.sky[1] if name == "sky" else tinted(rgb(day), c.light.tint)
    return _KEPT + _hex(colour)[1:]


def _hex(colour: tuple[int, int, int]) -> str:
    return "#" + bytes(colour).hex()


def _put(c: Canvas, thing: PlacedThing) -> None:
    """Set a thing onto the board, if any of it is seen."""
    prop = prop_of(thing.name)
    board = c.away(0.5 if thing.far else 0.0).at(thing.x / 100, thing.y / 100)
    tall, wide = (side * ADULT * thing.scale for side in (prop.height, prop.width))
    if board.right < -wide / 2 or board.left > wide / 2:
        return
    if not thing.far and thing.y > 70:
        board.shadow(0.42 * wide)
    if thing.name in _BURNING or (c.light.lamps and thing.name in _SHINING):
        board.glow(0, -0.8 * tall, max(0.09, 0.5 * tall), "#ffd98a", 0.14)
    size = max(1, round(wide * c.kx)), max(1, round(tall * c.ky))
    sharp = 32 << max(0, (max(size) // 32).bit_length())  # the next power of two, so few are made
    picture = prop_picture(prop.picture, sharp).resize(size, Image.Resampling.HAMMING)
    if thing.flip:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    shown = _lit(board, picture, shines=thing.name in _BURNING)
    corner = round(board.ox - size[0] / 2), round(board.oy - size[1])
    c.image.paste(shown, corner, picture.getchannel("A"))


def _lit(c: Canvas, picture: Image.Image, *, shines: bool) -> Image.Image:
    """Return a picture's colours under the hour's light, at this distance; RGB."""
    pixels = np.asarray(picture.convert("RGB")).astype(np.float32)
    if not shines:
        pixels *= np.array(c.tint, np.float32)
    haze = c.far * c.light.haze
    pixels += (np.array(rgb(_hex(c.light.sky[-1])), np.float32) - pixels) * haze
    return Image.fromarray(pixels.clip(0, 255).round().astype(np.uint8))
