"""What is said and heard in a panel: dialogue, captions, sound effects."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from schemas.story import Line, SoundEffect
from storyboard.reading.cast import WithCast, character
from storyboard.reading.keys import Definitions, Key, Kind, Schema, Section, WithReport
from storyboard.reading.kinds import defined, described, mapping, one_or_many, text, texts, word
from storyboard.reading.nodes import Mapping, Node, Scalar, is_null, kind
from storyboard.reading.report import Report
from storyboard.reading.synonyms import HOWS, NARRATORS
from storyboard.reading.values import fold, items

NARRATOR = "narrator"
"""Stands for a speaker whose words are captions; no character can have this id."""
_EXAMPLE = "write - ringo: You look awful."


def _speaker(node: Node, context: WithCast) -> str | None:
    if isinstance(node, Scalar) and fold(node.text) in NARRATORS:
        return NARRATOR
    return context.cast.find(node, what="a speaker")


_SPEAKER = Key(
    "speaker",
    described(_speaker, character("a speaker")),
    "who speaks: a character's id or name, or `narrator`, whose words are a caption",
    default="required",
)
_SAYS = Key(
    "says",
    text("what is said", prose=True),
    "the words; `*asterisks*` emphasise",
    default="required",
)
_HOW = Key(
    "how",
    word(HOWS, "a way of speaking"),
    "one of `speech`, `whisper`, `shout`, `thought`, `radio` and `off-panel`",
    default="`speech`",
)
LINE = Section[WithCast]("a line of dialogue", (_SPEAKER, _SAYS, _HOW), hint=_EXAMPLE)
"""One utterance, spelled out."""
SAID = Section[WithReport](
    "a line of dialogue",
    (_SAYS, _HOW),
    short="says",
    told_elsewhere=True,
    hint="a text with a comma needs double quotes inside { }",
)
"""What follows a speaker's name."""
EFFECT = Section[WithCast](
    "a sound effect",
    (
        Key(
            "text",
            text("a sound effect", prose=True),
            "the noise, such as `SPLASH`",
            default="required",
            example="text: SPLASH",
        ),
        Key("near", character("a character"), "the character it belongs to", default="nobody"),
    ),
    hint="write {text: SPLASH}",
    short="text",
)


class Spoken(NamedTuple):
    """A panel's dialogue, and what a narrator says in it."""

    lines: tuple[Line, ...]
    captions: tuple[str, ...]


def _effects(node: Node, context: WithCast) -> tuple[SoundEffect, ...]:
    read = (EFFECT.read(item, context).values for item in items(node))
    return tuple(SoundEffect(**values) for values in read if values.get("text"))


def _dialogue(node: Node, context: WithCast) -> Spoken:
    """Read a list of `speaker: words`, in the order of speaking."""
    lines: list[Line] = []
    narrated: list[str] = []
    for turn in (turn for item in items(node) for turn in _turns(item, context)):
        if not turn.get("speaker") or not turn.get("says"):
            continue
        if turn["speaker"] == NARRATOR:
            narrated.append(turn["says"])
        else:
            lines.append(Line(**{key: value for key, value in turn.items() if value}))
    return Spoken(tuple(lines), tuple(narrated))


def _turns(item: Node, context: WithCast) -> Iterator[dict[str, Any]]:
    """Yield `speaker`, `says` and `how` of each utterance in an item of the list."""
    if not isinstance(item, Mapping):
        message = f"a line of dialogue must name its speaker, this is {kind(item)}"
        context.report.add("SB022", item, message, hint=_EXAMPLE)
    elif any(key.text in ("speaker", "says") for key, _ in item.pairs):
        yield LINE.read(item, context).values
    else:
        how = [value for key, value in item.pairs if key.text == "how"]
        beside = {"how": _HOW.value.read(how[0], context)} if how else {}
        for key, value in item.pairs:
            if key.text != "how":
                yield {"speaker": _speaker(key, context), **_said(key, value, context), **beside}


def _said(speaker: Scalar, node: Node, context: WithReport) -> dict[str, Any]:
    """Return the words and how they are said."""
    if is_null(node):
        context.report.add(
            "SB021", speaker, f"{speaker.text} says nothing", hint=_lost(context.report, speaker)
        )
        return {}
    fields = SAID.read(node, context)
    if isinstance(node, Mapping) and "says" not in fields.nodes:
        message = f"{speaker.text} says nothing"
        context.report.add("SB021", speaker, message, hint="add says: …")
    return fields.values


def _lost(report: Report, speaker: Scalar) -> str | None:
    line = report.source.line(report.source.position(speaker.end)[0])
    return "everything after # is a comment; use double quotes" if " #" in line else None


def _line_schema(definitions: Definitions) -> Schema:
    said = defined("said", mapping(SAID)).schema(definitions)
    short = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": said,
        "properties": {"how": _HOW.value.schema(definitions)},
        "not": {"anyOf": [{"required": ["says"]}, {"required": ["speaker"]}]},
    }
    return {"anyOf": [short, LINE.schema(definitions)]}


_LINES: Kind[WithCast] = defined("line", Kind(LINE.read, _line_schema))
_EFFECTS = defined("effect", mapping(EFFECT))
CAPTIONS = texts("a caption", prose=True)
"""One caption or a list of them."""
DIALOGUE = Kind(_dialogue, lambda known: one_or_many(_LINES.schema(known)))
"""Who says what; its value is `Spoken`."""
EFFECTS = Kind(_effects, lambda known: one_or_many(_EFFECTS.schema(known)))
"""Sound effects: a text, a mapping, or a list of either."""
