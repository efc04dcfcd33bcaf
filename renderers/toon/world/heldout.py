"""Which combinations training never sees, so that measuring means something.

A scene is held out when one of its subjects' (character, pose, place) or one of its pairs'
(character, character, place) falls into a tenth, by a stable hash.
"""

from hashlib import blake2s
from itertools import combinations

from renderers.toon.world.staging import StagedScene

SHARE = 10
"""One combination in so many is held out."""


def held_out(scene: StagedScene) -> bool:
    """Tell whether training must not see the scene."""
    return any(_falls(*key) for key in _keys(scene))


def _keys(scene: StagedScene) -> list[tuple[str, ...]]:
    named = [actor.look for actor in scene.actors if actor.generic is None]
    single: list[tuple[str, ...]] = [
        (look.card.id, str(look.drawing.pose), scene.place) for look in named
    ]
    names = sorted(look.card.id for look in named)
    return single + [(*pair, scene.place) for pair in combinations(names, 2)]


def _falls(*key: str) -> bool:
    digest = blake2s("/".join(key).encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") % SHARE == 0
