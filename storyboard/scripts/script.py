"""A script as every format says it: scenes with a heading, panels with action and words."""

from typing import Any, Literal, NamedTuple

from schemas.base import Value
from schemas.story import How

ElementKind = Literal[
    "heading", "action", "speech", "caption", "sfx", "note", "shot", "page", "panel", "remark"
]


class Element(NamedTuple):
    """One paragraph of a script, whatever the format."""

    kind: ElementKind
    text: str
    speaker: str = ""
    """Of a speech, as the script spells it."""
    manner: tuple[str, ...] = ()
    """Of a speech: what stands in brackets, in order."""


class Speech(Value):
    """What somebody says, and how."""

    speaker: str
    """The name as readers see it."""
    says: str
    how: How = "speech"
    mood: str | None = None


class ScriptPanel(Value):
    """One picture's worth of a script."""

    action: str = ""
    captions: tuple[str, ...] = ()
    speeches: tuple[Speech, ...] = ()
    effects: tuple[str, ...] = ()
    keys: dict[str, Any] = {}
    """Other keys of the story's panel, such as its shot."""
    guesses: tuple[str, ...] = ()
    """What was decided without the script saying so, for the author's eyes."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been said of it yet."""
        return not (self.action or self.captions or self.speeches or self.effects)


class ScriptScene(Value):
    """Panels in one place."""

    id: str | None = None
    place: str = ""
    light: str | None = None
    weather: str | None = None
    keys: dict[str, Any] = {}
    """Other keys of the story's scene, such as its layout."""
    panels: tuple[ScriptPanel, ...] = ()
    guesses: tuple[str, ...] = ()


class Script(Value):
    """A whole script, ready to become a story or a text again."""

    title: str
    author: str | None = None
    language: str = "en"
    director: str | None = None
    """The model that read it and shall read its actions too, if one did."""
    names: tuple[str, ...] = ()
    """Everybody who speaks, as readers see them, in order of appearance."""
    scenes: tuple[ScriptScene, ...] = ()
