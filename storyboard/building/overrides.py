"""Changes to the renderer's settings for one run: `--renderer collage`, `--set steps=8`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from schemas.errors import StoryboardError
from schemas.plugins import AnySettings, PluginSettings
from schemas.settings import RendererSettings
from schemas.story import Story

_SETTINGS: TypeAdapter[AnySettings] = TypeAdapter(AnySettings)


def overridden(
    story: Story, *, renderer: str | None = None, settings: Mapping[str, Any] | None = None
) -> Story:
    """Return the story with another renderer, or with some of its settings changed.

    Settings of nested groups are named with dots, as in `init.strength`. Where panels are drawn by
    several renderers, a setting changes those that have it. Another renderer takes over those
    settings that it has too.

    Raises:
        StoryboardError: there is no such renderer or setting, or the value does not fit.
    """
    if renderer is None and not settings:
        return story

    def base(before: AnySettings) -> AnySettings:
        return before if renderer in (None, before.name) else _other(before, str(renderer))

    panels = [panel for scene in story.scenes for panel in scene.panels]
    used = [base(story.renderer), *(base(panel.renderer) for panel in panels if panel.renderer)]
    for key, value in (settings or {}).items():
        if key == "name":
            hint = f"say --renderer {value}"
            raise StoryboardError("--set cannot choose the renderer", hint=hint)
        if not any(_knows(each, key) for each in used):
            raise _unknown(used, key)

    def change(before: AnySettings) -> AnySettings:
        known = {key: v for key, v in (settings or {}).items() if _knows(base(before), key)}
        changed = _changed(base(before), known)
        _check_names(changed, story)
        return changed

    return with_renderers(story, change)


def _check_names(settings: AnySettings, story: Story) -> None:
    """Refuse a list of characters that names nobody of the story.

    Raises:
        StoryboardError: it does.
    """
    from storyboard.diagnostics import did_you_mean

    asked = settings.asked_for() if isinstance(settings, RendererSettings) else ()
    for key, who in asked:
        if who not in story.characters:
            known = tuple(story.characters)
            hint = did_you_mean(who, known) or f"The characters are: {', '.join(known)}."
            raise StoryboardError(f"--set {key}: {who} is nobody of this story", hint=hint)


def with_renderers(story: Story, change: Callable[[AnySettings], AnySettings]) -> Story:
    """Return a story whose own renderer and every panel's are changed."""
    scenes = tuple(
        scene.but(
            panels=tuple(
                panel.but(renderer=change(panel.renderer)) if panel.renderer else panel
                for panel in scene.panels
            )
        )
        for scene in story.scenes
    )
    return story.but(renderer=change(story.renderer), scenes=scenes)


def _knows(settings: AnySettings, key: str) -> bool:
    # What a plug-in can be told, only the plug-in knows.
    return isinstance(settings, PluginSettings) or key in _names(type(settings))


def _other(before: AnySettings, name: str) -> AnySettings:
    from renderers import names
    from storyboard.diagnostics import did_you_mean
    from storyboard.reading.renderer_settings import shared

    if name in names():
        given = before.model_dump(by_alias=True, exclude_unset=True)
        return _SETTINGS.validate_python({**shared(given, before.name, name), "name": name})
    hint = did_you_mean(name, names()) or f"The renderers are: {', '.join(names())}."
    raise StoryboardError(f'there is no renderer "{name}"', hint=hint)


def _changed(settings: AnySettings, changes: Mapping[str, Any]) -> AnySettings:
    data = settings.model_dump(by_alias=True, exclude_unset=True) | {"name": settings.name}
    for key, value in changes.items():
        *groups, last = key.split(".")
        inner = data
        for name in groups:
            # A group that is off, as sal is by default, is switched on.
            group = inner.get(name) or {}
            if not isinstance(group, Mapping):
                raise StoryboardError(f"--set {key}: {name} is {group!r}, and no mapping")
            inner[name] = inner = dict(group)
        inner[last] = value
    try:
        return _SETTINGS.validate_python(data)
    except ValidationError as error:
        raise _unfit(settings, error.errors()[0]) from error


def _unfit(settings: AnySettings, detail: ErrorDetails) -> StoryboardError:
    from storyboard.renderer_models import MODELS, advice, expectation

    detail["loc"] = detail["loc"][2:]  # Without the branches of the union that led here.
    where = " ".join(["--set", ".".join(str(part) for part in detail["loc"])]).strip()
    if detail["type"] == "contradiction" or settings.name not in MODELS:
        return StoryboardError(f"{where}: {detail['msg']}")
    hint = advice(MODELS[settings.name], detail)
    return StoryboardError(f"{where}: expected {expectation(detail)}", hint=hint)


def _unknown(used: Sequence[AnySettings], key: str) -> StoryboardError:
    from storyboard.diagnostics import did_you_mean

    settings = used[0]
    known = [name for each in used for name in _names(type(each)) if name != "name"]
    own = ", ".join(name for name in _names(type(settings)) if name != "name")
    hint = did_you_mean(key, known) or f"{settings.name} knows: {own}."
    return StoryboardError(f'the renderer {settings.name} has no setting "{key}"', hint=hint)


def _names(model: type[BaseModel], path: tuple[str, ...] = ()) -> list[str]:
    """Return every setting of a renderer, groups and what is in them, with dots."""
    from storyboard.renderer_models import group, names_in

    inside = model if not path else group(model, path)
    found = [] if inside is None else names_in(inside)
    below = [name for key in found for name in _names(model, (*path, key))]
    return [".".join((*path, key)) for key in found] + below
