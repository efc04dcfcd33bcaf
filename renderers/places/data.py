"""Places as data: the list in `stories/places/places.toml`, read once."""

import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from stories import PLACES_FOLDER


class PlacedThing(NamedTuple):
    """One thing of `stories/props` in a place. Lengths are hundredths of a wide panel's height."""

    name: str
    x: float
    y: float
    """Of its feet."""
    scale: float
    """Against its real size."""
    flip: bool
    far: bool
    """Whether haze lies before it."""


class PlacedWindow(NamedTuple):
    """A window in a wall. Lengths are hundredths of a wide panel's height."""

    x: float
    y: float
    """Of its middle."""
    width: float
    height: float
    curtains: tuple[str, ...]
    """Alternatives for the colour of its curtains; empty where it has none."""
    town: bool
    """Whether one sees roofs in it, and not hills."""


class Fitting(NamedTuple):
    """Something in a place that the program draws, in the colours that the words say."""

    name: str
    """In `stage.THINGS`."""
    x: float
    y: float
    scale: float
    colours: tuple[str, ...]
    """Alternatives for its colour."""
    flip: bool
    looks: Mapping[str, Any]
    """What else its drawing is told: its width, its height, whether it has a screen."""


class DataPlace(NamedTuple):
    """A kind of place: what names it, and what is there."""

    name: str
    words: str
    """Alternatives of a pattern that name it."""
    says: tuple[str, ...]
    """Wordings that authors use, for tests and lists."""
    wall: tuple[str, ...]
    """Alternatives for its wall's colour, of which the words choose; empty under the open sky."""
    floor: tuple[str, ...]
    """Alternatives for the colour of its floor or ground."""
    wainscot: tuple[str, ...]
    slabs: bool
    """Whether the floor is of stone and not of boards."""
    horizon: float
    hills: str | None
    """The colour of far hills, where there are any."""
    art: str | None
    """The file beside the list that is drawn upon wall and floor, or sky and ground."""
    things: tuple[PlacedThing, ...]
    shows: tuple[str, ...] = ()
    """What else can be seen in its drawing, by name."""
    windows: tuple[PlacedWindow, ...] = ()
    fittings: tuple[Fitting, ...] = ()
    lamps: tuple[tuple[float, float, float], ...] = ()
    """Where it is light where lamps are on, and how far."""
    seen: frozenset[str] = frozenset()
    """What words may name that is seen there, though a panel may set another before it."""

    @property
    def inside(self) -> bool:
        """Whether no weather comes in."""
        return bool(self.wall)


@cache
def data_places() -> Mapping[str, DataPlace]:
    """Return every place of the list by its name."""
    tables = tomllib.loads((PLACES_FOLDER / "places.toml").read_text("utf-8"))
    places = (_place(key.replace("-", " "), table) for key, table in tables.items())
    return MappingProxyType({place.name: place for place in places})


def _place(name: str, table: Mapping[str, Any]) -> DataPlace:
    return DataPlace(
        name=name,
        words=table["words"],
        says=tuple(table["says"]),
        wall=tuple(table.get("wall", "").split()),
        floor=tuple((table.get("floor") or table["ground"]).split()),
        wainscot=tuple(table.get("wainscot", "").split()),
        slabs=table.get("slabs", False),
        horizon=table.get("horizon", 58) / 100,
        hills=table.get("hills"),
        art=table.get("art"),
        things=tuple(_thing(words.split()) for words in table.get("things", ())),
        shows=tuple(table.get("shows", ())),
        windows=tuple(_window(words.split()) for words in table.get("windows", ())),
        fittings=tuple(_fitting(words.split()) for words in table.get("fittings", ())),
        lamps=tuple(_lamp(words.split()) for words in table.get("lamps", ())),
        seen=frozenset(table.get("seen", ())),
    )


def _thing(words: list[str]) -> PlacedThing:
    """Read `bunk bed -62 78 0.9 flip`."""
    numbers = [index for index, word in enumerate(words) if _number(word) is not None]
    name = " ".join(words[: numbers[0]])
    x, y, *scale = (float(words[index]) for index in numbers)
    return PlacedThing(name, x, y, scale[0] if scale else 1.0, "flip" in words, "far" in words)


def _window(words: list[str]) -> PlacedWindow:
    """Read `20 30 28 30 #8f9fd0 #d99a8a`, or `-25 32 34 34 town`."""
    x, y, width, height = (float(word) for word in words[:4])
    return PlacedWindow(x, y, width, height, _colours(words), "town" in words)


def _fitting(words: list[str]) -> Fitting:
    """Read `sofa 20 78.5 0.98 #d98a66 #6f9fa0`, or `board 2 31 width=66 height=32 chalk`."""
    thing = _thing([word for word in words if "=" not in word])
    pairs = (word.split("=") for word in words if "=" in word)
    looks: dict[str, Any] = {name: _look(name, value) for name, value in pairs}
    looks |= {"chalk": True} if "chalk" in words else {}
    return Fitting(
        thing.name,
        thing.x,
        thing.y,
        thing.scale,
        _colours(words),
        thing.flip,
        MappingProxyType(looks),
    )


def _look(name: str, value: str) -> Any:
    number = _number(value)
    if number is None:
        return value != "no" and value
    return number / 100 if name in ("width", "height") else number


def _lamp(words: list[str]) -> tuple[float, float, float]:
    x, y, radius = (float(word) for word in words)
    return x, y, radius


def _colours(words: list[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word.startswith("#"))


def _number(word: str) -> float | None:
    try:
        return float(word)
    except ValueError:
        return None
