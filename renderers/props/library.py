"""The packaged things and animals: found by the words authors use, with size and ways of use.

Light: the index is read once, and no picture is opened.
"""

import json
import re
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Literal, get_args

from pydantic import Field

from renderers.colour_words import COLOURS
from renderers.dyes import dyed_name
from renderers.props.nouns import looks_of, readings_of, singulars
from schemas.base import Value
from schemas.cast import Facing
from schemas.geometry import Point, Region
from schemas.ways import Way
from stories import PROPS

__all__ = ["PICTURE", "USUAL_ANCHORS", "Prop", "Way", "find", "prop_names", "prop_of"]

WAYS: tuple[Way, ...] = get_args(Way)
"""Every way of being there."""

PICTURE = "prop:"
"""What the picture names of packaged props begin with: `prop:whale`."""

USUAL_ANCHORS: MappingProxyType[str, Point] = MappingProxyType(
    {
        "hand": (0.5, 0.85),
        "carried": (0.5, 0.7),
        "table": (0.5, 1.0),
        "ground": (0.5, 1.0),
        "head": (0.5, 0.92),
        "face": (0.5, 0.5),
        "neck": (0.5, 0.1),
        "ridden": (0.5, 0.4),
        "seat": (0.5, 0.55),
        "stand": (0.5, 0.1),
        "air": (0.5, 0.5),
        "background": (0.5, 1.0),
        "window": (0.5, 0.5),
        "eyes": (0.5, 0.5),
        "before": (0.5, 1.0),
    }
)
"""By way: the point of most drawings that is held, worn, sat upon or stood on."""


class Prop(Value):
    """A thing or an animal without a biography. Geometry: the drawing's own unit square."""

    name: str
    """What it is called in prompts and alternative texts."""
    picture: str
    """The picture name, as `prop:whale`, for `renderers.cast.cutouts.load_figure`."""
    kind: Literal["thing", "animal"]
    size: float = Field(gt=0)
    """The longer side, in heights of a standing adult."""
    aspect: float = Field(gt=0)
    """Width over height."""
    ways: tuple[Way, ...] = Field(min_length=1)
    """How it can be there, the most usual first."""
    facing: Facing = "front"
    """Where the drawing looks or points."""
    outline: Region
    anchors: dict[str, Point] = {}
    """By way: the point that is held, worn, sat upon or stood on, where it is not the usual."""
    colour: str | None = None
    """A colour word that was asked for, for the prompt; the drawing is dyed in it."""

    @property
    def width(self) -> float:
        """Its width, in heights of a standing adult."""
        return self.size * min(1.0, self.aspect)

    @property
    def height(self) -> float:
        """Its height, in heights of a standing adult."""
        return self.size * min(1.0, 1 / self.aspect)

    def anchor(self, way: Way) -> Point:
        """Return the point of the drawing that is held, worn, sat upon or stood on."""
        return self.anchors.get(way, USUAL_ANCHORS[way])


@lru_cache(maxsize=1024)
def find(noun: str) -> Prop | None:
    """Return the thing or animal that a noun phrase names, or None where there is no drawing.

    Articles, plurals and describing words do not hinder: `three giant whales`, `a red balloon`,
    `the birthday cake with candles`. Words for size (`giant`, `tiny`, `toy`) change its size.
    """
    words = _words()
    name = next((words[reading] for reading in readings_of(noun) if reading in words), None)
    if name is None:
        return None
    prop = prop_of(name)
    scale, colour = looks_of(noun, prop.name)
    if scale == 1 and colour is None:
        return prop
    dyes = {_index()[name]["main"]: COLOURS[colour]} if colour else {}
    return prop.but(size=prop.size * scale, colour=colour, picture=dyed_name(prop.picture, dyes))


@lru_cache(maxsize=256)
def prop_of(name: str) -> Prop:
    """Return the prop of that very name.

    Raises:
        KeyError: there is none.
    """
    data = dict(_index()[name])
    for key in ("also", "main"):
        data.pop(key, None)
    loops = [re.findall(r"(\d+),(\d+)", loop) for loop in data.pop("outline").split(" ; ")]
    polygons = tuple(tuple((int(x) / 1000, int(y) / 1000) for x, y in loop) for loop in loops)
    data.pop("drawing")
    return Prop(name=name, picture=PICTURE + name, outline=Region(polygons=polygons), **data)


@cache
def prop_names() -> tuple[str, ...]:
    """Return the names of all packaged props, sorted."""
    return tuple(sorted(_index()))


def drawing_of(name: str) -> str:
    """Return where a prop's drawing lies: `own/…svg` in the folder, or inside the archive.

    Raises:
        KeyError: there is no such prop.
    """
    return str(_index()[name]["drawing"])


@cache
def _index() -> dict[str, dict[str, Any]]:
    data: dict[str, dict[str, Any]] = json.loads((PROPS / "index.json").read_text("utf-8"))
    return data


@cache
def _words() -> dict[str, str]:
    """Return every word for a prop with the prop's name; a name wins over another's synonym."""
    index = _index()
    also = {word: name for name in reversed(index) for word in index[name].get("also", ())}
    also = {single: name for name in index for single in singulars(name)} | also
    return also | {name: name for name in index}
