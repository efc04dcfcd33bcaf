"""The texts that the tokenizer learns its pieces from."""

from collections.abc import Iterator
from random import Random

from renderers.places.words import LIGHTS, PLACES, WEATHERS
from renderers.toon.training.batches import NOTHING
from renderers.toon.world import scene_of
from renderers.toon.world.captions import caption
from schemas.vocabulary.phrases import MOODS, POSES

_AUTHORS = (
    "seen from above",
    "seen from below",
    "over-the-shoulder shot",
    "while",
    "because",
    "with her",
    "with his",
    "looks at",
    "walks",
    "runs",
    "comes",
    "goes home",
    "under the umbrella",
    "at last",
)


def corpus(*, scenes: int) -> Iterator[str]:
    """Yield captions of scenes, and every word of the vocabularies a few times."""
    for seed in range(scenes):
        dice, scene = Random(seed), scene_of(seed)
        yield caption(scene, dice)
        yield caption(scene, dice)
    yield from NOTHING
    yield from _AUTHORS
    for _ in range(3):
        for table in (POSES, MOODS):
            for word in table.values():
                yield from (word.word, *word.aliases)
        for phrases in (PLACES, LIGHTS, WEATHERS):
            for said in phrases.values():
                yield from said
