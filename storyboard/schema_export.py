"""Write what follows from the declared keys: `python -m storyboard.schema_export`.

These are the JSON Schemas that ship in `schemas/`, and the tables of docs/story-format.md.
"""

import json
from pathlib import Path
from typing import Any

import schemas
from schemas.plan import Plan
from storyboard.authoring.reference import with_tables
from storyboard.authoring.story_schema import story_schema
from storyboard.reading.model_schema import draft07

__all__ = ["FOLDER", "documents", "main", "plan_schema", "story_schema"]

FOLDER = Path(schemas.__path__[0])
"""Where the schemas are kept."""


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
    built = {"story.schema.json": story_schema(), "plan.schema.json": plan_schema()}
    return {
        name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in built.items()
    }


def main() -> None:
    """Rewrite the schema files, and the format's page where it is at hand."""
    for name, text in documents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    page = FOLDER.parent / "docs" / "story-format.md"
    if page.is_file():
        page.write_text(with_tables(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
