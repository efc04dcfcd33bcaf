"""Settings: places by name, in plain words, or spelled out."""

import re

from schemas.story import Setting
from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.reading.nodes import Mapping, Node, Scalar, is_null, kind
from storyboard.reading.report import Report
from storyboard.reading.values import Fields, fold, text

SETTING_KEYS = {
    "like": "The name of a setting that this one changes.",
    "prompt": "The place in words, such as a park with trees and a bench.",
    "light": "The light, such as at dusk.",
    "weather": "The weather, such as rain.",
}
_NAME_LIKE = re.compile(r"[\w.]+([-_][\w.]+)+|[\w.]+")
Given = dict[str, str | None]
"""The fields of a setting that were given; laid over the setting they change."""


class Places:
    """The settings of a story, by name."""

    def __init__(self, report: Report, node: Node | None) -> None:
        self._report = report
        self._names: dict[str, Given] = {}
        self._spellings: list[str] = []
        if isinstance(node, Mapping):
            for key, value in node.pairs:
                self._names[fold(key.text)] = self._named(value, key)
                self._spellings.append(key.text)
        elif node is not None and not is_null(node):
            report.add("SB022", node, f"settings must be a mapping of names, not {kind(node)}")

    def given(self, node: Node) -> Given:
        """Read a setting's name, description or mapping into the fields that it gives."""
        if not isinstance(node, Scalar):
            return self._spelled_out(node)
        written = text(self._report, node, what="a setting")
        if written is None:
            return {}
        named = self._names.get(fold(written))
        if named is None:
            self._check_name(node, written)
            return {"prompt": written, "light": None, "weather": None}
        return {"prompt": "", "light": None, "weather": None, **named}

    def _named(self, value: Node, key: Scalar) -> Given:
        if is_null(value):
            self._report.add("SB021", key, f"the setting {quoted(key.text)} is empty")
            return {}
        if isinstance(value, Scalar):
            return {"prompt": text(self._report, value, what="a setting")}
        return self._spelled_out(value)

    def _spelled_out(self, node: Node) -> Given:
        fields = Fields(self._report, node, SETTING_KEYS, what="a setting")
        found: Given = {}
        if base := fields.get("like"):
            found |= self.given(base)
        for key in ("prompt", "light", "weather"):
            if key in fields:
                found[key] = fields.text(key, what=f"a setting's {key}")
        if "prompt" in fields:
            found = {"light": None, "weather": None, **found}
        return found

    def _check_name(self, node: Node, written: str) -> None:
        """Report a text that must be a mistyped name: one word, near to one or hyphenated."""
        if not self._names or not _NAME_LIKE.fullmatch(written):
            return
        hint = did_you_mean(written, self._spellings)
        if hint or re.search(r"[-_]", written):
            self._report.add(
                "SB033", node, f"there is no setting {quoted(written)}",
                expected=listed(self._spellings), hint=hint,
            )  # fmt: skip


def made(given: Given) -> Setting:
    """Turn given fields into a setting."""
    return Setting(**{**given, "prompt": given.get("prompt") or ""})  # type: ignore[arg-type]
