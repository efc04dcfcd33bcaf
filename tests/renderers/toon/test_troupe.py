"""Posed people, strangers and things: kept by name, and said as the planner does."""

from pathlib import Path
from random import Random

from PIL import Image

from renderers.cast.puppets.names import posed_name
from renderers.cast.puppets.posed import posed_view
from renderers.cast.puppets.stance import Stance
from renderers.cast.references import Look, packaged_card
from renderers.props.library import prop_of
from renderers.toon.world import StagedScene, captions
from renderers.toon.world.figures import give, layer
from renderers.toon.world.painting import peopled, placed
from renderers.toon.world.staging import WHOLE, Actor, camera_of, place_of
from renderers.toon.world.things import accompanied, look_of
from renderers.toon.world.troupe import Troupe, fits, keep, kept, nobody_known
from schemas.geometry import FULL_FRAME, Box, Size

DEE = packaged_card("dee")


def posed_dee(pose: str) -> Look:
    view = DEE.views[0]
    drawing = next(each for each in view.drawings if each.pose == "shrugging")
    face = view.faces[0]
    stance = Stance(r_arm=(-150, -170), l_arm=(150, 170))
    made = posed_view(posed_name(stance, (drawing.picture, face.picture)), Path())
    shown = made.drawings[0].but(pose=pose)
    return Look(DEE, made.but(mood=face.mood, drawings=(shown,)), shown, None)


def waiter() -> Look:
    card = nobody_known("a waiter")
    view = card.views[0]
    return Look(card, view, view.drawings[0], view.faces[0])


def scene_of(actors: tuple[Actor, ...]) -> StagedScene:
    dice = Random(3)
    place, setting = place_of(dice)
    size, camera = Size(width=256, height=256), camera_of(dice, "full")
    return StagedScene(size, "full", actors, setting.but(weather=None), place, camera, "comic", 0)


def test_looks_are_kept_by_their_names(tmp_path: Path) -> None:
    mine, other = posed_dee("cheering"), waiter()
    keep({"dee": [mine]}, {"a waiter": [other]}, tmp_path / "puppets.json")
    troupe = kept(tmp_path / "puppets.json")
    assert troupe.posed["dee"] == (mine,)
    ((again,),) = troupe.strangers
    assert (again.layers, again.mood, again.card) == (other.layers, other.mood, other.card)
    assert kept(tmp_path / "absent.json") == Troupe()


def test_a_kept_figure_stays_as_it_was_posed(tmp_path: Path) -> None:
    mine = posed_dee("cheering")._replace(mirror=False)
    keep({"dee": [mine]}, {}, tmp_path / "puppets.json")
    (file,) = (tmp_path / "puppets").iterdir()
    with Image.open(file) as picture:
        painted = picture.convert("RGBA")
    painted.paste((9, 9, 9, 255), (0, 0, *painted.size))
    painted.save(file)
    kept(tmp_path / "puppets.json")
    try:
        layer.cache_clear()
        assert layer(mine.layers[0], 0).picture.getextrema()[0][1] == 9
    finally:
        give({mine.layers[0]: None})
        layer.cache_clear()


def test_posed_figures_and_strangers_are_met_among_the_cast_s_drawings() -> None:
    troupe = Troupe({"dee": (posed_dee("cheering"),)}, ((waiter(),),))
    looks = [troupe.look(Random(seed), DEE, "full") for seed in range(300)]
    names = [None if look is None else look.card.name for look in looks]
    assert 15 < names.count("a waiter") < 50
    assert 100 < names.count("Dee") < 170
    assert Troupe().look(Random(0), DEE, "full") is None


def test_who_lies_or_sits_is_not_cut_by_the_frame() -> None:
    assert fits(posed_dee("lying"), "full")
    assert fits(posed_dee("cheering"), "medium")
    assert not fits(posed_dee("lying"), "medium")


def test_extras_are_said_by_name_after_the_action() -> None:
    waits = Actor(waiter(), FULL_FRAME, False)
    acts = Actor(posed_dee("cheering"), FULL_FRAME, False)
    assert waits.extra
    assert not acts.extra
    scene = scene_of((acts, waits))
    for seed in range(12):
        said = captions.whole([acts, waits], scene, Random(seed), framed=True)
        assert said.index("sks woman cartoon") < said.rindex("a waiter")
        assert "person cartoon" not in said


def test_a_thing_is_held_where_a_hand_is_or_stands_on_the_ground() -> None:
    dee = Actor(posed_dee("cheering"), Box(left=0.3, top=0.2, right=0.7, bottom=0.95), False)
    held = standing = 0
    for seed in range(40):
        actors = accompanied(Random(seed), (dee,), "full", 1.0)
        if len(actors) == 1:
            continue
        thing = next(each for each in actors if each.extra)
        if actors[-1] is thing:
            held += 1
            hands = [dee.pose.joint(f"{side}_wrist") for side in "rl"]  # type: ignore[union-attr]
            box = thing.placement
            near = [
                hand
                for hand in hands
                if hand
                and box.left - 0.05 < hand.x < box.right + 0.05
                and box.top - 0.05 < hand.y < box.bottom + 0.05
            ]
            assert near
        else:
            standing += 1
            assert "full" in WHOLE
            assert 0.8 < thing.placement.bottom < 1
    assert held > 5
    assert standing > 5


def test_a_thing_is_painted_with_a_mask_of_its_own() -> None:
    thing = Actor(look_of(prop_of("suitcase")), FULL_FRAME.but(left=0.2, right=0.6, top=0.3), False)
    scene = scene_of((thing,))
    made = peopled(Image.new("RGB", (256, 256), "white"), scene, None)
    assert made.masks[0].getbbox() == placed(thing, scene.size).getbbox()
    assert made.masks[0].getbbox() is not None
