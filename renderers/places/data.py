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


class DataPlace(NamedTuple):
    """A kind of place: what names it, and what is there."""

    name: str
    words: str
    """Alternatives of a pattern that name it."""
    says: tuple[str, ...]
    """Wordings that authors use, for tests and lists."""
    wall: str | None
    """Its wall's colour; None under the open sky."""
    floor: str
    """The colour of its floor or ground."""
    wainscot: str | None
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

    @property
    def inside(self) -> bool:
        """Whether no weather comes in."""
        return self.wall is not None


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
        wall=table.get("wall"),
        floor=table.get("floor") or table["ground"],
        wainscot=table.get("wainscot"),
        slabs=table.get("slabs", False),
        horizon=table.get("horizon", 58) / 100,
        hills=table.get("hills"),
        art=table.get("art"),
        things=tuple(_thing(words.split()) for words in table.get("things", ())),
        shows=tuple(table.get("shows", ())),
    )


def _thing(words: list[str]) -> PlacedThing:
    """Read `bunk bed -62 78 0.9 flip`."""
    numbers = [index for index, word in enumerate(words) if _number(word) is not None]
    name = " ".join(words[: numbers[0]])
    x, y, *scale = (float(words[index]) for index in numbers)
    return PlacedThing(name, x, y, scale[0] if scale else 1.0, "flip" in words, "far" in words)


def _number(word: str) -> float | None:
    try:
        return float(word)
    except ValueError:
        return None
