"""What the chunks after a chunk tell about it."""

from collections.abc import Sequence

from storyboard.planning.script.chunks import Chunk


def asks(chunks: Sequence[Chunk], number: int) -> bool:
    """Tell whether the sentence that begins at a chunk is a question."""
    for chunk in chunks[number:]:
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
        return following.form == "finite"
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
