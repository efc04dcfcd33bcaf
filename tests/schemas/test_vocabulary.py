"""The vocabulary: closed, unambiguous, and found in running text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.vocabulary.phrases import (
    MOODS,
    POSES,
    canonical_mood,
    canonical_pose,
    ranked_moods,
    ranked_poses,
    words_in,
)
from schemas.vocabulary.words import Word


def poses_in(text: str) -> list[str]:
    return [found.word for found in words_in(text) if found.kind == "pose"]


def moods_in(text: str) -> list[str]:
    return [found.word for found in words_in(text) if found.kind == "mood"]


@pytest.mark.parametrize("table", [POSES, MOODS], ids=["poses", "moods"])
def test_every_neighbour_is_itself_a_word(table: dict[str, Word]) -> None:
    for word, known in table.items():
        assert set(known.nearest) | set(getattr(known, "same", ())) <= table.keys() - {word}


def test_every_word_and_alias_means_its_own_entry() -> None:
    for table, canonical in ((POSES, canonical_pose), (MOODS, canonical_mood)):
        for word, known in table.items():
            assert canonical(word) == word
            for alias in (*known.aliases, *known.codes):
                assert canonical(alias) == word, f"{alias} is claimed twice"


def test_every_mood_leads_to_every_face_that_all_characters_share() -> None:
    for word in MOODS:
        assert {"sad", "angry"} <= ranked_moods(word).keys()


def test_every_pose_leads_to_one_that_stands() -> None:
    standing = {"standing", "hands in pockets", "arms folded"}
    assert all(standing & ranked_poses(word).keys() for word in POSES)


def test_a_word_is_nearest_to_itself_and_its_equals_come_before_its_neighbours() -> None:
    costs = ranked_poses("sitting at desk")
    order = sorted(costs, key=costs.__getitem__)
    assert order[:3] == ["sitting at desk", *POSES["sitting at desk"].same]
    assert costs["sitting at desk on phone"] < costs["holding laptop"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("run", "running"),
        ("runs", "running"),
        ("ran", "running"),
        ("Holding Umbrella", "holding umbrella"),
        ("holding an umbrella", "holding umbrella"),
        ("umbrella", "holding umbrella"),
        ("handsfolded", "arms folded"),
        ("crossed-arms", "arms folded"),
        ("sat", "sitting"),
        ("thumbs_up", "thumbs up"),
        ("yuhoo", "jumping"),
        ("phone", "holding phone"),
        ("quibbling", None),
        ("", None),
    ],
)
def test_what_a_pose_word_means(written: str, meant: str | None) -> None:
    assert canonical_pose(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("smiles", "smile"),
        ("Furious", "angry"),
        ("cryingloudly", "crying loudly"),
        ("wept", "cry"),
        ("hmm", "thinking"),
        ("dozing", "asleep"),
        ("umbrella", None),
    ],
)
def test_what_a_mood_word_means(written: str, meant: str | None) -> None:
    assert canonical_mood(written) == meant


@pytest.mark.parametrize(
    ("text", "poses", "moods"),
    [
        (
            "dee sits at a desk, ringo stands beside her holding coffee",
            ["sitting at desk", "standing", "holding coffee"],
            [],
        ),
        ("Ringo runs up to Dee, who waits under a tree.", ["running", "standing"], []),
        ("Dee rides her new bike angrily", ["riding bicycle"], ["angry"]),
        ("He points at the sky and laughed.", ["pointing up"], ["laugh"]),
        ("Under the umbrella, she cries", ["holding umbrella"], ["cry"]),
        ("She walked off. They hugged.", ["walking", "hugging"], []),
        ("He thinks", ["thinking"], []),
        ("a standing-room-only branch of the bank", [], []),
        ("The desk is brown; the car is red.", [], []),
    ],
)
def test_words_in_running_text(text: str, poses: list[str], moods: list[str]) -> None:
    assert poses_in(text) == poses
    assert set(moods) <= set(moods_in(text))


def test_the_longest_phrase_wins() -> None:
    assert poses_in("she sits on the floor with a laptop") == ["sitting on floor with laptop"]


def test_found_words_say_where_they_are() -> None:
    text = "Then Dee shrugs."
    (found,) = words_in(text)
    assert text[found.start : found.end] == "shrugs"


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    found = words_in(text)
    assert all(0 <= match.start < match.end <= len(text) for match in found)
    for kind in ("pose", "mood"):
        ends = [(match.start, match.end) for match in found if match.kind == kind]
        assert all(one[1] <= other[0] for one, other in pairwise(ends))
