"""What was worked out before, so that an edit costs what it changed and not the whole book.

A text is remembered under a digest of all that it comes of, and sealed: what was damaged, or was
written by another program or person, is as good as lost. Nothing but time depends on a memory.
"""

import hmac
import os
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from storyboard import files

SEAL = 32
"""Bytes of a seal."""
_KEY = 64
"""Letters of a key."""


def sealed(data: bytes) -> bytes:
    """Return data after its seal."""
    return _seal(data) + data


def unsealed(data: bytes) -> bytes | None:
    """Return sealed data without its seal; None where it is not as this person sealed it."""
    body = data[SEAL:]
    return body if hmac.compare_digest(data[:SEAL], _seal(body)) else None


class TextMemory:
    """Texts of one line, kept in a file between runs.

    Args:
        path: the file; None remembers only as long as this lives.
        code: tells this version of whatever makes the texts from any other.
    """

    def __init__(self, path: Path | None = None, *, code: str = "") -> None:
        self._path = path
        self._code = code.encode()
        self._known = _read(path)
        self._used: dict[str, bytes] = {}
        self.values: dict[str, Any] = {}
        """What texts were read as, for whoever asks again in this run."""

    def key(self, *parts: str | bytes) -> str:
        """Return a key for all that a text comes of, as parts in a fixed order."""
        digest = sha256(self._code)
        for part in parts:
            data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
            digest.update(b"%d " % len(data))
            digest.update(data)
        return digest.hexdigest()

    def find(self, key: str) -> bytes | None:
        """Return the text that was kept under a key, or None."""
        if (text := self._used.get(key)) is not None:
            return text
        line = self._known.get(key.encode())
        text = None if line is None else line[_SEALED:]
        if line is None or text is None or line[:_SEALED] != _line_seal(key, text):
            return None
        self._used[key] = text
        return text

    def keep(self, key: str, text: str | bytes) -> None:
        """Remember a text."""
        self._used[key] = text.encode() if isinstance(text, str) else text

    def save(self) -> None:
        """Write back what this run used, and forget the rest, if that changes anything.

        Raises:
            StoryboardError: the disk refuses.
        """
        lines = {
            key.encode(): self._known.get(key.encode()) or _line_seal(key, text) + text
            for key, text in self._used.items()
        }
        if self._path is not None and lines != self._known:
            files.write(self._path, b"\n".join(key + b" " + line for key, line in lines.items()))


_SEALED = 2 * SEAL


def _line_seal(key: str, text: bytes) -> bytes:
    return _seal(key.encode() + text).hex().encode()


def _read(path: Path | None) -> dict[bytes, bytes]:
    """Return the lines of a memory, their seals unproved."""
    if path is None:
        return {}
    with suppress(OSError):
        lines = path.read_bytes().split(b"\n")
        return {line[:_KEY]: line[_KEY + 1 :] for line in lines}
    return {}


def _seal(data: bytes) -> bytes:
    return hmac.digest(_secret(), data, "sha256")


@cache
def _secret() -> bytes:
    """Return what only this person's programs know, made when it is first needed."""
    from renderers.caching import cache_folder

    path = cache_folder() / "seal"
    with suppress(OSError):
        if len(known := path.read_bytes()) == SEAL:
            return known
    made = os.urandom(SEAL)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        files.scribble(path, made, mode=0o600)
        return path.read_bytes()  # Another run may have been faster.
    return made
