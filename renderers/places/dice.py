"""Chance that is the same on every machine: numbers hashed from names, not drawn in order."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple, TypeVar

Option = TypeVar("Option")


class Dice(NamedTuple):
    """One place's chance. What is asked by the same name always falls the same way."""

    seed: str

    def roll(self, *name: object) -> float:
        """Return a number in [0, 1)."""
        digest = blake2b(f"{self.seed}|{name}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") / 2**64

    def between(self, low: float, high: float, *name: object) -> float:
        """Return a number in [low, high)."""
        return low + (high - low) * self.roll(*name)

    def pick(self, options: Sequence[Option], *name: object) -> Option:
        """Return one of the options."""
        return options[int(self.roll(*name) * len(options))]
