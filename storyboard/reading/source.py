"""A story file's text, and where its characters stand in it."""

import re
from bisect import bisect_right
from pathlib import Path
from typing import NamedTuple

from storyboard.diagnostics import Diagnostic, Related
from storyboard.diagnostics.codes import CODES

SIZE_LIMIT = 2_000_000
"""Bytes. A story of 200 panels has about 100 000."""

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Span = tuple[int, int]
"""Start and end offsets into the text."""


class Source:
    """A text with its name, able to tell lines and columns, which count from 1."""

    def __init__(self, text: str, *, name: str, folder: Path) -> None:
        self.text = text
        self.name = name
        self.folder = folder
        self._starts = [0, *(match.end() for match in _LINE_BREAK.finditer(text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """Return a line without its line break."""
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[self._starts[number - 1] : end].rstrip("\r\n")

    def line_start(self, offset: int) -> int:
        """Return the offset at which the line of `offset` starts."""
        return self._starts[bisect_right(self._starts, offset) - 1]

    def diagnostic(
        self,
        code: str,
        span: Span,
        message: str,
        *,
        expected: str | None = None,
        hint: str | None = None,
        related: tuple[tuple[Span, str], ...] = (),
    ) -> Diagnostic:
        """Build the diagnostic of a code for a stretch of the text."""
        line, column = self.position(span[0])
        end_line, end_column = self.position(max(span))
        notes = []
        for place, note in related:
            note_line, note_column = self.position(place[0])
            notes.append(Related(message=note, line=note_line, column=note_column))
        return Diagnostic(
            code=code,
            severity=CODES[code].severity,
            message=message,
            file=self.name,
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column,
            source_line=self.line(line),
            expected=expected,
            hint=hint,
            related=tuple(notes),
        )


class Unreadable(NamedTuple):
    """Why there is no text, as the one diagnostic of the file."""

    diagnostic: Diagnostic


def load(path: Path, *, size_limit: int = SIZE_LIMIT) -> Source | Unreadable:
    """Read a story file as text; whatever prevents it comes back as a diagnostic."""
    name = str(path.absolute()).encode(errors="surrogateescape")
    nothing = Source("", name=ascii(str(path))[1:-1], folder=path.parent)
    if not _is_utf8(name):
        return Unreadable(
            nothing.diagnostic(
                "SB001",
                (0, 0),
                "the file's name, or that of a folder around it, is not UTF-8",
                hint="rename it; books carry the names of their files",
            )
        )
    nothing = Source("", name=str(path), folder=path.parent)
    try:
        with path.open("rb") as file:
            data = file.read(size_limit + 1)
    except (OSError, ValueError) as error:
        return Unreadable(_unopened(path, error, nothing))
    if len(data) > size_limit:
        return Unreadable(
            nothing.diagnostic(
                "SB002",
                (0, 0),
                f"the file exceeds {size_limit / 1e6:g} MB, the limit of a story",
                hint="split a long book into several story files",
            )
        )
    return decoded(data, name=str(path), folder=path.parent)


def decoded(data: bytes, *, name: str, folder: Path) -> Source | Unreadable:
    """Decode a story file's bytes; a byte order mark at the start is dropped."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The text before the wrong byte tells its line and column.
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        rest = data[error.start : error.start + 200].decode("utf-8", errors="replace")
        source = Source(before + rest, name=name, folder=folder)
        return Unreadable(
            source.diagnostic(
                "SB003",
                (len(before), len(before) + 1),
                f"byte 0x{data[error.start]:02x} is not UTF-8",
                hint=_encoding_hint(data),
            )
        )
    source = Source(text, name=name, folder=folder)
    if forbidden := _FORBIDDEN.search(text):
        code = f"U+{ord(forbidden.group()):04X}"
        return Unreadable(
            source.diagnostic(
                "SB003",
                forbidden.span(),
                f"the control character {code} has no place in a story",
                hint="delete it; most editors can show invisible characters",
            )
        )
    return source


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _encoding_hint(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "the file looks like UTF-16; save it as UTF-8"
    return "save the file as UTF-8; older editors may have used Windows-1252 or Latin-1"


def _unopened(path: Path, error: OSError | ValueError, nothing: Source) -> Diagnostic:
    hint = None
    if isinstance(error, FileNotFoundError):
        why = "there is no such file"
        hint = _neighbour(path)
    elif isinstance(error, IsADirectoryError) or _is_folder(path):
        why, hint = "this is a folder, not a story file", _neighbour(path / "story.yaml")
    elif isinstance(error, PermissionError):
        why, hint = "reading the file is not permitted", "check its permissions"
    else:
        why = f"the file cannot be read: {getattr(error, 'strerror', None) or error}"
    return nothing.diagnostic("SB001", (0, 0), why, hint=hint)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _neighbour(path: Path) -> str | None:
    """Suggest a story file of the same folder."""
    from storyboard.diagnostics import nearest

    try:
        names = sorted(each.name for each in path.parent.glob("*.y*ml"))
    except (OSError, ValueError):
        return None
    near = nearest(path.name, names) or (names[0] if len(names) == 1 else None)
    return f"did you mean {path.parent / near}?" if near else None
