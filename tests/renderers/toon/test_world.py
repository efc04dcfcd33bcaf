"""The world's panels are deterministic, well labelled, and keep the held-out combinations out."""

from random import Random

import numpy as np
import pytest

from renderers.toon.world import example, held_out, paint, scene_of
from renderers.toon.world.captions import caption
from renderers.toon.world.staging import WHOLE

SEEDS = range(200)


def test_a_seed_always_gives_the_same_picture_and_words() -> None:
    one, two = example(7), example(7)
    assert one.scene == two.scene
    assert one.painting.picture.tobytes() == two.painting.picture.tobytes()
    assert caption(one.scene, Random(3)) == caption(two.scene, Random(3))


def test_training_never_sees_what_is_held_out() -> None:
    assert not any(held_out(scene_of(seed)) for seed in SEEDS)
    assert all(held_out(scene_of(seed, heldout=True)) for seed in range(20))


def test_the_asked_number_of_subjects_is_staged() -> None:
    for count in (1, 2, 4):
        scenes = [scene_of(seed, subjects=count) for seed in range(20)]
        full = [scene for scene in scenes if not scene.shot.endswith("close")]
        assert full
        assert all(len(scene.actors) == count for scene in full)


def test_masks_show_only_what_is_seen() -> None:
    panel = example(11, subjects=3)
    masks = [np.asarray(mask, dtype=int) for mask in panel.painting.masks]
    assert len(masks) == len(panel.scene.actors)
    # What stands before a figure cuts its mask, so that masks never claim a pixel twice.
    assert max(int(total) for total in np.sum(masks, axis=0).ravel()[::97]) <= 256


def test_feet_of_whole_figures_stand_in_the_lower_part_of_the_panel() -> None:
    for seed in SEEDS:
        scene = scene_of(seed)
        if scene.shot in WHOLE:
            for actor in scene.actors:
                feet = actor.placement.top + actor.look.ground * actor.placement.height
                assert 0.8 < feet < 1


def test_a_mirrored_figure_turns_the_other_way() -> None:
    actors = [actor for seed in SEEDS for actor in scene_of(seed).actors]
    sideways = [actor for actor in actors if actor.look.facing in ("left", "right")]
    assert any(actor.mirror for actor in sideways)
    for actor in sideways:
        assert (actor.facing != actor.look.facing) == actor.mirror


def test_captions_name_the_cast_by_token_and_strangers_by_class_alone() -> None:
    for seed in SEEDS:
        scene = scene_of(seed)
        if len(scene.actors) == 1 and scene.shot in WHOLE:
            (actor,) = scene.actors
            said = caption(scene, Random(seed))
            token = actor.look.card.token
            if actor.generic is None and "cartoon" in said:
                assert f"{token} {actor.look.card.class_noun}" in said
            elif actor.generic is not None:
                assert token not in said.split()


def test_the_picture_changes_exactly_where_the_figure_is() -> None:
    panel = example(5, subjects=1)
    bare = panel.scene._replace(actors=())
    gap = np.abs(np.asarray(paint(bare).picture, int) - np.asarray(panel.painting.picture, int))
    mask = np.asarray(panel.painting.masks[0]) > 250
    assert gap.sum(-1)[mask].mean() > 20
    top = panel.painting.masks[0].getbbox()[1]
    assert gap[:top].sum() == 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_strangers_are_dyed_but_keep_their_ink(seed: int) -> None:
    from renderers.toon.world.painting import placed

    scene = scene_of(seed, subjects=1)
    actor = scene.actors[0]._replace(generic=None)
    own = np.asarray(placed(actor, scene.size), int)
    dyed = np.asarray(placed(actor._replace(generic=seed), scene.size), int)
    assert (own[..., 3] == dyed[..., 3]).all()
    black = (own[..., :3].max(-1) < 8) & (own[..., 3] == 255)
    if black.any():
        assert dyed[black][:, :3].max() < 40
