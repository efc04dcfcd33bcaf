"""Reading actions: who does what, beside whom, and who is only spoken of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.directions import Directions
from storyboard.planning.script.rules import read_action
from tests.storyboard.told import cast

CAST = cast("dee", "ringo", "priya", "bill", "cup", "dog", "cat")


def told(action: str, *present: str) -> Directions:
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
    assert tuple(told(action).roles) == named


def does(action: str, who: str) -> set[str | None]:
    """What somebody does and how, in words of the vocabulary."""
    role = told(action).roles[who]
    return {*map(str, role.poses), role.mood} - {None}


@pytest.mark.parametrize(
    ("action", "who", "words"),
    [
        ("dee sits at a desk, ringo stands beside her holding coffee", "ringo", "holding coffee"),
        ("Ringo runs up to Dee, who waits under a tree.", "dee", "standing"),
        ("Dee walks in. She smiles.", "dee", "smile"),
        ("Dee and Ringo sit down and laugh.", "ringo", "laugh"),
        ("Ringo looks at Dee and Bill laughs.", "bill", "laugh"),
        ("Dee watches Ringo jumping.", "ringo", "jumping"),
        ("Under the tree, Dee reads.", "dee", "reading newspaper"),
        ("Ringo is pushed by Dee.", "dee", "pushing"),
        ("Dee pets a jumping dog.", "dog", "jumping"),
        ("Dee tries to climb the fence.", "dee", "climbing"),
        ("His hand waves, Dee is angry.", "dee", "angry"),
        ("Dee sleeps on a bunk.", "dee", "sleeping"),
        ("Behind the door waits Bill.", "bill", "standing"),
        ("Out of the box jumps the cat, Dee laughs.", "cat", "jumping"),
        ("Dee plays the violin and Ringo the drums.", "ringo", "drumming"),
        ("Dee gives Ringo a hug.", "dee", "hugging"),
        ("Dee takes a bow.", "dee", "bowing"),
        ("Dee dares to touch the snake.", "dee", "reaching"),
        ("A dragon attacks Dee.", "dee", "shielding"),
        ("Dee is robbed by a thief.", "dee", "hands up"),
    ],
)
def test_what_they_do(action: str, who: str, words: str) -> None:
    assert words in does(action, who)


@pytest.mark.parametrize(
    ("action", "who", "words"),
    [
        ("dee sits at a desk, ringo stands beside her", "dee", "standing"),
        ("Neither Dee nor Ringo laughs.", "ringo", "laugh"),
        ("Before Dee can sit down, the dog jumps.", "dee", "sitting"),
        ("Dee rocks the baby to sleep.", "dee", "asleep"),
        ("Ringo the knight waves.", "ringo", "fencing"),
        ("Ringo runs up to Dee, who waits.", "ringo", "standing"),
        ("Ringo looks at Dee and Bill laughs.", "dee", "laugh"),
        ("Ringo is pushed by Dee.", "ringo", "pushing"),
        ("Dee pets a jumping dog.", "dee", "jumping"),
        ("Dee sneaks past a sleeping dragon.", "dee", "asleep"),
        ("Dee wears a bow tie.", "dee", "bowing"),
        ("Dee does not laugh.", "dee", "laugh"),
        ("Dee leaves without waving.", "dee", "waving"),
        ("Dee wants to dance.", "dee", "dancing"),
        ("Dee tells Ringo to sit down.", "ringo", "sitting"),
        ("Dee wonders whether Ringo is angry.", "dee", "angry"),
    ],
)
def test_nobody_does_what_others_do_or_what_is_not_so(action: str, who: str, words: str) -> None:
    assert words not in does(action, who)


@pytest.mark.parametrize(
    ("action", "present", "named"),
    [
        ("Everybody dances.", ("dee", "ringo", "dog"), ("dee", "ringo", "dog")),
        ("All three sit down.", ("dee", "ringo", "bill"), ("dee", "ringo", "bill")),
        ("Bill knocks, the others wait.", ("dee", "ringo", "bill"), ("bill", "dee", "ringo")),
        ("His hand reaches out.", ("ringo",), ("ringo",)),
        ("A dragon attacks Dee.", (), ("dee",)),
        ("Rain pours on Bill and Dee.", (), ("bill", "dee")),
        ("Bill talks to Dee about Ringo.", (), ("bill", "dee")),
        ("Is that Ringo? Dee stares.", (), ("dee",)),
        ("Dee looks at a photo of Bill.", (), ("dee",)),
        ("Priya's mother hugs Dee.", (), ("dee",)),
    ],
)
def test_everyone_who_is_meant_is_there(
    action: str, present: tuple[str, ...], named: tuple[str, ...]
) -> None:
    assert tuple(told(action, *present).roles) == named


@pytest.mark.parametrize(
    ("action", "props", "extras"),
    [
        ("Dee wears a red bow tie.", [("red bow tie", "dee", "head")], []),
        ("A thief robs Dee.", [], ["thief"]),
        ("Three dogs chase a waiter, without a lead.", [("dog", None, None)], ["waiter"]),
        ("Dee sits on the sofa with joy.", [("sofa", "dee", "seat")], []),
        ("Dee holds a cup of coffee.", [("cup of coffee", "dee", "hand")], []),
        ("Dee holds up a tooth.", [("tooth", "dee", "hand")], []),
        (
            "Dee puts on a hat and pulls out a phone.",
            [("hat", "dee", "head"), ("phone", "dee", "hand")],
            [],
        ),
        ("Dee puts the drill away.", [], []),
        ("Dee shakes her head.", [], []),
        ("Dee stands under a tree.", [("tree", "dee", None)], []),
        ("Dee and Ringo dance around a fire.", [("fire", "dee", "ground")], []),
        (
            "Dee and Ringo hold umbrellas.",
            [("umbrella", "dee", "hand"), ("umbrella", "ringo", "hand")],
            [],
        ),
        ("Dee and Ringo carry a sofa.", [("sofa", "dee", "carried")], []),
        (
            "Each of them holds a candle.",
            [("candle", "dee", "hand"), ("candle", "ringo", "hand")],
            [],
        ),
        (
            "Rain pours on Dee and Ringo, who wear hats.",
            [("rain", None, None), ("hat", "dee", "head"), ("hat", "ringo", "head")],
            [],
        ),
        (
            "A giant duck swims past the porthole.",
            [("giant duck", None, "window"), ("porthole", None, None)],
            [],
        ),
        ("Ringo sleeps like a log.", [], []),
        ("Ringo takes a bow.", [], []),
        ("A bell rings and all the children run out.", [("bell", None, None)], ["child"]),
        ("A storm breaks the mast in two.", [("storm", None, None), ("mast", None, None)], []),
        ("The dog surfs on a wave.", [("wave", None, None)], []),
    ],
)
def test_things_and_strangers_are_there(
    action: str, props: list[tuple[str, str | None, str | None]], extras: list[str]
) -> None:
    found = told(action, *(("dee", "ringo") if "them" in action else ()))
    assert [(each.noun, each.of, each.way) for each in found.props] == props
    assert [each.noun for each in found.extras] == extras


@pytest.mark.parametrize("said", ["mouth open", "with her mouth open", "open-mouthed"])
def test_how_a_part_of_a_face_is_says_how_somebody_feels(said: str) -> None:
    found = told(f"Dee lies in the chair, {said}; Ringo watches.")
    assert (found.roles["dee"].mood, found.roles["ringo"].mood) == ("amazed", None)
    assert [each.noun for each in found.props] == ["chair"]


def test_counts_are_kept() -> None:
    assert [each.count for each in told("Three dogs chase Dee.").props] == [3]


@pytest.mark.parametrize(
    ("action", "facing", "away"),
    [
        ("Ringo runs away from Dee.", "dee", True),
        ("Ringo turns his back on Dee.", "back", False),
        ("Dee looks at Ringo, who looks away.", "dee", True),
        ("Ringo turns away from the screen.", "back", False),
        ("Ringo is comforted by Dee.", None, False),
        ("Ringo and Dee argue.", "dee", False),
    ],
)
def test_where_somebody_turns(action: str, facing: str | None, away: bool) -> None:
    role = told(action).roles["ringo"]
    assert (role.facing, role.away) == (facing, away)


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


def gazes(action: str, *present: str) -> dict[str, str]:
    roles = told(action, *present).roles
    return {who: role.facing for who, role in roles.items() if role.facing}


def test_who_looks_at_whom() -> None:
    assert gazes("Ringo gives the umbrella to Priya, who smiles at him.") == {
        "ringo": "priya",
        "priya": "ringo",
    }


def test_sides_and_depths_are_read() -> None:
    action = "On the left Dee reads; on the right Ringo sleeps. Bill waits in the background."
    roles = told(action).roles
    assert {who: role.at for who, role in roles.items() if role.at} == {
        "dee": "left",
        "ringo": "right",
    }
    assert {who: role.depth for who, role in roles.items() if role.depth} == {"bill": "behind"}


def test_pronouns_reach_those_who_are_staged() -> None:
    assert gazes("She waves at him.", "dee", "ringo") == {"dee": "ringo"}
    assert told("They laugh.", "dee", "ringo").doers == ("dee", "ringo")
    assert tuple(told("She waves.", "dee", "priya").roles) == ()  # it could be either


def test_nothing_said_is_nothing_asked() -> None:
    assert told("") == Directions()


@given(st.text(alphabet="Dee Ringo,.her him and the who bill's\n\u2019é?:to not a", max_size=80))
def test_no_text_is_too_strange(action: str) -> None:
    found = told(action, "dee", "ringo")
    assert set(found.roles) <= set(CAST)
    assert {each.of for each in found.props} <= {*CAST, None}


def test_a_long_text_is_read_in_time() -> None:
    found = told("Dee looks at Ringo and he waits for her, " * 500)
    assert tuple(found.roles) == ("dee", "ringo")
