"""A director's answer told as the ledger of a panel wants it: what of the action became what.

A model answers in the words of the vocabulary, whatever the language of the action. What it names
in the author's words has its place there; all else stands for the whole of the action.
"""

from collections.abc import Iterator, Mapping

from schemas.directions import Directions, WordUse
from schemas.story import Character


def accounted(
    directions: Directions, action: str, characters: Mapping[str, Character]
) -> Directions:
    """Add to a director's answer what its words were made of, in the order of the text."""
    uses = sorted(_uses(directions, action, characters), key=lambda use: use.start)
    return directions.but(uses=tuple(uses))


def _uses(
    directions: Directions, action: str, characters: Mapping[str, Character]
) -> Iterator[WordUse]:
    for who, role in directions.roles.items():
        yield _use(characters[who].name, action, kind="who", of=(who,))
        for pose in role.poses:
            if isinstance(pose, str):
                yield _use(pose, action, kind="pose", of=(who,), value=pose)
        if role.mood:
            yield _use(role.mood, action, kind="mood", of=(who,), value=role.mood)
    for prop in directions.props:
        yield _use(prop.noun, action, kind="thing", value=prop.noun)
    for extra in directions.extras:
        yield _use(extra.noun, action, kind="extra", value=extra.noun)
    for words in directions.not_understood:
        yield _use(words, action, kind="deed")


def _use(word: str, action: str, **more: object) -> WordUse:
    start = action.casefold().find(word.casefold())
    known = start >= 0 and action[start : start + len(word)].casefold() == word.casefold()
    first, last = (start, start + len(word)) if known else (0, len(action))
    return WordUse.model_validate({"word": word, "start": first, "end": last, **more})
