"""Write the JSON Schemas that ship in `schemas/`: `python -m storyboard.schema_export`."""

import json
from pathlib import Path
from typing import Any

import schemas
from schemas.plan import Plan
from storyboard.authoring.schema_tools import draft07
from storyboard.authoring.story_schema import story_schema

__all__ = ["FOLDER", "documents", "main", "plan_schema", "story_schema"]

FOLDER = Path(schemas.__path__[0])
"""Where the schemas are kept."""


def plan_schema() -> dict[str, Any]:
    """Return the draft-07 schema of `plan.json`."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#", **draft07(Plan),
        "title": "A storyboard plan",
        "description": "A story decided: every panel as geometry and final text.",
    }  # fmt: skip


def documents() -> dict[str, str]:
    """Return every schema file's text by its name."""
    built = {"story.schema.json": story_schema(), "plan.schema.json": plan_schema()}
    return {
        name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in built.items()
    }


def main() -> None:
    """Rewrite the schema files."""
    for name, text in documents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
