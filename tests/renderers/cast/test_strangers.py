from pathlib import Path

import numpy as np
import pytest

from renderers.cast.figures import load_figure
from renderers.cast.references import best_reference, packaged_card
from renderers.cast.strangers import PARTS, is_somebody, person_of, stranger
from renderers.dyes import undyed
from schemas.story import Character


def base_of(look: str, **more) -> str:
    picture = undyed(stranger(look, **more).views[0].drawings[0].picture)
    return picture.removeprefix("cast:").split("/")[0]


def dyes_of(look: str) -> str:
    return stranger(look).views[0].drawings[0].picture.split(":")[1]


def test_the_same_words_are_the_same_person_and_the_next_is_another():
    assert stranger("a waiter") == stranger("a waiter")
    assert stranger("a child", nth=1) != stranger("a child")
    assert stranger("a child", nth=1).id == "child-2"


@pytest.mark.parametrize(
    ("look", "bases"),
    [
        ("a waitress", {"dee", "priya"}),
        ("an old woman", {"sophie"}),
        ("a bearded man", {"dey", "aryan", "ethan", "ringo"}),
        ("a girl with glasses", {"dee"}),
        ("a boy", {"bill"}),
        ("a passenger", set(PARTS)),
    ],
)
def test_words_choose_whose_drawings_are_taken(look: str, bases: set[str]):
    assert base_of(look) in bases


@pytest.mark.parametrize(
    ("look", "colour"),
    [
        ("a man in a red coat", "d0574e"),
        ("a policeman", "2f4f86"),
        ("a nurse", "f4f6f8"),
    ],
)
def test_clothes_are_dyed_as_the_words_say(look: str, colour: str):
    assert colour in dyes_of(look)


def test_children_are_smaller_and_keep_their_proportions():
    assert stranger("a girl").height < 0.7 < stranger("a woman").height


def test_a_stranger_is_drawn_like_anybody_with_joints_in_other_colours():
    card = stranger("an old woman with dark skin")
    look, own = best_reference(card), best_reference(packaged_card("sophie"))
    assert look.pose == own.pose
    drawn = np.asarray(load_figure(look.layers, Path())).astype(float)
    known = np.asarray(load_figure(own.layers, Path())).astype(float)
    assert (drawn[..., 3] == known[..., 3]).all()
    seen = known[..., 3] > 250
    assert np.abs(drawn - known)[seen].mean() > 10


@pytest.mark.parametrize("noun", ["a waiter", "two children", "the crowd", "thieves", "a nurse"])
def test_nouns_for_people_are_known(noun: str):
    assert is_somebody(noun)


@pytest.mark.parametrize("noun", ["a whale", "the table", "", "a strange idea"])
def test_others_are_not(noun: str):
    assert not is_somebody(noun)


def somebody(look: str = "", **more) -> Character:
    return Character(id="kim", name="Kim", token="kim", class_noun="person", look=look, **more)


def test_a_character_without_pictures_is_a_person_of_its_look_and_always_the_same():
    one = person_of(somebody("a girl with red hair and a yellow shirt"))
    assert one == person_of(somebody("a girl with red hair and a yellow shirt"))
    assert (one.id, one.name, one.token, one.look.split()[-1]) == ("kim", "Kim", "kim", "shirt")
    assert one.height < 0.7
    face, body = one.views[0].faces[0].picture, one.views[0].drawings[0].picture
    assert "hair-8a3f24" in face
    assert "hair" not in body
    assert "f3ce62" in body


def test_two_who_are_told_alike_are_not_the_same():
    cards = {
        person_of(somebody("a man").but(id=name)).views[0].faces[0].picture for name in "abcdef"
    }
    assert len(cards) > 1


def test_of_whom_nothing_is_said_has_no_beard():
    bases = {
        undyed(person_of(somebody().but(id=name)).views[0].faces[0].picture) for name in "abcdef"
    }
    assert {base.removeprefix("cast:").split("/")[0] for base in bases} <= {"dee", "priya", "bill"}
    assert "cast:sophie" in undyed(person_of(somebody("a grandmother")).views[0].faces[0].picture)


@pytest.mark.parametrize("look", ["a tin robot", "a friendly ghost"])
def test_whom_no_person_is_like_is_not_made_up(look: str):
    assert person_of(somebody(look)) is None
    assert person_of(somebody(kind="object")) is None


def test_black_hair_is_dyed_and_its_lines_stay_black():
    name = person_of(somebody("a woman with blonde hair, no glasses")).views[0].faces[0].picture
    assert name.split(":")[-1].startswith(("priya", "dee"))
    dyed, black = (np.asarray(load_figure([each], Path())) for each in (name, undyed(name)))
    gold = np.abs(dyed[..., :3].astype(int) - (0xD9, 0xB2, 0x5F)).max(axis=2) < 12
    seen = dyed[..., 3] > 200
    assert (gold & seen).sum() > 0.12 * seen.sum()
    ink = dyed[..., :3].max(axis=2) < 40
    assert (ink & seen).sum() > 0.05 * seen.sum()
    assert (dyed[..., 3] == black[..., 3]).all()
