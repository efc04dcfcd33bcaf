"""What is used points at what it is used on, from the hand that has it."""

import numpy as np
import pytest

from renderers.props.library import prop_of
from schemas.geometry import FULL_FRAME, JOINTS, Box, Keypoint, Pose, Region
from schemas.plan import PanelPlan, Segment
from schemas.projection import Projection
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.stage import Frame, PlacedBody
from storyboard.planning.staging.wielding import wielded
from tests.storyboard.planning.staging.test_grasping import hands
from tests.storyboard.told import only, panel

_ARM = (("shoulder", 0.25), ("elbow", 0.4), ("wrist", 0.55))


def staged(action: str, *who: str, **more: object) -> tuple[PanelPlan, dict[str, Segment]]:
    made = only(panel(action, characters=who, shot="full", **more))
    return made, {each.subject: each for each in made.segments}


def place(segment: Segment, point: tuple[float, float], aspect: float) -> np.ndarray:
    """Return where a point of a thing's drawing is, in panel heights."""
    figure = segment.figure
    assert figure is not None
    if figure.projection is not None:
        x, y = Projection(figure.projection).point(point)
    else:
        x, y = figure.placement.place((1 - point[0] if figure.mirror else point[0], point[1]))
    return np.array([x * aspect, y])


def nearest_hand(segment: Segment, spot: np.ndarray, aspect: float) -> float:
    return min(float(np.hypot(*(hand - spot))) for hand in hands(segment, aspect))


def drawn_at(segment: Segment, anchor: tuple[float, float]) -> tuple[float, float]:
    """Return an anchor in the picture as it is mirrored."""
    assert segment.figure is not None
    return (1 - anchor[0], anchor[1]) if segment.figure.mirror else anchor


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_drill_points_at_the_mouth_of_who_lies(side: str) -> None:
    made, who = staged(
        "Ethan lies in the dentist's chair; Bill holds a drill.",
        "ethan",
        "bill",
        relations=[f"bill {side} of ethan"],
    )
    bill, ethan, drill = who["bill"], who["ethan"], who["prop:drill"]
    assert ethan.mouth is not None
    mouth = np.array(ethan.mouth) * (made.aspect, 1)
    held = place(drill, drawn_at(drill, (0.18, 0.72)), made.aspect)
    tip = place(drill, drawn_at(drill, (1.0, 0.26)), made.aspect)
    assert np.hypot(*(tip - mouth)) < np.hypot(*(held - mouth))
    along, to_mouth = tip - held, mouth - held
    cosine = along @ to_mouth / np.hypot(*along) / np.hypot(*to_mouth)
    assert cosine > 0.95
    assert nearest_hand(bill, held, made.aspect) < 0.04


def test_a_sword_points_ahead_from_a_stretched_hand() -> None:
    made, who = staged("A giant octopus attacks, Dee fights it with a sword.", "dee")
    dee, sword, octopus = who["dee"], who["prop:sword"], who["prop:octopus"]
    held, tip = (place(sword, (0.5, y), made.aspect) for y in (0.83, 0.0))
    assert abs(tip[0] - held[0]) > 2 * abs(tip[1] - held[1])
    assert nearest_hand(dee, held, made.aspect) < 0.04
    foe = octopus.region.bounds.centre[0] * made.aspect
    assert (tip[0] - held[0]) * (foe - held[0]) > 0, "towards the octopus"


def test_a_drill_that_is_only_held_stays_upright() -> None:
    _, who = staged("Bill holds a drill.", "bill")
    figure = who["prop:drill"].figure
    assert figure is not None
    assert figure.projection is None


def test_one_hand_holds_the_spyglass_and_the_other_hides_no_face() -> None:
    made, who = staged("Dee looks through a telescope.", "dee")
    dee, glass = who["dee"], who["prop:spyglass"]
    spot = place(glass, (0.5, 0.7), made.aspect)
    assert nearest_hand(dee, spot, made.aspect) < 0.04
    assert dee.face is not None
    other = max(hands(dee, made.aspect), key=lambda hand: float(np.hypot(*(hand - spot))))
    middle = np.array(dee.face.centre) * (made.aspect, 1)
    assert np.hypot(*(other - middle)) > 0.5 * dee.face.height


@pytest.mark.parametrize("food", ["a sandwich", "an apple", "an ice cream", "a slice of pizza"])
def test_a_mouth_that_eats_is_seen(food: str) -> None:
    _, who = staged(f"Dee eats {food}.", "dee")
    eaten = next(each for each in who.values() if each.way == "hand")
    dee = who["dee"]
    assert dee.mouth is not None
    assert dee.face is not None
    x, y = dee.mouth
    bounds = eaten.region.bounds
    gap = max(bounds.left - x, x - bounds.right, bounds.top - y, y - bounds.bottom)
    assert gap < 0.4 * dee.face.width, "it is at the mouth"
    assert bounds.overlap(dee.face) < 0.3 * dee.face.area


def test_an_umbrella_is_over_the_head_and_in_the_hand() -> None:
    made, who = staged("Ethan holds a purple umbrella.", "ethan")
    ethan, umbrella = who["ethan"], who["prop:open umbrella"]
    assert ethan.face is not None
    canopy = umbrella.region.bounds
    assert canopy.left < ethan.face.left
    assert canopy.right > ethan.face.right
    assert nearest_hand(ethan, place(umbrella, (0.5, 0.9), made.aspect), made.aspect) < 0.05


def test_an_animal_has_in_its_mouth_what_it_steals() -> None:
    _, who = staged("The dog steals a sausage.", "dog")
    dog, sausage = who["dog"], who["prop:hot dog"]
    assert dog.mouth is not None
    x, y = sausage.region.bounds.centre
    assert (x, y) == pytest.approx(dog.mouth, abs=0.03)


def test_who_paints_beside_a_sleeper_paints_on() -> None:
    _, who = staged("Dee paints, Bill sleeps on the floor.", "dee", "bill")
    assert {"dee", "bill", "prop:paintbrush"} <= set(who)


@pytest.mark.parametrize("lacking", ["l_shoulder", "r_elbow", "l_wrist"])
def test_who_lacks_a_joint_only_holds_what_others_use(lacking: str) -> None:
    places = {
        **{f"{side}_{part}": (x, y) for side, x in (("r", 0.4), ("l", 0.6)) for part, y in _ARM},
        "neck": (0.5, 0.2),
    }
    for left_out in ("", lacking):
        pose = Pose(
            keypoints=tuple(
                Keypoint(x=places[each][0], y=places[each][1])
                if each in places and each != left_out
                else None
                for each in JOINTS
            )
        )
        whole = Region.of_box(FULL_FRAME)
        head = Box(left=0.4, top=0.0, right=0.6, bottom=0.2)
        body = Body("dee", "person", whole, pose, head, (0.5, 0.15), 0.5, 1.0, 1.0, 1.0)
        holder = PlacedBody(body, 0.5, 0.9, 0.7)
        asked = Asked(prop_of("open umbrella"), "hand", of="dee")
        used = wielded(asked, holder, (holder,), Frame("full", 1.0))
        assert (used is None) == bool(left_out)
