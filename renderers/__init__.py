"""What draws a panel: renderers by name, and the machinery beneath them."""

import os
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Protocol

from renderers import plugins
from renderers.base import Context, Renderer
from schemas.errors import AssetMissing, StoryboardError
from schemas.plugins import PluginSettings
from schemas.settings import PACKAGED, RendererSettings

BUILT_IN = {name: settings.drawn_by for name, settings in PACKAGED.items()}
"""Name to `module:attribute`; nothing is imported before it is asked for."""
_DRAWING = ("torch", "diffusers", "transformers")
"""Libraries that only models need."""


class Named(Protocol):
    """Settings of any renderer: all that the registry reads of them is the renderer's name."""

    @property
    def name(self) -> str:
        """The renderer's name."""


def load(settings: Named, context: Context) -> Renderer:
    """Make the renderer that the settings name; this loads its model.

    Raises:
        StoryboardError: there is no renderer of that name, or, a plug-in, it refuses its settings.
        AssetMissing: its model is absent or unreadable.
    """
    make = factory(settings.name)
    read = plugins.read(settings, make) if isinstance(settings, PluginSettings) else settings
    renderer: Renderer = make(read, context)
    return renderer


def own_settings(settings: Named) -> RendererSettings | None:
    """Return the settings that speak for their renderer: what it reads, how it describes itself.

    A packaged renderer's do; a plug-in, which is imported for it, is asked for its own, and its
    model speaks if it is a `RendererSettings`.

    Raises:
        StoryboardError: there is no renderer of that name, or, a plug-in, it refuses its settings.
        AssetMissing: a plug-in cannot be imported.
    """
    if isinstance(settings, PluginSettings):
        read = plugins.read(settings, factory(settings.name))
        return read if isinstance(read, RendererSettings) else None
    return settings if isinstance(settings, RendererSettings) else None


def factory(name: str) -> Any:
    """Return what makes the renderer of a name, called with (settings, context).

    Raises:
        StoryboardError: there is none.
        AssetMissing: what it draws with is not installed.
    """
    if name in BUILT_IN:
        # On a machine that does anything else, torch's threads waiting busily for each other make
        # a panel take many times as long. It is read when torch is first imported.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        module, attribute = BUILT_IN[name].split(":")
        try:
            return getattr(import_module(module), attribute)
        except ModuleNotFoundError as error:
            raise _not_installed(name, error) from error
    if entry := plugins.added().get(name):
        return plugins.imported(entry)
    raise StoryboardError(*_unknown(name))


def _not_installed(name: str, error: ModuleNotFoundError) -> AssetMissing:
    """Say which library a renderer lacks; a module of ours that is missing is a bug.

    Raises:
        ModuleNotFoundError: it is one of ours.
    """
    library = (error.name or "").partition(".")[0]
    if library not in _DRAWING:
        raise error
    return AssetMissing(
        f"{name} draws with {library}, which is not installed",
        hint=f"Install it: python -m pip install {' '.join(_DRAWING)}; or draw with collage.",
    )


def names() -> tuple[str, ...]:
    """Return the names of every renderer on this machine, built-in ones first."""
    return (*BUILT_IN, *sorted(set(plugins.added()) - set(BUILT_IN)))


def _unknown(name: str) -> tuple[str]:
    plain = name.lower().replace("_", "-").replace(" ", "-")
    close = get_close_matches("ms-diffusion" if plain == "msdiffusion" else plain, names(), 1)
    meant = f" (did you mean {close[0]}?)" if close else ""
    return (f"there is no renderer {name}{meant}; there are {', '.join(names())}",)
