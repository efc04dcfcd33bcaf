"""An English text as words that know what they can be: noun, verb, adjective, adverb."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from renderers.props.library import find
from schemas.vocabulary.word_forms import lemmas_of
from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.lexicon import is_noun

_TOKEN = re.compile(r"\w+(?:[-\u2019']\w+)*[\u2019']?|[^\w\s]")
_OWN = re.compile(r"[\u2019']s?$")


class Token(NamedTuple):
    """A word or a punctuation mark, and where it stands in the text."""

    text: str
    start: int
    end: int
    lemmas: Mapping[str, str]
    """The word's base form as NOUN, VERB, ADJ and ADV, for each that it can be."""
    lower: str
    """The word in small letters, without the 's of a possessor."""
    owns: bool
    """Whether it ends like a possessor: *Dee's*."""

    @property
    def is_word(self) -> bool:
        """Whether it is no punctuation mark."""
        return self.text[0].isalnum() or len(self.text) > 1

    def can_be(self, part: str) -> bool:
        """Tell whether the word can be a part of speech; an unknown word can be a noun."""
        return part in self.lemmas or (part == "NOUN" and not self.lemmas)

    @property
    def gerund(self) -> bool:
        """Whether it ends in -ing and can be a verb."""
        low = self.lower
        return low.endswith("ing") and "VERB" in self.lemmas and low not in lists.PARTICIPLE_NOUNS

    @property
    def singular_verb(self) -> bool:
        """Whether it can be a verb's -s form: *runs*."""
        return self.lower.endswith("s") and self.lemmas.get("VERB", self.lower) != self.lower

    @property
    def base_verb(self) -> bool:
        """Whether it can be a verb's base form: *run*."""
        return self.lemmas.get("VERB") == self.lower

    @property
    def past(self) -> bool:
        """Whether it can be a verb's past form or participle: *lifted*, *ran*."""
        form = self.lemmas.get("VERB", self.lower) != self.lower
        return form and not self.gerund and not self.singular_verb

    @property
    def plural(self) -> bool:
        """Whether it can be a noun's plural."""
        noun = self.lemmas.get("NOUN")
        return (noun is not None and noun != self.lower) or self.lower in _PLURALS


_PLURALS = frozenset({"people", "police", "family", "sheep", "fish", "others", "children"})


def tokens_of(text: str) -> tuple[Token, ...]:
    """Cut a text into words and punctuation marks."""
    return tuple(_token(found) for found in _TOKEN.finditer(text))


def _token(found: re.Match[str]) -> Token:
    text, low = found[0], found[0].lower()
    bare = _OWN.sub("", low)
    owns = bare != low and low not in lists.AUXILIARIES
    return Token(text, found.start(), found.end(), _lemmas(bare), bare if owns else low, owns)


@cache
def _lemmas(word: str) -> Mapping[str, str]:
    """Look a word up; of several base forms the one that is no form of another is taken."""
    if "-" in word and _describes(word.rpartition("-")[2]):
        return {"ADJ": word}  # open-mouthed, tired-looking, half-empty
    if not word.isalpha() or not word.isascii():
        return {}
    known = {part: _chosen(word, forms) for part, forms in lemmas_of(word).items() if part != "AUX"}
    if known.keys() == {"VERB"} and is_noun(known["VERB"]):
        return {"NOUN": known["VERB"], **known}  # A pan, which the tables only know as a verb.
    return known


def _describes(word: str) -> bool:
    """Tell whether the last part of a word with hyphens makes it a describing word."""
    return word.endswith(("ed", "ing")) or "ADJ" in lemmas_of(word)


def _chosen(word: str, forms: Sequence[str]) -> str:
    drawn = (form for form in forms if len(forms) > 1 and find(form) is not None)  # leaves: a leaf
    return word if word in forms else next(drawn, forms[0])


_SMALL = (
    lists.AUXILIARIES
    | lists.PREPOSITIONS
    | lists.ARTICLES
    | lists.POSSESSIVES
    | lists.PRONOUNS
    | lists.ADVERBS
    | lists.JOINING
    | lists.SUBORDINATING
    | lists.RELATIVE
    | lists.NUMBERS.keys()
    | lists.NEGATIONS
)


def is_content(token: Token) -> bool:
    """Tell whether a word says what there is, how it is, or what is done; a name does too."""
    content = not token.lemmas or bool({"NOUN", "VERB", "ADJ"} & token.lemmas.keys())
    return token.is_word and token.lower not in _SMALL and content
