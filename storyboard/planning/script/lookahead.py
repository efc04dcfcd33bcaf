"""What the chunks after a chunk tell about it."""

from collections.abc import Sequence

from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.chunks import CALLED, Chunk


def asks(chunks: Sequence[Chunk], number: int) -> bool:
    """Tell whether the sentence that begins at a chunk is a question."""
    first, second = ([chunk.lemma for chunk in chunks[number:]] + ["", ""])[:2]
    if first in ("why", "how", "what") and second != "if":
        return False  # Why is Bill laughing? So he laughs.
    for chunk in chunks[number:]:
        if chunk.lemma in lists.QUOTES:
            return False  # What is asked in quotes is said by somebody.
        if chunk.kind == "stop" and chunk.lemma in ".!?:":
            return chunk.lemma == "?"
    return False


def heads(chunks: Sequence[Chunk], number: int, *, opens: bool) -> bool:
    """Tell whether a noun phrase opens a clause: a verb of its own follows.

    `opens` says that its clause has no verb yet.
    """
    position = number + 1
    while position < len(chunks) and chunks[position].kind == "adverb":
        position += 1
    if position >= len(chunks):
        return False
    following = chunks[position]
    if following.kind == "verb":
        return following.form == "finite" and following.resumes is None
    if following.kind == "and" and position + 1 < len(chunks):
        joined = chunks[position + 1].kind == "noun" and heads(chunks, position + 1, opens=opens)
        return joined and not _alone(chunks, position)
    return following.kind == "relative" and opens


def opens_clause(chunks: Sequence[Chunk], number: int) -> bool:
    """Tell whether a noun after an "and" begins a clause, be it one without a verb of its own."""
    following = chunks[number + 1] if number + 1 < len(chunks) else None
    gapped = following is not None and following.kind == "noun" and not following.who
    return heads(chunks, number, opens=False) or (gapped and bool(chunks[number].who))


def _alone(chunks: Sequence[Chunk], position: int) -> bool:
    """Tell whether the noun after an "and" has a verb for one: "and Bill laughs"."""
    after = chunks[position + 2] if position + 2 < len(chunks) else None
    return after is not None and after.singular


def meant_by_plural(chunks: Sequence[Chunk], number: int, who: tuple[str, ...]) -> tuple[str, ...]:
    """Return all of a list that a relative clause is about: Ethan and Priya, who hold umbrellas.

    Args:
        number: of the relative pronoun.
        who: the last of the list, of whom alone a singular verb tells.
    """
    verb = chunks[number + 1] if number + 1 < len(chunks) else None
    if verb is None or verb.kind != "verb" or verb.singular or verb.form != "finite":
        return who
    at = max(index for index in range(number) if chunks[index].kind == "noun")
    while at > 1 and chunks[at - 1].kind == "and" and chunks[at - 2].kind == "noun":
        at -= 2
        who = (*chunks[at].who, *who)
    return who


def named_after_by(chunks: Sequence[Chunk], number: int) -> Chunk | None:
    """Return who is named after "by" in the clause of a verb: is carried home *by Bill*."""
    for at in range(number + 1, len(chunks) - 1):
        chunk = chunks[at]
        if chunk.kind not in ("adverb", "adjective", "preposition", "noun"):
            return None
        if chunk.lemma == "by":
            return chunks[at + 1] if chunks[at + 1].kind == "noun" else None
    return None


def is_apposition(chunks: Sequence[Chunk], number: int) -> bool:
    """Tell whether a noun phrase between commas says anew who was named just before."""
    if number < 2 or chunks[number - 2].kind != "noun":
        return False
    if chunks[number - 1].lemma == CALLED:
        return True  # a tailor called Ethan
    if chunks[number - 1].kind != "comma":
        return False
    chunk = chunks[number]
    if chunk.plural or chunk.number > 1 or chunk.pronoun_alone:
        return False
    listed = number > 2 and chunks[number - 3].kind in ("and", "comma")
    for after in chunks[number + 1 :]:
        if after.kind in ("and", "verb"):
            return False
        if after.kind in ("comma", "stop"):
            break
    following = chunks[number + 2] if number + 2 < len(chunks) else None
    closes = chunks[number + 1].kind in ("comma", "stop") if number + 1 < len(chunks) else True
    if chunk.who:  # The princess, Dee, rides: and no list of those who do.
        if not closes or listed:
            return False
        goes_on = following is not None and following.kind in ("noun", "preposition", "stop")
        object_named = any(each.kind == "verb" for each in chunks[max(0, number - 4) : number - 2])
        return bool(following and following.resumes is not None) or (goes_on and object_named)
    return not listed and (following is None or following.kind != "and")
