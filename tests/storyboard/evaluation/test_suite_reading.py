"""Suite files are read as stories are: shorthand spelled out, every problem told with its place."""

from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from schemas.errors import StoryboardError
from storyboard.diagnostics.errors import StoryErrors
from storyboard.evaluation.reading import check_suite, read_suite
from storyboard.evaluation.shipped import FOLDER, suite_names
from storyboard.evaluation.suite_schema import suite_schema

SUITE = """\
title: Who is who
cast: [dee, ringo, cat]
characters:
  mira: {class: girl}
renderer: {model: toon-noise, steps: 8}
settings: {park: a park with trees}
compositions:
  - dee
  - [dee, ringo]
  - {id: pair, subjects: [mira, cat], boxes: [[0, 0, 0.5, 1], [0.5, 0, 1, 1]]}
prompts:
  - waved
  - {action: "Behind {subjects} a dog barked", setting: park, shot: medium}
methods:
  collage: collage
  MSP, from noise: {renderer: {init: {from: noise}}}
  MuDI: {renderer: mudi, classes: {mira: "old woman"}, trained_by: pixels}
sizes:
  small: {each: 1, prompts: 1, renderer: {steps: 4}, methods: [MuDI]}
"""
WRONG = """\
titel: Slips
cast: [dee, rigno]
compositions: [[dee, dee], [dee, sophy], {subjects: [dee], boxes: [[0, 0, 1, 1], [0, 0, 2, 1]]}]
prompts: [{setting: a park}]
methods:
  msp: {renderer: {steps: many}}
  MSP: {renderer: mudii}
  third: {rendrer: msp}
metrics: [KLIP, likenes]
judges: pixel
sizes: {small: {each: none, methods: [mps]}}
"""


def written(text: str) -> Path:
    path = Path("suite.yaml")
    path.write_text(text, encoding="utf-8")
    return path


def problems(text: str) -> list[str]:
    found = check_suite(written(text))[1]
    return [f"{each.line}:{each.column} {each.code} {each.message}" for each in found]


def test_a_suite_is_spelled_out() -> None:
    suite = read_suite(written(SUITE)).suite
    assert [(each.id, each.subjects) for each in suite.compositions] == [
        ("dee", ("dee",)),
        ("dee-ringo", ("dee", "ringo")),
        ("pair", ("mira", "cat")),
    ]
    assert suite.compositions[2].boxes[1].left == 0.5
    assert [each.told(("Dee", "Ringo", "Cat")) for each in suite.prompts] == [
        "Dee, Ringo and Cat waved",
        "Behind Dee, Ringo and Cat a dog barked",
    ]
    assert [each.setting.prompt for each in suite.prompts] == ["", "a park with trees"]
    collage, msp, mudi = suite.methods
    assert (collage.id, msp.id, mudi.id) == ("collage", "msp-from-noise", "mudi")
    assert (msp.renderer.model, msp.renderer.steps) == ("toon-noise", 8)
    assert (mudi.classes, mudi.judged_by) == ({"mira": "old woman"}, ("pixels",))
    assert suite.judges == ("latents", "pixels", "likeness")


def test_a_size_takes_the_first_of_everything() -> None:
    small = read_suite(written(SUITE), size="small").suite
    assert [each.id for each in small.compositions] == ["dee", "dee-ringo"]
    assert len(small.prompts) == 1
    assert [(each.name, each.renderer.steps) for each in small.methods] == [("MuDI", 4)]
    with pytest.raises(StoryboardError, match='no size "smal"') as error:
        read_suite(written(SUITE), size="smal")
    assert error.value.hint == 'did you mean "small"?'


def test_every_problem_is_told_with_its_place() -> None:
    assert problems(WRONG) == [
        '1:1 SB020 a suite has no key "titel"',
        '2:13 SB031 "rigno" is not a packaged character',
        "3:16 SB027 dee is twice in this composition",
        '3:34 SB030 "sophy" is not in the cast',
        "3:82 SB040 the region reaches outside the panel",
        "4:11 SB021 a prompt without action",
        '6:27 SB062 the setting "steps" does not fit',
        '7:3 SB027 "MSP" and "msp" would have the same files',
        '7:19 SB060 there is no renderer "mudii"',
        '8:11 SB020 a method has no key "rendrer"',
        '9:11 SB023 there is no metric "KLIP"',
        '9:17 SB023 there is no metric "likenes"',
        '10:9 SB023 no judge is called "pixel"',
        '11:23 SB022 each must be a whole number, not "none"',
        '11:39 SB023 there is no method "mps"',
    ]


@pytest.mark.parametrize("key", ["compositions", "prompts", "methods"])
def test_what_must_be_there_is_asked_for(key: str) -> None:
    lines = {
        "compositions": "compositions: [dee]\n",
        "prompts": "prompts: [waved]\n",
        "methods": "methods: {msp: msp}\n",
    }
    text = "cast: dee\n" + "".join(text for name, text in lines.items() if name != key)
    assert problems(text) == [f"1:1 SB021 a suite without {key}"]


@pytest.mark.parametrize("text", ["", "methods: {}\n", "- a list\n", "title: {\n"])
def test_a_file_that_is_no_suite_is_told(text: str) -> None:
    assert problems(text)


def test_a_judge_of_its_own_work_is_refused() -> None:
    guided = "cast: dee\ncompositions: [dee]\nprompts: [waved]\njudges: {}\nmethods:\n  m: {}\n"
    sal = guided.format("latents", "{renderer: {sal: {}}}")
    assert problems(sal) == [
        '4:9 SB095 "m" is judged by latents alone, which had a part in drawing it'
    ]
    assert problems(guided.format("[latents, pixels]", "{renderer: {sal: {}}}")) == []
    assert problems(guided.format("latents", "{renderer: {sal: {model: other}}}")) == []
    assert problems(guided.format("pixels", "{renderer: msp, trained_by: pixels}"))


def test_a_metric_of_a_network_needs_it_and_others_take_none() -> None:
    text = "cast: dee\ncompositions: [dee]\nprompts: [waved]\nmethods: {m: msp}\nmetrics: "
    assert problems(text + "[clip-i, {name: found, model: x}]\n") == [
        "5:11 SB021 the metric CLIP-I without model",
        "5:19 SB020 the metric found has no model to choose",
    ]
    named = read_suite(written(text + "{name: CLIP-I, model: clip}\n")).suite
    assert named.metrics[0].model == "clip"


def test_more_subjects_than_there_are_cannot_be_put_together() -> None:
    text = "cast: [dee, cat]\ncompositions: {to: 3, each: 2}\nprompts: [waved]\nmethods: {m: msp}\n"
    assert problems(text) == ["2:15 SB024 3 of 2 subjects cannot be put together"]
    fewer = read_suite(written(text.replace("to: 3", "to: 2")))
    assert fewer.notes == ("1 compositions of 2, 2 of others",)


def test_a_broken_suite_is_an_error_with_all_of_its_problems() -> None:
    with pytest.raises(StoryErrors) as error:
        read_suite(written(WRONG))
    assert len(error.value.diagnostics) == len(problems(WRONG))
    assert error.value.exit_code == 3


@pytest.mark.parametrize("name", suite_names())
def test_shipped_suites_are_valid_for_reader_and_schema(name: str) -> None:
    path = FOLDER / f"{name}.yaml"
    suites, found = check_suite(path)
    assert found == ()
    assert suites is not None
    assert set(suites) == {"full", "small"}
    data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    validator = jsonschema.Draft7Validator(suite_schema())
    assert [each.message for each in validator.iter_errors(data)] == []


def test_the_small_setting_of_subject11_has_four_compositions_of_each_number() -> None:
    suite = read_suite(FOLDER / "subject11.yaml", size="small").suite
    counts = [len(each.subjects) for each in suite.compositions]
    assert [counts.count(number) for number in (1, 2, 3, 4)] == [4, 4, 4, 4]
    whole = read_suite(FOLDER / "subject11.yaml").suite
    assert (len(whole.compositions), len(whole.prompts), whole.pictures) == (44, 5, 4)
