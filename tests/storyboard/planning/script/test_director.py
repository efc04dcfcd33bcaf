"""Directors: what an action asks for, as a value that rules or anything else can make."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from schemas.directions import Directions, Role
from schemas.story import Character, Panel, Relation
from storyboard.planning.planner import plan_with_notes
from storyboard.planning.script.director import director_for
from tests.storyboard.told import cast, only, panel, planned, story

CAST = cast("dee", "ringo", "bill")


def directions(action: str, *, language: str = "en", present: Sequence[str] = ()) -> Directions:
    return director_for(language).direct(panel(action), CAST, present)


def test_what_is_read_is_a_value() -> None:
    found = directions("Dee runs to Ringo, who waits behind Bill, worried.")
    assert found.roles == {
        "dee": Role(poses=("running",), facing="ringo"),
        "ringo": Role(poses=("standing",), mood="worried", facing="bill"),
        "bill": Role(acts=False),
    }
    assert found.relations == (Relation(subject="ringo", relation="behind", object="bill"),)
    assert found.doers == ("dee", "ringo")
    assert Directions.model_validate_json(found.model_dump_json()) == found


def test_where_there_is_only_one_everything_is_about_that_one() -> None:
    asked = panel("Rain, and a sad day.", characters=["dee"])
    assert director_for("en").direct(asked, CAST, ()).roles["dee"].mood == "sad"


@pytest.mark.parametrize(
    ("language", "action", "named"),
    [
        ("es", "Bill abraza a Dee.", ("bill", "dee")),
        ("de-AT", "Dee rennt zu Ringo", ("dee", "ringo")),
        ("ja", "DEE、走る", ("dee",)),
        ("fr", "Il deesse", ()),
    ],
)
def test_of_other_languages_only_names_are_read(
    language: str, action: str, named: tuple[str, ...]
) -> None:
    found = directions(action, language=language)
    assert tuple(found.roles) == named
    assert found.not_understood == (action,)


def test_every_panel_in_another_language_says_so() -> None:
    panels = panel("Dee rennt."), panel(characters=["dee"], id="2")
    (note,) = planned(*panels, language="de").notes
    assert note.startswith("s-1: only the names in its action are read")
    assert planned(panel("Dee waits."), language="en-GB").notes == ()


class Stubborn:
    """A director that always sees Bill jump, at the right, in front of Dee."""

    def direct(
        self, panel: Panel, characters: Mapping[str, Character], present: Sequence[str]
    ) -> Directions:
        return Directions(
            roles={"bill": Role(poses=("jumping",), mood="happy", at="far right"), "dee": Role()},
            relations=(Relation(subject="bill", relation="in front of", object="dee"),),
            notes=("Bill again",),
        )


def test_anything_that_makes_directions_can_direct() -> None:
    told = story(panel("Nobody is here.", characters={"dee": {"mood": "sad"}}))
    plan, notes = plan_with_notes(told, root=Path("nowhere"), director=Stubborn())
    dee, bill = plan.panels[0].segments
    assert (dee.subject, dee.mood) == ("dee", "sad")
    assert (bill.subject, bill.pose_word, bill.posture) == ("bill", "jumping", "jumping")
    assert bill.mood == "happy"
    assert bill.region.bounds.centre[0] > dee.region.bounds.centre[0]
    assert "s-1: Bill again" in notes


def test_the_author_wins_over_any_director() -> None:
    made = only(panel("Dee runs, happy.", characters={"dee": {"pose": "sitting"}}))
    segment = next(each for each in made.segments if each.subject == "dee")
    assert (segment.pose_word, segment.mood) == ("sitting", "happy")
