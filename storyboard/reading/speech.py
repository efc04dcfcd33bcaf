"""What is said and heard in a panel: dialogue, captions, sound effects."""

from typing import NamedTuple

from schemas.story import Line, SoundEffect
from storyboard.reading.cast import Cast
from storyboard.reading.nodes import Mapping, Node, Scalar, is_null, kind
from storyboard.reading.report import Report
from storyboard.reading.values import Fields, fold, items, text, word
from storyboard.reading.words import HOWS, NARRATORS

LINE_KEYS = {
    "speaker": "Who speaks: a character's id or name, or narrator.",
    "says": "The words; *asterisks* emphasise.",
    "how": "speech, whisper, shout, thought, radio or off-panel.",
}
EFFECT_KEYS = {
    "text": "The noise, such as SPLASH.",
    "near": "The character it belongs to.",
}
_EXAMPLE = "write - ringo: You look awful."


class Spoken(NamedTuple):
    """A panel's dialogue, and what a narrator says in it."""

    lines: tuple[Line, ...]
    captions: tuple[str, ...]


def captions(report: Report, node: Node) -> tuple[str, ...]:
    """Read one caption or a list of them."""
    read = (text(report, item, what="a caption", prose=True) for item in items(node))
    return tuple(caption for caption in read if caption)


def effects(report: Report, node: Node, cast: Cast) -> tuple[SoundEffect, ...]:
    """Read sound effects: a text, a mapping, or a list of either."""
    read = (_effect(report, item, cast) for item in items(node))
    return tuple(effect for effect in read if effect)


def _effect(report: Report, node: Node, cast: Cast) -> SoundEffect | None:
    if isinstance(node, Scalar):
        noise = text(report, node, what="a sound effect", prose=True)
        return SoundEffect(text=noise) if noise else None
    fields = Fields(report, node, EFFECT_KEYS, what="a sound effect", hint="write {text: SPLASH}")
    noise = fields.text("text", what="a sound effect", prose=True)
    near = fields.get("near")
    if isinstance(node, Mapping) and "text" not in fields:
        report.add("SB021", node, "a sound effect without text", hint="add text: SPLASH")
    who = None if near is None else cast.find(near)
    return SoundEffect(text=noise, near=who) if noise else None


def dialogue(report: Report, node: Node, cast: Cast) -> Spoken:
    """Read dialogue: a list of `speaker: words`, in the order of speaking."""
    lines: list[Line] = []
    narrated: list[str] = []
    for item in _turns(report, node):
        if item is None:
            continue
        speaker, words, how = item
        if fold(speaker.text) in NARRATORS:
            if said := _said(report, speaker, words):
                narrated.append(said[0])
            continue
        who, line = cast.find(speaker, what="a speaker"), _said(report, speaker, words)
        if who and line:
            said_how = line[1] if how is None else _how(report, how)
            lines.append(Line.model_validate({"speaker": who, "says": line[0], "how": said_how}))
    return Spoken(tuple(lines), tuple(narrated))


_Turn = tuple[Scalar, Node, Node | None]
"""Who, what (a text or a mapping of `says` and `how`), and how where it stands beside them."""


def _turns(report: Report, node: Node) -> list[_Turn | None]:
    turns: list[_Turn | None] = []
    for item in items(node):
        if not isinstance(item, Mapping):
            report.add(
                "SB022", item, f"a line of dialogue must name its speaker, this is {kind(item)}",
                hint=_EXAMPLE,
            )
        elif any(key.text in ("speaker", "says") for key, _ in item.pairs):
            turns.append(_explicit(report, item))
        else:
            how = next((value for key, value in item.pairs if key.text == "how"), None)
            turns += [(key, value, how) for key, value in item.pairs if key.text != "how"]
    return turns


def _explicit(report: Report, node: Mapping) -> _Turn | None:
    """Read the form with `speaker`, `says` and `how` as keys."""
    fields = Fields(report, node, LINE_KEYS, what="a line of dialogue", hint=_EXAMPLE)
    speaker, says = fields.get("speaker"), fields.get("says")
    for key, found in (("speaker", speaker), ("says", says)):
        if found is None:
            report.add("SB021", node, f"a line of dialogue without {key}")
    if says is None or not isinstance(speaker, Scalar):
        return None
    return speaker, says, fields.get("how")


def _said(report: Report, speaker: Scalar, node: Node) -> tuple[str, str] | None:
    """Return the words and how they are said."""
    if is_null(node):
        report.add("SB021", speaker, f"{speaker.text} says nothing", hint=_lost(report, speaker))
        return None
    if isinstance(node, Scalar):
        words = text(report, node, what="what is said", prose=True)
        return (words, "speech") if words else None
    fields = Fields(report, node, ("says", "how"), what="a line of dialogue",
                    hint="a text with a comma needs double quotes inside { }")  # fmt: skip
    if isinstance(node, Mapping) and fields.get("says") is None:
        report.add("SB021", speaker, f"{speaker.text} says nothing", hint="add says: …")
    words = fields.text("says", what="what is said", prose=True)
    how = fields.get("how")
    return (words, "speech" if how is None else _how(report, how)) if words else None


def _how(report: Report, node: Node) -> str:
    return word(report, node, HOWS, what="a way of speaking") or "speech"


def _lost(report: Report, speaker: Scalar) -> str | None:
    line = report.source.line(report.source.position(speaker.end)[0])
    return "everything after # is a comment; use double quotes" if " #" in line else None
