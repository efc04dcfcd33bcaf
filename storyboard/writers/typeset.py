"""The book as typst reads it: the source of the PDF and of the PNG pages."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas.book import HEAVY, Book, Lettering, PlacedPanel, TextLine
from storyboard import files
from storyboard.fonts import BOOK_FONT, FONTS, own_fonts
from storyboard.writers.pictures import embedded

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).parent / "templates" / "book.typ"
_REMEMBERED = 10
"""Runs for which typst remembers what it laid out."""


def fonts() -> "typst.Fonts":
    """Return the vendored and the stories' own fonts, so that no machine's can slip in."""
    return _fonts(tuple(sorted(own_fonts().items())))[0]


@cache
def _fonts(
    own: tuple[tuple[str, Path], ...],
) -> tuple["typst.Fonts", tempfile.TemporaryDirectory[str]]:
    """Also return the folder of the stories' own, which must live as long as their fonts."""
    import typst

    folder = tempfile.TemporaryDirectory(prefix="storyboard-")
    for family, path in own:
        _rename(path, family, Path(folder.name) / f"{family}{path.suffix.lower()}")
    found = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(FONTS), folder.name],
    )
    return found, folder


def _rename(font: Path, family: str, copy: Path) -> None:
    """Copy a font under the family name by which runs call it."""
    from fontTools.ttLib import TTFont

    with TTFont(font, recalcTimestamp=False) as table:
        names = table["name"]
        for identity in (16, 17, 21, 22):
            names.removeNames(nameID=identity)
        for identity, text in ((1, family), (2, "Regular"), (4, family), (6, family)):
            names.removeNames(nameID=identity)
            names.setName(text.replace(" ", "-") if identity == 6 else text, identity, 3, 1, 0x409)
        table.save(copy)


def let_go() -> None:
    """Let typst forget what it has set; it keeps all that any of its last ten runs used.

    Of a long book that is eighty pages with their pictures unpacked, a gigabyte.
    """
    import typst

    for _ in range(_REMEMBERED + 1):
        typst.compile(b"", font_paths=fonts(), format="pdf")


@contextmanager
def source(book: Book, *, bleed: float = 0, beside: Path | None = None) -> Iterator[Path]:
    """Lay the book out in a temporary folder and give its main file.

    Each sheet is the trimmed page with `bleed` points more on every side. The folder is made beside
    what is written, where the next run sweeps it if this one is killed; else where the system
    likes.
    """
    with _scratch(beside) as folder:
        data = _book(book, bleed, folder)
        (folder / "book.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        main = folder / "book.typ"
        main.write_bytes(TEMPLATE.read_bytes())
        yield main


@contextmanager
def _scratch(beside: Path | None) -> Iterator[Path]:
    if beside is None:
        with tempfile.TemporaryDirectory(prefix="storyboard-") as name:
            yield Path(name)
        return
    folder = files.neighbour(beside.with_name("typeset"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _book(book: Book, bleed: float, folder: Path) -> dict[str, Any]:
    numbers = count()
    return {
        "title": book.title,
        "author": book.author or (),
        "language": book.language.split("-")[0],
        "font": BOOK_FONT,
        "border": book.border,
        "heavy": HEAVY,
        "width": book.width + 2 * bleed,
        "height": book.height + 2 * bleed,
        "pages": [
            {
                "panels": [_panel(panel, bleed, folder, next(numbers)) for panel in page.panels],
                "margins": [
                    {
                        "line": _line(margin.line, (-bleed, -bleed)),
                        "size": margin.size,
                        "colour": margin.colour,
                    }
                    for margin in page.margins
                ],
            }
            for page in book.pages
        ],
    }


def _panel(panel: PlacedPanel, bleed: float, folder: Path, number: int) -> dict[str, Any]:
    picture = embedded(panel.image)
    name = f"{number}.{picture.suffix}"
    (folder / name).write_bytes(picture.data)
    return {
        "image": name,
        "alt": panel.alt,
        "x": panel.box.left + bleed,
        "y": panel.box.top + bleed,
        "width": panel.box.width,
        "height": panel.box.height,
        "letterings": [_lettering(lettering, bleed) for lettering in panel.letterings],
    }


def _lettering(lettering: Lettering, bleed: float) -> dict[str, Any]:
    """Return a lettering with coordinates relative to its centre, about which it turns."""
    x, y = lettering.box.centre
    origin = (x, y)
    return {
        "x": x + bleed,
        "y": y + bleed,
        "rotation": lettering.rotation,
        "size": lettering.size,
        "colour": lettering.colour,
        "fill": lettering.fill,
        "stroke": lettering.stroke,
        "stroke_width": lettering.stroke_width,
        "dashed": lettering.dashed,
        "sharp": lettering.kind in ("shout", "radio", "caption"),
        "outlines": [
            {
                "start": _from(origin, curve.start),
                "segments": [[_from(origin, point) for point in part] for part in curve.segments],
            }
            for curve in lettering.outlines
        ],
        "lines": [_line(line, origin) for line in lettering.lines],
    }


def _line(line: TextLine, origin: tuple[float, float]) -> dict[str, Any]:
    x, baseline = _from(origin, (line.x, line.baseline))
    return {
        "x": x,
        "baseline": baseline,
        "width": line.width,
        "runs": [run.model_dump() for run in line.runs],
    }


def _from(origin: tuple[float, float], point: tuple[float, float]) -> list[float]:
    """Return a point relative to an origin, to a thousandth of a point."""
    return [round(point[0] - origin[0], 3), round(point[1] - origin[1], 3)]
