"""Which words of a setting its picture shows."""

import pytest

from renderers.places.canvas import Canvas, Viewport
from renderers.places.coded import SHOWS
from renderers.places.data import data_places
from renderers.places.dice import Dice
from renderers.places.light import light_of
from renderers.places.recipes import RECIPES
from renderers.places.said import said_of_place
from renderers.places.stage import Stage
from renderers.places.words import INDOORS, understand
from schemas.geometry import Size
from schemas.story import Setting

CODED = sorted(set(RECIPES) - set(data_places()) - {"plain"})


@pytest.mark.parametrize(
    ("setting", "lacks"),
    [
        (Setting(prompt="a park with a lake view and a fountain"), ["lake", "view"][:1]),
        (Setting(prompt="a street with shops at night"), []),
        (Setting(prompt="an old kitchen"), []),
        (Setting(prompt="the inside of a submarine with pipes"), []),
        (Setting(prompt="a quince orchard"), ["quince"]),
        (Setting(prompt="a gloop with red walls"), ["gloop", "red", "walls"]),
        (Setting(prompt="a park", light="at dusk", weather="fog"), []),
        (Setting(prompt="a park", light="purple haze"), ["purple haze"]),
        (Setting(prompt="a cellar", weather="rain"), ["rain"]),
        (Setting(prompt="a kitchen", weather="rain"), []),
        (Setting(prompt="underwater among corals"), []),
        (Setting(prompt="a gloop", art="gloop.png"), []),
    ],
)
def test_what_is_not_shown_is_known(setting: Setting, lacks: list[str]) -> None:
    assert [each.word for each in said_of_place(setting) if not each.shown] == lacks


def test_words_are_where_they_are_said() -> None:
    setting = Setting(prompt="A Gloop, near the Harbour")
    for each in said_of_place(setting):
        assert setting.prompt[each.start : each.end] == each.word


@pytest.mark.parametrize("place", CODED)
def test_what_a_coded_place_draws_is_listed(place: str) -> None:
    board = Canvas.over(
        Size(width=48, height=24),
        Viewport(0, 0.5, 0.5),
        light_of("day", None),
        inside=place in INDOORS,
        samples=1,
    )
    stage = Stage(board, Dice("a"), Dice("b"), understand(Setting(prompt=place)), {}, {})
    RECIPES[place](stage)
    drawn = {name.rstrip("s") for name in stage.placed}
    assert drawn <= {name.rstrip("s") for name in SHOWS[place]}
