"""The JSON Schema (draft-07) of suite files, for editors; it follows from the declared keys."""

from typing import Any

from storyboard.evaluation.composition_keys import COMPOSITION, GENERATED
from storyboard.evaluation.method_keys import METHOD, METRIC
from storyboard.evaluation.suite_keys import PROMPT, SIZE, SUITE
from storyboard.reading.keys import Section

SUITE_SECTIONS: dict[str, Section[Any]] = {
    "suite": SUITE,
    "compositions": GENERATED,
    "composition": COMPOSITION,
    "prompt": PROMPT,
    "method": METHOD,
    "metric": METRIC,
    "size": SIZE,
}
"""Every section that docs/evaluation.md has a table of, by the name between its marks."""


def suite_schema() -> dict[str, Any]:
    """Return the schema of suite files, deterministic to the byte."""
    return SUITE.file_schema(
        "A storyboard suite",
        "What an evaluation draws, by which methods, and how it is measured.",
    )
