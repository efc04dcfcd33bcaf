"""The published JSON Schemas: fresh, valid draft-07, in step with the reader."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from schemas.geometry import Box, Region
from schemas.plan import Figure, PagePlan, PanelFrame, PanelPlan, Plan, Segment, Speaker
from schemas.settings import MspSettings
from schemas.story import PageFormat, Setting, Voice
from storyboard import schema_export
from storyboard.reading import check_file
from storyboard.schema_export import documents, plan_schema, story_schema, suite_schema
from tests.storyboard.reading.test_document import EVERYTHING, SHORTEST

STORIES = sorted((Path(__file__).resolve().parents[2] / "stories").glob("*.yaml"))


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(story_schema())


def data(text: str) -> Any:
    """Load YAML as an editor's YAML server does, by version 1.2's core schema."""
    return YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize("name", ["story.schema.json", "plan.schema.json", "suite.schema.json"])
def test_the_committed_schema_is_fresh(name: str) -> None:
    committed = (schema_export.FOLDER / name).read_text(encoding="utf-8")
    assert committed == documents()[name], "run: python -m storyboard.schema_export"


@pytest.mark.parametrize("build", [story_schema, plan_schema, suite_schema])
def test_schemas_are_valid_draft_07(build: Any) -> None:
    schema = build()
    jsonschema.Draft7Validator.check_schema(schema)
    assert not _words(schema) & {"$defs", "prefixItems", "discriminator", "unevaluatedProperties"}


def _words(node: Any) -> set[str]:
    """Return every key of a schema, however deep."""
    if isinstance(node, list):
        return set[str]().union(*map(_words, node))
    if isinstance(node, dict):
        return set(node).union(*map(_words, node.values()))
    return set()


@pytest.mark.parametrize("text", [SHORTEST, EVERYTHING], ids=["shortest", "everything"])
def test_the_examples_of_the_format_are_accepted(
    text: str, validator: jsonschema.Draft7Validator
) -> None:
    assert [error.message for error in validator.iter_errors(data(text))] == []


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_every_shipped_story_is_accepted_by_schema_and_reader(
    path: Path, validator: jsonschema.Draft7Validator
) -> None:
    found = validator.iter_errors(data(path.read_text(encoding="utf-8")))
    assert [error.message for error in found] == []
    assert check_file(path)[1] == ()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("title:", "titel:"),
        ("panels:", "panel:"),
        ("shot: wide", "shot: wied"),
        ("shot: wide", "shoot: wide"),
        ("at: left", "at: lefft"),
        ("how: whisper", "how: wisper"),
        ("angle: eye", "angle: [eye]"),
        ("steps: 30", "steps: many"),
        ("kind: object", "kind: objekt"),
        ("gutter: 0.12in", "gutter: 0.12 furlongs"),
        ("size: us-comic", "size: us-comik"),
        ("steps: 30", "stepz: 30"),
        ("region: [0.05,", "region: [5,"),
        ("seed: 11", "seed: eleven"),
        ("layout: [[2, 1]", "layout: [[0, 1]"),
        ("reading: ltr", "reading: sideways"),
        ("depth: behind", "deph: behind"),
        ("says: I know…", "sais: I know…"),
    ],
)
def test_slips_are_rejected(right: str, wrong: str, validator: jsonschema.Draft7Validator) -> None:
    assert right in EVERYTHING
    assert not validator.is_valid(data(EVERYTHING.replace(right, wrong, 1)))


SHORTHANDS = """\
renderer: collage
page: a5 landscape
cast: dee
characters: {mira: , rex: {kind: pet, voice: rough, references: art}}
settings: {park: a park, office: {like: park, light: dim}}
scenes:
  - {id: 1, layout: wide-top, panels: [A fox., {like: 1, setting: {light: dark}, seed: }]}
  - layout: {rows: [1, {size: 2, columns: [2, 1]}]}
    panels:
      - characters: [dee, mira: {at: far left, mood: }]
        dialogue: {dee: 42, narrator: Later.}
        caption: [One, 2]
        sfx: [BOOM, {text: CRASH}]
        relations: dee left of mira
      - characters: {dee: left, mira: {pose: waving, facing: dee}}
        dialogue:
          - dee: Help!
            how: shout
          - {speaker: dee, says: Oh, how: thinks}
        relations: [{subject: dee, relation: next to, object: mira}]
        shot: close up
"""


def test_shorthands_are_accepted(validator: jsonschema.Draft7Validator) -> None:
    assert [error.message for error in validator.iter_errors(data(SHORTHANDS))] == []


def test_every_key_is_explained_to_editors() -> None:
    def closed(node: Any) -> Iterator[dict[str, Any]]:
        if isinstance(node, dict):
            if node.get("additionalProperties") is False and "rows" not in node["properties"]:
                yield node
            for value in node.values():
                yield from closed(value)
        elif isinstance(node, list):
            for value in node:
                yield from closed(value)

    mappings = list(closed(story_schema()))
    assert len(mappings) > 12
    described = [
        (key, "description" in value)
        for mapping in mappings
        if "kappa" not in mapping["properties"]
        for key, value in mapping["properties"].items()
        if key not in ("name", "resolution") and not mapping.get("description")
    ]
    assert [key for key, told in described if not told] == []


def test_renderer_settings_bring_their_docstrings_along() -> None:
    text = documents()["story.schema.json"]
    assert "Fraction of the steps in which every segment diffuses alone." in text


def test_a_plan_is_what_its_schema_says() -> None:
    box = Box(left=0, top=0, right=1, bottom=0.5)
    segment = Segment(
        subject="dee",
        token="sks",
        prompt="sks woman cartoon",
        region=Region.of_box(box),
        mouth=(0.5, 0.5),
        figure=Figure(layers=("cast:dee/x.png",), placement=box),
    )
    panel = PanelPlan(
        id="a-1",
        scene="a",
        aspect=1,
        shot="wide",
        camera="eye",
        setting=Setting(),
        prompt="",
        background_prompt="",
        negative_prompt="",
        segments=(segment,),
        seed=1,
        renderer=MspSettings(),
        alt="",
    )
    plan = Plan(
        title="T",
        language="en",
        page=PageFormat(),
        panels=(panel,),
        speakers={"dee": Speaker(name="Dee", voice=Voice())},
        pages=(PagePlan(frames=(PanelFrame(panel="a-1", box=box),)),),
    )
    validator = jsonschema.Draft7Validator(plan_schema())
    written = plan.model_dump(mode="json", by_alias=True)
    assert [error.message for error in validator.iter_errors(written)] == []
    written["panels"][0]["segments"][0]["mouth"] = [0.5]
    assert not validator.is_valid(written)


def test_running_the_module_writes_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema_export, "FOLDER", tmp_path)
    schema_export.main()
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert written == documents()
