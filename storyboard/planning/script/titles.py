"""Titles of songs, books and films, whose words ask for no picture: sings Happy Birthday."""

from collections.abc import Iterator, Sequence

from storyboard.planning.script.chunks import Chunk
from storyboard.planning.script.tokens import Token

_WITHIN = frozenset(("of", "the", "a", "an", "and", "to", "in", "on", "for"))
"""Words that are small within a title."""
_WRITTEN = frozenset(("say", "read"))
"""What a sign does with words in capitals."""
_TOLD = frozenset(
    ("sing", "hum", "whistle", "play", "read", "watch", "recite", "see", "perform", "hear")
)
"""What is done with songs, books and films."""


def titles_in(tokens: Sequence[Token], chunks: Sequence[Chunk]) -> Iterator[int]:
    """Yield the tokens of titles: of several words with capitals, just after what is done with one.

    Where everything is in capitals, nothing is a title.
    """
    shouted = all(token.text.isupper() for token in tokens if token.is_word)
    for chunk in () if shouted else chunks:
        if chunk.kind == "verb" and chunk.lemma in _WRITTEN:
            yield from _shouted(tokens, chunk.last + 1)
        if chunk.kind == "verb" and chunk.lemma in _TOLD:
            named = next((each.first for each in chunks if each.who and each.first > chunk.last), 0)
            title = tuple(_capitals(tokens[: named or None], chunk.last + 1))
            if sum(tokens[at].text[0].isupper() for at in title) > 1:
                yield from title


def _shouted(tokens: Sequence[Token], at: int) -> Iterator[int]:
    while at < len(tokens) and tokens[at].text.isupper() and len(tokens[at].text) > 1:
        yield at
        at += 1


def _capitals(tokens: Sequence[Token], at: int) -> Iterator[int]:
    while at < len(tokens) and tokens[at].is_word:
        token, following = tokens[at], tokens[at + 1 : at + 2]
        within = token.lower in _WITHIN and bool(following) and following[0].text[0].isupper()
        if not (token.text[0].isupper() or within):
            return
        yield at
        at += 1
