"""Who can be in a panel beyond the artist's drawings: the cast posed anew, and strangers.

A run keeps them beside its backdrops: `puppets.json`, and the posed pictures in `puppets/`, so that
they stay as they are and nothing is posed twice. `python -m benchmarks.toon_puppets` writes both.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from renderers.cast.faces.felt import view_of
from renderers.cast.puppets.names import POSED
from renderers.cast.puppets.posed import posed
from renderers.cast.references import Look, packaged_card, packaged_ids
from renderers.cast.strangers import stranger
from renderers.toon.world.figures import give
from schemas.cast import Card, View
from schemas.shots import SHOTS, ShotName
from schemas.vocabulary.phrases import POSES

_POSED = 0.45
"""Share of a person's figures that are posed, where there are posed ones."""
_STRANGERS = 0.1
"""Share of the figures that are strangers, where there are some."""
_TRIES = 6
"""So often a posed figure is sought that fits the shot."""


class Troupe(NamedTuple):
    """Looks to choose among, besides the cast's drawings."""

    posed: Mapping[str, tuple[Look, ...]] = {}
    """By a packaged character's id."""
    strangers: tuple[tuple[Look, ...], ...] = ()
    """Of every stranger the looks, drawn and posed."""

    def look(self, dice: Random, card: Card, shot: ShotName) -> Look | None:
        """Choose by chance a look for somebody, or a stranger's instead; None: as drawn."""
        chance = dice.random() if self.posed or self.strangers else 1.0
        if self.strangers and card.kind == "person" and chance < _STRANGERS:
            return dice.choice(dice.choice(self.strangers))
        posed = self.posed.get(card.id, ())
        if not posed or chance >= _STRANGERS + _POSED:
            return None
        tries = (dice.choice(posed) for _ in range(_TRIES))
        return next((look for look in tries if fits(look, shot)), None)


ALONE = Troupe()
"""Nobody but the cast as it is drawn."""


def fits(look: Look, shot: ShotName) -> bool:
    """Tell whether a look can be shown in a shot: only who is upright is cut by the frame."""
    known = POSES.get(look.drawing.pose or "")
    return SHOTS[shot].whole or known is None or known.posture == "standing"


def _row_of(look: Look, folder: Path) -> dict[str, Any]:
    """Write a look as plain values, its drawing's name before its face's."""
    names = [look.drawing.picture] + ([look.face.picture] if look.face else [])
    if not names[0].startswith(POSED):
        return {"layers": names}
    file = f"{blake2b(names[0].encode(), digest_size=10).hexdigest()}.png"
    posed(names[0], Path()).picture.save(folder / file, compress_level=1)
    return {"layers": names, "file": file, "view": look.view.model_dump(exclude_none=True)}


def keep(
    cast: Mapping[str, Sequence[Look]], others: Mapping[str, Sequence[Look]], to: Path
) -> None:
    """Write looks of the cast, by id, and of strangers, by the words that they are made of."""
    folder = to.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    rows = {
        kind: {who: [_row_of(look, folder) for look in some] for who, some in people.items()}
        for kind, people in (("cast", cast), ("strangers", others))
    }
    draft = to.with_suffix(".new")
    draft.write_text(json.dumps(rows, indent=1), "utf-8")
    draft.replace(to)


def kept(path: Path) -> Troupe:
    """Read looks back; where there is no such file, nobody."""
    if not path.is_file():
        return ALONE
    rows, folder = json.loads(path.read_text("utf-8")), path.with_suffix("")
    every = [row for kind in rows.values() for some in kind.values() for row in some]
    give({row["layers"][0]: folder / row["file"] for row in every if "file" in row})
    people = {who: packaged_card(who) for who in rows["cast"] if who in packaged_ids()}
    others = [(nobody_known(words), found) for words, found in rows["strangers"].items()]
    return Troupe(
        {who: tuple(_look(card, row) for row in rows["cast"][who]) for who, card in people.items()},
        tuple(tuple(_look(card, row) for row in found) for card, found in others),
    )


def nobody_known(words: str) -> Card:
    """Return the card of a stranger, called in prompts as the planner calls it: `a waiter`."""
    card = stranger(words)
    return card.but(name=words, token=words)


def _look(card: Card, row: dict[str, Any]) -> Look:
    if "view" not in row:
        return Look(card, *view_of(tuple(row["layers"]), Path()))
    view = View.model_validate(row["view"])
    return Look(card, view, view.drawings[0], None)
