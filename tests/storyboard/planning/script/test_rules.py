"""Reading actions: who does what, beside whom, and who is only spoken of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard.planning.script.rules import ActionReading, read_action
from tests.storyboard.told import cast

CAST = cast("dee", "ringo", "priya", "bill", "cup", "dog")


def told(action: str, *present: str) -> ActionReading:
    return read_action(action, CAST, present=present)


@pytest.mark.parametrize(
    ("action", "named"),
    [
        ("Ringo runs up to Dee, who waits under a tree.", ("ringo", "dee")),
        ("Dee, Bill and Ringo wave.", ("dee", "bill", "ringo")),
        ("dee and the dog play", ("dee", "dog")),
        ("Dee waits for Ringo.", ("dee",)),
        ("Dee thinks of Priya, without Bill.", ("dee",)),
        ("Ringo opens Dee's umbrella.", ("ringo",)),
        ("Dee's eyes widen.", ("dee",)),
        ("Dee pays the bill and drinks a cup of coffee.", ("dee",)),
        ("The cup winks.", ("cup",)),
        ("A dog barks.", ("dog",)),
        ("An empty street.", ()),
        ("DEE SHOUTS", ("dee",)),
        ("The indeed doggy bills cupboards.", ()),
    ],
)
def test_who_is_there(action: str, named: tuple[str, ...]) -> None:
    assert told(action).named == named


@pytest.mark.parametrize(
    ("action", "who", "words"),
    [
        ("dee sits at a desk, ringo stands beside her holding coffee", "ringo", "holding coffee"),
        ("Ringo runs up to Dee, who waits under a tree.", "dee", "waits under a tree"),
        ("Dee walks in. She smiles.", "dee", "smiles"),
        ("Dee and Ringo sit down and laugh.", "ringo", "laugh"),
        ("Ringo looks at Dee and Bill laughs.", "bill", "laughs"),
        ("Dee watches Ringo jumping.", "ringo", "jumping"),
        ("Under the tree, Dee reads.", "dee", "reads"),
    ],
)
def test_what_they_do(action: str, who: str, words: str) -> None:
    assert words in told(action).words_about(who)


@pytest.mark.parametrize(
    ("action", "who", "words"),
    [
        ("dee sits at a desk, ringo stands beside her", "dee", "stands"),
        ("Ringo runs up to Dee, who waits.", "ringo", "waits"),
        ("Ringo looks at Dee and Bill laughs.", "dee", "laughs"),
    ],
)
def test_nobody_does_what_others_do(action: str, who: str, words: str) -> None:
    assert words not in told(action).words_about(who)


@pytest.mark.parametrize(
    ("action", "relation"),
    [
        ("Ringo stands beside Dee.", "ringo beside dee"),
        ("Ringo stands in front of the dog.", "ringo in front of dog"),
        ("Bill hides behind Dee.", "bill behind dee"),
        ("Dee stands to the left of Bill.", "dee left of bill"),
        ("Dee holds the dog.", "dee holding dog"),
        ("dee sits at a desk, ringo stands beside her", "ringo beside dee"),
    ],
)
def test_where_they_are(action: str, relation: str) -> None:
    (found,) = told(action).relations
    assert f"{found.subject} {found.relation} {found.object}" == relation


def test_behind_them_means_all_the_others() -> None:
    found = told("Dee and Ringo sit on the floor, Bill stands behind them.").relations
    assert [(one.subject, one.object) for one in found] == [("bill", "dee"), ("bill", "ringo")]


def test_who_looks_at_whom() -> None:
    assert told("Ringo gives the umbrella to Priya, who smiles at him.").gazes == {
        "ringo": "priya", "priya": "ringo",
    }  # fmt: skip


def test_sides_and_depths_are_heard() -> None:
    heard = told("On the left Dee reads; on the right Ringo sleeps. Bill waits in the background.")
    assert heard.sides == {"dee": "left", "ringo": "right"}
    assert heard.depths == {"bill": "behind"}


def test_pronouns_reach_those_who_are_staged() -> None:
    assert told("She waves at him.", "dee", "ringo").gazes == {"dee": "ringo"}
    assert told("They laugh.", "dee", "ringo").doers == ("dee", "ringo")
    assert told("She waves.", "dee", "priya").named == ()  # it could be either


def test_nothing_said_is_nothing_told() -> None:
    assert told("") == ActionReading()


@given(st.text(alphabet="Dee Ringo,.her him and the who bill's\n\u2019é", max_size=80))
def test_no_text_is_too_strange(action: str) -> None:
    heard = told(action, "dee", "ringo")
    assert set(heard.named) <= set(CAST)
    assert all(set(part.subjects) | set(part.objects) <= set(CAST) for part in heard.clauses)


def test_a_long_text_is_read_in_time() -> None:
    heard = told("Dee looks at Ringo and he waits for her, " * 2000)
    assert heard.named == ("dee", "ringo")
