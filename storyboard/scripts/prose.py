"""Prose by rules: a paragraph is a picture, what stands in quotation marks is said.

A director reads prose far better; this is what can be had without one.
"""

import re
from collections.abc import Iterator

from storyboard.scripts.breakdown import broken_down
from storyboard.scripts.script import Element, Script

_SAID = re.compile(r"[“\"„«]([^”\"“»]+)[”\"“»]")
_VERBS = (
    r"(?:said|says|asked|asks|cried|cries|shouted|shouts|whispered|whispers|replied|replies|"
    r"answered|answers|called|calls|added|adds|laughed|laughs|thought|thinks|muttered|mutters)"
)
_NAME = r"((?:[A-Z][\w'’-]*\s?){1,3})"
_BEFORE = re.compile(rf"{_NAME}\s*{_VERBS}\W*$")
_AFTER = re.compile(rf"^\W*(?:{_VERBS}\s+{_NAME}|{_NAME}\s*{_VERBS})")


def read_prose(text: str, *, title: str) -> Script:
    """Read prose; a line that begins with `#` is the title or begins a scene."""
    title, paragraphs = headed(text, title)
    return broken_down(_elements(paragraphs), title=title)


def headed(text: str, title: str) -> tuple[str, list[str]]:
    """Return the title, where the text has one, and the paragraphs below it."""
    paragraphs = [" ".join(each.split()) for each in re.split(r"\n\s*\n", text) if each.strip()]
    if paragraphs and paragraphs[0].startswith("# "):
        title = paragraphs.pop(0)[2:].strip()
    return title, paragraphs


def _elements(paragraphs: list[str]) -> Iterator[Element]:
    for paragraph in paragraphs:
        if paragraph.startswith("#"):
            yield Element("heading", paragraph.lstrip("# "))
            continue
        told = _told(paragraph)
        yield Element("action", told or paragraph)
        yield Element("remark", "a paragraph of prose, taken as one picture")
        yield from _speeches(paragraph)


def _told(paragraph: str) -> str:
    """Return what is not said by anybody, without the words that only say who speaks."""
    rest = _SAID.sub(" ", paragraph)
    rest = re.sub(
        rf"(?:{_VERBS}\s+{_NAME}|{_NAME}\s*{_VERBS})\s*[,.]?\s*(and\b|as\b|with\b|$)?", _kept, rest
    )
    plain = " ".join(rest.split()).strip(" ,.")
    return f"{plain}." if re.search(r"\w", plain) else ""


def _kept(found: re.Match[str]) -> str:
    """Keep the speaker's name where a clause goes on after it: *said Dee and sat down*."""
    name = (found[1] or found[2] or "").strip()
    joint = found[3] or ""
    return f"{name} {'' if joint == 'and' else joint} " if joint else ""


def _speeches(paragraph: str) -> Iterator[Element]:
    speaker = ""
    for found in _SAID.finditer(paragraph):
        before = _BEFORE.search(paragraph[: found.start()])
        after = _AFTER.match(paragraph[found.end() :])
        named = (before and before[1]) or (after and (after[1] or after[2])) or speaker
        speaker = named.strip()
        says = re.sub(r",$", ".", found[1].strip())
        yield Element("speech", says, speaker) if speaker else Element("caption", f"“{says}”")
