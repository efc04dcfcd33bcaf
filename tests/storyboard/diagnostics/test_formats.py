"""Diagnostics as text, JSON and SARIF."""

import json

import jsonschema
import pytest

from storyboard.diagnostics import Diagnostic, did_you_mean, listed, quoted, summary
from storyboard.diagnostics.codes import CODES, explain
from storyboard.diagnostics.formats import as_json, as_sarif, as_text
from storyboard.reading import check_text

SARIF_SHAPE = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "items": {
                                            "required": ["id"],
                                            "properties": {
                                                "defaultConfiguration": {
                                                    "properties": {
                                                        "level": {
                                                            "enum": [
                                                                "none",
                                                                "note",
                                                                "warning",
                                                                "error",
                                                            ]
                                                        }
                                                    }
                                                },
                                            },
                                        }
                                    }
                                },
                            }
                        },
                    },
                    "results": {"type": "array", "items": {"$ref": "#/definitions/result"}},
                },
            },
        },
    },
    "definitions": {
        "result": {
            "required": ["message"],
            "properties": {
                "level": {"enum": ["none", "note", "warning", "error"]},
                "message": {"required": ["text"]},
                "ruleIndex": {"type": "integer", "minimum": 0},
                "locations": {"type": "array", "items": {"$ref": "#/definitions/location"}},
                "relatedLocations": {"type": "array", "items": {"$ref": "#/definitions/location"}},
            },
        },
        "location": {
            "properties": {
                "physicalLocation": {
                    "required": ["artifactLocation"],
                    "properties": {
                        "artifactLocation": {"properties": {"uri": {"type": "string"}}},
                        "region": {
                            "additionalProperties": False,
                            "properties": {
                                key: {"type": "integer", "minimum": 1}
                                for key in ("startLine", "startColumn", "endLine", "endColumn")
                            },
                        },
                    },
                }
            }
        },
    },
}
"""What SARIF 2.1.0 requires of the parts that are written."""


def problems(text: str, *, name: str = "story.yaml") -> tuple[Diagnostic, ...]:
    return check_text(text, name=name)[1]


def test_the_caret_stands_below_wide_characters_and_tabs() -> None:
    (wide,) = problems('title: {漢字: "é"}\nscenes: [{panels: [x]}]')[:1]
    assert as_text([wide]).splitlines()[1:] == [
        ' 1 | title: {漢字: "é"}',
        "   |        ^^^^^^^^^^^",
    ]
    (_, tab) = problems('title: "漢字"\t # x\nscenes: [{panels: [x, shot]}]\t\nsead:\t3\npage:\t[]')
    assert as_text([tab]).splitlines()[1:3] == [" 4 | page:\t[]", "   |      \t^^"]


def test_the_caret_covers_one_line_of_many() -> None:
    (problem,) = problems("title:\n  a: 1\n  b: 2\nscenes: [{panels: [x]}]")
    assert as_text([problem]).splitlines()[2] == "   |   ^^^^"
    assert problem.end_line > problem.line


def test_colour_changes_nothing_but_colours() -> None:
    found = problems("sead: 3")
    coloured = as_text(found, colour=True)
    assert "\033[1;31merror[SB011]\033[0m" in coloured
    for code in ("1;31", "1;33", "1;36", "1;34", "1", "0"):
        coloured = coloured.replace(f"\033[{code}m", "")
    assert coloured == as_text(found)
    assert "\033" not in as_text(found)


def test_an_authors_text_cannot_paint_the_terminal() -> None:
    assert quoted("a\x1b[31m\n") == '"a\\x1b[31m\\n"'
    text = as_text(problems('"\\e[31mtitle": 3'))
    assert "\x1b" not in text


def test_nothing_is_printed_of_nothing() -> None:
    assert as_text([]) == ""
    assert json.loads(as_json([])) == []
    assert summary([]) == "no problems"


def test_json_has_every_field() -> None:
    found = problems("title: a\ntitle: b\nscenes: [{panels: [x]}]")
    (told,) = json.loads(as_json(found))
    assert told == {
        "code": "SB008",
        "severity": "error",
        "message": 'the key "title" is given twice',
        "file": "story.yaml",
        "line": 2,
        "column": 1,
        "end_line": 2,
        "end_column": 6,
        "source_line": "title: b",
        "expected": None,
        "hint": None,
        "related": [{"message": "first given here", "line": 1, "column": 1}],
    }


def test_sarif_has_the_shape_that_code_hosts_read() -> None:
    found = problems(
        "sead: 3\ntitle: a\ntitle: b\ncast: [dee, dee]\nscenes: [{panels: [x]}]",
        name="my stories/a.yaml",
    )
    log = json.loads(as_sarif(found))
    jsonschema.Draft7Validator(SARIF_SHAPE).validate(log)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted({each.code for each in found})
    first = run["results"][0]
    assert rules[first["ruleIndex"]] == first["ruleId"] == "SB020"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "my%20stories/a.yaml"
    assert place["region"] == {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 5}
    assert {result["level"] for result in run["results"]} == {"error", "warning"}


def test_an_absolute_path_becomes_a_file_uri() -> None:
    log = json.loads(as_sarif(problems("x", name="/tmp/a b.yaml")))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "file:///tmp/a%20b.yaml"


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained_in_a_paragraph(code: str) -> None:
    heading, paragraph = explain(code.lower()).split("\n\n")
    assert heading.startswith(f"{code} (")
    assert paragraph.endswith(".")
    assert len(paragraph) > 60


def test_an_unknown_code_is_told() -> None:
    with pytest.raises(KeyError, match=r"there is no code SB013; did you mean"):
        explain("SB013")


def test_problems_are_counted() -> None:
    found = problems("sead: 3\ncast: [dee, dee]\nscenes: [{panels: [x]}]")
    assert summary(found) == "1 error and 1 warning"
    assert summary(found[:1] * 2) == "2 errors"


def test_did_you_mean_is_modest() -> None:
    assert did_you_mean("Rngo", ["dee", "Ringo"]) == 'did you mean "Ringo"?'
    assert did_you_mean("xyz", ["dee", "ringo"]) is None


def test_lists_read_as_sentences() -> None:
    assert listed(["a"]) == "a"
    assert listed("abc") == "a, b or c"
    assert listed("abcd", limit=2) == "a, b … (4 in all)"
