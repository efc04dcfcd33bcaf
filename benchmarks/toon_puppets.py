"""Writes which posed figures and strangers toon-noise learns from: `puppets.json` of a run.

    python -m benchmarks.toon_puppets runs/noise/puppets.json

Everybody of the cast in every word that is posed, with moods by chance; strangers, drawn and
posed. Each is posed once, which takes some minutes; the pictures lie in `puppets/` beside it.
"""

import argparse
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

from renderers.cast.references import Look, look_for, packaged_card, packaged_ids
from renderers.toon.world.troupe import keep, nobody_known
from schemas.cast import Card
from schemas.directions import Role
from schemas.vocabulary.phrases import MOODS, POSES
from storyboard.planning.casting.posing import posed_look

MOODS_EACH, SHARE = 5, 0.2
"""With how many moods somebody is posed, and in what share of the words with each."""
_WHO = (
    *("waiter", "waitress", "nurse", "doctor", "chef", "policeman", "soldier", "thief", "pirate"),
    *("king", "queen", "bride", "farmer", "teacher", "sailor", "witch", "boy", "girl", "child"),
    *("old man", "old woman", "woman", "man", "guest", "passenger", "stranger", "neighbour"),
    *("builder", "judge", "clerk"),
)
_LOOKS = (
    *("", "", " with glasses", " with dark skin", " with red hair", " with blond hair"),
    *(" in a red coat", " in a green shirt", " with brown skin in a blue dress", " with grey hair"),
)


def posed_looks(card: Card, dice: Random, *, moods: int, share: float) -> Iterator[Look]:
    """Yield somebody in posed words, mood by mood, so that each drawing is taken apart once."""
    for mood in dice.sample(sorted(MOODS), moods):
        for word in POSES:
            if dice.random() > share:
                continue
            facing = dice.choices(("front", "right", "back"), (80, 14, 6))[0]
            role = Role(poses=(word,), mood=mood, facing=facing)
            found = posed_look(card, look_for(card, role), role, aspect=1.0, root=Path())
            if found is not None:
                yield found


def drawn_looks(card: Card, dice: Random) -> Iterator[Look]:
    """Yield somebody as drawn, by chance."""
    while True:
        view = dice.choice(card.views)
        yield Look(card, view, dice.choice(view.drawings), dice.choice(view.faces or (None,)))


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--strangers", type=int, default=48)
    asked = parser.parse_args()
    dice = Random("toon's puppets")
    people = [who for who in packaged_ids() if packaged_card(who).kind == "person"]
    cast = {
        who: list(posed_looks(packaged_card(who), dice, moods=MOODS_EACH, share=SHARE))
        for who in people
    }
    others = {}
    for _ in range(asked.strangers):
        words = f"{dice.choice(_WHO)}{dice.choice(_LOOKS)}"
        words = f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
        card = nobody_known(words)
        posed = posed_looks(card, dice, moods=1, share=0.1)
        others[words] = [*islice(drawn_looks(card, dice), 5), *islice(posed, 7)]
    keep(cast, others, asked.file)
    print(f"{sum(map(len, cast.values()))} posed figures, {len(others)} strangers")


if __name__ == "__main__":
    main()
