"""SHA-256 of files and folders, each read once and remembered by size, time and inode."""

import hashlib
import json
import time
from pathlib import Path

from schemas.errors import AssetMissing
from storyboard import files

_RACY = 2_000_000_000
"""A file touched this recently (ns) may change again within one tick of the clock."""

Sign = list[int]


def sign_of(path: Path) -> Sign:
    """Return what tells a file from a changed one without reading it.

    Raises:
        OSError: it is not there.
    """
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ino]


class Digests:
    """Digests that are remembered between runs, in a file."""

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        self._known = _remembered(memory)
        self._dirty = False
        self.used: dict[Path, Sign] = {}
        """Every file that was asked for, as it was then."""

    def of(self, path: Path) -> str:
        """Return the digest of a file, or of a folder's files and their names.

        Raises:
            AssetMissing: it cannot be read.
        """
        try:
            return self._of_folder(path) if path.is_dir() else self._of_file(path)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise AssetMissing(f"cannot read {path} ({reason})") from error

    def save(self) -> None:
        """Write the memory back, if anything new was read."""
        if self._dirty:
            files.write(self._memory, json.dumps(self._known, indent=0, sort_keys=True))
            self._dirty = False

    def _of_folder(self, folder: Path) -> str:
        rows = {
            path.relative_to(folder).as_posix(): self._of_file(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }
        return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()

    def _of_file(self, path: Path) -> str:
        sign = sign_of(path)
        self.used[path.absolute()] = sign
        match self._known.get(str(path.absolute())):
            case [*known, str(digest)] if known == sign:
                return digest
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if time.time_ns() - sign[1] > _RACY:
            self._known[str(path.absolute())] = [*sign, digest]
            self._dirty = True
        return digest


def _remembered(memory: Path) -> dict[str, list[object]]:
    try:
        known = json.loads(memory.read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
