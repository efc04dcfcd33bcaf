"""Renderers of other distributions: finding them, and settings that only they can judge."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from schemas.errors import AssetMissing, StoryboardError
from schemas.plugins import PluginSettings

GROUP = "storyboard.renderers"
"""The entry point group by which other distributions add renderers."""


def added() -> dict[str, EntryPoint]:
    """Return what other distributions add, by name; nothing of theirs is imported."""
    return {entry.name: entry for entry in entry_points(group=GROUP)}


def imported(entry: EntryPoint) -> Any:
    """Import what makes a plug-in's renderer.

    Raises:
        AssetMissing: it cannot be imported, perhaps because something that it needs is not there.
    """
    try:
        return entry.load()
    except (ImportError, AttributeError) as error:
        whose = f" of {entry.dist.name}" if entry.dist else ""
        raise AssetMissing(
            f"the renderer {entry.name}{whose} cannot be imported: {error}",
            hint=f"Install it again with all it needs; it is registered as {entry.value}.",
        ) from error


def read(settings: PluginSettings, factory: Any) -> PluginSettings | BaseModel:
    """Return settings as the plug-in's own model reads them, or as they are where it has none.

    The model is the factory's attribute `Settings`. It is given the name only if it has a `name`.

    Raises:
        StoryboardError: a setting is not known to the model or does not fit.
    """
    model: type[BaseModel] | None = getattr(factory, "Settings", None)
    if model is None:
        return settings
    given = settings.model_dump()
    if "name" not in model.model_fields:
        del given["name"]
    try:
        return model.model_validate(given)
    except ValidationError as error:
        known = [field.alias or name for name, field in model.model_fields.items()]
        problems = "; ".join(_problem(detail) for detail in error.errors())
        raise StoryboardError(
            f"the renderer {settings.name} refuses its settings: {problems}",
            hint="; ".join(_advice(error.errors(), known)),
        ) from error


def _problem(detail: ErrorDetails) -> str:
    setting = ".".join(str(step) for step in detail["loc"])
    if detail["type"] == "extra_forbidden":
        return f'it has no setting "{setting}"'
    return f"{setting}: {detail['msg'].lower()}" if setting else detail["msg"]


def _advice(details: Sequence[ErrorDetails], known: Sequence[str]) -> Iterator[str]:
    for detail in details:
        if detail["type"] == "extra_forbidden" and len(detail["loc"]) == 1:
            written = str(detail["loc"][0])
            yield from (f'did you mean "{near}"?' for near in get_close_matches(written, known, 1))
    yield f"It knows: {', '.join(name for name in known if name != 'name') or 'no settings'}."
