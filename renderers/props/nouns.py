"""A noun phrase as authors write it: what it may mean, how large it is said to be, what colour."""

import re
from collections.abc import Iterator

from renderers.colour_words import COLOURS

SIZES = {
    "giant": 2.5,
    "gigantic": 3.0,
    "huge": 2.0,
    "enormous": 2.5,
    "massive": 2.0,
    "big": 1.4,
    "large": 1.4,
    "toy": 0.2,
    "small": 0.7,
    "little": 0.7,
    "tiny": 0.4,
    "mini": 0.4,
    "miniature": 0.3,
}
"""What words for size make of a thing's usual one."""

_ARTICLES = frozenset(
    {
        "a",
        "an",
        "the",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "your",
        "this",
        "that",
        "these",
        "those",
        "some",
        "any",
        "every",
        "each",
        "another",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "several",
        "many",
        "few",
        "both",
        "all",
        "no",
    }
)
_ASIDES = re.compile(r"\s+(?:with|full of|in|on|at|from|for|made of|without|under|over)\s.*$")
_CONTENTS = re.compile(
    r"^(?:bunch|pair|piece|slice|cup|glass|bottle|bowl|plate|box|bag|stack|pile|loaf|pack|can|tin|"
    r"mug|jar|bar|sheet|herd|flock|swarm|school|pot|jug)e?s? of (.+)$"
)
_IRREGULAR = {
    "mice": "mouse",
    "geese": "goose",
    "wolves": "wolf",
    "knives": "knife",
    "leaves": "leaf",
    "loaves": "loaf",
    "oxen": "ox",
    "sheep": "sheep",
    "fish": "fish",
    "deer": "deer",
    "scarves": "scarf",
    "shelves": "shelf",
    "calves": "calf",
    "teeth": "tooth",
    "feet": "foot",
    "cacti": "cactus",
    "octopi": "octopus",
    "dice": "dice",
    "lice": "louse",
    "halves": "half",
}


def readings_of(noun: str) -> Iterator[str]:
    """Yield what a noun phrase may mean, the most exact reading first, ever fewer words of it.

    The last word decides what a thing is: `a red bow tie` is a bow tie or a tie, never a bow.
    """
    text = " ".join(re.sub(r"[^\w\s'-]", " ", noun.lower()).split())
    heads = [text, _ASIDES.sub("", text)]
    for head in dict.fromkeys(heads):
        words = head.split()
        while words and words[0] in _ARTICLES:
            words = words[1:]
        if contents := _CONTENTS.match(" ".join(words)):
            yield from _both(" ".join(words))
            yield from readings_of(contents[1])
            continue
        if head == text and len(heads) > 1 and heads[0] != heads[1]:
            yield from _both(" ".join(words))  # the whole of `glass of milk`, never only `milk`
            continue
        for start in range(len(words)):
            yield from _both(" ".join(words[start:]))


def _both(phrase: str) -> Iterator[str]:
    """Yield a phrase, and its singular."""
    yield phrase
    before, _, last = phrase.rpartition(" ")
    for single in singulars(last):
        yield f"{before} {single}".strip()


def singulars(word: str) -> Iterator[str]:
    """Yield what the singular of a noun may be, where it is a plural."""
    if word in _IRREGULAR:
        yield _IRREGULAR[word]
    elif word.endswith("ies") and len(word) > 4:
        yield word[:-3] + "y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]


def looks_of(noun: str, name: str) -> tuple[float, str | None]:
    """Return the factor on the usual size, and the colour, that the words before a name say."""
    words = [word for word in re.findall(r"\w+", noun.lower()) if word not in name.split()]
    scale = 1.0
    for word in words:
        scale *= SIZES.get(word, 1.0)
    return scale, next((word for word in words if word in COLOURS), None)
