"""Makes the book of the pictures and writes it in every asked format, unless it is already so."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.base import digest_of
from schemas.book import Book, PanelImage
from schemas.errors import StoryboardError
from schemas.plan import Plan
from storyboard import files
from storyboard.building.manifest import Manifest, WrittenBook, read_manifest
from storyboard.building.own_fonts import font_files, with_own_fonts
from storyboard.digests import Digests, sha256_of
from storyboard.events import Notice, Written
from storyboard.formats import FORMATS, USUAL, BookFormat, chosen_formats
from storyboard.panels.sources import code_digest

if TYPE_CHECKING:
    from storyboard.writers.pieces import Pieces

_HOME = Path(__file__).parents[1]
_PRINT = 200
"""Pixels an inch below which a reader of paper sees them."""


def bind(
    plan: Plan,
    images: Mapping[str, PanelImage],
    *,
    root: Path,
    folder: Path,
    digests: Digests,
    formats: Sequence[str] = USUAL,
    name: str = "book",
    dpi: int | None = None,
) -> Iterator[Written | Notice]:
    """Write the book in every format that is asked for.

    A format that was made from the same plan, pictures and code, and is still whole, is left alone.

    Args:
        plan: the planned book.
        images: every panel's picture, by the panel's id.
        root: the story's folder, where fonts of its own lie.
        folder: the build directory.
        digests: of the pictures and fonts.
        formats: what to write.
        name: what the files are called.
        dpi: pixels an inch of pages, where a format has them; None is each format's own.

    Raises:
        StoryboardError: the disk refuses, or the book cannot be set (a missing font).
    """
    for font in font_files(plan):
        digests.of(root / font)  # So that a changed font is seen without reading the story.
    plan = with_own_fonts(plan, root)
    pictures = {image.path: digests.of(Path(image.path)) for image in images.values()}
    source = _source(plan, images, pictures, digests)
    book = None
    pieces = _pieces(pictures, folder, digests, name)
    for kind in chosen_formats(formats, dpi=dpi):
        place = kind.place(name)
        known = read_manifest(folder).books.get(place)
        same = known is not None and (known.source, known.dpi) == (source, kind.dpi)
        fresh = same and known is not None and known.is_whole(folder, digests)
        if not fresh:
            if book is None:
                book = _book(plan, images, folder, digests)
                notes = (f"{note.panel}: {note.message}" for note in book.notes)
                yield from (Notice(told, advice=True) for told in (*notes, *coarse(book)))
            yield from _replaced(book, kind, folder / place, source, digests, pieces)
        yield Written(folder / place, fresh)
    if book is not None:
        pieces.forget()
    yield from _older(folder, name, source, asked=formats)


def _source(
    plan: Plan, images: Mapping[str, PanelImage], pictures: Mapping[str, str], digests: Digests
) -> str:
    """Digest all that a book is made from; `pictures` are digests by path."""
    return digest_of(
        {
            "plan": sha256(plan.model_dump_json().encode()).hexdigest(),
            "pictures": {panel: pictures[image.path] for panel, image in images.items()},
            "code": _code(digests),
        }
    )


def _older(folder: Path, name: str, source: str, *, asked: Sequence[str]) -> Iterator[Notice]:
    """Tell of books in other formats that show an earlier version."""
    books = read_manifest(folder).books
    for kind in FORMATS.values():
        place = kind.place(name)
        known = books.get(place)
        if kind.name in asked or known is None or known.source == source:
            continue
        if (folder / place).exists():
            advice = f"--format {','.join([*asked, kind.name])} brings it up to date"
            yield Notice(f"{folder / place} shows an earlier version of the book: {advice}")


def coarse(book: Book) -> Iterator[str]:
    """Say where pictures have too few pixels for print: a sentence, or none."""
    sharpness = {
        panel.image.panel: 72
        * min(panel.image.width / panel.box.width, panel.image.height / panel.box.height)
        for page in book.pages
        for panel in page.panels
    }
    found = {panel: ppi for panel, ppi in sharpness.items() if ppi < _PRINT}
    if found and book.reading != "scroll":
        worst = min(found, key=found.__getitem__)
        yield (
            f"{len(found)} of {len(sharpness)} panels have fewer than {_PRINT} pixels an inch on "
            f"the page, {worst} the fewest ({found[worst]:.0f}): good on screens, coarse in print; "
            "a higher resolution of the renderer, or smaller frames, give more"
        )


def _book(plan: Plan, images: Mapping[str, PanelImage], folder: Path, digests: Digests) -> Book:
    from storyboard.building.pages import make_book
    from storyboard.lettering.memory import LetteringMemory

    memory = LetteringMemory(folder / ".lettering", code=digest_of(_code(digests)))
    book = make_book(plan, images, letterer=memory.letter)
    memory.save()
    return book


def _pieces(pictures: Mapping[str, str], folder: Path, digests: Digests, name: str) -> "Pieces":
    from storyboard.writers.pieces import Pieces

    code = digest_of(_code(digests))
    return Pieces(folder / ".pieces", name=name, code=code, pictures=pictures)


def _code(digests: Digests) -> list[str]:
    """Return the digests of all that lays out, letters and writes."""
    parts = [_HOME / part for part in ("writers", "lettering", "fonts")]
    return [code_digest("storyboard.building.pages"), *(digests.of(part) for part in parts)]


def _replaced(
    book: Book, kind: BookFormat, target: Path, source: str, digests: Digests, pieces: "Pieces"
) -> Iterator[Notice]:
    """Write a format beside its place, note what it is, and move it there."""
    folder, fresh = target.parent, files.neighbour(target)
    _clear(fresh)
    with files.explained(target):
        for needed in (fresh, target) if kind.pages else (folder,):
            needed.mkdir(parents=True, exist_ok=True)
        try:
            _write(book, kind, fresh, pieces)
            pages = sorted(fresh.iterdir()) if kind.pages else []
            made = {f"{target.name}/{page.name}": page for page in pages} or {target.name: fresh}
            made_of = WrittenBook(source=source, dpi=kind.dpi, files={})
            yield from _moved(made, folder, target.name, made_of, digests)
        except StoryboardError as error:  # name the place that the author knows
            error.args = (str(error).replace(str(fresh), str(target)),)
            raise
        finally:
            _clear(fresh)


def _moved(
    made: Mapping[str, Path], folder: Path, place: str, made_of: WrittenBook, digests: Digests
) -> Iterator[Notice]:
    """Move new files over those of the manifest, and drop what a longer book had left."""
    manifest = read_manifest(folder)
    before = manifest.books.get(place, WrittenBook(source="", files={}))
    for name in sorted({*made, *before.files}):
        if notice := _spared(folder / name, before.files.get(name, ()), digests):
            yield notice
    after = {
        name: (*before.files.get(name, ())[-1:], sha256_of(path)) for name, path in made.items()
    }
    left = {name: known for name, known in before.files.items() if name not in made}
    _noted(manifest, place, made_of, {**left, **after}).save(folder)
    for name, path in made.items():
        os.replace(path, folder / name)
    for name in left:
        (folder / name).unlink(missing_ok=True)
    files.sync((folder / next(iter(made))).parent)
    _noted(manifest, place, made_of, after).save(folder)


def _noted(
    manifest: Manifest, place: str, like: WrittenBook, names: Mapping[str, tuple[str, ...]]
) -> Manifest:
    book = like.but(files=dict(names))
    return manifest.but(books={**manifest.books, place: book})


def _spared(path: Path, known: Sequence[str], digests: Digests) -> Notice | None:
    """Put aside what is not as it was written: somebody's work, or damage; nobody can tell."""
    if not os.path.lexists(path):
        return None
    if path.is_file() and not path.is_symlink() and digests.of(path) in known:
        return None
    kept = files.set_aside(path)
    return Notice(f"{path} was not as it had been written; it is kept as {kept}")


def _clear(fresh: Path) -> None:
    if fresh.is_dir() and not fresh.is_symlink():
        shutil.rmtree(fresh, ignore_errors=True)
    else:
        fresh.unlink(missing_ok=True)


def _write(book: Book, kind: BookFormat, path: Path, pieces: "Pieces") -> None:
    from storyboard import writers

    writers.write(book, kind, path, pieces=pieces)
