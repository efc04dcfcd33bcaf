"""Makes the book of the pictures and writes it in every asked format, unless it is already so."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from schemas.base import digest_of
from schemas.book import Book, PanelImage
from schemas.errors import StoryboardError
from schemas.plan import Plan
from storyboard import files
from storyboard.digests import Digests
from storyboard.events import Notice, Written
from storyboard.panels.fingerprints import code_digest
from storyboard.request import FORMATS, Format


def bind(
    plan: Plan, images: Mapping[str, PanelImage], *,
    folder: Path, digests: Digests, formats: Sequence[Format] = FORMATS, name: str = "book",
) -> Iterator[Written | Notice]:  # fmt: skip
    """Write the book as `name.pdf`, `name.html` and a folder of PNG pages.

    A format whose plan, pictures and code are as they were is left alone.

    Raises:
        StoryboardError: the disk refuses, or the book cannot be set (a missing font).
    """
    wanted = _digest(plan, images, digests)
    memory = folder / f".{name}.json"
    known = _remembered(memory)
    book = None
    for kind in formats:
        target = place(folder, kind, name=name)
        fresh = known.get(kind) == wanted and target.exists()
        if not fresh:
            if book is None:
                book = _book(plan, images)
                yield from (Notice(f"{note.panel}: {note.message}") for note in book.notes)
            with files.explained(target):
                _write(book, target)
            known[kind] = wanted
            files.write(memory, json.dumps(known, sort_keys=True))
        yield Written(target, fresh)


def place(folder: Path, kind: Format, *, name: str = "book") -> Path:
    """Return where a format of the book lies; PNG pages lie in a folder of their own."""
    pages = "pages" if name == "book" else f"pages-{name}"
    return folder / (pages if kind == "png" else f"{name}.{kind}")


def _digest(plan: Plan, images: Mapping[str, PanelImage], digests: Digests) -> str:
    home = Path(__file__).parents[1]
    parts = [home / part for part in ("writers", "lettering", "fonts") if (home / part).exists()]
    return digest_of({
        "plan": plan.digest(),
        "pictures": {panel: digests.of(Path(image.path)) for panel, image in images.items()},
        "code": [code_digest("storyboard.building.pages"), *(digests.of(part) for part in parts)],
    })  # fmt: skip


def _remembered(memory: Path) -> dict[str, str]:
    try:
        known = json.loads(memory.read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _book(plan: Plan, images: Mapping[str, PanelImage]) -> Book:
    from storyboard.building.pages import make_book

    return make_book(plan, images)


def _write(book: Book, target: Path) -> None:
    from storyboard import writers

    if target.suffix:
        with files.replacing(target) as fresh:
            writers.write(book, fresh)
        return
    fresh = files.neighbour(target)
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        writers.write_pages(book, fresh)
        _replace_pages(fresh, target)
    except StoryboardError as error:  # name the folder that the author knows
        error.args = (str(error).replace(str(fresh), str(target)),)
        raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _replace_pages(fresh: Path, target: Path) -> None:
    """Move the pages over the old ones and drop what a longer book had left."""
    target.mkdir(exist_ok=True)
    pages = {path.name for path in fresh.iterdir()}
    for name in sorted(pages):
        os.replace(fresh / name, target / name)
    for path in target.glob("[0-9]*.png"):
        if path.name not in pages:
            path.unlink()
