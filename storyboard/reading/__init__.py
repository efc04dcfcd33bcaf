"""Story files to `Story` values, with every problem of a file found at once.

text → nodes with positions (`syntax`, `compose`) → drafts (`panels`, `cast`, …) → `Story`.
"""

from os import PathLike
from pathlib import Path

from schemas.story import Story
from storyboard.diagnostics import Diagnostic
from storyboard.diagnostics.errors import StoryErrors
from storyboard.memory import TextMemory
from storyboard.reading.document import Document, read_document
from storyboard.reading.report import Report
from storyboard.reading.source import SIZE_LIMIT, Source, Unreadable, decoded, load
from storyboard.reading.syntax import parse

__all__ = ["Document", "check_file", "check_text", "read_file", "read_story"]


def read_story(path: str | PathLike[str]) -> Story:
    """Read a story file; warnings are passed over.

    Raises:
        StoryErrors: the file has errors; `diagnostics` are all of its problems.
    """
    story, problems = check_file(path)
    if story is None:
        raise StoryErrors(problems)
    return story


def check_file(
    path: str | PathLike[str], *, size_limit: int = SIZE_LIMIT
) -> tuple[Story | None, tuple[Diagnostic, ...]]:
    """Read a story file and return it with all its problems, sorted by place.

    The story is None exactly when one of the problems is an error.
    """
    document, problems = read_file(path, size_limit=size_limit)
    return document and document.story, problems


def read_file(
    path: str | PathLike[str], *, size_limit: int = SIZE_LIMIT, memory: TextMemory | None = None
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Read a story file as `check_file` does, and tell where its parts stand.

    Args:
        path: the file.
        size_limit: bytes that it may have.
        memory: knows scenes that were parsed before.
    """
    return _read(load(Path(path), size_limit=size_limit), Path(path), memory)


def check_text(
    text: str | bytes, *, name: str = "story.yaml", folder: Path = Path()
) -> tuple[Story | None, tuple[Diagnostic, ...]]:
    """Read a story from memory; the files it names are looked for in `folder`."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", errors="surrogatepass")
    document, problems = _read(decoded(data, name=name, folder=folder), Path(name))
    return document and document.story, problems


def _read(
    source: Source | Unreadable, path: Path, memory: TextMemory | None = None
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    if isinstance(source, Unreadable):
        return None, (source.diagnostic,)
    parsed = parse(source, memory=memory)
    report = Report(source, painted=parsed.painted)
    document = read_document(report, parsed.root, path=path) if parsed.complete else None
    problems = sorted(
        (*parsed.problems, *report.problems), key=lambda each: (each.line, each.column, each.code)
    )
    return None if any(each.is_error for each in problems) else document, tuple(problems)
