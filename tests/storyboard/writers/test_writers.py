"""Written books, read back: the same words in the same places in every format."""

import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pypdf
import pytest
from PIL import Image

from schemas.book import Book
from schemas.errors import AssetMissing, StoryboardError
from schemas.story import PageFormat, SoundEffect
from storyboard.building.pages import make_book
from storyboard.formats import FORMATS, chosen_formats
from storyboard.writers import write
from storyboard.writers.cbz import cbz_bytes, comic_info
from storyboard.writers.html import html_text
from storyboard.writers.pdf import pdf_bytes
from storyboard.writers.png import page_bytes, write_pages
from tests.storyboard.staged import drawn, figure, line, panel, plan

EVIL = '</script><script>alert("x")</script> & <b>bold</b> #import "x" \\n'


def staged(says: str = "I *told* you, “dear”… ♥") -> list:  # type: ignore[type-arg]
    return [
        panel(
            figure("ada", x=0.3),
            figure("bob", x=0.7),
            captions=["Monday."],
            lines=[line("ada", says), line("bob", "So?", "whisper")],
        ),
        panel(
            figure("ada", x=0.3),
            figure("bob", x=0.7),
            name="scene-2",
            lines=[
                line("bob", "WHAT", "shout"),
                line("ada", "Oh.", "thought"),
                line("cy", "Come in.", "radio"),
                line("cy", "Hey.", "off-panel"),
            ],
            effects=[SoundEffect(text="SLAM!", near="bob")],
        ),
    ]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    last = panel(figure("ada", x=0.5), name="scene-3", lines=[line("ada", "End.")])
    planned = plan(staged(), [last])
    return make_book(planned, drawn(planned, tmp_path))


def words_of(book: Book) -> list[str]:
    return [word for text in texts_of(book) for word in text.split()]


def texts_of(book: Book) -> Iterator[str]:
    for page in book.pages:
        for placed in page.panels:
            for lettering in placed.letterings:
                yield " ".join(one.text for one in lettering.lines)
        for margin in page.margins:
            yield margin.line.text


def pdf_of(book: Book) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf_bytes(book)), strict=True)


def tags(reader: pypdf.PdfReader) -> list[tuple[str, str | None]]:
    """Every structure element and its alternative text, in reading order."""
    found: list[tuple[str, str | None]] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict) and "/S" in node:
            found.append((node["/S"], node.get("/Alt")))
            walk(node.get("/K", []))

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


class TestPdf:
    def test_its_text_is_the_books_words_in_order(self, book: Book) -> None:
        text = " ".join(page.extract_text() for page in pdf_of(book).pages)
        assert text.split() == words_of(book)

    def test_pictures_have_alternative_texts_and_balloons_are_paragraphs(self, book: Book) -> None:
        found = tags(pdf_of(book))
        assert [alt for tag, alt in found if tag == "/Figure"] == [
            "What scene-1 shows",
            "What scene-2 shows",
            "What scene-3 shows",
        ]
        kinds = [tag for tag, _ in found if tag in ("/Figure", "/P")]
        assert kinds == ["/Figure", *["/P"] * 3, "/Figure", *["/P"] * 5, "/Figure", "/P"]

    def test_title_author_and_language_are_told(self, book: Book) -> None:
        reader = pdf_of(book)
        assert reader.metadata is not None
        assert (reader.metadata.title, reader.metadata.author) == ("The Cup", "N. Body")
        root = reader.trailer["/Root"]
        assert root["/Lang"] == "en"
        assert root["/MarkInfo"]["/Marked"]

    def test_it_claims_pdf_ua(self, book: Book) -> None:
        assert b"pdfuaid:part" in pdf_bytes(book)

    def test_pages_are_as_large_as_planned(self, book: Book) -> None:
        assert [tuple(page.mediabox) for page in pdf_of(book).pages] == [(0, 0, 477, 738)] * 2

    def test_the_same_book_gives_the_same_bytes(self, book: Book) -> None:
        assert pdf_bytes(book) == pdf_bytes(book)

    def test_what_an_author_types_never_becomes_source(self, tmp_path: Path) -> None:
        planned = plan(staged('#panic("no") $x$ *so* [a] @b \\u{41} <c>'), title="#panic()")
        made = make_book(planned, drawn(planned, tmp_path))
        assert '#panic("no")' in pdf_of(made).pages[0].extract_text().replace("\n", " ")

    def test_a_bleed_gives_every_page_its_boxes(self, tmp_path: Path) -> None:
        planned = plan(staged(), page=PageFormat(bleed=9))
        (page,) = pdf_of(make_book(planned, drawn(planned, tmp_path))).pages
        assert tuple(page.mediabox) == tuple(page.bleedbox) == (0, 0, 495, 756)
        assert tuple(page.trimbox) == (9, 9, 486, 747)

    def test_fonts_are_embedded_and_only_ours(self, book: Book) -> None:
        names = set(re.findall(rb"/FontName/[A-Z]{6}\+([A-Za-z]+)", pdf_bytes(book)))
        assert {b"ComicNeue", b"Bangers"} <= names <= {b"ComicNeue", b"Bangers", b"NotoSansSymbols"}


class Page(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and data.strip():
            self.texts.append((self.elements[-1][0], data))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


class TestHtml:
    def test_every_measured_line_is_drawn_as_it_was_measured(self, book: Book) -> None:
        page = Page(html_text(book))
        lines = [attributes for attributes in page.all("text") if "textlength" in attributes]
        measured = [
            one
            for sheet in book.pages
            for placed in sheet.panels
            for lettering in placed.letterings
            for one in lettering.lines
        ]
        margins = sum(len(sheet.margins) for sheet in book.pages)
        assert len(lines) == len(measured) + margins
        widths = [float(attributes["textlength"] or 0) for attributes in lines]
        assert widths[0] == pytest.approx(measured[0].width, abs=0.01)

    def test_its_text_is_the_books_words_in_order(self, book: Book) -> None:
        said = [text for tag, text in Page(html_text(book)).texts if tag == "tspan"]
        assert "".join(said).replace(" ", "") == "".join(words_of(book))

    def test_listeners_hear_who_speaks_and_what_is_shown(self, book: Book) -> None:
        text = html_text(book)
        assert 'alt="What scene-2 shows"' in text
        for who in ("Ada: ", "Bob, whispering: ", "Bob, shouting: ", "Cy, over the radio: "):
            assert who in text

    def test_nothing_an_author_types_becomes_code(self, tmp_path: Path) -> None:
        planned = plan(staged(EVIL), title=EVIL, author=EVIL)
        page = Page(html_text(make_book(planned, drawn(planned, tmp_path))))
        assert len(page.all("script")) == 1
        assert not page.all("b")
        assert any("alert" in text for tag, text in page.texts if tag == "tspan")

    def test_it_asks_no_network_for_anything(self, book: Book) -> None:
        text = html_text(book)
        assert not re.findall(r"(?:https?:)?//[a-z]", re.sub(r"base64,[\w+/=]+", "", text))
        (policy,) = (
            attributes["content"] or ""
            for attributes in Page(text).all("meta")
            if attributes.get("http-equiv") == "Content-Security-Policy"
        )
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy

    def test_its_policy_lets_its_own_script_and_style_in(self, book: Book) -> None:
        import base64
        import hashlib

        text = html_text(book)
        for tag in ("script", "style"):
            match = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
            assert match
            digest = base64.b64encode(hashlib.sha256(match[1].encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}'" in text
        assert " style=" not in text
        assert " onclick=" not in text

    def test_fonts_are_embedded_with_just_the_letters_used(self, book: Book) -> None:
        import base64

        from fontTools.ttLib import TTFont

        fonts = re.findall(r"font/woff;base64,([\w+/=]+)", html_text(book))
        assert len(fonts) >= 3
        cmap = TTFont(io.BytesIO(base64.b64decode(fonts[0]))).getBestCmap()
        assert len(cmap) < 60

    def test_the_same_book_gives_the_same_bytes(self, book: Book) -> None:
        assert html_text(book) == html_text(book)


class TestPng:
    def test_pages_have_the_asked_resolution(self, book: Book, tmp_path: Path) -> None:
        paths = write_pages(book, tmp_path / "pages", dpi=72)
        assert [path.name for path in paths] == ["01.png", "02.png"]
        assert [Image.open(path).size for path in paths] == [(477, 738)] * 2

    def test_the_picture_shows_panel_balloon_and_paper(self, book: Book) -> None:
        page = Image.open(io.BytesIO(next(page_bytes(book, dpi=72)))).convert("RGB")
        placed = book.pages[0].panels[0]
        balloon = placed.letterings[1]
        assert page.getpixel((5, 5)) == (255, 255, 255)
        x, y = placed.box.right - 8, placed.box.bottom - 8
        assert page.getpixel((int(x), int(y))) == (0, 180, 220)
        left = int(balloon.box.left + 4), int(balloon.box.centre[1])
        assert page.getpixel(left) == (255, 255, 255)

    def test_a_bleed_is_trimmed_off(self, tmp_path: Path) -> None:
        planned = plan(staged(), page=PageFormat(bleed=9))
        (page,) = page_bytes(make_book(planned, drawn(planned, tmp_path)), dpi=72)
        assert Image.open(io.BytesIO(page)).size == (477, 738)


class TestCbz:
    def test_it_holds_the_pages_and_their_description(self, book: Book) -> None:
        archive = zipfile.ZipFile(io.BytesIO(cbz_bytes(book)))
        assert archive.namelist() == ["ComicInfo.xml", "01.png", "02.png"]
        assert all(item.compress_type == zipfile.ZIP_STORED for item in archive.infolist())

    def test_the_description_keeps_the_schemas_order(self, book: Book) -> None:
        root = ElementTree.fromstring(comic_info(book.but(reading="rtl")))
        assert [element.tag for element in root] == [
            "Title",
            "Writer",
            "PageCount",
            "LanguageISO",
            "Manga",
            "Pages",
        ]
        assert root.findtext("Manga") == "YesAndRightToLeft"
        assert root.findtext("PageCount") == "2"

    def test_the_same_book_gives_the_same_bytes(self, book: Book) -> None:
        assert cbz_bytes(book) == cbz_bytes(book)


@pytest.mark.parametrize("name", FORMATS)
def test_a_book_is_written_in_every_format(book: Book, tmp_path: Path, name: str) -> None:
    kind = FORMATS[name]
    path = tmp_path / "new" / kind.place("book")
    write(book, kind, path)
    begins = {"pdf": b"%PDF-", "html": b"<!doctype html>", "cbz": b"PK", "png": b"\x89PNG"}
    made = path / "01.png" if kind.pages else path
    assert made.read_bytes().lstrip().startswith(begins[name])
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_an_unknown_format_is_answered_with_the_known_ones() -> None:
    with pytest.raises(StoryboardError, match='not written as "docx"') as caught:
        chosen_formats(["pdf", "docx"])
    assert "pdf, html, png, cbz" in str(caught.value.hint)
    assert caught.value.exit_code == 2


def test_nothing_is_left_in_the_system_s_folder_for_temporary_files(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "TemporaryDirectory", lambda **_: pytest.fail("made there"))
    for kind in FORMATS.values():
        write(book, kind, tmp_path / kind.place("book"))
    assert not list(tmp_path.glob(".new-*"))


@pytest.mark.parametrize("name", ["pdf", "html"])
def test_a_lost_picture_is_named_and_the_old_book_stays(
    book: Book, tmp_path: Path, name: str
) -> None:
    path = tmp_path / f"book.{name}"
    path.write_text("old")
    picture = Path(book.pages[0].panels[0].image.path)
    picture.write_bytes(b"not a picture")
    with pytest.raises(AssetMissing, match="scene-1"):
        write(book, FORMATS[name], path)
    assert path.read_text() == "old"
