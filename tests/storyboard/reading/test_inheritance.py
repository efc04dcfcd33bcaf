"""`like`: what a panel takes over, and what it does not."""

import pytest

from schemas.geometry import Box
from schemas.settings import MspSettings
from schemas.story import Placement, Setting
from tests.storyboard.reading.helpers import HEAD, panels, read

BASE = """\
      - id: base
        shot: wide
        angle: low
        action: Dee waves.
        setting: a beach
        characters: {dee: {at: left, mood: smile}, ringo: {at: right}}
        relations: [dee near ringo]
        caption: Noon.
        dialogue: [dee: Hello!]
        sfx: WHOOSH
        seed: 5
        renderer: {steps: 50, controlnet: {enabled: true, scale: 0.5}}
"""


def test_the_picture_is_taken_over_and_the_words_are_not() -> None:
    base, again = panels(BASE + "      - like: base\n")
    silent = {"captions": (), "dialogue": (), "sfx": ()}
    assert again == base.but(id="2", **silent)


def test_mappings_are_merged() -> None:
    _, again = panels(
        BASE
        + """\
      - like: base
        characters: {dee: {mood: angry}, cup: {depth: front}}
        setting: {light: at night}
        renderer: {controlnet: {enabled: false}}
        dialogue: [ringo: No.]
"""
    )
    assert again.characters == {
        "dee": Placement(at="left", mood="angry"),
        "ringo": Placement(at="right"),
        "cup": Placement(depth="front"),
    }
    assert again.setting == Setting(prompt="a beach", light="at night")
    assert isinstance(again.renderer, MspSettings)
    assert (again.renderer.steps, again.renderer.controlnet.scale) == (50, 0.5)
    assert [line.says for line in again.dialogue] == ["No."]


def test_a_list_of_characters_says_who_is_there() -> None:
    _, alone = panels(BASE + "      - {like: base, characters: [dee, cup]}\n")
    assert alone.characters == {"dee": Placement(at="left", mood="smile"), "cup": Placement()}


def test_an_empty_value_takes_it_back() -> None:
    _, bare = panels(
        BASE
        + """\
      - like: base
        seed:
        relations: ~
        renderer: null
        setting:
        characters: {dee: {mood: }}
"""
    )
    assert (bare.seed, bare.relations, bare.renderer, bare.setting) == (None, (), None, None)
    assert bare.characters["dee"] == Placement(at="left")
    _, nobody = panels(BASE + "      - {like: base, characters: }\n")
    assert nobody.characters == {}


def test_a_new_place_leaves_the_old_region() -> None:
    first, second = panels("""\
      - characters: {dee: {region: [0, 0, 0.5, 1]}}
      - {like: 1, characters: {dee: {at: right}}}
""")
    assert first.characters["dee"].region == Box(left=0, top=0, right=0.5, bottom=1)
    assert second.characters["dee"] == Placement(at="right")


def test_likeness_is_handed_on_in_any_order_and_across_scenes() -> None:
    story = read(
        HEAD
        + """\
      - {id: c, like: b, angle: high}
      - {id: b, like: other/a, shot: close}
  - id: other
    panels: [{id: a, action: Far., shot: wide}]
"""
    )
    c, b = story.scenes[0].panels
    assert (b.action, b.shot, b.angle) == ("Far.", "close", "eye")
    assert (c.action, c.shot, c.angle) == ("Far.", "close", "high")


def test_a_panel_without_an_id_is_known_by_its_number() -> None:
    assert panels("      - Dee waves.\n      - like: 1\n")[1].action == "Dee waves."


@pytest.mark.parametrize("length", [300])
def test_long_chains_need_no_recursion(length: int) -> None:
    # Backwards, so that the first panel read waits for all others.
    text = "".join(f"      - {{id: p{n}, like: p{n + 1}}}\n" for n in range(length))
    read_panels = panels(text + f"      - {{id: p{length}, action: The end.}}\n")
    assert {panel.action for panel in read_panels} == {"The end."}
