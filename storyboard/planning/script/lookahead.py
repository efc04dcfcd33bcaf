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


def _alone(chunks: Sequence[Chunk], position: int) -> bool:
    """Tell whether the noun after an "and" has a verb for one: "and Bill laughs"."""
    after = chunks[position + 2] if position + 2 < len(chunks) else None
    return after is not None and after.singular
