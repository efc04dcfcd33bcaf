"""Changes to the renderer's settings for one run: `--renderer collage`, `--set steps=8`."""

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from schemas.errors import StoryboardError
from schemas.settings import RendererSettings
from schemas.story import Story

_SETTINGS: TypeAdapter[RendererSettings] = TypeAdapter(RendererSettings)


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

    def change(before: RendererSettings) -> RendererSettings:
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


def _default(name: str) -> RendererSettings:
    try:
        return _SETTINGS.validate_python({"name": name})
    except ValidationError as error:
        from storyboard.diagnostics import did_you_mean

        hint = did_you_mean(name, names()) or f"The renderers are: {', '.join(names())}."
        raise StoryboardError(f'there is no renderer "{name}"', hint=hint) from error


def names() -> tuple[str, ...]:
    """Return the names of the renderers that a story can ask for."""
    union, *_ = get_args(RendererSettings)
    return tuple(kind.model_fields["name"].default for kind in get_args(union))


def _changed(settings: RendererSettings, changes: Mapping[str, Any]) -> RendererSettings:
    data = settings.model_dump(by_alias=True)
    for key, value in changes.items():
        *groups, last = key.split(".")
        group = data
        for name in groups:
            group = group.get(name) if isinstance(group, dict) else None  # type: ignore[assignment]
        if not isinstance(group, dict) or last not in group:
            raise _unknown(settings, key)
        group[last] = value
    try:
        return _SETTINGS.validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:])
        raise StoryboardError(f"--set {where}: {first['msg'].lower()}") from error


def _unknown(settings: RendererSettings, key: str) -> StoryboardError:
    from storyboard.diagnostics import did_you_mean

    known = [name for name in _names(settings.model_dump(by_alias=True)) if name != "name"]
    hint = did_you_mean(key, known) or f"{settings.name} knows: {', '.join(known)}."
    return StoryboardError(f'the renderer {settings.name} has no setting "{key}"', hint=hint)


def _names(data: Mapping[str, Any], prefix: str = "") -> list[str]:
    found: list[str] = []
    for name, value in data.items():
        found += _names(value, f"{prefix}{name}.") if isinstance(value, dict) else [prefix + name]
    return found
