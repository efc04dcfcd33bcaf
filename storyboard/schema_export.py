"""Write what follows from the declared keys: `python -m storyboard.schema_export`.

These are the JSON Schemas that ship in `schemas/`, the tables of docs/story-format.md and
docs/evaluation.md, and the numbers of what comes along in README.md and other pages.
"""

import json
from pathlib import Path
from typing import Any

import schemas
from schemas.plan import Plan
from storyboard.authoring.counts import with_counts
from storyboard.authoring.reference import SECTIONS, with_tables
from storyboard.authoring.story_schema import story_schema
from storyboard.evaluation.suite_schema import SUITE_SECTIONS, suite_schema
from storyboard.reading.model_schema import draft07

__all__ = ["FOLDER", "documents", "main", "plan_schema", "story_schema", "suite_schema"]

FOLDER = Path(schemas.__path__[0])
"""Where the schemas are kept."""
PAGES = {"story-format.md": SECTIONS, "evaluation.md": SUITE_SECTIONS}
"""The pages with tables of keys, and the sections that each has."""
COUNTING = ("README.md", "docs/planning.md", "stories/places/README.md", "stories/props/README.md")
"""The pages that say how much of something comes along."""


def plan_schema() -> dict[str, Any]:
    """Return the draft-07 schema of `plan.json`."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **draft07(Plan),
        "title": "A storyboard plan",
        "description": "A story decided: every panel as geometry and final text.",
    }


def documents() -> dict[str, str]:
    """Return every schema file's text by its name."""
    built = {
        "story.schema.json": story_schema(),
        "plan.schema.json": plan_schema(),
        "suite.schema.json": suite_schema(),
    }
    return {
        name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in built.items()
    }


def main() -> None:
    """Rewrite the schema files, and the formats' pages where they are at hand."""
    for name, text in documents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    for name, sections in PAGES.items():
        page = FOLDER.parent / "docs" / name
        if page.is_file():
            text = with_tables(page.read_text(encoding="utf-8"), sections)
            page.write_text(text, encoding="utf-8")
    for name in COUNTING:
        page = FOLDER.parent / name
        if page.is_file():
            page.write_text(with_counts(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
