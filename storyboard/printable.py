"""Text from outside, made harmless for terminals; light, because every command begins with it."""

import re

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, those of the writing direction too, and halves of characters."""


def visible(text: str) -> str:
    """Return a text that can do nothing to a terminal: controls and lone surrogates as escapes.

    Line ends and tabs stay; so does every letter, in whatever script.

    >>> visible("a\\x1b[2J")
    'a\\\\x1b[2J'
    """
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)
