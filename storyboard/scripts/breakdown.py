"""A script's paragraphs cut into panels.

A paragraph of action begins a picture; what is said after it is said in it. A long exchange is cut,
because a panel holds few words: at most `SPEECHES` balloons and `WORDS` words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from storyboard.scripts.headings import read_heading
from storyboard.scripts.manners import manner_of
from storyboard.scripts.notes import keys_of
from storyboard.scripts.script import Element, Script, ScriptPanel, ScriptScene, Speech

SPEECHES = 4
"""Balloons a panel: more hide the picture."""
WORDS = 50
"""Words a panel; letterers hold 25 words a balloon and 50 a panel for the most."""

_GOES_ON = re.compile(r"[-–—]\s*(CONTINUOUS|SAME|(MOMENTS? )?LATER)\b", re.IGNORECASE)
NARRATORS = {"narrator", "narration", "caption"}

_SHOTS = {
    "extreme-wide": r"establishing( shot)?|extreme wide( shot)?|aerial( shot)?",
    "wide": r"wide( shot| on)?|long shot",
    "full": r"full shot|full figure",
    "medium": r"medium( shot| on)?|mid( shot)?|two[- ]shot|angle on",
    "extreme-close": r"extreme close[- ]?up|ecu",
    "insert": r"insert( shot| of| on)?|detail( of)?",
    "point-of-view": r"(\w+'s )?(p\.?o\.?v\.?|point of view)( shot| of)?",
    "close": r"close( on|[- ]?up( on| of)?)?|cu|tight( on)?",
    "over-shoulder": r"over (the |\w+'s )?shoulder|ots",
}


def broken_down(
    elements: Iterable[Element], *, title: str, author: str | None = None, language: str = "en"
) -> Script:
    """Cut paragraphs into scenes and panels; a script that names its panels is not cut further."""
    paragraphs = list(elements)
    named = any(each.kind in ("panel", "note") for each in paragraphs)
    scenes = [_scene(block, cut=not named) for block in _blocks(paragraphs)]
    kept = _lit([scene for scene in scenes if scene.panels])
    speeches = [each for scene in kept for panel in scene.panels for each in panel.speeches]
    names = dict.fromkeys(each.speaker for each in speeches)
    return Script(title=title, author=author, language=language, names=tuple(names), scenes=kept)


def _lit(scenes: Sequence[ScriptScene]) -> tuple[ScriptScene, ...]:
    """Give a scene whose heading says *later* or *continuous* the hour of the scene before."""
    lit: list[ScriptScene] = []
    for scene in scenes:
        goes_on = any(_GOES_ON.search(guess) for guess in scene.guesses)
        if lit and goes_on and scene.light is None and lit[-1].light:
            told = f"the hour of the scene before: {lit[-1].light}"
            scene = scene.but(light=lit[-1].light, guesses=(*scene.guesses, told))
        lit.append(scene)
    return tuple(lit)


def _blocks(paragraphs: Sequence[Element]) -> Iterator[list[Element]]:
    """Yield the paragraphs of one scene after another; a comic's page names its place below it."""
    block: list[Element] = []
    for element in paragraphs:
        begun = any(each.kind not in ("page", "remark") for each in block)
        if block and (element.kind == "page" or (element.kind == "heading" and begun)):
            yield block
            block = []
        block.append(element)
    if block:
        yield block


def _scene(elements: Sequence[Element], *, cut: bool) -> ScriptScene:
    scene = ScriptScene()
    panels: list[ScriptPanel] = []
    for element in elements:
        if element.kind == "heading":
            place, light, weather, name = read_heading(element.text)
            scene = ScriptScene(id=name, place=place, light=light, weather=weather)
            if element.text.upper().startswith(("INT", "EXT")):
                scene = scene.but(guesses=(f"the heading said: {element.text}",))
        elif element.kind == "note" and element.text.startswith("scene:"):
            scene = scene.but(keys=keys_of("scene", element.text))
        else:
            _add(panels, element, cut=cut)
    if scene.place and not panels:
        panels = [ScriptPanel(keys={"shot": "wide"}, guesses=("the script shows only the place",))]
    return scene.but(panels=tuple(panel for panel in panels if not panel.is_empty or panel.keys))


def _add(panels: list[ScriptPanel], element: Element, *, cut: bool) -> None:
    """Let a paragraph begin a panel or join the last one."""
    match element.kind:
        case "panel" | "note":
            panels.append(ScriptPanel(keys=keys_of("panel", element.text)))
        case "action" | "shot":
            _act(panels, element, cut=cut)
        case "caption":
            last = _open(panels)
            panels[-1] = last.but(captions=(*last.captions, element.text))
        case "sfx":
            last = _open(panels)
            panels[-1] = last.but(effects=(*last.effects, element.text))
        case "speech":
            _speak(panels, element, cut=cut)
        case "remark":
            last = _open(panels)
            panels[-1] = last.but(guesses=(*last.guesses, element.text))
        case _:
            pass


def _open(panels: list[ScriptPanel]) -> ScriptPanel:
    if not panels:
        panels.append(ScriptPanel())
    return panels[-1]


def _act(panels: list[ScriptPanel], element: Element, *, cut: bool) -> None:
    framed = shot_of(element.text, header=element.kind == "shot")
    keys = {"shot": framed.shot} if framed else {}
    action = framed.rest if framed else element.text
    last = panels[-1] if panels else None
    if last and (last.is_empty or not cut):
        whole = " ".join(filter(None, (last.action, action)))
        panels[-1] = last.but(action=whole, keys=keys | last.keys)
    else:
        panels.append(ScriptPanel(action=action, keys=keys))


def _speak(panels: list[ScriptPanel], element: Element, *, cut: bool) -> None:
    manner = manner_of(element.manner)
    speaker = as_name(element.speaker)
    last = _open(panels)
    if speaker.lower() in NARRATORS:
        panels[-1] = last.but(captions=(*last.captions, element.text))
        return
    if cut and _is_full(last, element.text):
        last = ScriptPanel(
            keys={"shot": "close", "characters": [speaker]},
            guesses=("the talk goes on: a picture of whoever speaks",),
        )
        panels.append(last)
    elif cut and last.keys.get("characters") and last.guesses and not last.action:
        seen = last.keys["characters"]
        if isinstance(seen, list) and speaker not in seen:
            last = last.but(keys={**last.keys, "characters": [*seen, speaker], "shot": "medium"})
    speech = Speech(speaker=speaker, says=element.text, how=manner.how, mood=manner.mood)
    guesses = tuple(f"{speaker}: ({rest})" for rest in manner.rest)
    panels[-1] = last.but(speeches=(*last.speeches, speech), guesses=(*last.guesses, *guesses))


def _is_full(panel: ScriptPanel, text: str) -> bool:
    words = sum(len(speech.says.split()) for speech in panel.speeches)
    return bool(panel.speeches) and (
        len(panel.speeches) >= SPEECHES or words + len(text.split()) > WORDS
    )


class Framed(NamedTuple):
    """A paragraph that begins with a shot."""

    shot: str
    rest: str
    """What is seen."""


def shot_of(text: str, *, header: bool = False) -> Framed | None:
    """Return the shot that a paragraph begins with and what follows; None if there is none.

    Only capitals, or a colon or dash behind the words, make them a shot: *Close the door* is none.
    Behind a panel's number, as a `header`, any spelling is one.
    """
    for shot, words in _SHOTS.items():
        found = re.match(rf"(?i)({words})(?:\s+shot)?(\s*[:.–—-]+\s*|\s+|$)", text)
        if found and (header or found[1].isupper() or found[0].rstrip()[-1:] in ":–—-"):
            rest = text[found.end() :].strip()
            whole = rest.lower() if rest.isupper() else rest
            return Framed(shot, whole[:1].upper() + whole[1:])
    return None


def as_name(spelled: str) -> str:
    """Return a speaker's name as readers see it: `OLD MIRA` is *Old Mira*."""
    plain = " ".join(spelled.split())
    return plain.title().replace("’S", "’s").replace("'S", "'s") if plain.isupper() else plain
