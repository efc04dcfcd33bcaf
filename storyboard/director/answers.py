"""What a model may answer: words of the vocabulary and relations, no coordinate anywhere.

The schema is made of the fields of `Directions` and `Role`, and closed: every key is required, no
default, no tuple, no free mapping, at most four levels, as strict structured output wants it.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from pydantic import ValidationError

from schemas.cast import Facing
from schemas.directions import Directions, PropRole, Role, Way
from schemas.shots import SHOTS
from schemas.story import Character, Depth, Panel, Placement, Relation
from schemas.vocabulary.phrases import MOODS, POSES
from storyboard.diagnostics import did_you_mean
from storyboard.director.replies import Unfit
from storyboard.planning.script.scene_graph import SIDES, contradiction

_FACINGS = get_args(Facing)
_MOST = {"roles": 12, "relations": 24, "props": 12, "extras": 12, "not_understood": 24, "beats": 6}
_LONGEST = 200
"""Characters of any free text in an answer."""


def answer_schema(who: Sequence[str]) -> dict[str, Any]:
    """Return the JSON Schema of an answer about a panel in which these may appear."""
    text = {"type": "string"}
    someone = _one_of(who) if who else text
    role = {
        "who": someone,
        "pose": _maybe(_one_of(tuple(POSES))),
        "mood": _maybe(_one_of(tuple(MOODS))),
        "facing": _maybe(_one_of((*_FACINGS, *who))),
        "at": _maybe(_one_of(tuple(SIDES))),
        "depth": _maybe(_one_of(get_args(Depth))),
        "away": {"type": "boolean"},
        "acts": {"type": "boolean"},
    }
    relation = {
        "subject": someone,
        "relation": _one_of(get_args(Relation.model_fields["relation"].annotation)),
        "object": someone,
    }
    thing = {
        "noun": text,
        "of": _maybe(someone),
        "way": _maybe(_one_of(get_args(Way))),
        "count": {"type": "integer"},
    }
    return _closed(
        {
            "roles": _list_of(_closed(role)),
            "relations": _list_of(_closed(relation)),
            "props": _list_of(_closed(thing)),
            "extras": _list_of(_closed(thing)),
            "place": _maybe(text),
            "shot": _maybe(_one_of(tuple(SHOTS))),
            "beats": _list_of(text),
            "not_understood": _list_of(text),
        }
    )


def read_answer(text: str, characters: Mapping[str, Character]) -> Directions:
    """Read a model's answer, whatever it is.

    Raises:
        Unfit: it is no JSON, or says what a panel cannot show; every problem is named.
    """
    data = _json_in(text)
    if not isinstance(data, dict):
        raise Unfit("the answer must be one JSON object")
    problems: list[str] = []
    directions = Directions(
        roles=dict(_roles(data, characters, problems)),
        relations=tuple(_relations(data, characters, problems)),
        props=tuple(_props(data, "props", characters, problems)),
        extras=tuple(_props(data, "extras", characters, problems)),
        place=_text(data.get("place"), "place", problems),
        shot=_word(data.get("shot"), tuple(SHOTS), "SB023", "shot", problems),  # type: ignore[arg-type]
        beats=tuple(_texts(data, "beats", problems)),
        not_understood=tuple(_texts(data, "not_understood", problems)),
    )
    if against := None if problems else _contradiction(directions):
        problems.append(f"SB046: these cannot all be true: {against}")
    if problems:
        raise Unfit("\n".join(problems))
    return directions


def _contradiction(directions: Directions) -> str | None:
    """Return how the sides, depths and relations of an answer contradict one another."""
    staged = {
        who: Placement(at=role.at, depth=role.depth) for who, role in directions.roles.items()
    }
    found = contradiction(Panel(id="1", characters=staged, relations=directions.relations))
    return found.said if found else None


def _texts(data: dict[str, Any], key: str, problems: list[str]) -> list[str]:
    texts = (_text(each, key, problems) for each in _rows(data, key, problems))
    return [text for text in texts if text]


def _json_in(text: str) -> Any:
    """Find the object in an answer that may be wrapped in prose or in a code block."""
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        raise Unfit("the answer holds no JSON object")
    try:
        return json.loads(text[start : end + 1])
    except (ValueError, RecursionError) as error:
        raise Unfit(f"the answer is not valid JSON: {error}") from error


def _rows(data: dict[str, Any], key: str, problems: list[str]) -> list[Any]:
    rows = data.get(key) or []
    if not isinstance(rows, list):
        problems.append(f"SB022: {key} must be a list")
        return []
    if len(rows) > _MOST[key]:
        problems.append(f"SB024: {key} may hold at most {_MOST[key]} entries")
    return rows[: _MOST[key]]


def _records(data: dict[str, Any], key: str, problems: list[str]) -> list[dict[str, Any]]:
    rows = _rows(data, key, problems)
    if any(not isinstance(row, dict) for row in rows):
        problems.append(f"SB022: every entry of {key} must be an object")
    return [row for row in rows if isinstance(row, dict)]


def _roles(
    data: dict[str, Any], characters: Mapping[str, Character], problems: list[str]
) -> list[tuple[str, Role]]:
    found = []
    for row in _records(data, "roles", problems):
        who = _someone(row.get("who"), characters, problems)
        pose = _word(row.get("pose"), tuple(POSES), "SB034", "pose", problems)
        role = {
            "poses": (pose,) if pose else (),
            "mood": _word(row.get("mood"), tuple(MOODS), "SB035", "mood", problems),
            "facing": _word(
                row.get("facing"), (*_FACINGS, *characters), "SB023", "facing", problems
            ),
            "at": _word(row.get("at"), tuple(SIDES), "SB023", "place", problems),
            "depth": _word(row.get("depth"), get_args(Depth), "SB023", "depth", problems),
            "away": row.get("away") is True,
            "acts": row.get("acts") is not False,
        }
        if who:
            found.append((who, Role(**role)))  # type: ignore[arg-type]
    return found


def _relations(
    data: dict[str, Any], characters: Mapping[str, Character], problems: list[str]
) -> list[Relation]:
    words = get_args(Relation.model_fields["relation"].annotation)
    found = []
    for row in _records(data, "relations", problems):
        subject = _someone(row.get("subject"), characters, problems)
        other = _someone(row.get("object"), characters, problems)
        word = _word(row.get("relation"), words, "SB043", "relation", problems)
        if subject and subject == other:
            problems.append(f"SB044: {subject} is related to itself")
        elif subject and other and word:
            found.append(Relation(subject=subject, relation=word, object=other))  # type: ignore[arg-type]
    return found


def _props(
    data: dict[str, Any], key: str, characters: Mapping[str, Character], problems: list[str]
) -> list[PropRole]:
    found = []
    for row in _records(data, key, problems):
        noun = _text(row.get("noun"), "noun", problems)
        of = row.get("of")
        owner = _someone(of, characters, problems) if of is not None else None
        way = _word(row.get("way"), get_args(Way), "SB023", "way", problems)
        try:
            if noun:
                found.append(PropRole(noun=noun, of=owner, way=way, count=row.get("count") or 1))  # type: ignore[arg-type]
        except ValidationError as error:
            problems.append(f"SB024: {noun}: {error.errors()[0]['msg']}")
    return found


def _someone(value: Any, characters: Mapping[str, Character], problems: list[str]) -> str | None:
    if isinstance(value, str) and value in characters:
        return value
    known = ", ".join(characters) or "nobody"
    problems.append(f"SB030: {_shown(value)} is not one of the ids: {known}")
    return None


def _word(
    value: Any, words: Sequence[str], code: str, what: str, problems: list[str]
) -> str | None:
    """Return a word of a vocabulary; None for null. Any other answer is a problem."""
    if value is None or (isinstance(value, str) and value in words):
        return value
    near = did_you_mean(value, list(words)) if isinstance(value, str) else None
    problems.append(f"{code}: there is no {what} {_shown(value)}{f' ({near})' if near else ''}")
    return None


def _text(value: Any, what: str, problems: list[str]) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > _LONGEST:
        problems.append(f"SB022: {what} must be a text of at most {_LONGEST} characters")
        return None
    plain = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return plain or None


def _shown(value: Any) -> str:
    return repr(value)[:60]


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _one_of(words: Sequence[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(words)}


def _maybe(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _list_of(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema}
