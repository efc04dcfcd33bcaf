"""Files that are whole or absent, whatever moment the power fails; and one writer a folder."""

import errno
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from schemas.errors import StoryboardError

_TEMPORARY = re.compile(r"\.new-\d+-.+")
"""Names of unfinished files and folders of some process; those of dead ones may be deleted."""

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
    if error.errno == errno.ELOOP:
        return linked(path)
    if isinstance(error, FileExistsError | NotADirectoryError):
        hint = "Move it out of the way, or choose another folder with --out FOLDER."
        found = next((each for each in path.parents if _in_the_way(each)), path)
        return StoryboardError(f"a file is where a folder must be: {found}", hint=hint)
    return StoryboardError(f"cannot write {path} ({reason})")


def _in_the_way(path: Path) -> bool:
    return os.path.lexists(path) and not path.is_dir()


def linked(path: Path) -> StoryboardError:
    """Return the refusal to write through a symbolic link."""
    return StoryboardError(
        f"{path} is a symbolic link, and nothing is written through one",
        hint="Put what it leads to in its place, or choose another folder with --out FOLDER.",
    )


def neighbour(path: Path) -> Path:
    """Return the temporary name beside `path` that this process writes to; the suffix is kept."""
    return path.with_name(f".new-{os.getpid()}-{path.name}")


def write(path: Path, data: bytes | str) -> None:
    """Write a file so that it is seen whole or not at all, even after a power cut."""
    write_parts(path, [data.encode() if isinstance(data, str) else data])


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file of parts that follow one another, one in memory at a time, as `write` does."""
    with explained(path), replacing(path) as fresh:
        fresh.unlink(missing_ok=True)
        with fresh.open("xb") as stream:  # never through a link that somebody put there
            stream.writelines(parts)
            stream.flush()
            os.fsync(stream.fileno())


def scribble(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Write a file whole or not at all, but for a power cut: for what may be lost.

    Raises:
        OSError: the disk refuses.
    """
    fresh = neighbour(path)
    try:
        fresh.unlink(missing_ok=True)
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
            stream.write(data)
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary neighbour to write to; it takes `path`'s place when the block is done."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = neighbour(path)
    try:
        yield fresh
        os.replace(fresh, path)
        sync(path.parent)
    finally:
        fresh.unlink(missing_ok=True)


def sync(folder: Path) -> None:
    """Let the names in a folder survive a power cut, where the system can promise that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def copy(source: Path, target: Path) -> None:
    """Write what `source` holds to `target`, whole or not at all.

    A copy and no link: what is then done to the one leaves the other as it was.
    """
    with explained(target):
        data = source.read_bytes()
    write(target, data)


def set_aside(path: Path) -> Path:
    """Give a file that is not ours to replace another name beside it, and return that."""
    stem, count = f"{path.stem}.by-hand", 1
    kept = path.with_name(f"{stem}{path.suffix}")
    while os.path.lexists(kept):
        count += 1
        kept = path.with_name(f"{stem}-{count}{path.suffix}")
    with explained(kept):
        path.rename(kept)
    return kept


def sweep(folder: Path) -> None:
    """Delete what unfinished runs left in a folder of ours; only for the holder of its lock."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for path in folder.iterdir():
        if not _TEMPORARY.fullmatch(path.name):
            continue
        if path.is_dir() and not path.is_symlink():
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
