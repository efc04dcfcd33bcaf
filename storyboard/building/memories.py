"""What a build remembers of reading and planning, in its folder."""

import json
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from storyboard.building.unchanged import program
from storyboard.memory import TextMemory


class Memories(NamedTuple):
    """Memories of the rooms that a story passes before it is drawn."""

    reading: TextMemory
    planning: TextMemory

    def save(self) -> None:
        """Write back what this run used.

        Raises:
            StoryboardError: the disk refuses.
        """
        for each in self:
            each.save()


def memories(folder: Path) -> Memories:
    """Return what is remembered in a build directory by this version of the program."""
    code = sha256(json.dumps(program()).encode()).hexdigest()
    return Memories(*(TextMemory(folder / f".{room}", code=code) for room in Memories._fields))
