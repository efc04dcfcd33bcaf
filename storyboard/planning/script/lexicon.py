"""What nouns mean that no list names: people, or nothing that a picture can show.

Read from `stories/words`, which is made of WordNet (Miller 1995). Of what the library of things
draws, the drawing says that it is a thing.
"""

import gzip
from functools import cache

from renderers.props.library import find
from stories import WORDS
from storyboard.planning.script import word_lists as lists


def is_person(lemma: str) -> bool:
    """Tell whether a noun means somebody; a snowman, whom the library has as a thing, does not."""
    if lemma in lists.PEOPLE:
        return True
    named = lemma.endswith(("woman", "man", "women", "men")) or lemma in _table()[0]
    return named and find(lemma) is None


def is_unseen(lemma: str) -> bool:
    """Tell whether a noun means nothing that a picture can show: an apology, a Tuesday."""
    return lemma in lists.UNSEEN or (lemma in _table()[1] and find(lemma) is None)


def is_noun(word: str) -> bool:
    """Tell whether a word is known as a noun: a vet, a pan."""
    return word in lists.PEOPLE or word in _table()[0] or find(word) is not None


def is_machine(phrase: str) -> bool:
    """Tell whether two nouns name a thing whose last word is one for people: record player."""
    return phrase in _table()[2]


@cache
def _table() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    people, unseen, machines = gzip.decompress((WORDS / "nouns.txt.gz").read_bytes()).split(b"\n")
    return (
        frozenset(people.decode("ascii").split()),
        frozenset(unseen.decode("ascii").split()),
        frozenset(machines.decode("ascii").split(",")),
    )
