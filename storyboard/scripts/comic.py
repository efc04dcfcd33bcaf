"""Comic scripts in the form that Dark Horse and most editors ask for.

A page's header, each panel's header and description, then its words:

    PAGE ONE (2 PANELS)

    PANEL 1
    Dee waits under a tree. Rain.

    CAPTION: Monday.
    RINGO (whisper): I know.
    SFX: SPLASH
"""

import re
from collections.abc import Iterator

from storyboard.scripts.breakdown import broken_down
from storyboard.scripts.headings import write_heading
from storyboard.scripts.notes import flow
from storyboard.scripts.script import Element, Script, ScriptPanel, Speech

_NUMBER = r"(?:\d+|[a-z]+(?:-[a-z]+)?)"
_PAGE = re.compile(rf"(?i)^page\s+({_NUMBER})\b(?!\s*:)[^a-z]*(?:\(?.*panels?.*\)?)?[:.\s]*$")
_PANEL = re.compile(rf"(?i)^(?:panel|frame)\s+({_NUMBER})\b\s*[:.)\s–—-]*\s*(.*)$")
_WORDS = re.compile(r"^([A-Z][A-Z0-9 .'’&-]{0,40}?)\s*((?:\([^)]*\)\s*)*):\s*(.*)$")
_HEADING = re.compile(r"(?i)^(?:(?:setting|location)\s*:\s*|(?=(?:int|ext|est)[./\s]))")
_TITLE = re.compile(r"(?i)^(title|author|written by|language|by)\s*:\s*(.+)$")
_SPOKEN = {
    "whisper": "whisper",
    "shout": "shout",
    "thought": "thought",
    "radio": "radio",
    "off-panel": "off-panel",
}


def read_comic(text: str, *, title: str) -> Script:
    """Read a comic script; `title` serves where it names none."""
    head: dict[str, str] = {}
    body: list[str] = []
    for line in text.splitlines():
        found = None if body else _TITLE.match(line.strip())
        if found:
            head[found[1].lower()] = found[2].strip()
        elif line.strip() or body:
            body.append(line)
    return broken_down(
        _elements(body),
        title=head.get("title") or title,
        author=head.get("author") or head.get("written by") or head.get("by"),
        language=head.get("language", "en"),
    )


def looks_like_comic(text: str) -> bool:
    """Tell whether a text has headers of panels."""
    return any(_PANEL.match(line.strip()) for line in text.splitlines())


def _elements(lines: list[str]) -> Iterator[Element]:
    for paragraph in _paragraphs(lines):
        if page := _PAGE.match(paragraph):
            yield Element("page", page[1])
        elif panel := _PANEL.match(paragraph):
            yield from _panel_elements(panel[2].strip())
        elif (heading := _HEADING.match(paragraph)) and _is_heading(paragraph):
            yield Element("heading", paragraph[heading.end() :])
        elif paragraph.startswith("[[") and paragraph.endswith("]]"):
            yield Element("note", paragraph[2:-2].strip())
        elif said := _WORDS.match(paragraph):
            yield _words(said[1], said[2], said[3])
        else:
            yield Element("action", paragraph)


def _is_heading(paragraph: str) -> bool:
    """Tell a place from a sentence that begins with it: `EXT. A bakery. Priya waits.` is shown."""
    return ":" in paragraph[:10] or paragraph == paragraph.upper()


def _panel_elements(rest: str) -> Iterator[Element]:
    """Yield a panel's header: what stands behind its number is its shot, or its description."""
    note = rest.removeprefix("[[").removesuffix("]]").strip() if rest.startswith("[[") else ""
    yield Element("panel", note)
    if rest and not note:
        yield Element("shot", rest[1:-1] if re.fullmatch(r"\([^()]*\)", rest) else rest)


def _words(speaker: str, brackets: str, text: str) -> Element:
    manner = tuple(re.findall(r"\(([^)]*)\)", brackets))
    name = speaker.strip()
    plain = re.sub(r'^"([^"]*)"$', r"\1", text.strip())
    if name in ("CAPTION", "CAP", "CAPTIONS", "NARRATION", "NARRATOR"):
        return Element("caption", plain)
    if name in ("SFX", "FX", "SOUND", "SOUND EFFECT"):
        return Element("sfx", plain)
    return Element("speech", plain, name, manner)


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Join lines that belong together; headers and words stand alone however they are spaced."""
    held: list[str] = []
    for line in (*lines, ""):
        plain = " ".join(line.split())
        alone = any(pattern.match(plain) for pattern in (_PAGE, _PANEL, _WORDS, _HEADING))
        if held and (not plain or alone):
            yield " ".join(held)
            held = []
        if plain and (alone and not _WORDS.match(plain)):
            yield plain
        elif plain:
            held.append(plain)


def write_comic(script: Script) -> str:
    """Write a script in the comic form; a scene is a page, its place a heading above it."""
    lines = [f"Title: {script.title}"]
    lines += [f"Author: {script.author}"] if script.author else []
    lines += [f"Language: {script.language}"] if script.language != "en" else []
    for number, scene in enumerate(script.scenes, 1):
        count = len(scene.panels)
        lines += ["", f"PAGE {number} ({count} PANEL{'S' if count > 1 else ''})"]
        lines += ["", f"SETTING: {write_heading(scene).removeprefix('.')}"]
        lines += ["", f"[[scene: {flow(scene.keys)}]]"] if scene.keys else []
        for index, panel in enumerate(scene.panels, 1):
            lines += ["", *_panel_lines(index, panel)]
    return "\n".join(lines) + "\n"


def _panel_lines(index: int, panel: ScriptPanel) -> Iterator[str]:
    yield f"PANEL {index} [[panel: {flow(panel.keys)}]]" if panel.keys else f"PANEL {index}"
    if panel.action:
        yield panel.action
    for caption in panel.captions:
        yield from ("", f"CAPTION: {caption}")
    for speech in panel.speeches:
        yield from ("", _spoken(speech))
    for effect in panel.effects:
        yield from ("", f"SFX: {effect}")


def _spoken(speech: Speech) -> str:
    brackets = ", ".join(filter(None, [_SPOKEN.get(speech.how), speech.mood]))
    return f"{speech.speaker.upper()}{f' ({brackets})' if brackets else ''}: {speech.says}"
