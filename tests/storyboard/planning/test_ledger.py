"""The ledger: of every noun and verb of an action, whether the picture shows it."""

import pytest

from schemas.plan import PanelPlan
from schemas.settings import CollageSettings, MspSettings
from schemas.story import Setting, SoundEffect
from storyboard.planning.ledger import not_shown
from tests.storyboard.told import only, panel


def lacking(plan: PanelPlan) -> list[str]:
    return [entry.word for entry in not_shown(plan.ledger)]


@pytest.mark.parametrize(
    ("action", "lacks"),
    [
        ("Dee waits beside Ringo.", []),
        ("Dee haggles.", ["haggles"]),
        ("A thief robs Dee.", []),
        ("Dee sells a zibble.", ["sells", "zibble"]),
        ("Dee wears a red coat.", []),
        ("Dee wears a red glove.", ["red", "glove"]),
        ("Dee holds a red balloon.", []),
        ("Dee looks at a burning house.", []),
        ("Dee holds a purring zibble.", ["purring", "zibble"]),
        ("Dee holds a zibble.", ["zibble"]),
        ("Dee talks to Ringo about the zibble.", []),
        ("Dee does not haggle, without a zibble.", []),
        ("A bench in the park.", []),
    ],
)
def test_what_is_not_shown_is_told(action: str, lacks: list[str]) -> None:
    assert lacking(only(panel(action), renderer=CollageSettings())) == lacks


def test_a_stand_in_for_a_pose_is_not_what_was_asked_for() -> None:
    plan = only(panel("The cat kneels."), renderer=CollageSettings())
    assert lacking(plan) == ["kneels"]


def test_what_a_model_may_draw_from_words_is_left_to_them() -> None:
    plan = only(panel("Dee haggles."), renderer=MspSettings(model="some/model"))
    (dee, haggles) = (entry for entry in plan.ledger if entry.told == "action")
    assert (dee.word, dee.shown) == ("Dee", "shown")
    assert (haggles.word, haggles.shown) == ("haggles", "words")
    assert lacking(plan) == []


def test_every_noun_and_verb_has_an_entry_at_its_place() -> None:
    action = "Dee gives Ringo a red zibble and frowns at the old wizard."
    plan = only(panel(action))
    for entry in (entry for entry in plan.ledger if entry.told == "action"):
        assert action[entry.start : entry.end] == entry.word
    words = {entry.word for entry in plan.ledger}
    assert {"Dee", "gives", "Ringo", "zibble", "wizard"} <= words


def test_the_words_of_the_place_are_accounted_for() -> None:
    setting = Setting(prompt="a cosy kitchen with lathes", light="eerie glow", weather="hail")
    plan = only(panel("Dee waits.", setting=setting), renderer=CollageSettings())
    assert lacking(plan) == ["lathes", "eerie glow", "hail"]
    assert [each.word for each in plan.ledger if each.told == "setting"] == ["kitchen", "lathes"]
    for entry in (entry for entry in plan.ledger if entry.told == "setting"):
        assert setting.prompt[entry.start : entry.end] == entry.word


def test_a_place_that_nobody_knows_is_told() -> None:
    plan = only(panel("Dee waits.", setting=Setting(prompt="a gloop")), renderer=CollageSettings())
    assert lacking(plan) == ["gloop"]
    assert "plain backdrop" in plan.alt


def test_what_is_stated_of_the_staging_is_accounted_for() -> None:
    staged = {"cat": {"pose": "kneeling", "mood": "sly"}, "dee": {"pose": "kneeling"}}
    plan = only(panel(characters=staged), renderer=CollageSettings())
    told = [entry for entry in plan.ledger if entry.told == "characters"]
    assert [entry.word for entry in told] == ["kneeling", "sly", "kneeling"]
    assert [entry.shown for entry in told][::2] == ["not shown", "shown"]


def test_a_noise_is_shown_by_its_letters_or_by_lines_before_a_mouth() -> None:
    drawn = CollageSettings()
    assert lacking(only(panel("The dog barks."), renderer=drawn)) == []
    assert lacking(only(panel("Dee whistles."), renderer=drawn)) == ["whistles"]
    lettered = panel("The dog barks.", sfx=(SoundEffect(text="WOOF"),))
    assert lacking(only(lettered, renderer=drawn)) == []


def test_the_ledger_changes_no_picture() -> None:
    plan = only(panel("Dee haggles."))
    assert plan.but(ledger=()).drawing_digest() == plan.drawing_digest()


def test_alternative_text_tells_an_action_only_where_all_of_it_is_shown() -> None:
    drawn = CollageSettings()
    assert "Dee waits." in only(panel("Dee waits."), renderer=drawn).alt
    lacking = only(panel("Dee waits for the zibble and haggles."), renderer=drawn).alt
    assert "haggles" not in lacking
    assert "Dee, " in lacking


def test_who_walks_hand_in_hand_is_seen_to_do_both() -> None:
    drawn = CollageSettings()
    assert lacking(only(panel("Dee and Ringo tiptoe, holding hands."), renderer=drawn)) == []


def test_what_is_only_said_to_be_open_is_no_deed() -> None:
    assert lacking(only(panel("Dee waits, mouth open."), renderer=CollageSettings())) == []
