"""Figures to place: the packaged cast, every drawing with every face, at some scales."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from renderers.cast.faces.felt import opened
from renderers.cast.puppets.names import POSED
from renderers.cast.puppets.posed import posed
from renderers.cast.references import Look, packaged_card, packaged_ids
from renderers.props.drawings import prop_picture
from renderers.props.library import PICTURE
from schemas.cast import Card
from schemas.geometry import Box


@cache
def cast() -> tuple[Card, ...]:
    """Return the cards of everybody who is packaged."""
    return tuple(packaged_card(identity) for identity in packaged_ids())


@cache
def looks(identity: str) -> tuple[tuple[Look, ...], ...]:
    """Return one character's looks, grouped by drawing."""
    card = packaged_card(identity)
    return tuple(
        tuple(Look(card, view, drawing, face) for face in (view.faces or (None,)))
        for view in card.views
        for drawing in view.drawings
    )


class Layer(NamedTuple):
    """One picture of a figure, cut to what is drawn, with a margin of air."""

    picture: Image.Image
    """RGBA."""
    box: Box
    """Where it lies in the canvas's unit square."""


_AIR = 8


@cache
def layer(name: str, halvings: int) -> Layer:
    """Return a picture of somebody, or of a thing, reduced by two so many times."""
    picture = _opened(name)
    width, height = picture.size
    left, top, right, bottom = picture.getbbox() or (0, 0, _AIR, _AIR)
    grain = 2**halvings
    left, top = (_AIR * (side // _AIR - 1) for side in (left, top))
    right, bottom = (_AIR * (side // _AIR + 2) for side in (right, bottom))
    cropped = picture.crop((left, top, right, bottom))
    box = Box(left=left / width, top=top / height, right=right / width, bottom=bottom / height)
    return Layer(cropped.reduce(grain) if halvings else cropped, box)


_GIVEN: dict[str, Path | None] = {}


def give(pictures: Mapping[str, Path | None]) -> None:
    """Let pictures, by their names, be taken from files; with None they are made as ever.

    What a run keeps stays as it is, however later code would pose it.
    """
    _GIVEN.update(pictures)


def _opened(name: str) -> Image.Image:
    if (file := _GIVEN.get(name)) is not None:
        with Image.open(file) as kept:
            return kept.convert("RGBA")
    if name.startswith(POSED):
        return posed(name, Path()).picture
    return prop_picture(name) if name.startswith(PICTURE) else opened(name, Path())
