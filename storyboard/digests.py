"""SHA-256 of files and folders, each read once and remembered by size, time and inode."""

import errno
import hashlib
import json
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import AssetMissing
from storyboard import files

_RACY = 2_000_000_000
"""A file touched this recently (ns) may change again within one tick of the clock."""

Sign = list[int]


def sign_of(path: Path) -> Sign:
    """Return what tells a file from a changed one without reading it.

    The time of the last change of its entry (`ctime`) is among it, since no program can set that.

    Raises:
        OSError: it is not there, or it is a device or a pipe, which have no content to know.
    """
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "Is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "Not a file")
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def sha256_of(path: Path) -> str:
    """Read a file and return its digest.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def changed(signs: Mapping[Path, Sign]) -> Iterator[Path]:
    """Yield the files that are no longer as they were, or no longer there."""
    for path, sign in signs.items():
        try:
            same = sign_of(path) == sign
        except OSError:
            same = False
        if not same:
            yield path


class Digests:
    """Digests that are remembered between runs, in a file; without `trust` all are made anew."""

    def __init__(self, memory: Path, *, trust: bool = True) -> None:
        self._memory = memory
        self._known = _remembered(memory) if trust else {}
        self._dirty = not trust
        self._recorders: list[dict[Path, Sign]] = []
        self.used: dict[Path, Sign] = {}
        """Every file that was asked for, as it was then."""

    def of(self, path: Path) -> str:
        """Return the digest of a file, or of a folder's files and their names.

        Raises:
            AssetMissing: it cannot be read.
        """
        try:
            return self._of(path)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise AssetMissing(f"cannot read {path} ({reason})") from error

    @contextmanager
    def recorded(self) -> Iterator[dict[Path, Sign]]:
        """Collect the files that are asked for inside the block, as they are then."""
        found: dict[Path, Sign] = {}
        self._recorders.append(found)
        try:
            yield found
        finally:
            self._recorders.remove(found)

    def save(self) -> None:
        """Write the memory back, if anything new was read."""
        if self._dirty:
            files.write(self._memory, json.dumps(self._known, indent=0, sort_keys=True))
            self._dirty = False

    def _of(self, path: Path) -> str:
        try:
            return self._of_file(path)
        except IsADirectoryError:
            return self._of_folder(path)

    def _of_folder(self, folder: Path) -> str:
        rows = {
            path.relative_to(folder).as_posix(): self._of_file(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }
        return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()

    def _of_file(self, path: Path) -> str:
        sign, place = sign_of(path), path.absolute()
        self.used.setdefault(place, sign)  # the first look: later ones may see an edit
        for recorder in self._recorders:
            recorder[place] = sign
        match self._known.get(str(place)):
            case [*known, str(digest)] if known == sign:
                return digest
        digest = sha256_of(path)
        if time.time_ns() - sign[1] > _RACY:
            self._known[str(place)] = [*sign, digest]
            self._dirty = True
        return digest


def _remembered(memory: Path) -> dict[str, list[object]]:
    try:
        known = json.loads(memory.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}
