"""Screenplays of Final Draft (`.fdx`): XML whose paragraphs say what they are."""

from collections.abc import Iterator
from xml.etree import ElementTree

from schemas.errors import StoryInvalid
from storyboard.scripts.breakdown import broken_down
from storyboard.scripts.script import Element, Script


def read_final_draft(text: str, *, title: str) -> Script:
    """Read a Final Draft document.

    Raises:
        StoryInvalid: it is no XML, declares entities, or is no Final Draft document.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise StoryInvalid(
            "the file declares entities, which no Final Draft document does",
            hint="Save it again with Final Draft, or export it as Fountain.",
        )
    try:
        root = ElementTree.fromstring(text.encode())
    except ElementTree.ParseError as error:
        raise StoryInvalid(
            f"the file is not XML: {error}", hint="Save it again with Final Draft."
        ) from error
    if root.tag != "FinalDraft":
        raise StoryInvalid(
            f"the file is XML of another kind ({root.tag})",
            hint="Save it as .fdx, or export it as Fountain.",
        )
    heads = [_text(each) for each in root.iterfind("TitlePage/Content/Paragraph")]
    named = next((line for line in heads if line), title)
    return broken_down(_elements(root), title=named)


def _elements(root: ElementTree.Element) -> Iterator[Element]:
    speaker, manner = "", []
    for paragraph in root.iterfind("Content//Paragraph"):
        text = _text(paragraph)
        if not text:
            continue
        match paragraph.get("Type"):
            case "Scene Heading":
                yield Element("heading", text)
            case "Action" | "General" | "Shot":
                yield Element("action", text)
            case "Character":
                speaker, _, extension = text.partition("(")
                manner = [extension.rstrip(") ")]
            case "Parenthetical":
                manner.append(text.strip("()"))
            case "Dialogue" | "Lyrics" | "Singing":
                yield Element("speech", text, speaker.strip(), tuple(filter(None, manner)))
                manner = manner[:1]
            case _:
                pass


def _text(paragraph: ElementTree.Element) -> str:
    return " ".join("".join(each.text or "" for each in paragraph.iterfind("Text")).split())
