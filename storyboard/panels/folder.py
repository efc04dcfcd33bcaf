"""The build directory: what lies where in it, and that nothing lies elsewhere."""

import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from schemas.errors import StoryboardError
from storyboard import files
from storyboard.diagnostics import quoted
from storyboard.digests import Digests
from storyboard.panels.store import Record, Store, read_record

_SHOWN = ("masks", "pose", "scaffold")
"""What renderers usually show beside a picture."""
_PANEL = re.compile(r"[^\W_][\w-]{0,199}")


class Folder(NamedTuple):
    """The build directory and what lies where in it."""

    path: Path

    @property
    def panels(self) -> Path:
        """The author's view: a picture and its provenance for every panel."""
        return self.path / "panels"

    @property
    def store(self) -> Store:
        """All drawn versions."""
        return Store(self.path / "store")

    @property
    def pieces(self) -> Path:
        """Parts of the books, from which the next are made."""
        return self.path / ".pieces"

    def picture(self, panel: str) -> Path:
        """Return where a panel's picture is published.

        Raises:
            StoryboardError: a panel cannot have that name, which would lead elsewhere.
        """
        return self.panels / f"{named(panel)}.png"

    def record(self, panel: str) -> Record | None:
        """Read a published panel's provenance, or None."""
        record = read_record(self.panels / f"{named(panel)}.json")
        return record if record and record.panel == panel else None

    def by_hand(self, panel: str, record: Record | None, digests: Digests) -> tuple[Path, ...]:
        """Return which of a panel's pictures somebody put or changed: they are not ours to replace.

        A run that was killed between picture and record leaves pictures that only the store knows.
        """
        shown = record.shown if record else dict.fromkeys(_SHOWN)
        found = {self.panels / f"{panel}.{name}.png": digest for name, digest in shown.items()}
        found[self.picture(panel)] = record.picture if record else None
        strange = [path for path, digest in found.items() if _is_strange(path, digest, digests)]
        if not strange:
            return ()
        stored = (entry.record.files().values() for entry in self.store.entries())
        known = {digest for each in stored for digest in each}
        return tuple(path for path in strange if _is_strange(path, None, digests, known))

    def sweep(self) -> None:
        """Delete what unfinished runs left; only for the holder of the folder's lock."""
        for place in (self.path, self.panels, self.store.folder, self.pieces):
            files.sweep(place)


def _is_strange(
    path: Path, expected: str | None, digests: Digests, known: Collection[str] = ()
) -> bool:
    """Whether there is something that is neither what is expected nor known."""
    if not os.path.lexists(path):
        return False
    if path.is_symlink() or not path.is_file():
        return True
    digest = digests.of(path)
    return digest != expected and digest not in known


def named(panel: str) -> str:
    """Return a panel's id, which is also the name of its files.

    Raises:
        StoryboardError: it is none: letters, digits, hyphens and underscores.
    """
    if not _PANEL.fullmatch(panel):
        raise StoryboardError(
            f"a panel cannot be called {quoted(panel)}",
            hint="The name of a panel is made of letters, digits, - and _.",
        )
    return panel
