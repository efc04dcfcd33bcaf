"""Paints a scene as the collage does: cut-outs over the drawn backdrop, weather in front."""

import colorsys
from collections.abc import Sequence
from functools import lru_cache
from math import ceil, floor, log2
from random import Random
from typing import NamedTuple

from PIL import Image, ImageChops, ImageFilter

from renderers.methods.shadows import LYING, STANDING, Shadow, contact_shadow
from renderers.places.backdrops import backdrop, lighting_of, weather_overlay
from renderers.places.lighting import Lighting
from renderers.toon.world.figures import Layer, layer
from renderers.toon.world.staging import Actor, StagedScene
from schemas.geometry import Size

_HALVINGS = 3
"""Pictures are never reduced by two more often than that."""
_FLIP = Image.Transpose.FLIP_LEFT_RIGHT


class Painting(NamedTuple):
    """A picture and who is where in it."""

    picture: Image.Image
    """RGB."""
    masks: tuple[Image.Image, ...]
    """For every actor, 255 where it is seen; what stands before it cuts it."""


def paint(scene: StagedScene) -> Painting:
    """Draw a scene and every actor's visible mask."""
    board = backdrop(
        scene.setting,
        scene.size,
        seed=scene.seed,
        zoom=scene.camera.zoom,
        focus=scene.camera.focus,
        overlay=False,
    )
    board = lighting_in(scene).about_lamps(board)
    return peopled(board, scene, weather_overlay(scene.setting, scene.size, seed=scene.seed))


def peopled(board: Image.Image, scene: StagedScene, weather: Image.Image | None) -> Painting:
    """Draw a scene's figures on its empty place, which is changed, and the weather before them."""
    alone: list[Image.Image] = []
    light = lighting_in(scene)
    for actor in scene.actors:
        figure = light.on(placed(actor, scene.size))
        cover = figure.getchannel("A")
        shadow = _shadow(actor, cover, scene, light)
        if shadow is not None:
            board.paste(shadow.picture, shadow.corner, shadow.picture)
        board.paste(figure, mask=cover)
        alone.append(cover)
    if weather is not None:
        board.paste(weather, mask=weather.getchannel("A"))
    return Painting(board, visible(alone))


def lighting_in(scene: StagedScene) -> Lighting:
    """Return the light that a scene's figures share with their place."""
    return lighting_of(
        scene.setting,
        scene.size.aspect,
        seed=scene.seed,
        zoom=scene.camera.zoom,
        focus=scene.camera.focus,
    )


def covers(scene: StagedScene, *, shrink: int = 1) -> tuple[Image.Image, ...]:
    """Return every actor's whole silhouette, as if nobody stood before it, so many times smaller.

    Nothing is painted: a scene's labels cost a twentieth of its picture.
    """
    size = Size(width=scene.size.width // shrink, height=scene.size.height // shrink)
    # Dyeing changes no silhouette, and is slow.
    bare = [actor._replace(generic=None) for actor in scene.actors]
    return tuple(placed(actor, size).getchannel("A") for actor in bare)


def visible(silhouettes: Sequence[Image.Image]) -> tuple[Image.Image, ...]:
    """Cut every silhouette by those that come after it, which stand before it."""
    masks: list[Image.Image] = []
    for cover in silhouettes:
        masks = [ImageChops.multiply(mask, ImageChops.invert(cover)) for mask in masks] + [cover]
    return tuple(masks)


def _shadow(actor: Actor, cover: Image.Image, scene: StagedScene, light: Lighting) -> Shadow | None:
    """Return the shadow of who stands in the picture; who jumps throws none."""
    x, lowest = actor.placement.place((0.5, actor.look.drawing.outline.bounds.bottom))
    if not 0.7 < lowest < 0.995 or "jump" in (actor.look.drawing.pose or ""):
        return None
    leeway = LYING if "lying" in (actor.look.drawing.pose or "") else STANDING
    return contact_shadow(cover, leeway, light.falls_aside(x, scene.size.aspect))


def placed(actor: Actor, size: Size) -> Image.Image:
    """Return the figure on an empty panel; RGBA."""
    whole = Image.new("RGBA", (size.width, size.height))
    for name in actor.look.layers:
        lay(whole, name, actor)
    return whole if actor.generic is None else recoloured(whole, actor.generic)


def lay(board: Image.Image, name: str, actor: Actor) -> None:
    """Composite the visible part of one of a figure's pictures onto the panel."""
    part = _layer(name, actor.placement.height * board.height / actor.look.view.canvas.height)
    box = part.box
    if actor.mirror:
        box = box.but(left=1 - box.right, right=1 - box.left)
    left, top = actor.placement.place((box.left, box.top))
    right, bottom = actor.placement.place((box.right, box.bottom))
    left, right = left * board.width, right * board.width
    top, bottom = top * board.height, bottom * board.height
    x0, x1 = max(0, ceil(left)), min(board.width, floor(right))
    y0, y1 = max(0, ceil(top)), min(board.height, floor(bottom))
    if x0 >= x1 or y0 >= y1:
        return
    near, far = (x0, x1) if not actor.mirror else (left + right - x1, left + right - x0)
    across, down = part.picture.width / (right - left), part.picture.height / (bottom - top)
    source = (
        (near - left) * across,
        (y0 - top) * down,
        min(part.picture.width, (far - left) * across),
        min(part.picture.height, (y1 - top) * down),
    )
    shown = part.picture.resize((x1 - x0, y1 - y0), Image.Resampling.BICUBIC, box=source)
    board.alpha_composite(shown.transpose(_FLIP) if actor.mirror else shown, (x0, y0))


def _layer(name: str, scale: float) -> Layer:
    """Return a picture at about the size at which it is shown: halved while that is enough."""
    return layer(name, min(_HALVINGS, max(0, floor(log2(1 / scale)))))


def recoloured(figure: Image.Image, seed: int) -> Image.Image:
    """Dye clothes: turn the hues of colours that are neither skin nor ink; for generic people."""
    alpha = figure.getchannel("A")
    dyed = figure.convert("RGB").filter(_dye(seed))
    dyed.putalpha(alpha)
    return dyed


@lru_cache(maxsize=8)
def _dye(seed: int) -> ImageFilter.Color3DLUT:
    dice = Random(seed)
    turn, shade, tint = dice.uniform(0.15, 0.85), dice.uniform(0.75, 1.15), dice.random()
    return ImageFilter.Color3DLUT.generate(
        17, lambda r, g, b: _dyed(r, g, b, turn=turn, shade=shade, tint=tint)
    )


def _dyed(
    red: float, green: float, blue: float, *, turn: float, shade: float, tint: float
) -> tuple[float, float, float]:
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < 0.18 and 0.35 < value < 0.9:
        saturation, hue = 0.35, tint
    elif saturation < 0.18 or (0.02 < hue < 0.12 and value > 0.4 and saturation < 0.65):
        return red, green, blue
    return colorsys.hsv_to_rgb((hue + turn) % 1, saturation, min(1.0, value * shade))
