"""Plans in the author's words, and what changed between two of them."""

import pytest

from schemas.plan import PanelPlan
from schemas.settings import CollageSettings, ControlNetSettings, InitSettings, MspSettings
from schemas.story import Panel, Setting
from storyboard.planning.report import changes, report
from tests.storyboard.told import only, panel, planned

WAITING = panel(
    "Ringo runs up to Dee.",
    shot="wide",
    characters={"dee": {"at": "left"}, "ringo": {"at": "right"}},
)


def changed(one: Panel, other: Panel) -> tuple[str, ...]:
    return changes(only(one), only(other))


def test_a_report_shows_every_panel() -> None:
    plan = planned(
        panel("Dee waits, worried.", captions=("Monday.",)), panel(says=[("bill", "Late!")], id="2")
    )
    text = report(plan.plan, ("rain is wet",))
    assert "page 1" in text
    assert "s-1: full, seed " in text
    assert "  who    Dee: standing, worried" in text
    assert "  text   Monday." in text
    assert "  says   Bill: Late!" in text
    assert text.endswith("note: rain is wet")


def test_a_report_tells_left_from_right() -> None:
    lines = report(planned(WAITING).plan).splitlines()
    assert any(line.startswith("  left   Dee") for line in lines)
    assert any(line.startswith("  right  Ringo: running") for line in lines)


def test_nothing_changed_is_nothing_said() -> None:
    assert changed(WAITING, WAITING) == ()


def test_words_are_no_reason_to_draw() -> None:
    plan = only(WAITING)
    assert changes(plan, plan.but(alt="Else.", room=())) == ()


def test_a_panel_nobody_has_seen_is_new() -> None:
    assert changes(None, only(WAITING)) == ("new panel",)


@pytest.mark.parametrize(
    ("characters", "said"),
    [
        (
            {"dee": {"at": "left", "pose": "shrugging"}, "ringo": {"at": "right"}},
            "pose of dee changed",
        ),
        ({"dee": {"at": "left", "mood": "angry"}, "ringo": {"at": "right"}}, "mood of dee changed"),
        (
            {"dee": {"at": "left", "facing": "left"}, "ringo": {"at": "right"}},
            "direction of dee changed",
        ),
        ({"dee": {"at": "centre"}, "ringo": {"at": "right"}}, "dee moved"),
        ({"dee": {"at": "left"}, "ringo": {"at": "right"}, "bill": {}}, "bill joined"),
    ],
)
def test_people_change_in_words(characters: dict[str, dict[str, str]], said: str) -> None:
    other = panel("Ringo runs up to Dee.", shot="wide", characters=characters)
    found = changed(WAITING, other)
    assert said in found
    assert "action changed" not in found


def test_who_left_is_told() -> None:
    both, alone = panel(characters=["dee", "bill"]), panel(characters=["bill"])
    assert "dee left" in changed(both, alone)


def test_depth_changes_who_is_before_whom() -> None:
    behind = panel(characters={"dee": {"depth": "behind"}, "bill": {}}, shot="full")
    before = panel(characters={"dee": {"depth": "front"}, "bill": {}}, shot="full")
    assert "who stands before whom changed" in changed(behind, before)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seed": 5}, ("seed changed",)),
        ({"setting": Setting(prompt="a beach")}, ("setting changed",)),
        ({"renderer": MspSettings(steps=50)}, ("steps changed",)),
        (
            {"renderer": MspSettings(controlnet=ControlNetSettings(scale=0.5))},
            ("controlnet scale changed",),
        ),
        ({"renderer": MspSettings(init=InitSettings(source="noise"))}, ("init from changed",)),
        ({"renderer": CollageSettings()}, ("renderer changed from msp to collage",)),
        ({"masks": "m.png"}, ("mask picture changed",)),
    ],
)
def test_everything_else_changes_in_words(change: dict[str, object], said: tuple[str, ...]) -> None:
    assert changed(WAITING, WAITING.but(**change)) == said


def test_an_action_that_moves_nobody_is_told() -> None:
    one, other = panel("Dee waits.", characters=["dee"]), panel("Dee idles.", characters=["dee"])
    assert "action changed" in changes(*poseless(one, other))


def poseless(*asked: Panel) -> tuple[PanelPlan, ...]:
    """Plan panels and give them the first one's segments, so that only the prompts differ."""
    plans = [only(one) for one in asked]
    first = plans[0]
    subjects = "; ".join(segment.prompt for segment in first.segments)
    return tuple(
        plan.but(
            segments=first.segments,
            prompt=plan.prompt.replace("; ".join(s.prompt for s in plan.segments), subjects),
        )
        for plan in plans
    )


def test_a_style_is_told_from_a_setting() -> None:
    before, after = only(WAITING, style="ink"), only(WAITING, style="wash")
    assert changes(before, after) == ("style changed",)
