"""What a model may answer about prose: numbers of its pieces, never words of its own.

The author's text is cut into numbered pieces, and a model only says which of them a picture shows,
which are spoken, and by whom: so no word is lost, changed or brought in.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, get_args

from schemas.shots import SHOTS
from schemas.story import How
from storyboard.director.answer_parts import (
    closed,
    json_in,
    list_of,
    maybe,
    one_of,
    shown,
    text_of,
    word_of,
)
from storyboard.director.replies import Unfit
from storyboard.scripts.script import ScriptPanel, ScriptScene, Speech

LIGHTS = (
    "by day",
    "in the morning",
    "at noon",
    "in the afternoon",
    "in the evening",
    "at dusk",
    "at dawn",
    "at night",
)
WEATHERS = ("rain", "snow", "fog", "storm", "wind", "sunny", "cloudy")
_HOWS = get_args(How)
_LEAST = 0.8
"""The part of the pieces that an answer must place; the others join their neighbours."""


class Piece(NamedTuple):
    """A sentence of prose, or what somebody says in it."""

    text: str
    spoken: bool
    """Whether it stood in quotation marks."""


class Adaptation(NamedTuple):
    """Prose as scenes."""

    scenes: tuple[ScriptScene, ...]
    language: str | None = None


def adaptation_schema() -> dict[str, Any]:
    """Return the JSON Schema of an answer about a stretch of prose."""
    text, number = {"type": "string"}, {"type": "integer"}
    speech = {"piece": number, "who": text, "how": one_of(_HOWS)}
    panel = {
        "shows": list_of(number),
        "captions": list_of(number),
        "only_says_who_speaks": list_of(number),
        "speeches": list_of(closed(speech)),
        "shot": maybe(one_of(tuple(SHOTS))),
    }
    scene = {
        "place": maybe(text),
        "light": maybe(one_of(LIGHTS)),
        "weather": maybe(one_of(WEATHERS)),
        "panels": list_of(closed(panel)),
    }
    return closed({"language": text, "scenes": list_of(closed(scene))})


def read_adaptation(text: str, pieces: Sequence[Piece]) -> Adaptation:
    """Read a model's answer about numbered pieces of prose, whatever it is.

    Raises:
        Unfit: it is no JSON, names pieces or words that do not exist, or leaves too much out.
    """
    data = json_in(text)
    if not isinstance(data, dict):
        raise Unfit("the answer must be one JSON object")
    reading = _PieceReading(pieces)
    scenes = [reading.scene(each) for each in reading.records(data, "scenes")]
    lost = [number for number in range(1, len(pieces) + 1) if number not in reading.used]
    if len(lost) > (1 - _LEAST) * len(pieces):
        reading.problems.append(f"SB021: these pieces are in no panel: {lost[:40]}")
    kept = tuple(each for each in scenes if each.panels)
    if not kept:
        reading.problems.append("SB021: there is no panel")
    if reading.problems:
        raise Unfit("\n".join(reading.problems))
    return Adaptation(reading.with_the_rest(kept, lost), _language(data.get("language")))


def _language(said: Any) -> str | None:
    """Return the tag of a language, where an answer gives one."""
    known = isinstance(said, str) and said.isascii() and said.isalpha() and len(said) in (2, 3)
    return str(said).lower() if known else None


class _PieceReading:
    """An answer that is being read: its problems, and which piece is in which panel."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self.problems: list[str] = []
        self.used: set[int] = set()
        self._last: dict[int, int] = {}
        """By panel, in order: its last piece."""

    def records(self, data: dict[str, Any], key: str) -> list[dict[str, Any]]:
        rows = data.get(key) or []
        if not isinstance(rows, list) or any(not isinstance(row, dict) for row in rows):
            self.problems.append(f"SB022: {key} must be a list of objects")
            return []
        return rows[:200]

    def scene(self, data: dict[str, Any]) -> ScriptScene:
        light = word_of(data.get("light"), LIGHTS, "SB023", "light", self.problems)
        weather = word_of(data.get("weather"), WEATHERS, "SB023", "weather", self.problems)
        place = text_of(data.get("place"), "place", self.problems)
        said = [each for each in (place, light, weather) if each]
        return ScriptScene(
            place=place or "",
            light=light,
            weather=weather,
            panels=tuple(filter(None, map(self._panel, self.records(data, "panels")))),
            guesses=(f"the director's guess: {', '.join(said)}",) if said else (),
        )

    def _panel(self, data: dict[str, Any]) -> ScriptPanel | None:
        shown_ = list(self._numbers(data, "shows"))
        captions = list(self._numbers(data, "captions"))
        silent = list(self._numbers(data, "only_says_who_speaks"))
        speeches = list(self._speeches(data))
        numbers = [*shown_, *captions, *silent, *(number for number, _ in speeches)]
        if not numbers:
            return None
        self._last[len(self._last)] = max(numbers)
        shot = word_of(data.get("shot"), tuple(SHOTS), "SB023", "shot", self.problems)
        return ScriptPanel(
            action=" ".join(self._words(shown_)),
            captions=tuple(self._words(captions)),
            speeches=tuple(speech for _, speech in speeches),
            keys={"shot": shot} if shot else {},
            guesses=tuple(_guesses(speeches, self._words(silent), shot)),
        )

    def _numbers(self, data: dict[str, Any], key: str) -> Iterator[int]:
        rows = data.get(key) or []
        for number in rows if isinstance(rows, list) else [rows]:
            if self._is_new(number):
                yield number

    def _speeches(self, data: dict[str, Any]) -> Iterator[tuple[int, Speech]]:
        for row in self.records(data, "speeches"):
            who = text_of(row.get("who"), "who", self.problems)
            how = word_of(row.get("how"), _HOWS, "SB023", "how", self.problems)
            number = row.get("piece")
            if self._is_new(number) and who:
                assert isinstance(number, int)
                says = self._pieces[number - 1].text
                yield (
                    number,
                    Speech.model_validate({"speaker": who, "says": says, "how": how or "speech"}),
                )

    def _is_new(self, number: Any) -> bool:
        """Tell whether a piece exists and is in no panel yet, and remember that it is now."""
        whole = isinstance(number, int) and not isinstance(number, bool)
        if not whole or not 1 <= number <= len(self._pieces):
            self.problems.append(f"SB024: there is no piece {shown(number)}")
            return False
        new = number not in self.used
        self.used.add(number)
        return new

    def _words(self, numbers: Sequence[int]) -> list[str]:
        return [self._pieces[number - 1].text for number in numbers]

    def with_the_rest(
        self, scenes: tuple[ScriptScene, ...], lost: Sequence[int]
    ) -> tuple[ScriptScene, ...]:
        """Put the pieces that the answer left out beside those before them, and say so."""
        panels = [panel for scene in scenes for panel in scene.panels]
        for number in lost:
            text, spoken = self._pieces[number - 1]
            place = max((p for p, last in self._last.items() if last < number), default=0)
            panel = panels[place]
            told = f"the director left this out: {text}"
            panels[place] = (
                panel.but(captions=(*panel.captions, f"“{text}”"), guesses=(*panel.guesses, told))
                if spoken
                else panel.but(
                    action=f"{panel.action} {text}".strip(), guesses=(*panel.guesses, told)
                )
            )
        rest = iter(panels)
        return tuple(scene.but(panels=tuple(next(rest) for _ in scene.panels)) for scene in scenes)


def _guesses(
    speeches: Sequence[tuple[int, Speech]], silent: Sequence[str], shot: str | None
) -> Iterator[str]:
    chosen = ["what is one picture"]
    if shot:
        chosen.append(f"its shot ({shot})")
    if speeches:
        names = dict.fromkeys(speech.speaker for _, speech in speeches)
        chosen.append(f"who speaks ({', '.join(names)})")
    yield f"the director's choice: {', '.join(chosen)}"
    yield from (f"the text says: {text}" for text in silent)
