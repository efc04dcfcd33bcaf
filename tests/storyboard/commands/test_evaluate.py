"""`storyboard evaluate` from the command line: what it says, its exit codes, real pictures."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from storyboard import cli
from tests.renderers.diffusion.tiny import build
from tests.renderers.training.strangers import cut_out

SUITE = """\
title: Tiny
cast: [dee, cat]
compositions: {to: 2, each: 1}
prompts: [{action: waved, setting: a park}]
renderer: {name: dreambooth, model: tiny, steps: 1, resolution: 64}
methods:
  collage: {renderer: {name: collage, resolution: 128}}
  one prompt: {}
judges: [pixels, likeness]
sizes: {small: {methods: collage}}
"""


def evaluate(*words: object) -> Result:
    return CliRunner().invoke(cli.app, ["evaluate", *(str(word) for word in words)])


@pytest.fixture
def suite() -> Path:
    Path("tiny.yaml").write_text(SUITE)
    build(Path("tiny"), "sd15")
    return Path("tiny.yaml")


def test_a_random_model_is_evaluated_beside_the_collage(suite: Path) -> None:
    found = evaluate(suite, "--json")
    assert found.exit_code == 0, found.output
    result = json.loads(found.stdout)
    assert len(result["drawn"]) == 4
    table = Path("build/tiny/table.md").read_text()
    assert "| collage | 2 | 1.00 / 1.00 |" in table
    assert "| one prompt | 2 | 0.00 / 0.00 |" in table
    names = {path.name for path in Path("build/tiny").iterdir()}
    assert {"results.csv", "table.md", "panels", "store", "measures"} <= names


def test_a_dry_run_says_what_and_how_much(suite: Path) -> None:
    found = evaluate(suite, "--dry-run")
    assert found.exit_code == 0
    assert found.stdout.splitlines() == [
        "Tiny, size full: 4 pictures",
        "collage: 2 to draw, 0 to bring back, 0 up to date, 0 that cannot be drawn",
        "one prompt: 2 to draw, 0 to bring back, 0 up to date, 0 that cannot be drawn",
    ]
    assert evaluate(suite, "--small", "-n").stdout.splitlines()[0] == (
        "Tiny, size small: 2 pictures"
    )
    assert not Path("build").exists()


def test_a_model_that_is_not_there_costs_its_method_alone(suite: Path) -> None:
    suite.write_text(SUITE.replace("model: tiny", "model: absent"))
    told = evaluate(suite, "--dry-run")
    assert told.exit_code == 5
    assert "one prompt cannot be drawn" in told.stdout
    found = evaluate(suite)
    assert found.exit_code == 5
    assert "one prompt: 2 pictures cannot be drawn" in found.stderr
    assert "| collage | 2 | 1.00 / 1.00 |" in Path("build/tiny/table.md").read_text()


def test_what_is_wrong_with_a_suite_is_told_with_its_place(suite: Path) -> None:
    suite.write_text(SUITE.replace("dreambooth", "dreambuth").replace("pixels", "pixel"))
    found = evaluate(suite)
    assert found.exit_code == 3
    assert "tiny.yaml:5:18: error[SB060]" in found.stderr
    assert "tiny.yaml:9:10: error[SB023]" in found.stderr
    assert 'did you mean "pixels"?' in found.stderr


def test_suites_that_come_along_are_known_by_name() -> None:
    found = evaluate("subject12", "--small", "-n")
    assert found.exit_code == 2
    assert 'did you mean "subject11"?' in found.stderr
    assert evaluate("absent.yaml", "-n").exit_code == 2
    assert evaluate("subject11", "--size", "tiny", "-n").exit_code == 2


TAUGHT = """\
characters:
  mira: {token: sks, class: woman cartoon, references: mira/*.png}
compositions: [mira]
prompts: [waved]
renderer: {name: dreambooth, model: tiny, steps: 1, resolution: 64}
methods:
  untaught: {}
  taught: {training: &short {recipe: lora, steps: 1, resolution: 64, device: cpu}}
  taught, by MuDI: {renderer: mudi, training: *short}
judges: likeness
metrics: found
"""


def test_what_is_not_taught_yet_is_told_and_taught_on_request(suite: Path) -> None:
    suite.write_text(TAUGHT)
    cut_out(Path("mira/mira-standing-front.png"), "red")
    found = evaluate(suite)
    assert found.exit_code == 5
    assert "taught: 1 picture cannot be drawn: it is not trained yet (add --train" in found.stderr
    assert "| untaught | 1 |" in Path("build/tiny/table.md").read_text()
    found = evaluate(suite, "--train", "--json")
    assert found.exit_code == 0, found.output
    assert sorted(json.loads(found.stdout)["drawn"]) == [
        "taught-by-mudi-mira-p1-1",
        "taught-mira-p1-1",
    ]
    assert len([*Path("build/tiny/training").glob("*/trained.json")]) == 1
    assert json.loads(evaluate(suite, "--train", "--json").stdout)["drawn"] == []
