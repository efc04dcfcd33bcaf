"""`pose: dive.json`: a pose from a file beside the story."""

import json
from pathlib import Path

import pytest

from benchmarks.drawn_people import STYLES, drawn
from renderers.cast.puppets.names import POSED, posed_layers
from schemas.openpose import PoseFromFile
from storyboard.commands.check import check_stories
from storyboard.planning.planner import plan_with_notes
from storyboard.reading import check_file, read_story
from storyboard.reading.pose_files import pose_files
from storyboard.skeletons.poses import FIGURE_ASPECT, pose_in
from storyboard.skeletons.stances import STANCES

STORY = """
title: Mira
renderer: collage
characters:
  mira: {{name: Mira, references: [mira.png], look: a girl}}
scenes:
  - setting: {{prompt: a park}}
    panels: [{{action: Mira is there, characters: {{mira: {{pose: {0}}}}}}}]
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    drawn(STYLES[0])[0].save(tmp_path / "mira.png")
    path = tmp_path / "story.yaml"
    path.write_text(STORY.format("poses/throw.json"), "utf-8")
    (tmp_path / "poses").mkdir()
    write(tmp_path / "poses" / "throw.json")
    return path


def write(path: Path, word: str = "throwing", **more: object) -> None:
    flat = [
        value
        for joint in pose_in(STANCES[word]).keypoints
        if joint
        for value in (joint.x * 800 * FIGURE_ASPECT, joint.y * 800, 0.9)
    ]
    people = [{"pose_keypoints_2d": flat}]
    canvas = {"canvas_width": round(800 * FIGURE_ASPECT), "canvas_height": 800}
    path.write_text(json.dumps({"people": people, **canvas, **more}))


def test_the_figure_is_posed_as_the_file_tells(story: Path) -> None:
    read = read_story(story)
    assert list(pose_files(read)) == ["poses/throw.json"]
    plan, notes = plan_with_notes(read, root=story.parent)
    (segment,) = plan.panels[0].segments
    assert segment.figure is not None
    name = segment.figure.layers[0]
    assert name.startswith(POSED)
    stance, wanted = posed_layers(name)[0], STANCES["throwing"]
    for limb in ("r_arm", "l_arm", "r_leg", "l_leg"):
        assert getattr(stance, limb) == pytest.approx(getattr(wanted, limb), abs=2)
    assert not [note for note in notes if "posed" in note]
    # Where she stands is the planner's choice: her feet are on the ground as in any full shot.
    assert segment.figure.placement.bottom > 0.6


def test_another_file_is_another_plan(story: Path) -> None:
    before = plan_with_notes(read_story(story), root=story.parent).plan
    write(story.parent / "poses" / "throw.json", "kneeling")
    after = plan_with_notes(read_story(story), root=story.parent).plan
    assert before.panels[0].drawing_digest() != after.panels[0].drawing_digest()


def test_whoever_cannot_be_posed_is_told(story: Path) -> None:
    (story.parent / "mira.json").write_text('{"prop": "kite"}')
    notes = plan_with_notes(read_story(story), root=story.parent).notes
    assert any("cannot be posed as poses/throw.json tells" in note for note in notes)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.json", None, 'there is no file "none.json"'),
        ("../out.json", None, "outside the story's folder"),
        ("a.json", "{", "no JSON at line 1"),
        ("a.json", '{"people": [{}, {}]}', "there are 2 people, not one"),
        ("a.json", "[1, 2, 3]", "3 numbers are not 18, 25 or 17 joints"),
        ("a.json", "[" * 5000, "no JSON|nested too deeply"),
        ("a.json", json.dumps([0.0] * 54), "neck, r_shoulder, l_shoulder, r_hip, l_hip are absent"),
        ("a.json", " " * 1_000_001, "larger than a megabyte"),
        ("a.json", '{"people": [{"pose_keypoints_2d": [1e999]}]}', "1 numbers are not"),
        ("a.json", json.dumps([float("nan")] * 54), "two or three numbers"),
    ],
)
def test_a_file_that_is_no_pose_is_told(
    name: str, content: str | None, said: str, tmp_path: Path
) -> None:
    drawn(STYLES[0])[0].save(tmp_path / "mira.png")
    if content is not None:
        (tmp_path / name).write_text(content)
    (tmp_path / "story.yaml").write_text(STORY.format(name))
    read, problems = check_file(tmp_path / "story.yaml")
    assert read is None
    assert [problem.code for problem in problems] in (["SB042"], ["SB050"], ["SB051"])
    assert any(part in problems[0].message for part in said.split("|"))
    assert problems[0].line == 8


def test_a_picture_that_is_not_posed_is_advice_of_check(
    story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.renderers.cast.odd_pictures import group

    group().save(story.parent / "mira.png")
    assert check_stories([story], format="text", strict=False) == 0
    said = "".join(capsys.readouterr())
    assert "SB055" in said
    assert "mira.png: 2 faces are seen" in said
    notes = plan_with_notes(read_story(story), root=story.parent).notes
    assert any("Mira is shown as in mira.png, whatever the pose: 2 faces" in note for note in notes)


def test_a_picture_that_is_too_small_for_its_place_is_told(story: Path) -> None:
    picture = drawn(STYLES[0])[0]
    picture.resize((96, 144)).save(story.parent / "mira.png")
    notes = plan_with_notes(read_story(story), root=story.parent).notes
    assert any("times as large as in mira.png" in note and "looks soft" in note for note in notes)


def test_a_pose_from_a_file_survives_the_story_s_json(story: Path) -> None:
    read = read_story(story)
    again = type(read).model_validate_json(read.model_dump_json())
    assert again == read
    placed = again.scenes[0].panels[0].characters["mira"]
    assert isinstance(placed.pose, PoseFromFile)
