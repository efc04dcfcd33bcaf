"""Whose head a drawing has: its own, turned to where it looks, or that of a better picture."""

import json
from pathlib import Path

import pytest

from benchmarks.drawn_people import STYLES, Style, drawn
from renderers.cast.own_pictures import card_from_references
from renderers.cast.puppets.names import HEADED, POSED, recipe_of
from renderers.cast.references import Look, look_for, packaged_card
from schemas.cast import Card
from schemas.directions import Role
from schemas.geometry import JOINTS, Keypoint, Pose
from schemas.story import Character
from storyboard.planning.casting.heads import headed_look
from storyboard.planning.casting.posing import posed_look


def card(root: Path, **pictures: tuple[Style, dict[str, object]]) -> Card:
    for name, (style, said) in pictures.items():
        drawn(style)[0].save(root / f"{name}.png")
        (root / f"{name}.json").write_text(json.dumps(said), "utf-8")
    names = tuple(f"{name}.png" for name in pictures)
    who = Character(id="mira", name="Mira", token="mira", class_noun="girl", references=names)
    return card_from_references(who, root)


def shown(one: Card, role: Role, root: Path) -> Look:
    found = look_for(one, role)
    posed = posed_look(one, found, role, aspect=1.0, root=root)
    return posed or headed_look(one, found, role, root=root)


@pytest.fixture
def mira(tmp_path: Path) -> Card:
    girl = STYLES[0]
    return card(
        tmp_path,
        plain=(girl, {"mood": "neutral"}),
        cross=(girl, {"mood": "angry", "pose": "hands on hips"}),
        glad=(girl, {"mood": "happy", "prop": "book", "pose": "holding book"}),
    )


def test_a_picture_that_shows_all_is_taken_as_it_is(mira: Card, tmp_path: Path) -> None:
    look = shown(mira, Role(poses=("hands on hips",), mood="angry"), tmp_path)
    assert look.layers == ("cross.png",)


def test_pose_and_mood_come_from_different_pictures(mira: Card, tmp_path: Path) -> None:
    look = shown(mira, Role(poses=("hands on hips",), mood="happy"), tmp_path)
    recipe = recipe_of(look.layers[0])
    assert look.layers[0].startswith(HEADED)
    assert (recipe.layers, recipe.head) == (("cross.png",), ("glad.png",))
    assert (look.mood, look.drawing.pose) == ("happy", "hands on hips")


def test_what_nobody_drew_is_posed_from_free_limbs_with_the_mood_s_head(
    mira: Card, tmp_path: Path
) -> None:
    look = shown(mira, Role(poses=("waving",), mood="happy"), tmp_path)
    recipe = recipe_of(look.layers[0])
    assert look.layers[0].startswith(POSED)
    assert (recipe.layers, recipe.head) == (("plain.png",), ("glad.png",))
    assert look.mood == "happy"


def test_a_mood_that_no_picture_has_is_drawn_onto_the_pose_s_own(
    mira: Card, tmp_path: Path
) -> None:
    look = shown(mira, Role(poses=("hands on hips",), mood="crying loudly"), tmp_path)
    assert look.layers == ("felt:crying loudly:cross.png",)


def test_a_head_of_another_skin_is_not_borrowed(tmp_path: Path) -> None:
    one = card(
        tmp_path,
        plain=(STYLES[0], {"mood": "neutral"}),
        glad=(Style("other", skin="#7a4a2c"), {"mood": "happy"}),
    )
    look = shown(one, Role(poses=("waving",), mood="happy"), tmp_path)
    assert recipe_of(look.layers[0]).head == ()
    assert look.mood == "happy"  # drawn onto it


@pytest.mark.parametrize(
    ("joint", "there"), [("r_wrist", Keypoint(x=0.1, y=0.05)), ("l_elbow", None)]
)
def test_a_head_beside_which_arms_may_be_raised_is_not_borrowed(
    joint: str, there: Keypoint | None, mira: Card, tmp_path: Path
) -> None:
    (glad,) = (view for view in mira.views if view.mood == "happy")
    (drawing,) = glad.drawings
    assert drawing.keypoints is not None
    joints = list(drawing.keypoints.keypoints)
    joints[JOINTS.index(joint)] = there
    raised = drawing.but(keypoints=Pose(keypoints=tuple(joints)))
    views = tuple(view.but(drawings=(raised,)) if view is glad else view for view in mira.views)
    look = shown(mira.but(views=views), Role(poses=("waving",), mood="happy"), tmp_path)
    assert recipe_of(look.layers[0]).head == ()


@pytest.mark.parametrize(("facing", "side"), [("left", -1), ("right", 1)])
def test_a_packaged_body_keeps_its_pose_and_turns_its_head(facing: str, side: int) -> None:
    one = packaged_card("bill")
    role = Role(poses=("arms folded",), mood="angry", facing=facing)
    look = shown(one, role, Path())
    recipe = recipe_of(look.layers[0])
    assert recipe.stance is None
    assert recipe.turn * (-1 if look.mirror else 1) * side > 0
    assert look.facing == facing
    assert look.mood == "angry"


def test_a_hand_at_the_face_keeps_the_head_as_it_is_drawn() -> None:
    role = Role(poses=("hands to chin",), facing="left")
    look = shown(packaged_card("sophie"), role, Path())
    assert not look.layers[0].startswith(HEADED)


def test_animals_keep_their_heads(tmp_path: Path) -> None:
    dog = packaged_card("dog")
    look = look_for(dog, Role(facing="left"))
    assert headed_look(dog, look, Role(facing="left"), root=tmp_path) == look
