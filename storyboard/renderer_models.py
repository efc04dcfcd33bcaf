"""The packaged renderers' settings models, and what they say of themselves in an author's words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from schemas.settings import DEFAULT as DEFAULT
from schemas.settings import PACKAGED
from storyboard.diagnostics import did_you_mean, listed

MODELS: Mapping[str, type[BaseModel]] = PACKAGED
"""Settings models by renderer name."""


def names_in(model: type[BaseModel]) -> list[str]:
    """Return a model's settings as authors write them."""
    return [field.alias or name for name, field in model.model_fields.items()]


def group(model: type[BaseModel], path: Sequence[str | int]) -> type[BaseModel] | None:
    """Return the model of the group of settings that a path leads to; None where it is no group."""
    found: type[BaseModel] | None = model
    for step in path:
        fields = () if found is None else found.model_fields.items()
        annotation = next(
            (field.annotation for key, field in fields if _is(step, key, field)), None
        )
        choices = (annotation, *get_args(annotation))  # The latter of `Model | None`.
        found = next(
            (each for each in choices if isinstance(each, type) and issubclass(each, BaseModel)),
            None,
        )
    return found


def _is(step: str | int, key: str, field: Any) -> bool:
    return step in (key, field.alias)


def expectation(detail: ErrorDetails) -> str:
    """Say what pydantic expected in our words: `at most 1000`, `"ddim" or "euler"`."""
    context = detail.get("ctx", {})
    limits = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    for key, words in limits.items():
        if key in context:
            return f"{words} {context[key]}"
    if "expected" in context:
        return str(context["expected"]).replace("'", '"')
    kinds = {
        "int": "a whole number",
        "float": "a number",
        "bool": "true or false",
        "string": "text",
        "model": "a mapping",
        "dict": "a mapping",
    }
    return kinds.get(detail["type"].split("_")[0], detail["msg"].lower())


def advice(model: type[BaseModel], detail: ErrorDetails) -> str | None:
    """Return a hint for a value that does not fit: the word that was meant, a group's settings."""
    if detail["type"] == "literal_error":
        words = re.findall(r"'([^']*)'", str(detail.get("ctx", {}).get("expected", "")))
        return did_you_mean(str(detail["input"]), words)
    inner = group(model, detail["loc"])
    if inner is None:
        return None
    return f"its settings are {listed(names_in(inner), limit=24)}"
