"""Reads everything in a build directory, puts right what can be, and says the rest.

No memory of sizes and times is trusted: storage may lose bits without touching either.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from storyboard import files
from storyboard.building.manifest import read_manifest
from storyboard.building.unchanged import forget
from storyboard.digests import Digests, sha256_of
from storyboard.panels.folder import Folder
from storyboard.panels.store import StoredPanel, read_record


class Damage(NamedTuple):
    """Something that is not as it was written."""

    path: Path
    what: str
    mended: bool
    """Whether it is now; otherwise the next render draws or writes it again."""


def verified(folder: Folder) -> Iterator[Damage]:
    """Check every file of a build, and bring back from the store what it still holds.

    Raises:
        StoryboardError: another run holds the directory, or the disk refuses.
    """
    with files.locked(folder.path):
        forget(folder.path)
        digests = Digests(folder.path / ".digests.json", trust=False)
        yield from _panels(folder, digests)
        yield from _store(folder)
        yield from _books(folder, digests)
        digests.save()


def _panels(folder: Folder, digests: Digests) -> Iterator[Damage]:
    for path in sorted(folder.panels.glob("*.json")):
        record = read_record(path)
        if record is None or record.panel != path.stem:
            yield Damage(path, "it is damaged: the next render draws the panel again", False)
            continue
        entry = folder.store.find(record.key)
        for name, digest in record.files().items():
            place = folder.panels / record.published(name)
            if not (place.is_file() and digests.of(place) == digest):
                yield _brought_back(place, entry, name)


def _brought_back(place: Path, entry: StoredPanel | None, name: str) -> Damage:
    """Copy a published picture from the store; what lies in its place may be somebody's work."""
    what = "it was changed since it was drawn" if place.exists() else "it is missing"
    if entry is None:
        return Damage(place, f"{what}, and the store has none: the next render draws it", False)
    if place.exists() or place.is_symlink():
        what += f"; it is kept as {files.set_aside(place)}"
    files.copy(entry.folder / name, place)
    return Damage(place, what, True)


def _store(folder: Folder) -> Iterator[Damage]:
    for entry in folder.store.entries():
        for name in entry.damaged():
            path = entry.folder / name
            shown = folder.panels / entry.record.published(name)
            if shown.is_file() and sha256_of(shown) == entry.record.files()[name]:
                files.copy(shown, path)
                yield Damage(path, "it was damaged or missing", True)
            else:
                yield Damage(path, "this version of the panel is damaged, and not used", False)


def _books(folder: Folder, digests: Digests) -> Iterator[Damage]:
    manifest = read_manifest(folder.path)
    names = [manifest.texts, *(book.files for book in manifest.books.values())]
    for name, (*_, digest) in (item for each in names for item in each.items()):
        path = folder.path / name
        if not path.is_file():
            yield Damage(path, "it is missing: the next render writes it again", False)
        elif digests.of(path) != digest:
            yield Damage(path, "it was changed since it was written: see the next render", False)
