"""What a model may answer: words of the vocabulary and relations, no coordinate anywhere.

The schema is made of the fields of `Directions` and `Role`, and closed: every key is required, no
default, no tuple, no free mapping, at most four levels, as strict structured output wants it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from pydantic import ValidationError

from schemas.cast import Facing
from schemas.directions import Directions, PropRole, Role
from schemas.shots import SHOTS
from schemas.story import Character, Depth, Panel, Placement, Relation
from schemas.vocabulary.phrases import MOODS, POSES
from schemas.ways import Way
from storyboard.director.answer_parts import (
    closed,
    json_in,
    list_of,
    maybe,
    one_of,
    shown,
    text_of,
    word_of,
)
from storyboard.director.replies import Unfit
from storyboard.planning.script.scene_graph import SIDES, contradiction

_FACINGS = get_args(Facing)
_MOST = {"roles": 12, "relations": 24, "props": 12, "extras": 12, "not_understood": 24, "beats": 6}


def answer_schema(who: Sequence[str]) -> dict[str, Any]:
    """Return the JSON Schema of an answer about a panel in which these may appear."""
    text = {"type": "string"}
    someone = one_of(who) if who else text
    role = {
        "who": someone,
        "pose": maybe(one_of(tuple(POSES))),
        "mood": maybe(one_of(tuple(MOODS))),
        "facing": maybe(one_of((*_FACINGS, *who))),
        "at": maybe(one_of(tuple(SIDES))),
        "depth": maybe(one_of(get_args(Depth))),
        "away": {"type": "boolean"},
        "acts": {"type": "boolean"},
    }
    relation = {
        "subject": someone,
        "relation": one_of(get_args(Relation.model_fields["relation"].annotation)),
        "object": someone,
    }
    thing = {
        "noun": text,
        "of": maybe(someone),
        "way": maybe(one_of(get_args(Way))),
        "count": {"type": "integer"},
    }
    return closed(
        {
            "roles": list_of(closed(role)),
            "relations": list_of(closed(relation)),
            "props": list_of(closed(thing)),
            "extras": list_of(closed(thing)),
            "place": maybe(text),
            "shot": maybe(one_of(tuple(SHOTS))),
            "beats": list_of(text),
            "not_understood": list_of(text),
        }
    )


def read_answer(text: str, characters: Mapping[str, Character]) -> Directions:
    """Read a model's answer, whatever it is.

    Raises:
        Unfit: it is no JSON, or says what a panel cannot show; every problem is named.
    """
    data = json_in(text)
    if not isinstance(data, dict):
        raise Unfit("the answer must be one JSON object")
    problems: list[str] = []
    directions = Directions(
        roles=dict(_roles(data, characters, problems)),
        relations=tuple(_relations(data, characters, problems)),
        props=tuple(_props(data, "props", characters, problems)),
        extras=tuple(_props(data, "extras", characters, problems)),
        place=text_of(data.get("place"), "place", problems),
        shot=word_of(data.get("shot"), tuple(SHOTS), "SB023", "shot", problems),  # type: ignore[arg-type]
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
    texts = (text_of(each, key, problems) for each in _rows(data, key, problems))
    return [text for text in texts if text]


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
        pose = word_of(row.get("pose"), tuple(POSES), "SB034", "pose", problems)
        role = {
            "poses": (pose,) if pose else (),
            "mood": word_of(row.get("mood"), tuple(MOODS), "SB035", "mood", problems),
            "facing": word_of(
                row.get("facing"), (*_FACINGS, *characters), "SB023", "facing", problems
            ),
            "at": word_of(row.get("at"), tuple(SIDES), "SB023", "place", problems),
            "depth": word_of(row.get("depth"), get_args(Depth), "SB023", "depth", problems),
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
        word = word_of(row.get("relation"), words, "SB043", "relation", problems)
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
        noun = text_of(row.get("noun"), "noun", problems)
        of = row.get("of")
        owner = _someone(of, characters, problems) if of is not None else None
        way = word_of(row.get("way"), get_args(Way), "SB023", "way", problems)
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
    problems.append(f"SB030: {shown(value)} is not one of the ids: {known}")
    return None
