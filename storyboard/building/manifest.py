"""What this program wrote into a build directory: that alone it may replace or delete.

The manifest is also the mark by which a directory is known as ours. It names every file of a book
with its digest, and is written before they are replaced: a kill in between leaves one that knows
both the old and the new.
"""

import json
import os
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import StringConstraints

from schemas.base import Value
from schemas.errors import StoryboardError
from storyboard import files
from storyboard.digests import Digests

MARK = ".storyboard.json"
_IGNORED = {".lock", ".DS_Store"}
_UNFINISHED = re.compile(r"\.new-\d+-.+")

Name = Annotated[
    str, StringConstraints(pattern=r"^[^\W.][\w.-]*(/[^\W.][\w.-]*)?$", max_length=255)
]
"""A file in the build directory, or in a folder of it; never one elsewhere."""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class WrittenBook(Value):
    """A format of the book as it was written."""

    source: str
    """Digest of all that it was made from."""
    dpi: int | None = None
    """Pixels an inch, of pages that are pictures."""
    files: dict[Name, tuple[Sha256, ...]]
    """The last digest is what was written; those before it may be there after a kill."""

    def is_whole(self, folder: Path, digests: Digests) -> bool:
        """Whether every file holds what was written."""
        return all(
            _is_file(folder / name) and digests.of(folder / name) == known[-1]
            for name, known in self.files.items()
        )


class Manifest(Value):
    """What was written, by the name of the book's file or folder."""

    format: Literal["storyboard-build/1"] = "storyboard-build/1"
    story: str
    """The story file, relative to the build directory, so that both may move together."""
    books: dict[Name, WrittenBook] = {}
    texts: dict[Name, tuple[Sha256, ...]] = {}
    """The story and the plan as JSON."""
    notes: tuple[str, ...] = ()
    """What the author has been told of the plan."""

    def save(self, folder: Path) -> "Manifest":
        """Write the manifest.

        Raises:
            StoryboardError: the disk refuses.
        """
        files.write(folder / MARK, self.model_dump_json(indent=1))
        return self


def read_manifest(folder: Path) -> Manifest:
    """Read a build directory's manifest; a damaged one, which knows no file, is empty."""
    try:
        return Manifest.model_validate(json.loads((folder / MARK).read_bytes()))
    except (OSError, ValueError, RecursionError):
        return Manifest(story="")


def claimed(folder: Path, story: Path) -> Manifest:
    """Mark the build directory of a story as ours.

    Raises:
        StoryboardError: it holds something else, or the book of another story.
    """
    check_ours(folder, story)
    manifest = read_manifest(folder)
    owner = _relative(story, folder)
    return manifest if manifest.story == owner else manifest.but(story=owner).save(folder)


def check_ours(folder: Path, story: Path) -> None:
    """Make sure that a story may be built in a folder; nothing is written.

    Raises:
        StoryboardError: it holds something else, or the book of another story.
    """
    if not folder.is_dir():
        return
    for place in _places(folder):
        if place.is_symlink():
            raise files.linked(place)
    if not _is_file(folder / MARK):
        _check_empty(folder)
        return
    owner = read_manifest(folder).story
    place = folder / owner
    if owner and place.is_file() and not place.samefile(story):
        raise StoryboardError(
            f"{folder} holds the book of {os.path.normpath(place)}",
            hint="Give this story a folder of its own with --out FOLDER.",
        )


def _check_empty(folder: Path) -> None:
    found = sorted(
        path.name
        for path in folder.iterdir()
        if path.name not in _IGNORED and not _UNFINISHED.fullmatch(path.name)
    )
    if found and ".story" not in found:  # by which builds were known before there was a manifest
        some = ", ".join(found[:3]) + (" …" if len(found) > 3 else "")
        raise StoryboardError(
            f"{folder} holds files that no render put there: {some}",
            hint="Choose a new or an empty folder with --out FOLDER; nothing was touched.",
        )


def _places(folder: Path) -> list[Path]:
    """Return what must not lead elsewhere."""
    names = {MARK, ".lock", "panels", "store", "pages", "pages-book-sketch", ".pieces"}
    return [folder / name for name in sorted(names)]


def _relative(story: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(story.resolve(), folder.resolve())).as_posix()
    except ValueError:  # on another drive
        return story.resolve().as_posix()


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
