"""Clauses in and beside one another: which verb goes with whom, and what is not so."""

import pytest

from schemas.directions import Directions
from storyboard.planning.script.rules import read_action
from tests.storyboard.told import cast

CAST = cast("dee", "ringo", "priya", "bill", "dog", "cat")


def told(action: str, *present: str) -> Directions:
    return read_action(action, CAST, present=present)


def does(action: str, who: str, *present: str) -> set[str | None]:
    role = told(action, *present).roles[who]
    return {*map(str, role.poses), role.mood} - {None}


@pytest.mark.parametrize(
    ("action", "who", "words"),
    [
        ("Bill, who has never cooked before, waves.", "bill", {"waving"}),
        ("Bill, the captain, waves.", "bill", {"waving"}),
        ("The princess, Dee, waves.", "dee", {"waving"}),
        ("Dee, arms folded, laughs.", "dee", {"arms folded", "laugh"}),
        ("Bill, his arms full of parcels, trips.", "bill", {"falling"}),
        ("Dee, Bill and Ringo wave.", "dee", {"waving"}),
        ("The man sitting next to Dee waves.", "dee", set()),
        ("The man who kicked Dee waves.", "dee", set()),
        ('"Run!" shouts Dee.', "dee", {"shouting"}),
        ("Off they run.", "dee", {"running"}),
        ("Dee is carried home by Bill.", "bill", {"carrying"}),
        ("Dee rides a white horse.", "dee", {"riding horse"}),
        ("Dee chases Ringo.", "ringo", {"running"}),
        ("They all laugh except Bill.", "bill", set()),
        ("Bill would rather sleep than dance.", "bill", set()),
        ("Dee, still wet, waves.", "dee", {"waving"}),
        ("Bill laughs. Kneeling on a rug, Dee cries.", "dee", {"kneeling", "cry"}),
        ("Bill laughs. Furious, Dee kicks a stone.", "dee", {"angry", "kicking"}),
        ("Laughing, Dee and Bill run.", "dee", {"laugh", "running"}),
        ("On the sofa sit Dee and Bill.", "bill", {"sitting"}),
        ("Dee, alone, on a bench.", "dee", {"sitting"}),
        ("Dee rides on the back of a camel.", "dee", {"riding horse"}),
        ("Riding on the back of an elephant, Dee waves.", "dee", {"riding horse", "waving"}),
        ("Dee is going to dance.", "dee", set()),
        ("Dee cries with joy.", "dee", {"happy"}),
        ("Dee cries with rage.", "dee", {"cry"}),
        ("Dee falls asleep.", "dee", {"sleeping", "asleep"}),
        ("A tired-looking Dee waves.", "dee", {"tired", "waving"}),
        ("Dee and Bill draw their swords.", "bill", {"fencing"}),
        ("Dee opens a dusty trunk.", "dee", {"reaching"}),
        ("Dee opens her mouth.", "dee", set()),
        ("Dee crouches as the soldiers march past.", "dee", {"crouching"}),
        ("Why is Dee laughing?", "dee", {"laugh"}),
        ("Dee trips, sending her papers flying.", "dee", {"falling"}),
        ("A car passes, with Bill pulling a rope.", "bill", {"pulling"}),
        ("Off goes Dee.", "dee", {"walking"}),
        ("They stand along the walls and clap.", "dee", {"standing", "clapping"}),
        ("Before dancing, Dee waves.", "dee", {"waving"}),
        ("Dee pats the cat, which has stopped and now sleeps.", "cat", {"sleeping", "asleep"}),
        ("The captain shouts to Dee at the helm.", "dee", {"steering"}),
        ("Dee and Bill fight over the wheel.", "bill", {"fighting over", "angry"}),
        ("Dee spills the milk all over", "dee", set()),
        ("Bill holds the cake close to", "bill", set()),
    ],
)
def test_whose_verb_it_is(action: str, who: str, words: set[str]) -> None:
    assert does(action, who, "dee", "bill") == words


@pytest.mark.parametrize(
    ("action", "named"),
    [
        ("Bill hides so that Dee cannot see him.", ("bill", "dee")),
        ("If it rains, Bill takes an umbrella.", ("bill",)),
        ("The boat that Ringo built sinks.", ("ringo",)),
        ("Dee blocks Ringo's way.", ("dee", "ringo")),
        ("Dee sends Ringo a postcard.", ("dee",)),
        ("Dee used to have a dog.", ("dee",)),
        ("Dee raises an eyebrow at Bill's hat.", ("dee", "bill")),
        ("Dee would fall if Bill did not hold her.", ("dee", "bill")),
        ("Dee laughs as if Bill were there.", ("dee",)),
        ("Enter Bill with a rose.", ("bill",)),
        ("A tailor called Bill waves.", ("bill",)),
        ("Dee sings so loudly that Bill wakes.", ("dee", "bill")),
        ("Behind Dee's back Bill laughs.", ("dee", "bill")),
        ("The queen hands the knight, Bill, a sword.", ("bill",)),
        ("Not until the lion roars does Bill turn round.", ("bill",)),
        ("Dee spills sauce on Bill's shirt.", ("dee", "bill")),
        ("Dee puts up a tent with Bill's help.", ("dee", "bill")),
        ('The owl asks Dee, "Where is Bill?"', ("dee",)),
    ],
)
def test_who_is_there(action: str, named: tuple[str, ...]) -> None:
    assert tuple(told(action).roles) == named


@pytest.mark.parametrize(
    ("action", "nouns"),
    [
        ("Dee has a bag full of apples.", ("bag", "apple")),
        ("Dee sees a spider right above her.", ("spider",)),
        ("Dee jumps from roof to roof.", ("roof", "roof")),
        ("An arrow hits the tree next to Dee.", ("arrow", "tree")),
        ("Dee stares at the burning pan.", ("burning pan",)),
        ("One of the sheep follows Dee.", ("sheep",)),
        ("Dee has lost her key.", ()),
        ("Dee waits for the bus.", ()),
        ("Dee is afraid of spiders.", ()),
        ("Having missed the train, Dee cries.", ()),
        ("Dee makes an apology and a promise.", ()),
        ("Dee sees such a big pumpkin.", ("big pumpkin",)),
        ("Dee, Bill and a robot dance.", ("robot",)),
        ("Dee paints the fence green.", ("fence",)),
        ("The cook gives the judge three rolls.", ("roll",)),
        ("Dee pushes a vacuum cleaner.", ("vacuum cleaner",)),
        ("A tray of glasses flies towards Dee.", ("tray of glasses",)),
        ("Two men on a park bench feed pigeons.", ("park bench", "pigeon")),
        ("Dee gives the flowers water.", ("flower", "water")),
        ("At the traffic lights Dee waits.", ("traffic light",)),
        ("A car splashes Dee from head to foot.", ("car",)),
        ("Both cats climb the tree.", ("cat", "tree")),
        ("A sign on the door says CLOSED.", ("sign", "door")),
        ("The bus did not come, and Dee waits.", ()),
        ("A crowd of penguins surrounds Dee.", ("penguin",)),
        ("Dee whispers into the horse's ear.", ("horse",)),
        ('Dee holds a sign: "The cake is gone!"', ("sign",)),
    ],
)
def test_what_is_there(action: str, nouns: tuple[str, ...]) -> None:
    assert tuple(prop.noun for prop in told(action).props) == nouns


def test_an_apposition_is_nobody_else() -> None:
    for action in ("Bill, the captain, waves.", "The princess, Dee, waves.", "A cook called Dee."):
        assert not told(action).extras
    assert not told("Dee draws a portrait of the king.").extras
    assert not told("Dee is a plumber, and Bill is dressed as a pirate.").extras


def test_people_whom_no_list_names_are_strangers_and_several_where_many_are_told() -> None:
    found = {each.noun: each.count for each in told("A plumber greets the henchmen.").extras}
    assert found == {"plumber": 1, "henchman": 3}
    assert told("Dee sees the ducks.").props[0].count == 3
    assert told("Dee sees a fish.").props[0].count == 1


def test_strangers_feel_what_their_deed_says() -> None:
    assert told("A thief robs Dee.").extras[0].mood == "sly"


@pytest.mark.parametrize(
    "action", ['Dee reads "The Happy Cook".', "Dee sings Happy Birthday to You."]
)
def test_titles_and_what_is_quoted_need_no_picture(action: str) -> None:
    found = told(action)
    assert found.roles["dee"].mood is None
    assert not found.props
    titled = [use.kind for use in found.uses if use.word[0].isupper() and use.word != "Dee"]
    assert set(titled) == {"other"}


def test_where_somebody_is_may_stand_before_the_name() -> None:
    relations = told("Bill waits. Next to him Dee reads.").relations
    assert [(each.subject, each.relation, each.object) for each in relations] == [
        ("dee", "beside", "bill")
    ]
