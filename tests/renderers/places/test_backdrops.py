"""Drawn places: from words, always the same, different from one another."""

import re
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderers.colour_words import COLOURS
from renderers.places import backdrops
from renderers.places.backdrops import (
    LIGHTS,
    PLACES,
    WEATHERS,
    backdrop,
    understand,
    weather_behind,
    weather_overlay,
)
from renderers.places.keywords import PLACE_WORDS, THING_WORDS
from renderers.places.recipes import RECIPES
from renderers.places.stage import THINGS
from schemas.geometry import Size
from schemas.story import Setting

SIZE = Size(width=96, height=96)


def pixels(prompt: str, size: Size = SIZE, *, seed: int = 0, **more) -> np.ndarray:
    where = {name: more.pop(name) for name in ("light", "weather") if name in more}
    drawn = backdrop(Setting(prompt=prompt, **where), size, seed=seed, **more)
    return np.asarray(drawn).astype(int)


def difference(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.abs(first - second).mean())


@pytest.mark.parametrize("place", PLACES)
def test_every_wording_names_its_place(place: str):
    assert {understand(Setting(prompt=wording)).place for wording in PLACES[place]} == {place}


@pytest.mark.parametrize(
    ("words", "rules", "reading"),
    [(LIGHTS, "light", "hour"), (WEATHERS, "weather", "weather")],
)
def test_every_hour_and_weather_is_understood(words, rules, reading):
    for name, wordings in words.items():
        for wording in wordings:
            for setting in (
                Setting(prompt="a park", **{rules: wording}),
                Setting(prompt=f"a park, {wording}"),
            ):
                assert getattr(understand(setting), reading) == name, wording


def test_every_place_has_a_recipe_and_patterns():
    assert set(RECIPES) == set(PLACES) == set(PLACE_WORDS)


def test_what_is_drawn_can_be_mentioned():
    assert set(THINGS) <= set(THING_WORDS)


@pytest.mark.parametrize(
    ("prompt", "place"),
    [
        ("a cosy bedroom with a window onto the street", "bedroom"),
        ("a mountain lake", "lake"),
        ("a bus stop near the park", "bus stop"),
        ("the school library", "library"),
        ("outside the office", "street"),
        ("in front of the café", "street"),
        ("a park café", "café"),
        ("a house in the forest", "forest"),
        ("a city street with shops", "street"),
        ("a city park", "park"),
        ("Dee's KITCHEN", "kitchen"),
        ("a snowy street", "street"),
        ("a doctor's office", "hospital"),
        ("deep space", "moon"),
        ("xyzzy", "plain"),
        ("", "plain"),
        ("a flat green field", "field"),
        ("the parking lot", "street"),
        ("a sparkling idea", "plain"),
    ],
)
def test_the_place_is_what_the_author_means(prompt: str, place: str):
    assert understand(Setting(prompt=prompt)).place == place


@pytest.mark.parametrize(
    ("prompt", "things"),
    [
        ("a beach with a palm tree", {"palm": None}),
        ("fir trees", {"pine": None}),
        ("fir trees and a tree", {"pine": None, "tree": None}),
        ("a bus at the bus stop", {"bus": None}),
        ("at the bus stop", {}),
        ("a room with a red sofa and two pictures", {"sofa": COLOURS["red"], "picture": None}),
        ("a park without a bench, no trees", {}),
    ],
)
def test_things_are_found_with_their_colours(prompt: str, things: dict):
    assert dict(understand(Setting(prompt=prompt)).things) == things


def test_what_the_setting_says_wins_over_the_prompt():
    setting = Setting(prompt="a park in the morning, sunny", light="at night", weather="rain")
    assert (understand(setting).hour, understand(setting).weather) == ("night", "rain")


def test_the_same_words_are_the_same_place_at_any_hour():
    assert (
        len(
            {
                understand(Setting(prompt=prompt, light=light)).text
                for prompt in (
                    "a park with a bench",
                    "the park with a bench, at night",
                    "park, bench",
                )
                for light in (None, "at dusk")
            }
        )
        == 1
    )


@pytest.mark.parametrize("size", [(96, 96), (160, 64), (48, 128), (97, 53)])
@pytest.mark.parametrize("place", PLACES)
def test_every_place_fills_any_shape(place: str, size: tuple[int, int]):
    image = backdrop(Setting(prompt=PLACES[place][0]), Size(width=size[0], height=size[1]), seed=3)
    assert image.mode == "RGB"
    assert image.size == size
    shades = np.asarray(image.convert("L"))
    assert shades.min(axis=1).min() > 10 or place == "moon"  # nothing is left unpainted
    assert len(image.getcolors(size[0] * size[1])) > (2 if place == "plain" else 30)


def test_drawing_is_deterministic_and_independent_of_what_was_drawn_before():
    first = pixels("a library")
    backdrops._drawn.cache_clear()
    pixels("a beach")
    assert (pixels("a library") == first).all()


def test_the_callers_copy_is_its_own():
    setting = Setting(prompt="a park")
    backdrop(setting, SIZE, seed=1).paste((0, 0, 0), (0, 0, 96, 96))
    assert np.asarray(backdrop(setting, SIZE, seed=1)).max() > 100


def test_places_differ_from_one_another():
    drawn = {place: pixels(wordings[0]) for place, wordings in PLACES.items()}
    near = [
        (one, other)
        for one, other in combinations(drawn, 2)
        if difference(drawn[one], drawn[other]) < 6
    ]
    assert near == []


def test_a_seed_moves_the_camera_but_not_the_place():
    assert 0 < difference(pixels("an office", seed=1), pixels("an office", seed=2)) < 30
    wall = pixels("an office", seed=1)[2, 48], pixels("an office", seed=2)[2, 48]
    assert (wall[0] == wall[1]).all()


def test_light_changes_the_mood():
    brightness = {light: pixels("a street", light=light).mean() for light in LIGHTS}
    assert brightness["night"] < brightness["evening"] < brightness["dusk"] < brightness["day"]
    dawn = pixels("a beach", light="sunset").mean(axis=(0, 1))
    day = pixels("a beach", light="day").mean(axis=(0, 1))
    assert dawn[0] / dawn[2] > day[0] / day[2]  # warmer


@pytest.mark.parametrize("weather", ["rain", "storm", "snow", "fog", "wind"])
def test_weather_falls_in_front_outdoors_only(weather: str):
    veil = weather_overlay(Setting(prompt="a park", weather=weather), SIZE, seed=1)
    assert veil is not None
    assert veil.mode == "RGBA"
    assert 0.003 < np.asarray(veil)[..., 3].mean() / 255 < 0.35
    assert weather_overlay(Setting(prompt="an office", weather=weather), SIZE, seed=1) is None


@pytest.mark.parametrize("weather", ["rain", "storm", "snow"])
def test_what_falls_behind_figures_is_paler_and_another_fall(weather: str):
    setting = Setting(prompt="a park", weather=weather)
    before = np.asarray(weather_overlay(setting, SIZE, seed=1))[..., 3].astype(int)
    behind = np.asarray(weather_behind(setting, SIZE, seed=1))[..., 3].astype(int)
    assert 0 < behind.max() < 0.8 * before.max()
    assert np.corrcoef(before.ravel(), behind.ravel())[0, 1] < 0.3


def test_fog_drifts_before_figures_alone_and_nothing_falls_in_rooms():
    for where, weather in (("a park", "fog"), ("an office", "rain"), ("a park", None)):
        assert weather_behind(Setting(prompt=where, weather=weather), SIZE, seed=1) is None


def test_confetti_falls_in_rooms_as_well():
    veil = weather_overlay(Setting(prompt="a church", weather="confetti"), SIZE, seed=1)
    assert veil is not None
    assert len({pixel[:3] for _, pixel in veil.getcolors(96 * 96) if pixel[3] > 200}) > 3


def test_the_overlay_can_be_left_for_later():
    setting = Setting(prompt="a park", weather="rain")
    bare = backdrop(setting, SIZE, seed=1, overlay=False).convert("RGBA")
    bare.alpha_composite(weather_overlay(setting, SIZE, seed=1))
    assert bare.convert("RGB").tobytes() == backdrop(setting, SIZE, seed=1).tobytes()


def test_what_is_mentioned_is_drawn_and_what_is_absent_is_not():
    plain = pixels("a room")
    assert difference(plain, pixels("a room without a window")) > 1
    for thing in ("umbrella stand", "fireplace", "clock", "sofa"):
        assert difference(pixels("a room"), pixels(f"a room with a {thing}")) > 1, thing


def test_colours_in_the_words_are_used():
    red, blue = pixels("a plain red background"), pixels("a plain blue background")
    assert red[..., 0].mean() > blue[..., 0].mean() + 40
    green = pixels("a room with green walls")[4].mean(axis=0)
    assert green[1] == green.max()


def test_zooming_frames_a_part_of_the_same_place():
    size = Size(width=128, height=128)
    whole = backdrop(Setting(prompt="a library"), size, seed=1)
    close = backdrop(Setting(prompt="a library"), size, seed=1, zoom=2, focus=(0.5, 0.4))
    part = whole.crop((32, 19, 96, 83)).resize((128, 128))
    elsewhere = whole.crop((0, 64, 64, 128)).resize((128, 128))
    drawn = np.asarray(close).astype(int)
    found, missed = difference(drawn, part), difference(drawn, elsewhere)
    assert found < 0.45 * missed


def test_feet_stand_on_ground():
    # Across the picture, the strip where people's feet come is one floor: few colours, no sky.
    for place in ("office", "street", "park", "beach", "snow", "living room"):
        strip = pixels(PLACES[place][0], Size(width=128, height=128))[118:126]
        sky = pixels(PLACES[place][0], Size(width=128, height=128))[2]
        assert difference(strip.mean(axis=(0, 1)), sky.mean(axis=0)) > 12, place


def test_the_upper_third_is_calm():
    # Words go there: fewer edges than in the middle, in most places.
    calmer = 0
    for place in PLACES:
        grey = pixels(PLACES[place][0], Size(width=128, height=128)).mean(axis=2)
        edges = np.abs(np.diff(grey, axis=1)) > 20
        calmer += edges[:40].mean() <= edges[40:100].mean()
    assert calmer > 0.8 * len(PLACES)


@given(st.text(max_size=40), st.sampled_from([None, "at night", "???"]), st.integers(0, 2**40))
@settings(max_examples=40, deadline=None)
def test_any_words_draw_something(prompt: str, light: str | None, seed: int):
    image = backdrop(Setting(prompt=prompt, light=light), Size(width=32, height=24), seed=seed)
    assert image.size == (32, 24)


def test_no_wording_holds_a_trap():
    for words in PLACE_WORDS.values():
        re.compile(words)
        assert "||" not in words
        assert not words.startswith("|")
