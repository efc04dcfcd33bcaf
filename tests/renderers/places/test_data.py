"""The places that are data: whole, found by their names, and homonyms read in context."""

import numpy as np
import pytest

from renderers.places.backdrops import backdrop, foreground
from renderers.places.data import data_places
from renderers.places.words import known_place
from renderers.props.library import prop_names
from schemas.geometry import Size
from schemas.story import Setting
from stories import PLACES_FOLDER


def place_of(prompt: str) -> str | None:
    return known_place(Setting(prompt=prompt))


def test_every_place_names_drawings_that_exist():
    known = set(prop_names())
    for place in data_places().values():
        assert {thing.name for thing in place.things} <= known, place.name
        assert place.art is None or (PLACES_FOLDER / place.art).is_file(), place.name
    taken = {place.art for place in data_places().values()}
    assert {path.name for path in PLACES_FOLDER.glob("*.svg")} <= taken


@pytest.mark.parametrize(
    ("prompt", "place"),
    [
        ("the cabin of an aeroplane", "aeroplane"),
        ("a ship's cabin", "cabin"),
        ("the cabin of a night train", "train"),
        ("a cabin in the woods", "log cabin"),
        ("the bridge of a spaceship", "spaceship"),
        ("a bridge over the river", "bridge"),
        ("a football field", "football pitch"),
        ("a wheat field", "field"),
        ("a river bank", "river"),
        ("a castle hall", "throne room"),
        ("a castle on a hill", "castle"),
        ("inside a train", "train"),
        ("the train station", "station"),
        ("a birthday party in the garden", "garden"),
        ("a birthday party", "disco"),
    ],
)
def test_homonyms_are_read_in_context(prompt: str, place: str):
    assert place_of(prompt) == place


@pytest.mark.parametrize("prompt", ["xyzzy", "a strange feeling", ""])
def test_an_unknown_place_is_told_from_a_plain_one(prompt: str):
    assert place_of(prompt) is None
    assert place_of("a plain red background") == "plain"


def test_windows_show_the_hour_and_a_screen_shines():
    def middle(prompt: str, light: str) -> np.ndarray:
        size = Size(width=120, height=60)
        drawn = backdrop(Setting(prompt=prompt, light=light), size, seed=1)
        return np.asarray(drawn).astype(float)[10:28]

    assert middle("in the taxi", "day").mean() > middle("in the taxi", "at night").mean() + 40
    screens = middle("a cinema", "day"), middle("a cinema", "at night")
    assert abs(screens[0].max() - screens[1].max()) < 12


SIZE = Size(width=200, height=100)


def test_a_group_gives_way_to_what_is_set_before_the_place():
    whole, without = (
        np.asarray(backdrop(Setting(prompt="a submarine"), SIZE, seed=1, without=frozenset(names)))
        for names in ((), ("porthole",))
    )
    gone = np.abs(whole.astype(int) - without).max(axis=2) > 40
    assert 0.01 < gone.mean() < 0.3
    assert not gone[80:].any()


def test_a_ship_has_a_rail_before_what_is_far_and_a_cave_has_nothing():
    mask = np.asarray(foreground(Setting(prompt="a pirate ship"), SIZE, seed=1))
    assert (mask[78:] > 250).all(), "the deck"
    rail = mask[56:74] > 128
    assert 0.2 < rail.mean() < 0.9, "one sees the sea between the posts"
    assert (mask[46:50] > 128).mean() < 0.2, "the sea"
    assert foreground(Setting(prompt="a cave"), SIZE, seed=1) is None


def test_the_front_is_the_same_by_night_and_where_the_place_has_it():
    day, night = (
        np.asarray(foreground(Setting(prompt="a ship", light=light), SIZE, seed=1, zoom=1.5))
        for light in ("day", "night")
    )
    assert (day == night).all()


@pytest.mark.parametrize(
    ("prompt", "place"),
    [("snow", "snow"), ("in the snow", "snow"), ("a street in the snow", "street")],
)
def test_snow_is_a_place_where_no_other_is_named(prompt: str, place: str):
    assert place_of(prompt) == place


def test_a_rooms_furniture_takes_the_colours_of_the_words():
    def drawn(prompt: str) -> np.ndarray:
        return np.asarray(backdrop(Setting(prompt=prompt), SIZE, seed=1)).astype(int)

    red = np.array([208, 87, 78])
    plain, said = (
        (np.abs(drawn(prompt) - red).max(axis=2) < 14).mean()
        for prompt in ("a bedroom", "a bedroom with a red bed")
    )
    assert said > plain + 0.01
    assert not (drawn("a kitchen") == drawn("a kitchen without a fridge")).all()


def test_rain_is_seen_in_a_rooms_windows_and_lamps_are_on_at_night():
    dry, wet = (
        np.asarray(backdrop(Setting(prompt="an office", weather=weather), SIZE, seed=1))
        for weather in (None, "rain")
    )
    assert (dry != wet).any()
    places = data_places()
    assert all(places[name].windows for name in ("kitchen", "office", "bedroom"))
    assert not places["museum"].windows


def test_of_several_colours_the_words_choose_one():
    walls = {
        tuple(np.asarray(backdrop(Setting(prompt=prompt), SIZE, seed=1))[3, 100].tolist())
        for prompt in (
            "a bedroom",
            "Dee's bedroom",
            "a small bedroom",
            "the old bedroom",
            "a hotel room",
        )
    }
    assert 1 < len(walls) <= len(data_places()["bedroom"].wall)
