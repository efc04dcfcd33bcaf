"""The story file from top to bottom: what the author leaves out, and every way to say a thing."""

from pathlib import Path

import pytest
from PIL import Image

from schemas.settings import CollageSettings, DreamboothSettings, MspSettings
from schemas.story import Character, Line, Placement, Relation, Setting, SoundEffect, Voice
from storyboard.diagnostics import listed
from storyboard.reading import check_text, read_story
from storyboard.reading.document import _story
from storyboard.reading.nodes import Scalar
from storyboard.reading.report import Report
from storyboard.reading.source import Source
from storyboard.renderer_models import MODELS
from tests.storyboard.reading.helpers import HEAD, codes, panels, read

SHORTEST = """\
title: Coffee first
cast: [dee, ringo]                 # characters that ship with the package
scenes:
  - setting: an office in the morning
    panels:
      - action: dee sits at a desk, ringo stands beside her holding coffee
        dialogue:
          - ringo: You look awful.
          - dee: Coffee first.
"""
JOINT_ROWS = ", ".join(f"[{0.1 + index / 40:g}, {index / 18:.3f}, 1]" for index in range(18))
EVERYTHING = f"""\
# yaml-language-server: $schema=../schemas/story.schema.json
title: The Borrowed Umbrella
author: A. Writer
language: en
style: flat-colour comic, clean ink outlines      # joins every prompt
negative: blurry, extra limbs                     # joins every negative prompt
seed: 7

renderer:
  name: msp
  model: toon
  steps: 30
  guidance_scale: 7.5

page:
  size: us-comic
  reading: ltr
  bleed: 0in
  gutter: 0.12in

cast: [bill, ringo]
characters:
  dee:
    name: Dee
    token: sks
    class: woman cartoon
    look: black curly hair, glasses, light blue t-shirt, black trousers
    references: [cast/dee/*.png]
    weights: dee.safetensors
    height: 1.0
    voice: {{balloon: round, font: Comic Neue}}
  cup:
    token: olis
    class: coffee cup cartoon
    kind: object

settings:
  park: {{prompt: a park with trees and a bench, light: at dusk, weather: rain}}

scenes:
  - id: rain
    setting: park
    layout: [[2, 1], [1, 1, 1]]
    panels:
      - id: arrival
        shot: wide
        angle: eye
        action: Ringo runs up to Dee, who waits under a tree.
        characters:
          dee: {{at: left, pose: holding umbrella, mood: worried, facing: ringo}}
          ringo: {{at: right, pose: running, mood: smile, depth: behind}}
        relations:
          - dee left of ringo
          - cup in front of dee
        caption: Monday. It rained.
        dialogue:
          - dee: You are late!
          - ringo: {{says: I know…, how: whisper}}     # speech whisper shout thought radio
        sfx: [{{text: SPLASH, near: ringo}}]
        seed: 11
        renderer: {{steps: 50}}
      - like: arrival
        shot: close
        characters: {{dee: {{mood: smile}}}}
      - characters:
          dee: {{region: [0.05, 0.2, 0.5, 1.0], pose: {{keypoints: [{JOINT_ROWS}]}}}}
        masks: masks/panel3.png
        pose_map: poses/panel3.png
        scaffold: art/background3.png
"""


@pytest.fixture
def studio(tmp_path: Path) -> Path:
    """A folder with every file that `EVERYTHING` names."""
    for name in (
        "cast/dee/b.png",
        "cast/dee/a.png",
        "masks/panel3.png",
        "poses/panel3.png",
        "art/background3.png",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGBA", (2, 2)).save(tmp_path / name)
    (tmp_path / "cast/dee/a.json").write_text("{}")
    (tmp_path / "dee.safetensors").write_bytes(b"")
    return tmp_path


def test_the_shortest_story_has_a_default_for_everything_else() -> None:
    story = read(SHORTEST)
    assert (story.title, story.language, story.seed) == ("Coffee first", "en", 0)
    assert story.renderer == MspSettings()
    assert (story.page.width, story.page.height, story.page.reading) == (477, 738, "ltr")
    assert list(story.characters) == ["dee", "ringo"]
    dee = story.characters["dee"]
    assert (dee.token, dee.class_noun, dee.packaged) == ("sks", "woman cartoon", "dee")
    (scene,) = story.scenes
    assert (scene.id, scene.setting) == ("scene-1", Setting(prompt="an office in the morning"))
    (panel,) = scene.panels
    assert (panel.id, panel.shot, panel.angle) == ("1", None, "eye")
    assert panel.dialogue == (
        Line(speaker="ringo", says="You look awful."),
        Line(speaker="dee", says="Coffee first."),
    )


def test_everything_can_be_said(studio: Path) -> None:
    story = read(EVERYTHING, folder=studio)
    dee = story.characters["dee"]
    assert dee.references == ("cast/dee/a.png", "cast/dee/b.png")
    assert (dee.packaged, dee.weights) == (None, "dee.safetensors")
    assert dee.voice == Voice(balloon="round", font="Comic Neue")
    assert story.characters["cup"].packaged == "cup"
    assert story.renderer == MspSettings(steps=30, guidance_scale=7.5)
    arrival, closer, drawn = story.scenes[0].panels
    assert arrival.characters["dee"] == Placement(
        at="left", pose="holding umbrella", mood="worried", facing="ringo"
    )
    assert arrival.relations[1] == Relation(subject="cup", relation="in front of", object="dee")
    assert arrival.sfx == (SoundEffect(text="SPLASH", near="ringo"),)
    assert arrival.renderer == MspSettings(steps=50, guidance_scale=7.5)
    assert closer.characters["dee"].pose == "holding umbrella"
    assert (closer.characters["dee"].mood, closer.dialogue) == ("smile", ())
    assert drawn.masks == "masks/panel3.png"
    pose = drawn.characters["dee"].pose
    assert not isinstance(pose, str)
    assert pose is not None
    neck = pose.joint("neck")
    assert neck is not None
    assert neck.point == (0.125, 0.056)


def test_reading_from_disk_is_reading_the_text(studio: Path) -> None:
    (studio / "story.yaml").write_text(EVERYTHING, encoding="utf-8")
    assert read_story(studio / "story.yaml") == read(EVERYTHING, folder=studio)
    assert read_story(str(studio / "story.yaml")) == read_story(studio / "story.yaml")


def test_a_packaged_character_may_be_used_unlisted_but_not_silently() -> None:
    text = "scenes:\n  - panels:\n      - relations: [cup on Dog]\n"
    story, problems = check_text(text)
    assert [problem.code for problem in problems] == ["SB032", "SB032"]
    assert story is not None
    assert list(story.characters) == ["cup", "dog"]


@pytest.mark.parametrize("written", ["42", "no", "on", "1e3", "true", "0x1F", "3.10", "2026-11-21"])
def test_text_is_text_whatever_yaml_thinks_of_it(written: str) -> None:
    text = f"title: {written}\n{HEAD}      - {{action: {written}, dialogue: [dee: {written}]}}\n"
    story = read(text)
    panel = story.scenes[0].panels[0]
    assert {story.title, panel.action, panel.dialogue[0].says} == {written}


def test_norwegian_is_a_language() -> None:
    assert read("language: no\nscenes: [{panels: [x]}]").language == "no"


def test_a_title_may_come_from_the_file_name(tmp_path: Path) -> None:
    path = tmp_path / "the-old_fox.yaml"
    path.write_text("scenes: [{panels: [A fox.]}]")
    assert read_story(path).title == "The old fox"


def test_a_panel_may_be_its_action_alone() -> None:
    assert panels("      - Dee waves.\n")[0].action == "Dee waves."


def test_the_many_ways_to_write_dialogue() -> None:
    (panel,) = panels("""\
      - dialogue:
          - dee: Plain.
          - Ringo: By name, and a number 7
          - dee: {says: Hush., how: whispers}
          - {speaker: Dee, says: Over here!, how: off panel}
          - dee: Help!
            how: Yelling
          - narrator: Later.
          - Narrator: {says: Much later.}
          - dee: |
              Two
              lines
""")
    assert [(line.says, line.how) for line in panel.dialogue] == [
        ("Plain.", "speech"),
        ("By name, and a number 7", "speech"),
        ("Hush.", "whisper"),
        ("Over here!", "off-panel"),
        ("Help!", "shout"),
        ("Two\nlines", "speech"),
    ]
    assert panel.captions == ("Later.", "Much later.")


def test_dialogue_may_be_a_mapping_and_captions_a_list() -> None:
    (panel,) = panels("      - {dialogue: {dee: A, ringo: B}, caption: [One., Two.]}\n")
    assert [line.speaker for line in panel.dialogue] == ["dee", "ringo"]
    assert panel.captions == ("One.", "Two.")


def test_the_many_ways_to_write_sound_effects() -> None:
    bare, listed = panels("      - sfx: BOOM\n      - sfx: [CRASH, {text: DRIP, near: Cup}]\n")
    assert bare.sfx == (SoundEffect(text="BOOM"),)
    assert listed.sfx == (SoundEffect(text="CRASH"), SoundEffect(text="DRIP", near="cup"))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Close-Up", "close"),
        ("ECU", "extreme-close"),
        ("establishing shot", "extreme-wide"),
        ("OVER THE SHOULDER", "over-shoulder"),
        ("extreme_wide", "extreme-wide"),
    ],
)
def test_shots_have_other_names(written: str, meant: str) -> None:
    assert panels(f"      - shot: {written}\n")[0].shot == meant


def test_placements_have_shorthands_and_other_words() -> None:
    (panel,) = panels("""\
      - characters:
          Dee: middle
          ringo: {at: Leftmost, depth: background, facing: the reader, mood: smile}
          cup:
          dog: {facing: Dee}
""")
    assert panel.characters == {
        "dee": Placement(at="centre"),
        "ringo": Placement(at="far left", depth="behind", facing="front", mood="smile"),
        "cup": Placement(),
        "dog": Placement(facing="dee"),
    }


def test_characters_may_be_a_list() -> None:
    names, mixed = panels(
        "      - characters: [dee, ringo]\n      - characters: [dee, ringo: {at: left}]\n"
    )
    assert names.characters == {"dee": Placement(), "ringo": Placement()}
    assert mixed.characters["ringo"].at == "left"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("dee left of ringo", ("dee", "left of", "ringo")),
        ("dee is to the left of ringo", ("dee", "left of", "ringo")),
        ("The cup is right behind the dog.", ("cup", "behind", "dog")),
        ("Ringo looks at Dee", ("ringo", "facing", "dee")),
        ("dee with cup", ("dee", "holding", "cup")),
        ("cup sits on top of dog", ("cup", "on", "dog")),
        ("dee in  front of\tringo", ("dee", "in front of", "ringo")),
        ("dee far away from ringo", ("dee", "far from", "ringo")),
    ],
)
def test_relations_are_free_words(written: str, meant: tuple[str, str, str]) -> None:
    (relation,) = panels(f"      - relations: {written}\n")[0].relations
    assert (relation.subject, relation.relation, relation.object) == meant


def test_a_name_may_hold_relation_words() -> None:
    story = read("""\
characters:
  ann: {name: Ann on Wheels}
  bo: {}
scenes:
  - panels:
      - relations: [Ann on Wheels behind bo, {subject: bo, relation: by, object: ann}]
""")
    first, second = story.scenes[0].panels[0].relations
    assert (first.subject, first.relation, first.object) == ("ann", "behind", "bo")
    assert (second.subject, second.relation) == ("bo", "beside")


def test_an_override_keeps_what_it_does_not_change() -> None:
    story = read(
        "cast: [dee]\ncharacters: {dee: {look: in a red coat, kind: pet}}\nscenes: [{panels: [x]}]"
    )
    assert story.characters["dee"].look == "in a red coat"
    assert story.characters["dee"].token == "sks"
    assert story.characters["dee"].kind == "animal"


def test_accents_may_be_encoded_either_way() -> None:
    story = read("characters: {ren\u00e9: }\nscenes: [{panels: [{dialogue: [Rene\u0301: Oui.]}]}]")
    assert story.scenes[0].panels[0].dialogue[0].speaker == "ren\u00e9"


def test_own_characters_need_nothing_but_an_id() -> None:
    story = read("characters: {old-mira: , rex: {kind: pet}}\nscenes: [{panels: [x]}]")
    assert story.characters["old-mira"] == Character(
        id="old-mira", name="Old Mira", token="old-mira", class_noun="person"
    )
    assert story.characters["rex"].class_noun == "animal"


def test_settings_by_name_in_words_and_changed_in_a_panel() -> None:
    story = read("""\
settings:
  park: {prompt: a park, light: at dusk, weather: rain}
  office: an office
scenes:
  - setting: Park
    panels:
      - x
      - setting: {light: at night, weather: }
      - setting: {like: office, light: dim}
      - setting: a beach
  - panels: [x]
""")
    first, second = story.scenes
    assert first.setting == Setting(prompt="a park", light="at dusk", weather="rain")
    assert second.setting == Setting()
    assert [panel.setting for panel in first.panels] == [
        None,
        Setting(prompt="a park", light="at night"),
        Setting(prompt="an office", light="dim"),
        Setting(prompt="a beach"),
    ]


def test_a_panel_that_changes_the_renderer_takes_over_what_it_has_too() -> None:
    story = read("""\
renderer: {model: mine, steps: 9, resolution: 512, controlnet: {enabled: yes, scale: 0.5}}
scenes:
  - panels:
      - renderer: collage
      - renderer: {controlnet: {enabled: no}}
      - renderer: {name: dreambooth, steps: 12}
""")
    collage, msp, dreambooth = (panel.renderer for panel in story.scenes[0].panels)
    assert collage == CollageSettings(resolution=512)
    assert isinstance(msp, MspSettings)
    assert (msp.steps, msp.controlnet.scale, msp.controlnet.enabled) == (9, 0.5, False)
    assert dreambooth == DreamboothSettings(model="mine", steps=12, resolution=512)


def test_texts_that_look_like_numbers_stay_texts_in_every_panel() -> None:
    story = read("""\
renderer: {name: , model: 42, steps: 9}
scenes: [{panels: [{renderer: dreambooth}, {renderer: {steps: 3}}, {renderer: {model: 7}}]}]
""")
    found = [panel.renderer for panel in story.scenes[0].panels]
    assert found == [
        DreamboothSettings(model="42", steps=9),
        MspSettings(model="42", steps=3),
        MspSettings(model="7", steps=9),
    ]


def test_a_setting_is_known_by_its_authored_name_alone() -> None:
    (problem,) = check_text("renderer: {init: {source: noise}}\nscenes: [{panels: [x]}]")[1]
    assert problem.message == 'the renderer msp has no setting "init.source"'


def test_halves_that_do_not_fit_together_are_told_at_the_panel() -> None:
    (problem,) = check_text("""\
renderer: {sal: {reading: feature}}
scenes: [{panels: [{renderer: {init: {from: noise}}}]}]
""")[1]
    assert "compares with the collage" in problem.message
    assert problem.line == 2


def test_a_setting_with_nothing_after_it_is_the_default() -> None:
    story = read("""\
renderer: {steps: 9, kappa: , sal: {scale: 0.3}, controlnet: {scale: ~, model: x}}
scenes: [{panels: [{renderer: {steps: , sal: , controlnet: {model: }}}]}]
""")
    assert isinstance(story.renderer, MspSettings)
    assert (story.renderer.steps, story.renderer.kappa) == (9, MspSettings().kappa)
    assert story.scenes[0].panels[0].renderer == MspSettings()


def test_settings_that_may_be_absent_are_known_by_name() -> None:
    (problem,) = check_text("renderer: {sal: {scail: 1}}\nscenes: [{panels: [x]}]")[1]
    assert problem.hint == 'did you mean "scale"?'


def test_an_unknown_renderer_is_told_with_those_there_are() -> None:
    text = "renderer: {name: mps, steps: 9}\nscenes: [{panels: [{renderer: colage}]}]"
    first, second = check_text(text)[1]
    assert (first.code, first.line, first.column, first.end_column) == ("SB060", 1, 18, 21)
    assert (second.code, second.line, second.column) == ("SB060", 2, 31)
    assert first.message == 'there is no renderer "mps"'
    assert first.expected == listed(MODELS)
    assert (first.hint, second.hint) == ('did you mean "msp"?', 'did you mean "collage"?')


def test_a_model_may_be_called_by_a_number() -> None:
    renderer = read("renderer: {model: 15}\nscenes: [{panels: [x]}]").renderer
    assert isinstance(renderer, MspSettings)
    assert renderer.model == "15"


@pytest.mark.parametrize("value", ["nan", ".nan", ".inf", "-.inf", "1e999", "yes", "[1]", "'x'"])
def test_a_setting_is_a_real_number(value: str) -> None:
    assert codes(f"renderer: {{kappa: {value}}}\nscenes: [{{panels: [x]}}]") == ["SB062"]


def test_anchors_aliases_and_merge_keys_work() -> None:
    story = read("""\
cast: [dee, ringo]
scenes:
  - panels:
      - characters: {dee: &shy {at: left, mood: worried, pose: standing}}
      - characters: {ringo: {<<: *shy, at: right}}
""")
    assert story.scenes[0].panels[1].characters["ringo"] == Placement(
        at="right", mood="worried", pose="standing"
    )


def test_scene_and_panel_ids_count_from_one() -> None:
    story = read("scenes:\n  - panels: [x, {id: b}, y]\n  - {id: end, panels: [z]}\n")
    assert [scene.id for scene in story.scenes] == ["scene-1", "end"]
    assert [panel.id for panel in story.scenes[0].panels] == ["1", "b", "3"]


def test_a_given_id_may_not_be_another_panels_number() -> None:
    assert codes("scenes: [{panels: [{id: 2}, x]}]") == ["SB027"]


@pytest.mark.parametrize("layout", ["wide-top", "grid-2x3", "[[2, 1], [1]]", "{rows: [1, 2]}"])
def test_layouts_are_kept_as_written(layout: str) -> None:
    story = read(f"scenes: [{{layout: {layout}, panels: [x]}}]")
    assert story.scenes[0].layout is not None
    assert story.digest() == read(f"scenes: [{{layout: {layout}, panels: [x]}}]").digest()


def test_what_the_model_refuses_is_told_and_not_raised() -> None:
    report = Report(Source("x", name="s.yaml", folder=Path()))
    assert _story(report, Scalar("x", True, 0, 1), {"title": 3, "scenes": []}) is None
    assert {problem.code for problem in report.problems} == {"SB090"}


def test_a_place_may_have_a_picture_of_its_own_until_another_is_named(tmp_path: Path) -> None:
    (tmp_path / "sub.png").write_bytes(b"")
    story = read(
        """
settings:
  sub: {prompt: a submarine, art: sub.png, ground: 0.8, relight: 0}
scenes:
  - setting: sub
    panels:
      - A fox waits.
      - {action: It is night., setting: {light: at night}}
      - {action: Ashore., setting: a beach}
""",
        folder=tmp_path,
    )
    (scene,) = story.scenes
    sub = Setting(prompt="a submarine", art="sub.png", ground=0.8, relight=0)
    assert scene.setting == sub
    first, second, third = (panel.setting or scene.setting for panel in scene.panels)
    assert first == sub
    assert second == sub.but(light="at night")
    assert third == Setting(prompt="a beach")
