import subprocess
import sys

import pytest

from renderers.props.library import WAYS, drawing_of, find, prop_names, prop_of
from stories import PROPS


def named(noun: str) -> str | None:
    prop = find(noun)
    return prop and prop.name


@pytest.mark.parametrize(
    ("noun", "name"),
    [
        ("whale", "whale"),
        ("three giant whales", "whale"),
        ("the birthday cake with candles", "birthday cake"),
        ("mice", "mouse"),
        ("his phone", "phone"),
        ("a piece of cake", "piece of cake"),
        ("a cup of tea", "cup of coffee"),
        ("Teddy bear", "teddy bear"),
        ("a soccer ball", "football"),
        ("knives", "knife"),
        ("a sleeping dragon", "sleeping dragon"),
        ("a bunch of bananas", "banana"),
        ("the periscope", "periscope"),
        ("a bow tie", "bow tie"),
        ("the dentist's chair", "dentist's chair"),
        ("a couch", "sofa"),
        ("torches", "torch"),
        ("an old steering wheel", "steering wheel"),
        ("a toy car", "toy car"),
        ("a glass of milk", "milk"),
        ("a glove", "gloves"),
        ("a glass", "wine glass"),
        ("a chess board", "chessboard"),
        ("a cardboard sign", "sign"),
    ],
)
def test_a_noun_finds_its_drawing(noun: str, name: str) -> None:
    assert named(noun) == name


@pytest.mark.parametrize("noun", ["", "his way", "a strange idea", "the", "cake shop window sill"])
def test_what_nobody_drew_is_not_found(noun: str) -> None:
    assert find(noun) is None


def test_the_last_word_decides_what_a_thing_is() -> None:
    assert named("a bear trap") is None


def test_words_for_size_and_colour_count() -> None:
    usual, giant, red = find("octopus"), find("giant octopus"), find("a red balloon")
    assert usual is not None
    assert giant is not None
    assert red is not None
    assert giant.size > 2 * usual.size
    assert red.colour == "red"
    assert usual.colour is None


def test_sizes_are_those_of_the_world() -> None:
    tall = {name: prop_of(name).size for name in ("ring", "cup of coffee", "dog", "horse", "whale")}
    assert sorted(tall, key=lambda name: tall[name]) == list(tall)
    assert prop_of("whale").size > 5
    assert prop_of("ring").size < 0.05


def test_every_prop_is_whole_and_found_by_its_name() -> None:
    for name in prop_names():
        prop = prop_of(name)
        assert set(prop.ways) <= set(WAYS), name
        bounds = prop.outline.bounds
        assert min(bounds.left, bounds.top) >= 0, name
        assert max(bounds.right, bounds.bottom) <= 1, name
        assert max(prop.width, prop.height) == pytest.approx(prop.size), name
        assert find(name) == prop, name


def test_every_drawing_of_our_own_is_taken() -> None:
    taken = {drawing_of(name) for name in prop_names()}
    assert {f"own/{path.name}" for path in (PROPS / "own").glob("*.svg")} <= taken


def test_finding_needs_no_torch() -> None:
    code = (
        "import sys; from renderers.props.library import find; find('whale'); "
        "print({'torch', 'resvg_py', 'diffusers'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
