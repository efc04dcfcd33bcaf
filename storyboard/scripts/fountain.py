"""Screenplays in Fountain (fountain.io/syntax): read by fountain-tools, written plainly."""

import re
from collections.abc import Iterator
from typing import Any

from storyboard.scripts.breakdown import broken_down
from storyboard.scripts.headings import write_heading
from storyboard.scripts.notes import flow, is_ours, panel_note
from storyboard.scripts.script import Element, Script, ScriptPanel, Speech

_MARK = re.compile(r"\[\[(\d+)\]\]")
_BRACKETS = {"whisper": "whispering", "shout": "shouting", "thought": "thinking"}
_EXTENSIONS = {"off-panel": "O.S.", "radio": "on the phone"}


def read_fountain(text: str, *, title: str) -> Script:
    """Read a Fountain screenplay; `title` serves where its title page has none."""
    from fountain_tools.parser import Parser

    parser = Parser()
    parser.add_text(text)
    parser.finalize()
    entries = {
        entry.key.strip().lower(): _plain(entry.text) for entry in parser.script.titleEntries
    }
    return broken_down(
        _elements(parser.script),
        title=entries.get("title") or title,
        author=entries.get("author") or entries.get("authors"),
        language=entries.get("language", "en"),
    )


def _elements(script: Any) -> Iterator[Element]:
    """Yield what fountain-tools found, speakers joined with their words."""
    speaker = ""
    manner: list[str] = []
    for found in script.elements:
        text, notes = _without_notes(found.text_raw, script)
        match found.type.value:
            case "CHARACTER":
                speaker, manner = found.name.strip(), [found.extension or ""]
            case "PARENTHETICAL":
                manner.append(text.strip("() "))
            case "DIALOGUE" | "LYRIC" if speaker:
                yield from _said(speaker, tuple(filter(None, manner)), text)
                manner = manner[:1]
            case "HEADING":
                number = f" #{found.scene_number}#" if found.scene_number else ""
                yield Element("heading", text + number)
            case "ACTION" | "LYRIC" | "DIALOGUE":
                yield from _shown(found.text_raw, script)
                continue
            case "SECTION" | "SYNOPSIS":
                yield Element("remark", _plain(text))
            case _:
                pass
        yield from map(_noted, notes)


def _said(speaker: str, manner: tuple[str, ...], text: str) -> Iterator[Element]:
    plain = _plain(text)
    if speaker.upper() in ("SFX", "SOUND"):
        yield Element("sfx", plain)
    elif plain:
        yield Element("speech", plain, speaker, manner)


def _shown(text: str, script: Any) -> Iterator[Element]:
    """Yield paragraphs of action and the notes among them, in their order."""
    for paragraph in filter(str.strip, re.split(r"\n\s*\n", text)):
        bare, notes = _without_notes(paragraph, script)
        marks = [note for note in map(_noted, notes) if note.kind == "note"]
        yield from marks
        plain = _plain(bare.removeprefix("!"))
        effect = re.fullmatch(r"(?:SFX|SOUND)\s*:\s*(.+)", plain)
        if plain:
            yield Element("sfx", effect[1]) if effect else Element("action", plain)
        yield from (note for note in map(_noted, notes) if note not in marks)


def _noted(note: str) -> Element:
    return Element("note" if is_ours(note) else "remark", note)


def _without_notes(text: str, script: Any) -> tuple[str, list[str]]:
    notes = [script.notes[int(index)].text.strip() for index in _MARK.findall(text)]
    return re.sub(r"/\*\d+\*/", "", _MARK.sub("", text)).strip(), notes


def _plain(text: str) -> str:
    """Join lines and drop the emphasis that a story does not know: bold and underlines."""
    joined = " ".join(text.split())
    return re.sub(r"\*\*\*?(.+?)\*\*\*?", r"*\1*", joined).replace("_", "").strip()


def write_fountain(script: Script) -> str:
    """Write a script as Fountain; what a screenplay has no form for stands in notes."""
    head = {
        "Title": script.title,
        "Author": script.author,
        "Language": script.language if script.language != "en" else None,
    }
    lines = [f"{key}: {value}" for key, value in head.items() if value]
    for scene in script.scenes:
        lines += ["", write_heading(scene)]
        lines += ["", f"[[scene: {flow(scene.keys)}]]"] if scene.keys else []
        for panel in scene.panels:
            lines += ["", *_panel_lines(panel)]
    return "\n".join(lines) + "\n"


def _panel_lines(panel: ScriptPanel) -> Iterator[str]:
    yield panel_note(panel)
    if panel.action:
        # A leading mark keeps capitals and odd beginnings from being read as something else.
        yield ""
        yield f"!{panel.action}"
    for caption in panel.captions:
        yield from ("", "NARRATOR (V.O.)", caption)
    for speech in panel.speeches:
        yield from ("", *_speech_lines(speech))
    for effect in panel.effects:
        yield from ("", f"!SFX: {effect}")


def _speech_lines(speech: Speech) -> Iterator[str]:
    extension = _EXTENSIONS.get(speech.how)
    yield f"@{speech.speaker}" + (f" ({extension})" if extension else "")
    brackets = [_BRACKETS.get(speech.how), speech.mood]
    if said := ", ".join(filter(None, brackets)):
        yield f"({said})"
    yield speech.says
