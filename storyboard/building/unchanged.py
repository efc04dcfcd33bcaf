"""Knows without planning that nothing changed: a render that could only repeat the last one.

After a complete render the files it read and wrote are noted with size, time and inode, beside the
question it answered. While question and files are the same, the answer is too. Only this module's
few imports are paid for: no story is read, no value validated, no picture library loaded.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from storyboard import files
from storyboard.digests import Sign, changed, sign_of
from storyboard.events import Event, Notice, Planned, RenderResult, Written
from storyboard.request import Order

_PACKAGES = ("schemas", "renderers", "storyboard", "stories")
_CODE = {".py", ".json", ".html", ".j2", ".css", ".js", ".typ", ".ttf", ".otf", ".toml"}
_MEMORY = ".render.json"


def question(order: Order) -> str:
    """Digest what a render is asked: the story's text, the options, the program, where it runs.

    Raises:
        OSError: the story cannot be read.
    """
    asked = {
        "story": str(order.story.absolute()),
        "here": os.getcwd(),
        "text": hashlib.sha256(order.story.read_bytes()).hexdigest(),
        "options": order.options,
        "program": program(),
        "directed": _text_digest(order.story.with_suffix(".director.jsonl")),
        "picked": _text_digest(order.story.with_suffix(".lock.yaml")),
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


def _text_digest(path: Path) -> str | None:
    """Digest what a director has answered, or an author chosen, if there is any such file."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return hashlib.sha256(data).hexdigest()


@cache
def program() -> list[object]:
    """Return the names, sizes and times of the program's own files, as JSON can hold them."""
    home = Path(__file__).resolve().parents[2]
    return [_signed(home / package) for package in _PACKAGES]


def _signed(folder: Path) -> list[object]:
    rows: list[object] = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                rows.append(_signed(Path(entry.path)))
            elif os.path.splitext(entry.name)[1] in _CODE:
                status = entry.stat()
                rows.append([entry.name, status.st_size, status.st_mtime_ns])
    return [folder.name, rows]


def remember(asked: str, used: Mapping[Path, Sign], result: RenderResult) -> None:
    """Note a complete render, so that the next one like it can be spared.

    Args:
        asked: the `question`.
        used: the files that the pictures and the book were made from, as they were then.
        result: what the render left.

    Raises:
        StoryboardError: the disk refuses.
    """
    home = result.folder.absolute()
    signs = {str(path): sign for path, sign in used.items() if not path.is_relative_to(home)}
    made = {path.relative_to(result.folder).as_posix(): sign_of(path) for path in _results(result)}
    answer = {
        "books": [book.relative_to(result.folder).as_posix() for book in result.books],
        "fresh": [*result.fresh, *result.restored, *result.drawn],
        "notes": result.notes,
        "fell_short": result.fell_short,
        "strict": result.strict,
    }
    data = {"question": asked, "files": signs, "made": made, "answer": answer}
    files.write(result.folder / _MEMORY, json.dumps(data))


def forget(folder: Path) -> None:
    """Let the next render look at everything itself."""
    (folder / _MEMORY).unlink(missing_ok=True)


def _results(result: RenderResult) -> Iterator[Path]:
    for book in result.books:
        yield from sorted(book.iterdir()) if book.is_dir() else [book]
    yield from (result.folder / name for name in ("story.json", "plan.json"))
    yield from result.folder.glob("panels/*")


def answered(order: Order) -> tuple[Event, ...]:
    """Return the events of a render that finds everything as it left it; none if it may not."""
    if not order.whole:
        return ()
    try:
        result = recalled(order.folder, question(order))
    except OSError:
        return ()
    if result is None:
        return ()
    books = (Written(book, fresh=True) for book in result.books)
    short = (
        Notice(f"{panel}: falls short of the quality asked for") for panel in result.fell_short
    )
    return Planned((), len(result.fresh)), *short, *books, result


def recalled(folder: Path, asked: str) -> RenderResult | None:
    """Return the answer to a question that was asked last time, if all files are as they were.

    What was made is looked for in the folder itself, so that a copy never answers for its original.
    """
    try:
        memory = json.loads((folder / _MEMORY).read_bytes())
        if memory["question"] != asked:
            return None
        signs = {Path(path): sign for path, sign in memory["files"].items()}
        signs |= {folder / path: sign for path, sign in memory["made"].items()}
        if any(changed(signs)):
            return None
        answer = memory["answer"]
        books = tuple(folder / name for name in answer["books"])
        fresh, notes = tuple(answer["fresh"]), tuple(answer["notes"])
        return RenderResult(
            folder=folder,
            books=books,
            fresh=fresh,
            notes=notes,
            fell_short=tuple(answer["fell_short"]),
            strict=answer["strict"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
