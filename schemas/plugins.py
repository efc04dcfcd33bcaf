"""What any renderer can be told, be it packaged or added by another distribution."""

from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Tag

from schemas.base import Value
from schemas.settings import PACKAGED, PackagedSettings


def _leave_out_packaged(schema: dict[str, Any]) -> None:
    schema["properties"]["name"]["not"] = {"enum": list(PACKAGED)}


class PluginSettings(Value):
    """Settings of a renderer that is not packaged: its name, and whatever else it can be told.

    They are kept as they were written; the plug-in itself reads them when it is loaded.
    """

    model_config = ConfigDict(extra="allow", json_schema_extra=_leave_out_packaged)

    name: str
    """As registered in the entry point group `storyboard.renderers`."""


def _kind(given: object) -> str:
    name = given.get("name") if isinstance(given, dict) else getattr(given, "name", None)
    return "plugin" if isinstance(name, str) and name not in PACKAGED else "packaged"


AnySettings = Annotated[
    Annotated[PackagedSettings, Tag("packaged")] | Annotated[PluginSettings, Tag("plugin")],
    Discriminator(_kind),
]
"""Settings of a packaged renderer, checked, or else of a plug-in."""
