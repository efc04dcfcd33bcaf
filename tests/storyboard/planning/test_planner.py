"""Plans as a whole: prompts, seeds, words, pages; and that the same story gives the same plan."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.errors import StoryInvalid
from schemas.plan import Plan
from schemas.settings import SketchSettings
from schemas.story import Line, Setting, SoundEffect
from storyboard.planning.planner import plan_story
from tests.storyboard.told import ROOT, cast, only, panel, planned, story


def test_a_plan_is_the_same_in_another_process(repository: Path) -> None:
    """Nothing may hang on hash seeds, which differ from process to process."""
    code = (
        "from tests.storyboard.told import *;"
        "print(planned(panel('Dee, Bill and Ringo wave.'), panel('Both laugh.', id='2',"
        "characters=['dee', 'cup'])).plan.digest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=repository,
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_planning_imports_nothing_heavy(repository: Path) -> None:
    code = "import sys; from storyboard.planning import planner, report; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"torch", "diffusers", "transformers", "openai", "scipy"} & set(loaded)


def test_inserting_a_panel_changes_no_other_seed() -> None:
    before = planned(panel("Dee waves.", id="a"), panel("Bill waves.", id="c")).plan
    after = planned(
        panel("Dee waves.", id="a"), panel("Both laugh.", id="b"), panel("Bill waves.", id="c")
    ).plan
    assert after.panel("s-a").seed == before.panel("s-a").seed
    assert after.panel("s-c").seed == before.panel("s-c").seed
    assert len({each.seed for each in after.panels}) == 3


def test_seeds_follow_the_story_and_yield_to_the_author() -> None:
    assert only(panel("Dee waves.", seed=11)).seed == 11
    assert only(panel("Dee waves."), seed=1).seed != only(panel("Dee waves."), seed=2).seed
    assert 0 <= only(panel("Dee waves.")).seed < 2**31


def test_prompts_say_who_does_what_and_where() -> None:
    plan = only(
        panel(
            "Dee, worried, holds an umbrella.",
            shot="medium",
            angle="low",
            setting=Setting(prompt="a park", light="at dusk", weather="rain"),
        ),
        style="flat-colour comic",
        negative="blurry",
    )
    (dee,) = plan.segments
    assert dee.prompt == "sks woman cartoon, holding umbrella, worried"
    assert plan.background_prompt == "a park, at dusk, rain, flat-colour comic"
    assert plan.prompt == (
        "medium shot, sks woman cartoon, holding umbrella, worried, "
        "Dee, worried, holds an umbrella, seen from below, a park, at dusk, rain, flat-colour comic"
    )
    assert plan.negative_prompt == "blurry"


def test_alternative_text_is_a_sentence_about_the_picture() -> None:
    plan = only(
        panel(
            "Ringo runs up to Dee.",
            shot="wide",
            characters={"dee": {"at": "left", "mood": "smile", "pose": "holding umbrella"}},
            says=[("dee", "You are late!")],
        )
    )
    assert plan.alt == (
        "Wide shot: Ringo runs up to Dee. From left to right: "
        "Dee, smiling, holding an umbrella; Ringo, running, turned left. A park."
    )


def test_actions_pose_people_and_shouts_open_mouths() -> None:
    plan = only(
        panel("Dee sits at a desk, ringo stands beside her holding coffee").but(
            dialogue=(
                Line(speaker="dee", says="Now!", how="shout"),
                Line(speaker="ringo", says="What?!"),
            ),
        )
    )
    found = {
        segment.subject: (segment.pose_word, segment.mood)
        for segment in plan.segments
        if segment.way is None
    }
    assert found == {
        "dee": ("sitting at desk", "shouting"),
        "ringo": ("holding coffee", "surprised"),
    }


def test_authored_poses_and_moods_win_over_the_action() -> None:
    plan = only(
        panel("Dee jumps, angry.", characters={"dee": {"pose": "arms crossed", "mood": "glad"}})
    )
    assert (plan.segments[0].pose_word, plan.segments[0].mood) == ("arms folded", "smile")


def test_joints_outline_and_layers_come_from_one_drawing() -> None:
    from renderers.cast.references import packaged_card

    segment = only(panel("Dee points.", shot="full")).segments[0]
    assert segment.figure is not None
    drawings = [drawing for view in packaged_card("dee").views for drawing in view.drawings]
    (drawing,) = [one for one in drawings if one.picture in segment.figure.layers]
    assert drawing.keypoints is not None
    placed = drawing.keypoints.placed(segment.figure.placement, mirror=segment.figure.mirror)
    neck, planned_neck = placed.joint("neck"), segment.pose and segment.pose.joint("neck")
    assert neck is not None
    assert planned_neck
    assert planned_neck.point == pytest.approx(neck.point, abs=2e-4)
    assert drawing.outline.polygons[0].__len__() <= segment.region.polygons[0].__len__()


def test_what_nobody_has_drawn_is_noted_once() -> None:
    notes = planned(panel("The dog waves."), panel("Dee waits.", id="2")).notes
    assert notes == ('s-1: nobody has drawn "waving" for Dog; the nearest, "standing", is used',)


def test_a_mood_only_heard_is_not_noted() -> None:
    assert not planned(panel(characters=["cup"], says=[("cup", "What?!")])).notes
    assert planned(panel(characters={"cup": {"mood": "afraid"}})).notes


def test_words_settings_and_own_pictures_pass_through() -> None:
    asked = panel(
        captions=("Monday.",),
        says=[("dee", "Hm.")],
        sfx=(SoundEffect(text="BANG"),),
        masks="m.png",
        pose_map="p.png",
        scaffold="s.png",
        renderer=SketchSettings(),
    )
    plan = only(asked)
    assert plan.words.captions == ("Monday.",)
    assert plan.words.lines == asked.dialogue
    assert plan.words.effects == asked.sfx
    assert (plan.masks, plan.pose_map, plan.scaffold) == ("m.png", "p.png", "s.png")
    assert plan.renderer == SketchSettings()


def test_an_empty_panel_shows_the_place() -> None:
    plan = only(panel())
    assert plan.segments == ()
    assert plan.shot == "wide"
    assert plan.alt == "Wide shot. A park."
    assert plan.room == ()


@pytest.mark.parametrize(
    ("action", "says", "shot"),
    [
        ("Dee runs.", [], "full"),
        ("Dee rides a bicycle.", [], "full"),
        ("", [("dee", "Hello."), ("bill", "Hello.")], "medium"),
        ("Dee, Bill, Ringo and Sophie argue.", [], "full"),
    ],
)
def test_shots_are_chosen_where_nobody_asked(
    action: str, says: list[tuple[str, str]], shot: str
) -> None:
    first = panel("Dee, Bill and Sophie wait.", id="first")
    plan = planned(first, panel(action, says=says)).plan
    assert [each.shot for each in plan.panels] == ["wide", shot]


def test_every_panel_is_on_a_page_and_has_its_shape() -> None:
    plan = planned(*(panel("Dee waits.", id=str(index)) for index in range(11))).plan
    frames = {frame.panel: frame.box for page in plan.pages for frame in page.frames}
    assert list(frames) == [each.id for each in plan.panels]
    for each in plan.panels:
        assert each.aspect == pytest.approx(
            frames[each.id].width / frames[each.id].height, abs=1e-3
        )


def test_someone_who_is_not_in_the_cast_is_refused() -> None:
    with pytest.raises(StoryInvalid, match="s-1: 'mina' is not in the cast"):
        planned(panel(characters=["mina"]))


def test_a_plan_survives_its_json() -> None:
    plan = plan_story(story(panel("Dee and the dog walk.")), root=ROOT)
    assert Plan.model_validate(json.loads(plan.model_dump_json())) == plan


def test_a_character_of_its_own_height_is_taller() -> None:
    giant = cast("dee")["dee"].but(height=1.4)
    plan = only(
        panel(characters=["dee", "bill"], shot="full"), characters=cast("bill") | {"dee": giant}
    )
    crowns = {segment.subject: segment.face for segment in plan.segments}
    assert crowns["dee"]
    assert crowns["bill"]
    assert crowns["dee"].top < crowns["bill"].top - 0.1
