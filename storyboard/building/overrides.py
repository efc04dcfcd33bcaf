"""Changes to the renderer's settings for one run: `--renderer collage`, `--set steps=8`."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from schemas.errors import StoryboardError
from schemas.plugins import AnySettings, PluginSettings
from schemas.story import Story

_SETTINGS: TypeAdapter[AnySettings] = TypeAdapter(AnySettings)


def overridden(
    story: Story, *, renderer: str | None = None, settings: Mapping[str, Any] | None = None
) -> Story:
    """Return the story with another renderer, or with some of its settings changed.

    Settings of nested groups are named with dots, as in `init.strength`.

    Raises:
        StoryboardError: there is no such renderer or setting, or the value does not fit.
    """
    if renderer is None and not settings:
        return story

    def change(before: AnySettings) -> AnySettings:
        base = before if renderer in (None, before.name) else _default(str(renderer))
        return _changed(base, settings or {})

    scenes = tuple(
        scene.but(panels=tuple(
            panel.but(renderer=change(panel.renderer)) if panel.renderer else panel
            for panel in scene.panels
        ))
        for scene in story.scenes
    )  # fmt: skip
    return story.but(renderer=change(story.renderer), scenes=scenes)


def _default(name: str) -> AnySettings:
    from renderers import names

    if name in names():
        return _SETTINGS.validate_python({"name": name})
    from storyboard.diagnostics import did_you_mean

    hint = did_you_mean(name, names()) or f"The renderers are: {', '.join(names())}."
    raise StoryboardError(f'there is no renderer "{name}"', hint=hint)


def _changed(settings: AnySettings, changes: Mapping[str, Any]) -> AnySettings:
    data = settings.model_dump(by_alias=True)
    new = isinstance(settings, PluginSettings)  # What it can be told, only the plug-in knows.
    for key, value in changes.items():
        *groups, last = key.split(".")
        group = data
        for name in groups:
            group = _inner(group, name, new=new)
        if not isinstance(group, dict) or not (new or last in group):
            raise _unknown(settings, key)
        group[last] = value
    try:
        return _SETTINGS.validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = " ".join(["--set", ".".join(str(part) for part in first["loc"][2:])]).strip()
        raise StoryboardError(f"{where}: {first['msg'].lower()}") from error


def _inner(group: Any, name: str, *, new: bool) -> Any:
    if not isinstance(group, dict):
        return None
    return group.setdefault(name, {}) if new else group.get(name)


def _unknown(settings: AnySettings, key: str) -> StoryboardError:
    from storyboard.diagnostics import did_you_mean

    known = [name for name in _names(settings.model_dump(by_alias=True)) if name != "name"]
    hint = did_you_mean(key, known) or f"{settings.name} knows: {', '.join(known)}."
    return StoryboardError(f'the renderer {settings.name} has no setting "{key}"', hint=hint)


def _names(data: Mapping[str, Any], prefix: str = "") -> list[str]:
    found: list[str] = []
    for name, value in data.items():
        found += _names(value, f"{prefix}{name}.") if isinstance(value, dict) else [prefix + name]
    return found
