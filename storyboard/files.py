"""Files that are whole or absent, whatever moment the power fails; and one writer a folder."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from schemas.errors import StoryboardError

TEMPORARY = ".new-"
"""Names of unfinished files and folders begin with this; any of them may be deleted."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_LOCKLESS = {errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP}
"""A file system without locks says one of these: better unguarded than unusable."""


class DiskFull(StoryboardError):
    """Nothing more can be written; what was finished is kept."""

    exit_code = 5


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the disk's refusals into errors that tell the author what to do.

    Raises:
        DiskFull: no room for `path`.
        StoryboardError: `path` cannot be written for another reason.
    """
    try:
        yield
    except OSError as error:
        raise _explanation(error, path) from error


def _explanation(error: OSError, path: Path) -> StoryboardError:
    reason = (error.strerror or str(error)).lower()
    if error.errno in _FULL:
        hint = "Finished panels are kept. Free some space and run the same command again."
        return DiskFull(f"no room to write {path} ({reason})", hint=hint)
    if error.errno in _REFUSED:
        hint = "Choose a folder of your own with --out FOLDER."
        return StoryboardError(f"cannot write {path} ({reason})", hint=hint)
    if isinstance(error, FileExistsError | NotADirectoryError):
        hint = "Move it out of the way, or choose another folder with --out FOLDER."
        return StoryboardError(f"a file is where a folder must be: {path}", hint=hint)
    return StoryboardError(f"cannot write {path} ({reason})")


def neighbour(path: Path) -> Path:
    """Return the temporary name beside `path` that this process writes to; the suffix is kept."""
    return path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")


def write(path: Path, data: bytes | str) -> None:
    """Write a file so that it is seen whole or not at all, even after a power cut."""
    raw = data.encode() if isinstance(data, str) else data
    with explained(path), replacing(path) as fresh, fresh.open("wb") as stream:
        stream.write(raw)
        stream.flush()
        os.fsync(stream.fileno())


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary neighbour to write to; it takes `path`'s place when the block is done."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = neighbour(path)
    try:
        yield fresh
        os.replace(fresh, path)
    finally:  # also after success: renaming one link of a file onto another leaves both
        fresh.unlink(missing_ok=True)


def link(source: Path, target: Path) -> None:
    """Let `target` be `source` under another name: a hard link, or a copy where none can be."""
    with explained(target), replacing(target) as fresh:
        fresh.unlink(missing_ok=True)
        try:
            os.link(source, fresh)
        except OSError:
            shutil.copyfile(source, fresh)


def sweep(folder: Path) -> None:
    """Delete what unfinished runs left in `folder`; only for the holder of its lock."""
    for path in folder.glob(f"{TEMPORARY}*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold `folder` for this process alone; the system lets go of it when the process dies.

    Raises:
        StoryboardError: another process holds it, or the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    path = folder / ".lock"
    lock = FileLock(path, timeout=0, fallback_to_soft=False)
    with explained(path):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire()
        except Timeout as held:
            raise StoryboardError(
                f"{folder} is being written by another run{_holder(path)}",
                hint="Wait for it to end, or choose another folder with --out FOLDER.",
            ) from held
        except OSError as error:
            if error.errno not in _LOCKLESS:
                raise
    try:
        with suppress(OSError):  # a full disk must not keep a fresh book from being seen as such
            path.write_text(f"{os.getpid()}\n")
        yield
    finally:
        lock.release()


def _holder(path: Path) -> str:
    with suppress(OSError):
        if number := path.read_text(errors="replace")[:32].strip():
            return f" (process {number})"
    return ""
