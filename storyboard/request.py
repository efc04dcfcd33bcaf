"""What is asked of a render, as one value."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from schemas.errors import StoryboardError
from storyboard.formats import USUAL

DirectorMode = Literal["auto", "replay", "record", "off"]
"""`auto` asks what is not recorded, `replay` fails instead, `record` asks everything anew, `off`
asks nothing and reads nothing."""


class Order(NamedTuple):
    """A story and how to render it; `storyboard.api.render` tells what each field means."""

    story: Path
    out: Path | None = None
    only: tuple[str, ...] = ()
    force: bool = False
    jobs: int = 1
    formats: tuple[str, ...] = USUAL
    plan: Path | None = None
    renderer: str | None = None
    settings: Mapping[str, Any] = {}
    online: bool = False
    keep: bool = False
    dpi: int | None = None
    director: DirectorMode | None = None
    director_url: str | None = None
    strict: bool = False
    candidates: int = 1
    executor: Any = None
    """An `Executor` of `storyboard.panels.jobs`; it decides where panels are drawn, never how."""

    @property
    def folder(self) -> Path:
        """The build directory: as told, or `build/<story>` beside the story file."""
        return self.out or self.story.parent / "build" / self.story.stem

    @property
    def whole(self) -> bool:
        """Whether it asks for the story as it stands, so that an equal order repeats nothing."""
        return not (self.only or self.force or self.plan)

    @property
    def options(self) -> dict[str, Any]:
        """What decides the result, apart from the story."""
        return {
            "formats": list(self.formats),
            "renderer": self.renderer,
            "settings": dict(self.settings),
            "keep": self.keep,
            "dpi": self.dpi,
            "director": self.director,
            "strict": self.strict,
            "candidates": self.candidates,
        }


def parsed(assignments: Sequence[str]) -> dict[str, Any]:
    """Read `key=value` words; a value is JSON where it can be, otherwise text.

    >>> parsed(["steps=8", "init.from=noise"])
    {'steps': 8, 'init.from': 'noise'}

    Raises:
        StoryboardError: a word has no `=`.
    """
    pairs = {}
    for word in assignments:
        key, equals, value = word.partition("=")
        if not (key and equals):
            raise StoryboardError(f'"{word}" is no setting', hint="Write it as --set steps=8.")
        pairs[key.strip()] = _value(value)
    return pairs


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
    except RecursionError as error:
        raise StoryboardError("a value of --set is nested too deeply") from error
