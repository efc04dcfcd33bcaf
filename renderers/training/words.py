"""Tokens as the base's tokenizer reads them: what an author should know before training on one."""

from collections.abc import Iterator, Sequence

from renderers.places.wordings import LIGHTS, PLACES, WEATHERS
from renderers.training.base import Base
from renderers.training.pictures import TrainingSubject
from schemas.vocabulary.phrases import MOODS, POSES

_RARE = ("sks", "hta", "ohwx", "zwx", "olis", "xjy", "vnc", "rrf", "dtz", "qnp", "pll")
"""Short words that mean nothing; a base's tokenizer may have some of them whole."""


def check_words(base: Base, subjects: Sequence[TrainingSubject]) -> tuple[str, ...]:
    """Return what is to be said of the subjects' tokens."""
    return tuple(note for subject in subjects for note in _notes(base, subject, subjects))


def _notes(
    base: Base, subject: TrainingSubject, subjects: Sequence[TrainingSubject]
) -> Iterator[str]:
    token, (tokenizer, *_) = subject.token, base.text.tokenizers
    if token.lower() in ordinary_words(subjects):
        yield (
            f"{token}, the token of {subject.id}, is an ordinary word: whatever says it will "
            f"look like {subject.id}; {_better(base, subjects)}"
        )
        return
    pieces = tokenizer.tokenize(token)
    if len(pieces) > 1:
        yield (
            f"{token}, the token of {subject.id}, is {len(pieces)} pieces to this model: it takes "
            f"more room in prompts and learns more slowly; {_better(base, subjects)}"
        )


def _better(base: Base, subjects: Sequence[TrainingSubject]) -> str:
    tokenizer, used = base.text.tokenizers[0], {subject.token for subject in subjects}
    whole = [word for word in _RARE if word not in used and len(tokenizer.tokenize(word)) == 1]
    return f"better: {', '.join(whole[:3])}" if whole else "a shorter one may be better"


def ordinary_words(subjects: Sequence[TrainingSubject]) -> frozenset[str]:
    """Return the words that prompts say of anybody: poses, moods, places, hours, classes."""
    phrases = [*POSES, *MOODS, *(noun for each in subjects for noun in [each.class_noun])]
    for table in (PLACES, LIGHTS, WEATHERS):
        phrases += [phrase for said in table.values() for phrase in said]
    return frozenset(word.strip(",.'").lower() for phrase in phrases for word in phrase.split())
