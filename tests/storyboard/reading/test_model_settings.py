"""A key whose value is a group of settings: one declaration, from which everything follows."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
from pydantic import Field

from schemas.base import Value
from storyboard.reading.keys import Key, Section, WithReport
from storyboard.reading.model_settings import settings_of
from storyboard.reading.report import Report
from storyboard.reading.source import Source
from storyboard.reading.syntax import parse


class Rest(Value):
    """How one rests."""

    name: str = "nap"
    """What kind of rest."""
    minutes: int = Field(default=20, ge=1, le=90)
    """How long."""


SECTION = Section[WithReport](
    "a day", (Key("rest", settings_of(Rest, "rest", short="name"), "how to rest", default="a nap"),)
)


class Reading(NamedTuple):
    report: Report


def read(text: str) -> tuple[Any, list[tuple[str, str, int, str | None]]]:
    source = Source(text, name="day.yaml", folder=Path())
    report, root = Report(source), parse(source).root
    assert root is not None
    value = SECTION.read(root, Reading(report)).values.get("rest")
    return value, [(each.code, each.message, each.column, each.hint) for each in report.problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("rest: siesta", Rest(name="siesta")),
        ("rest: {minutes: 5}", Rest(minutes=5)),
        ("rest: {name: 42, minutes: }", Rest(name="42")),
    ],
)
def test_settings_are_read_by_their_model(text: str, value: Rest) -> None:
    assert read(text) == (value, [])


def test_what_does_not_fit_is_told_in_its_place() -> None:
    value, problems = read("rest: {minuts: 5, minutes: 100}")
    assert value is None
    assert sorted(problems) == [
        ("SB020", 'rest has no setting "minuts"', 8, 'did you mean "minutes"?'),
        ("SB022", 'the setting "minutes" does not fit', 28, None),
    ]
    assert read("rest: [nap]")[1][0][1] == "rest must be a mapping, not a list"


def test_editors_are_told_by_the_docstrings() -> None:
    schema = SECTION.schema({})
    assert re.search("How long", str(schema))
    validator = jsonschema.Draft7Validator(schema)
    assert validator.is_valid({"rest": "siesta"})
    assert validator.is_valid({"rest": {"minutes": 5}})
    assert not validator.is_valid({"rest": {"minuts": 5}})
