"""Packaged people whom an action names, though nothing lists them."""

import re
from collections.abc import Iterator

from storyboard.reading.cast import Cast
from storyboard.reading.nodes import Node, Scalar
from storyboard.reading.packaged import packaged_characters
from storyboard.reading.values import fold

_WORD = re.compile(r"[^\W\d_]+")
_ALSO_WORDS = frozenset({"bill"})
"""Names that are people's only with a capital: who pays a bill has nobody beside him."""


def join_named(node: Node, cast: Cast) -> None:
    """Let the packaged people whom a text names join the cast, each with a warning.

    A packaged thing or animal does not: "a cup" is any cup.
    """
    if isinstance(node, Scalar):
        for name in _names(node.text):
            if cast.known(name) is None:
                cast.find(Scalar(name, True, node.start, node.end))


def _names(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        person = packaged_characters().get(fold(word))
        if person is None or person.kind != "person":
            continue
        if word[0].isupper() or fold(word) not in _ALSO_WORDS:
            yield word
