"""From the author's words to styled, measured text that knows where it may break."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from schemas.book import Run
from storyboard.fonts import BOOK_FONT, SYMBOL_FONTS, Style, advance, missing, normalised

_EMPHASIS = re.compile(r"(?<!\\)\*(?=\S)(.+?)(?<![\s\\])\*", re.DOTALL)
# A word may be parted after a dash or an ellipsis that more letters follow.
_BREAK = re.compile(r"[ \n]+|(?<=[\w][-–—…])(?=\w)|(?<=[—…])(?=\w)")


class StyledText(NamedTuple):
    """Characters with a style each, and the words as spans of them."""

    characters: str
    styles: tuple[Style, ...]
    words: tuple[tuple[int, int], ...]
    seams: frozenset[int] = frozenset()
    """The words that must begin a line: the author began one, or a hyphen was put before them."""

    def runs(self, first: int, last: int) -> tuple[Run, ...]:
        """Return the words first…last (both included) as runs of one style each."""
        start, end = self.words[first][0], self.words[last][1]
        return tuple(
            Run(
                text=text,
                font=style.family,
                weight="bold" if style.bold else "regular",
                italic=style.italic,
                heavy=style.heavy,
            )
            for style, text in self._stretches(start, end)
        )

    def width(self, first: int, last: int) -> float:
        """Return the width of the words first…last on one line, in ems."""
        start, end = self.words[first][0], self.words[last][1]
        return sum(advance(text, style) for style, text in self._stretches(start, end))

    def missing(self) -> tuple[str, ...]:
        """Return the characters that no font at hand draws, each once."""
        gaps = (
            gap
            for word in self.words
            for style, text in self._stretches(*word)
            for gap in missing(text, style)
        )
        return tuple(dict.fromkeys(gaps))

    def _stretches(self, start: int, end: int) -> Iterator[tuple[Style, str]]:
        for style, group in groupby(range(start, end), key=self.styles.__getitem__):
            yield style, "".join(self.characters[index] for index in group)


@lru_cache(maxsize=4096)
def styled(
    text: str,
    *,
    family: str = BOOK_FONT,
    bold: bool = True,
    italic: bool = False,
    base: str = BOOK_FONT,
) -> StyledText:
    """Read plain text with `*emphasis*`, which becomes bold italic (upright amid italics).

    A line that the author begins is begun. Letters that the family lacks are lent by `base`, the
    book's own font, then by the vendored ones.
    """
    plain = Style(family, bold, italic)
    loud = Style(family, bold=True, italic=not italic, heavy=bold)
    characters, styles = "", list[Style]()
    for part, emphatic in _parts(_spaced(text)):
        part = part.replace("\\*", "*")
        characters += part
        styles += _with_fallbacks(part, loud if emphatic else plain, base)
    words = _words(characters)
    begun = (
        index + 1
        for index, (one, two) in enumerate(pairwise(words))
        if "\n" in characters[one[1] : two[0]]
    )
    return StyledText(characters, tuple(styles), words, frozenset(begun))


def _spaced(text: str) -> str:
    """Return the text with single spaces, its lines kept."""
    lines = (" ".join(line.replace("\t", " ").split(" ")) for line in normalised(text).split("\n"))
    return "\n".join(line.strip() for line in lines).strip()


def hyphenated(text: StyledText, *, limit: float, language: str) -> StyledText:
    """Part the words wider than `limit` ems with hyphens, where the language parts them."""
    wide = [index for index in range(len(text.words)) if text.width(index, index) > limit]
    for index in reversed(wide):
        text = _parted(text, index, limit, language)
    return text


def _parted(text: StyledText, index: int, limit: float, language: str) -> StyledText:
    """Part one word, then its tail, until every piece fits (or is one letter)."""
    start, end = text.words[index]
    cut = _cut(text, start, end, limit, language)
    if cut is None:
        return text
    style = text.styles[cut - 1]
    head = text.characters[:cut] + "-" + text.characters[cut:]
    styles = (*text.styles[:cut], style, *text.styles[cut:])
    words = (
        *text.words[:index],
        (start, cut + 1),
        (cut + 1, end + 1),
        *((first + 1, last + 1) for first, last in text.words[index + 1 :]),
    )
    seams = {index + 1} | {seam + (seam > index) for seam in text.seams}
    parted = StyledText(head, styles, words, frozenset(seams))
    if parted.width(index + 1, index + 1) > limit:
        return _parted(parted, index + 1, limit, language)
    return parted


def _cut(text: StyledText, start: int, end: int, limit: float, language: str) -> int | None:
    """Find the last place whose left part, hyphen included, fits; else the first letter's end."""
    word = text.characters[start:end]
    places = _syllables(word, language) or range(2, len(word) - 1)
    for places_tried in (places, range(1, len(word))):
        fitting = [
            place
            for place in places_tried
            if advance(word[:place] + "-", text.styles[start]) <= limit
        ]
        if fitting:
            return start + fitting[-1]
    return start + 1 if len(word) > 1 else None


def _syllables(word: str, language: str) -> list[int]:
    import pyphen

    known = pyphen.language_fallback(language.replace("-", "_"))
    return [int(place) for place in pyphen.Pyphen(lang=known).positions(word)] if known else []


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    end = 0
    for match in _EMPHASIS.finditer(text):
        yield text[end : match.start()], False
        yield match[1], True
        end = match.end()
    yield text[end:], False


def _with_fallbacks(text: str, style: Style, base: str) -> list[Style]:
    gaps = set(missing(text, style)) - {"\n"}
    return [_fallback(letter, style, base) if letter in gaps else style for letter in text]


def _fallback(letter: str, style: Style, base: str) -> Style:
    for family in (base, BOOK_FONT, *SYMBOL_FONTS):
        other = style._replace(family=family)
        if not missing(letter, other):
            return other
    return style


def _words(characters: str) -> tuple[tuple[int, int], ...]:
    spans, start = [], 0
    for match in _BREAK.finditer(characters):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(characters)))
    return tuple((first, last) for first, last in spans if first < last)
