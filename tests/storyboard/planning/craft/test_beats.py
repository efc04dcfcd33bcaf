"""An action of several moments is told, and stays one panel."""

import pytest

from schemas.directions import Directions
from storyboard.planning.craft.beats import beat_notes
from storyboard.planning.script.director import director_for
from tests.storyboard.told import cast, panel, planned


@pytest.mark.parametrize(
    ("action", "moments"),
    [
        ("Dee runs in and sits down.", ["runs", "sits down"]),
        ("Dee waves, then points at Ringo.", ["waves", "points"]),
        ("Dee waves and points at Ringo.", []),
        ("Dee runs while Ringo sits.", []),
        ("Dee sits on the sofa, asleep.", []),
        ("Dee sits and laughs.", []),
        ("", []),
    ],
)
def test_two_moments_of_one_body_are_told(action: str, moments: list[str]) -> None:
    found = director_for("en").direct(panel(action), cast("dee", "ringo"), ())
    notes = list(beat_notes(action, found))
    assert [word for note in notes for word in moments if f'"{word}"' in note] == moments
    assert len(notes) == bool(moments)


def test_a_director_s_moments_are_told_in_the_author_s_words() -> None:
    found = Directions(beats=("Dee rennt hinein", "setzt sich"))
    (note,) = beat_notes("Dee rennt hinein, setzt sich.", found)
    assert '2 moments ("Dee rennt hinein", then "setzt sich")' in note
    assert not list(beat_notes("Dee rennt.", Directions(beats=("Dee rennt",))))


def test_nothing_is_split_unasked() -> None:
    made = planned(panel("Dee runs in and sits down."))
    assert len(made.plan.panels) == 1
    assert any("split it?" in note for note in made.notes)
