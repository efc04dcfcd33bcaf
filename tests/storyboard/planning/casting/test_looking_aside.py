"""Two of an author's own, drawn from the front, who talk: each looks at the other."""

from pathlib import Path

from PIL import Image

from benchmarks.drawn_people import STYLES, drawn
from renderers.cast.puppets.names import recipe_of
from schemas.story import Character, Line, Panel, Placement, Scene, Setting, Story
from storyboard.planning.planner import plan_story


def character(name: str, **more: object) -> Character:
    return Character(
        id=name,
        name=name.capitalize(),
        token=name,
        class_noun="girl",
        references=(f"{name}.png",),
        **more,  # type: ignore[arg-type]
    )


def test_heads_turn_to_whom_one_talks_to(tmp_path: Path) -> None:
    for name, style in (("mira", STYLES[0]), ("jo", STYLES[5])):
        drawn(style)[0].save(tmp_path / f"{name}.png")
    panel = Panel(
        id="1",
        action="Mira talks to Jo.",
        dialogue=(Line(speaker="mira", says="Well?"), Line(speaker="jo", says="Well.")),
    )
    plain = Panel(id="2", action="Mira waits.", characters={"mira": Placement(facing="front")})
    scene = Scene(id="s", setting=Setting(prompt="a park"), panels=(panel, plain))
    people = {name: character(name) for name in ("mira", "jo")}
    plan = plan_story(Story(title="T", characters=people, scenes=(scene,)), root=tmp_path)
    left, right = sorted(plan.panels[0].segments, key=lambda one: one.region.bounds.centre[0])
    assert left.figure is not None
    assert right.figure is not None
    assert recipe_of(left.figure.layers[0]).turn > 0
    assert recipe_of(right.figure.layers[0]).turn < 0
    alone = plan.panels[1].segments[0]
    assert alone.figure is not None
    assert alone.figure.layers == ("mira.png",)


def test_a_picture_from_the_side_is_taken_where_there_is_one(tmp_path: Path) -> None:
    picture = drawn(STYLES[0])[0]
    picture.save(tmp_path / "mira.png")
    picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(tmp_path / "mira-right.png")
    mira = character("mira").but(references=("mira.png", "mira-right.png"))
    panel = Panel(id="1", action="Mira waits.", characters={"mira": Placement(facing="right")})
    scene = Scene(id="s", setting=Setting(prompt="a park"), panels=(panel,))
    story = Story(title="T", characters={"mira": mira}, scenes=(scene,))
    (segment,) = plan_story(story, root=tmp_path).panels[0].segments
    assert segment.figure is not None
    assert segment.figure.layers == ("mira-right.png",)
