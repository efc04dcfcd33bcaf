"""Props take their places: in hands, on heads, under riders, beside and behind people."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from renderers.props.library import find
from schemas.directions import Directions, PropRole
from schemas.plan import PanelPlan, Segment
from schemas.story import Character, Panel, Scene, Setting, Story
from storyboard.planning.planner import plan_with_notes
from storyboard.planning.script.framing import shot_of
from tests.storyboard.told import only
from tests.storyboard.told import panel as told_panel


class Props:
    """A director who asks for some props and nothing else."""

    def __init__(self, *props: PropRole) -> None:
        self._props = props

    def direct(
        self, panel: Panel, characters: Mapping[str, Character], present: Sequence[str]
    ) -> Directions:
        return Directions(props=self._props)


def character(who: str) -> Character:
    return Character(
        id=who, name=who.title(), token=who[:3], class_noun="cartoon", look="", packaged=who
    )


def staged(*props: PropRole, who: tuple[str, ...] = ("dee",), shot: str = "wide", **more):
    panel = Panel(id="1", action="It is so.", characters={one: {} for one in who}, shot=shot)
    scene = Scene(id="s", setting=Setting(prompt="a park"), panels=(panel,))
    story = Story(
        title="Props", characters={one: character(one) for one in who}, scenes=(scene,), **more
    )
    return plan_with_notes(story, root=Path(), director=Props(*props)).plan.panels[0]


def of(panel: PanelPlan, subject: str) -> Segment:
    return next(each for each in panel.segments if each.subject == subject)


def order(panel: PanelPlan) -> list[str]:
    return [each.subject for each in panel.segments]


def test_without_props_there_are_none():
    assert order(staged()) == ["dee"]


def test_what_is_in_hand_lies_at_the_wrist_and_hides_no_face():
    panel = staged(PropRole(noun="a gift", of="dee", way="hand"), shot="full")
    dee, gift = of(panel, "dee"), of(panel, "prop:gift")
    assert order(panel) == ["dee", "prop:gift"]
    joints = [dee.pose.joint(name) for name in ("r_wrist", "l_wrist")]
    box = gift.region.bounds.grown(0.06)
    assert any(box.left < j.x < box.right and box.top < j.y < box.bottom for j in joints)
    assert gift.region.bounds.overlap(dee.face) < 0.15 * dee.face.area


@pytest.mark.parametrize(
    ("noun", "low", "high"),
    [
        ("a top hat", -1.2, 0.3),
        ("sunglasses", 0.2, 0.8),
        ("a bow tie", 0.8, 1.4),
    ],
)
def test_what_is_worn_sits_at_the_head(noun: str, low: float, high: float):
    panel = staged(PropRole(noun=noun, of="dee", way="head"), shot="full")
    face = of(panel, "dee").face
    middle = of(panel, f"prop:{find(noun).name}").region.bounds.centre
    assert low < (middle[1] - face.top) / face.height < high
    assert abs(middle[0] - face.centre[0]) < face.width / 2


def test_a_glove_on_a_body_cannot_be_drawn_and_is_left_out():
    assert order(staged(PropRole(noun="a red glove", of="dee", way="head"))) == ["dee"]


def test_whoever_rides_is_above_the_mount_and_inside_the_panel():
    alone, riding = staged(), staged(PropRole(noun="horse", of="dee", way="ridden"))
    horse, dee = of(riding, "prop:horse"), of(riding, "dee")
    assert horse.region.bounds.bottom > 0.85
    assert dee.face.bottom < horse.region.bounds.centre[1]
    assert dee.face.top > 0.02
    assert dee.region.bounds.height < of(alone, "dee").region.bounds.height
    assert dee.posture == "riding"
    assert order(riding).index("prop:horse") < order(riding).index("dee")  # a leg is before it


def test_sizes_follow_the_people():
    panel = staged(PropRole(noun="dog"), PropRole(noun="mouse"))
    dee = of(panel, "dee").region.bounds.height
    assert of(panel, "prop:dog").region.bounds.height == pytest.approx(
        find("dog").height * dee, rel=0.25
    )
    assert of(panel, "prop:mouse").region.bounds.width * panel.aspect >= 0.04


def test_what_stands_by_itself_leaves_faces_free_and_what_is_far_comes_first():
    panel = staged(PropRole(noun="whale"), PropRole(noun="dragon"), who=("dee", "ringo"))
    assert order(panel)[0] == "prop:whale"
    for who in ("dee", "ringo"):
        face = of(panel, who).face
        nearer = panel.segments[order(panel).index(who) + 1 :]
        hidden = [each.region.bounds.overlap(face) for each in nearer if each.way]
        assert sum(hidden) < 0.1 * face.area


def test_as_many_as_are_asked_for_up_to_five_apart_from_each_other():
    names = [who for who in order(staged(PropRole(noun="duck", count=3))) if "duck" in who]
    assert names == ["prop:duck", "prop:duck 2", "prop:duck 3"]
    assert len(order(staged(PropRole(noun="duck", count=40)))) <= 6


def test_what_lies_on_a_table_brings_one():
    panel = staged(PropRole(noun="birthday cake"))
    table, cake = of(panel, "prop:table").region.bounds, of(panel, "prop:birthday cake")
    assert abs(cake.region.bounds.bottom - table.top) < 0.05


def test_what_nobody_has_drawn_is_left_out():
    assert order(staged(PropRole(noun="gizmo"))) == ["dee"]


def test_props_are_in_the_prompt_and_in_the_alternative_text():
    panel = staged(PropRole(noun="red balloon", of="dee", way="hand"))
    assert "a red balloon" in panel.prompt
    assert "a red balloon" in panel.alt


def test_who_lies_on_a_low_seat_makes_nobody_smaller():
    def height(*props: PropRole) -> float:
        return of(staged(*props, who=("dee", "sophie")), "sophie").region.bounds.height

    assert height(PropRole(noun="rug", of="dee", way="seat")) == pytest.approx(height(), rel=0.02)


@pytest.mark.parametrize("who", [("dee",), ("dee", "ringo"), ("dee", "ringo", "priya")])
@pytest.mark.parametrize("noun", ["television", "birthday cake", "crate", "computer"])
def test_nothing_that_stands_by_itself_is_before_a_face(noun: str, who: tuple[str, ...]):
    panel = staged(PropRole(noun=noun), who=who, shot="medium")
    for index, each in enumerate(panel.segments):
        if each.way is None and each.face is not None:
            nearer = [one for one in panel.segments[index + 1 :] if one.way is not None]
            assert all(
                one.region.bounds.overlap(each.face) <= 0.1 * each.face.area for one in nearer
            )


@pytest.mark.parametrize(
    ("noun", "shot"), [("dragon", "full"), ("cat", "medium"), ("tree", "medium")]
)
def test_an_animal_larger_than_people_is_shown_whole(noun: str, shot: str):
    directions = Directions(props=(PropRole(noun=noun),))
    assert shot_of(Panel(id="1"), directions, ("dee",), opens=False) == shot


def acted(action: str, **more: object) -> tuple[PanelPlan, dict[str, Segment]]:
    made = only(told_panel(action, **more))
    return made, {each.subject: each for each in made.segments}


def test_what_people_are_around_is_between_them() -> None:
    _, who = acted("Dee, Ringo and Priya dance around a campfire.", shot="wide")
    xs = sorted(who[one].region.bounds.centre[0] for one in ("dee", "ringo", "priya"))
    fire = who["prop:campfire"].region.bounds.centre[0]
    assert xs[0] < fire < xs[-1]
    assert min(abs(fire - x) for x in xs) > 0.03


def test_who_stands_under_a_tree_is_before_its_trunk() -> None:
    made, who = acted("Dee stands under a palm tree, Ringo walks past.", shot="wide")
    tree, dee = who["prop:palm tree"].region.bounds, who["dee"].region.bounds
    assert tree.left < dee.centre[0] < tree.right
    assert order(made).index("prop:palm tree") < order(made).index("dee")


def test_a_sign_stands_between_people_and_behind_nobody() -> None:
    _, who = acted("Priya points at a sign, and Ethan waits.", shot="full")
    sign = who["prop:sign"].region.bounds.centre[0]
    assert all(
        not box.left < sign < box.right
        for box in (who[one].region.bounds for one in ("priya", "ethan"))
    )


def test_what_is_tiny_can_be_told_in_a_hand() -> None:
    made, who = acted("Dee holds up a ring.", shot="wide")
    box = who["prop:ring"].region.bounds
    assert max(box.width * made.aspect, box.height) > 0.03


def test_two_who_fight_over_a_thing_both_have_a_hand_at_it() -> None:
    _, who = acted("Priya and Ethan fight over the steering wheel.", shot="full")
    wheel = who["prop:steering wheel"].region.bounds.grown(0.02)
    for one in ("priya", "ethan"):
        pose = who[one].pose
        assert pose is not None
        hands = [pose.joint("r_wrist"), pose.joint("l_wrist")]
        assert any(
            wheel.left < hand.x < wheel.right and wheel.top < hand.y < wheel.bottom
            for hand in hands
            if hand is not None
        )


def test_each_of_two_holds_an_umbrella_over_the_own_head() -> None:
    made, who = acted("Ethan and Priya hold umbrellas.", shot="wide")
    assert who["priya"].holds == "umbrella"  # As she is drawn.
    shade, face = who["prop:open umbrella"].region.bounds, who["ethan"].face
    assert face is not None
    assert shade.left < face.centre[0] < shade.right
    assert shade.top < face.top
    assert order(made).index("prop:open umbrella") < order(made).index("ethan")


def test_what_passes_a_window_is_seen_in_it_and_between_heads() -> None:
    said = "Priya and Ethan fight over the steering wheel; a giant duck passes the porthole."
    _, who = acted(said, setting=Setting(prompt="the inside of a submarine"))
    duck, pane = who["prop:duck"].region.bounds, who["prop:porthole"].region.bounds
    assert duck.overlap(pane) > 0.9 * duck.area
    assert all(not duck.overlap(face) for one in ("priya", "ethan") if (face := who[one].face))


@pytest.mark.parametrize("noun", ["whale", "balloon", "castle", "bird"])
def test_what_is_far_or_high_finds_room_beside_whoever_lies(noun: str) -> None:
    _, who = acted(f"Dee sleeps; a {noun} passes.", shot="wide")
    assert who[f"prop:{noun}"].region.bounds.width > 0


def test_a_kite_is_flown_and_not_ridden() -> None:
    _, who = acted("Dee flies a kite.", shot="wide")
    assert who["prop:kite"].way == "air"
    assert who["dee"].pose_word == "holding up"


@pytest.mark.parametrize("action", ["Dee slips on the floor.", "Dee stands in the corner."])
def test_every_room_has_a_floor_and_corners(action: str) -> None:
    made, _ = acted(action, setting=Setting(prompt="a kitchen"))
    assert {entry.shown for entry in made.ledger} == {"shown"}
