"""When a person's picture is posed anew, and when the artist's own drawing is shown."""

import pytest

from renderers.cast.puppets.names import POSED, posed_layers
from schemas.plan import Segment
from storyboard.planning.casting.posing import stance_for
from tests.storyboard.told import only, panel


def shown(word: str, who: str = "dee", **more: str) -> Segment:
    return only(panel(characters={who: {"pose": word, **more}})).segments[0]


def layer(segment: Segment) -> str:
    assert segment.figure is not None
    return segment.figure.layers[0]


@pytest.mark.parametrize("word", ["arms folded", "shrugging", "holding coffee", "thumbs up"])
def test_an_artist_s_drawing_of_the_pose_always_wins(word: str) -> None:
    assert not layer(shown(word)).startswith(POSED)


@pytest.mark.parametrize("word", ["waving", "hugging", "kneeling", "lying", "dancing"])
def test_what_nobody_drew_is_posed_and_needs_no_note(word: str) -> None:
    segment = shown(word, "ringo", mood="happy")
    stance, layers = posed_layers(layer(segment))
    assert stance == stance_for(word)
    assert "/mood/" in layers[1]
    assert segment.pose_word == word
    assert segment.face is not None


def test_who_looks_left_is_mirrored() -> None:
    left, right = (shown("walking", facing=way) for way in ("left", "right"))
    assert left.figure is not None
    assert right.figure is not None
    assert left.figure.layers == right.figure.layers
    assert (left.figure.mirror, right.figure.mirror) == (True, False)
    assert left.facing == "left"


def test_lying_is_wider_than_high_and_jumping_leaves_the_ground() -> None:
    lying, falling = shown("lying").region.bounds, shown("falling").region.bounds
    assert lying.width > lying.height
    assert falling.bottom < lying.bottom


def test_animals_and_plain_standing_are_not_posed() -> None:
    assert not layer(shown("sitting", "dog")).startswith(POSED)
    assert not layer(shown("standing")).startswith(POSED)


def test_a_back_that_nobody_drew_is_drawn_and_one_that_is_drawn_is_kept() -> None:
    turned = shown("standing", "ringo", facing="back")
    stance, _ = posed_layers(layer(turned))
    assert stance.back
    assert turned.facing == "back"
    assert not layer(shown("standing", "ethan", facing="back")).startswith(POSED)


def test_who_climbs_is_seen_from_behind_with_both_hands_up() -> None:
    stance, _ = posed_layers(layer(shown("climbing", "priya", mood="happy")))
    assert stance.back
    assert all(abs(arm[1]) > 160 for arm in (stance.r_arm, stance.l_arm))


def test_hands_behind_the_back_are_behind_it() -> None:
    stance, _ = posed_layers(layer(shown("hands behind back", "ethan")))
    assert stance.behind == "rl"


@pytest.mark.parametrize("word", ["waving", "hands in pockets"])
def test_a_head_turns_to_where_its_body_does_not(word: str) -> None:
    left = shown(word, "ethan", facing="left")
    stance, _ = posed_layers(layer(left))
    assert stance.look >= 0.5 > stance.turn
    assert left.facing == "left"
