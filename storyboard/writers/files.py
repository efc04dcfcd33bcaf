"""Writing files so that a reader sees the old one or the new one, never half of it."""

import os
import tempfile
from pathlib import Path

from schemas.errors import StoryboardError


def written(path: Path, data: bytes) -> None:
    """Write the file by way of a temporary neighbour.

    Raises:
        StoryboardError: the folder cannot be written to, or the disk is full.
    """
    neighbour = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            neighbour = Path(file.name)
            file.write(data)
        neighbour.chmod(0o666 & ~_umask())
        os.replace(neighbour, path)
    except OSError as error:
        if neighbour is not None:
            neighbour.unlink(missing_ok=True)
        raise StoryboardError(f"cannot write {path}: {error.strerror or error}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
