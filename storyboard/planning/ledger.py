"""The ledger of a panel: of every content word, whether the picture shows it."""

from collections.abc import Iterator, Mapping, Sequence

from renderers.places.said import said_of_place
from schemas.directions import Directions, WordUse
from schemas.plan import LedgerEntry, Segment, Shown
from schemas.plugins import AnySettings, PluginSettings
from schemas.story import Panel, Setting
from schemas.vocabulary.phrases import canonical_mood, canonical_pose, ranked_moods, ranked_poses
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.evidence import has_look, has_state, is_there
from storyboard.planning.staging.extras import SUBJECT as EXTRA
from storyboard.planning.staging.extras import mean_those_there
from storyboard.planning.staging.resting import SHOWN_SO
from storyboard.planning.staging.signs import NOISE
from storyboard.planning.touches import ON_FOOT, STRIDING

IN_STRIDE = {"pulling": frozenset({"walking"}), "pushing": frozenset({"walking"})}
"""What is seen to be done as well by legs that brace themselves."""


def ledger_of(
    panel: Panel,
    directions: Directions,
    bodies: Sequence[Body],
    segments: Sequence[Segment],
    setting: Setting,
    renderer: AnySettings,
) -> tuple[LedgerEntry, ...]:
    """Account for the words of an action, of its setting and of its staging, text by text.

    What no picture shows is left to the words where the renderer draws from words.

    Args:
        setting: the panel's, with the weather that the action tells.
    """
    seen = _Seen(panel, bodies, segments, setting)
    lacking: Shown = "words" if draws_from_words(renderer) else "not shown"
    acted = (
        LedgerEntry(
            word=use.word,
            start=use.start,
            end=use.end,
            kind=use.kind,
            shown="shown" if seen.shows(use) else lacking,
        )
        for use in directions.uses
    )
    placed = (
        LedgerEntry(
            word=said.word,
            start=said.start,
            end=said.end,
            told=said.part,
            shown="shown" if said.shown or seen.has_beside(said.word) else lacking,
        )
        for said in said_of_place(setting)
    )
    staged = (
        LedgerEntry(
            word=word,
            start=0,
            end=len(word),
            told="characters",
            shown="shown" if shown else lacking,
        )
        for word, shown in seen.stated()
    )
    return (*acted, *placed, *staged)


def shows_all(entries: Sequence[LedgerEntry]) -> bool:
    """Tell whether nothing that the action says is missing from the picture."""
    return all(entry.shown != "not shown" for entry in entries if entry.told == "action")


def not_shown(entries: Sequence[LedgerEntry]) -> Iterator[LedgerEntry]:
    """Yield what neither a picture shows nor a model is left to draw from words, each word once."""
    named = set[str]()
    for entry in entries:
        if entry.shown == "not shown" and entry.word.lower() not in named:
            named.add(entry.word.lower())
            yield entry


def draws_from_words(renderer: AnySettings) -> bool:
    """Tell whether a renderer's pictures can show what only the prompt says.

    The packaged model draws the packaged cast and places; any other model, and other
    distributions' renderers, are taken to know the words.
    """
    return isinstance(renderer, PluginSettings) or getattr(renderer, "model", "toon") != "toon"


class _Seen:
    """What is seen in a panel, to compare words with."""

    def __init__(
        self, panel: Panel, bodies: Sequence[Body], segments: Sequence[Segment], setting: Setting
    ) -> None:
        self._panel, self._segments, self._setting = panel, segments, setting
        self._drawn: Mapping[str, Body] = {body.id: body for body in bodies}
        self._stated = {who for who, one in panel.characters.items() if one.pose is not None}
        self._felt = {who for who, one in panel.characters.items() if one.mood is not None}

    def has(self, noun: str) -> bool:
        """Tell whether a thing is there that a noun names."""
        return is_there(noun, self._segments, self._setting)

    def has_beside(self, noun: str) -> bool:
        """Tell whether a thing of the place stands there by itself."""
        return is_there(noun, self._segments, Setting(prompt=""))

    def shows(self, use: WordUse) -> bool:
        """Tell whether the picture shows what a word of the action was taken for."""
        match use.kind:
            case "who":
                return all(who in self._drawn for who in use.of)
            case "pose":
                return self._done(use)
            case "mood":
                if use.about:
                    return any(each.mood == use.value for each in self._strangers(use.about))
                asked = (who for who in use.of if who not in self._felt)
                return all(_looks_so(self._drawn.get(who), use.value) for who in asked)
            case "thing":
                return self.has(use.value)
            case "extra":
                there = any(self._strangers(use.value))
                return there or mean_those_there(use.value, len(self._drawn), len(self._drawn))
            case "state":
                return has_state(use.value, use.about, self._segments)
            case "look":
                return has_look(use.value, use.about, self._segments, self._setting)
            case "deed":
                return self._heard(use)
        return True

    def stated(self) -> Iterator[tuple[str, bool]]:
        """Yield what the author says of how somebody is staged, and whether it is seen so."""
        for who, placement in self._panel.characters.items():
            body = self._drawn.get(who)
            if isinstance(placement.pose, str):
                pose = canonical_pose(placement.pose)
                yield placement.pose, pose is not None and _holds_so(body, pose)
            if placement.mood:
                mood = canonical_mood(placement.mood)
                yield placement.mood, mood is not None and _looks_so(body, mood)

    def _strangers(self, noun: str) -> Iterator[Segment]:
        named = (each for each in self._segments if each.subject.startswith(EXTRA))
        return (each for each in named if noun in each.subject)

    def _done(self, use: WordUse) -> bool:
        """Tell whether a pose is seen; what the author states in its place is as good."""
        if use.about:
            return any(
                _is_as_good(use.value, each.pose_word) for each in self._strangers(use.about)
            )
        ways = {each.way for each in self._segments}
        if use.value == "carrying" and ways & {"carried", "hand"}:
            return True
        if use.value in ("flying", "floating") and "ridden" in ways:
            return True
        return self._hold_so(use)

    def _hold_so(self, use: WordUse) -> bool:
        """Tell whether all hold themselves so; beside people who do, an animal need not."""
        drawn = self._drawn
        people = [who for who in use.of if who in drawn and drawn[who].kind == "person"]
        absent = [who for who in use.of if who not in drawn]
        asked = [who for who in (*absent, *(people or use.of)) if who not in self._stated]
        return all(_holds_so(drawn.get(who), use.value) for who in asked)

    def _heard(self, use: WordUse) -> bool:
        """Tell whether a noise is lettered, a bark beside WOOF, or drawn about who makes it."""
        words = (each.text for each in self._panel.sfx)
        lines = (line.says for line in self._panel.dialogue if line.speaker in use.of)
        drawn = any(each.token == NOISE for each in self._segments) and bool(use.of)
        return use.value == "noise" and (drawn or any((*words, *lines)))


def _is_as_good(pose: str, shown: str | None) -> bool:
    return ranked_poses(pose).get(shown or "standing", 9.0) < 1


def _holds_so(body: Body | None, pose: str) -> bool:
    """Tell whether a body shows a pose; skeletons with flesh on show every one.

    A picture of which nobody said the pose is taken to stand.
    """
    if body is None or not body.layers:
        return body is not None
    if pose == "standing" and body.posture == "standing":
        return True
    shown = body.pose_word or ""
    if pose in STRIDING and shown in ON_FOOT:
        return True  # They go so, hand in hand.
    so = SHOWN_SO.get(shown, frozenset()) | IN_STRIDE.get(shown, frozenset())
    return pose in (shown, *so) or _is_as_good(pose, body.pose_word)


def _looks_so(body: Body | None, mood: str) -> bool:
    if body is None or not body.layers:
        return body is not None
    if mood == "asleep" and body.posture == "lying":
        return True
    if body.mood is None:  # A picture of which nobody said the mood is taken to be calm.
        return body.lacks is None
    return ranked_moods(mood).get(body.mood, 9) < 1
