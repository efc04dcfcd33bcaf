"""Settings: places by name, in plain words, or spelled out."""

import re
from typing import Any, Protocol

from schemas.story import Setting
from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.reading import values
from storyboard.reading.keys import Definitions, Key, Kind, Schema, Section, WithReport
from storyboard.reading.kinds import decimal, defined, file, text
from storyboard.reading.nodes import Mapping, Node, Scalar, is_null, kind
from storyboard.reading.report import Report
from storyboard.reading.values import fold

_NAME_LIKE = re.compile(r"[\w.]+([-_][\w.]+)+|[\w.]+")
_BARE = {
    "light": None,
    "weather": None,
    "art": None,
    "ground": Setting().ground,
    "relight": None,
}
"""A place of which only the words are said."""
Given = dict[str, Any]
"""The fields of a setting that were given; laid over the setting they change."""


class _Settings(WithReport, Protocol):
    """What reading a setting needs: those that have a name."""

    @property
    def settings(self) -> "SettingTable":
        """The story's settings."""


SETTING = Section[_Settings](
    "a setting",
    (
        Key(
            "prompt",
            text("a setting's prompt"),
            "the place in words, such as `a park with trees`",
            default="nothing",
        ),
        Key(
            "light",
            text("a setting's light"),
            "the light, such as `at dusk`",
            default="nothing",
            clearable=True,
        ),
        Key(
            "weather",
            text("a setting's weather"),
            "the weather, such as `rain`",
            default="nothing",
            clearable=True,
        ),
        Key(
            "art",
            file("a place's picture"),
            "a picture of the place, drawn in every panel that plays there",
            default="the packaged place that the words name",
            clearable=True,
        ),
        Key(
            "ground",
            decimal("ground", low=0, high=1, above=True),
            "how far down in `art` people stand, from the top",
            default="0.9",
        ),
        Key(
            "relight",
            decimal("relight", low=0, high=1),
            "how much of the place's light falls on its figures: 0 leaves them their own colours",
            default="0.3, and 0 in a place with `art`",
        ),
        Key(
            "like",
            Kind(lambda node, world: world.settings.given(node), text("a setting").schema),
            "the name of a setting that this one changes",
            default="none",
        ),
    ),
)


class SettingTable:
    """The settings of a story, by name."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._names: dict[str, Given] = {}
        self._spellings: list[str] = []

    @property
    def settings(self) -> "SettingTable":
        """Itself: a setting may be like one before it."""
        return self

    def read(self, node: Node) -> None:
        """Read the story's `settings`."""
        if not isinstance(node, Mapping):
            message = f"settings must be a mapping of names, not {kind(node)}"
            self.report.add("SB022", node, message)
            return
        for key, value in node.pairs:
            self._names[fold(key.text)] = self._named(value, key)
            self._spellings.append(key.text)

    def given(self, node: Node) -> Given:
        """Read a setting's name, description or mapping into the fields that it gives."""
        if not isinstance(node, Scalar):
            return self._spelled_out(node)
        written = values.text(self.report, node, what="a setting")
        if written is None:
            return {}
        named = self._names.get(fold(written))
        if named is None:
            self._check_name(node, written)
            return {"prompt": written, **_BARE}
        return {"prompt": "", **_BARE, **named}

    def _named(self, value: Node, key: Scalar) -> Given:
        if is_null(value):
            self.report.add("SB021", key, f"the setting {quoted(key.text)} is empty")
            return {}
        if isinstance(value, Scalar):
            return {"prompt": values.text(self.report, value, what="a setting")}
        return self._spelled_out(value)

    def _spelled_out(self, node: Node) -> Given:
        given = SETTING.read(node, self).values
        base = given.pop("like", None) or {}
        # Another place has a light, a weather and a picture of its own.
        fresh = _BARE if "prompt" in given else {}
        return {**fresh, **base, **given}

    def _check_name(self, node: Node, written: str) -> None:
        """Report a text that must be a mistyped name: one word, near to one or hyphenated."""
        if not self._names or not _NAME_LIKE.fullmatch(written):
            return
        hint = did_you_mean(written, self._spellings)
        if hint or re.search(r"[-_]", written):
            self.report.add(
                "SB033",
                node,
                f"there is no setting {quoted(written)}",
                expected=listed(self._spellings),
                hint=hint,
            )


def made(given: Given) -> Setting:
    """Turn given fields into a setting."""
    return Setting(**{**given, "prompt": given.get("prompt") or ""})


def _place_schema(definitions: Definitions) -> Schema:
    return {"anyOf": [text("a setting").schema(definitions), SETTING.schema(definitions)]}


def _read_place(node: Node, world: _Settings) -> Given:
    return world.settings.given(node)


PLACE = defined("place", Kind(_read_place, _place_schema))
"""A setting's name, a place in words, or a mapping; its value is what is `Given`."""
