"""Fonts that a story names: a family of the package, or a font file beside the story."""

from schemas.errors import AssetMissing
from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.reading.files import one_file
from storyboard.reading.keys import Kind, WithReport
from storyboard.reading.kinds import text
from storyboard.reading.nodes import Node

_TEXT = text("a font")


def _read(node: Node, context: WithReport) -> str | None:
    from storyboard.fonts import BOOK_FONT, EFFECT_FONT, SUFFIXES, known_family

    written: str | None = _TEXT.read(node, context)
    if written is None:
        return None
    if written.lower().endswith(SUFFIXES):
        return _file(node, context, SUFFIXES)
    family = known_family(written)
    if family is None:
        known = (BOOK_FONT, EFFECT_FONT)
        context.report.add(
            "SB070",
            node,
            f"there is no font {quoted(written)}",
            expected=listed([*known, "a font file such as fonts/Mine.ttf"]),
            hint=did_you_mean(written, known)
            or "put the font's file beside the story and name the file",
        )
    return family


def _file(node: Node, context: WithReport, suffixes: tuple[str, ...]) -> str | None:
    from storyboard.fonts import own_font

    name = one_file(context.report, node, what="a font", suffixes=suffixes)
    if name is None:
        return None
    try:
        own_font(context.report.source.folder / name)
    except AssetMissing as error:
        context.report.add("SB070", node, f"{quoted(name)} is not a font", hint=error.hint)
        return None
    return name


FONT = Kind(_read, _TEXT.schema)
"""The value is a family of the package, or a file's path relative to the story."""
