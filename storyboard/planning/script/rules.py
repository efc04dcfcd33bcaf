"""The rules that read an English action: who does what, beside whom, looking at whom.

The grammar is small and never guesses twice: a text is cut into clauses, each clause has
subjects (named, or taken over from the clause before), words, and others who are named in it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar

from schemas.directions import Directions, Role
from schemas.story import Character, Depth, Panel, Relation
from schemas.vocabulary.phrases import words_in
from storyboard.planning.script.mentions import SEPARATOR, Mention, mentions_in
from storyboard.planning.script.scene_graph import who_is_there

RelationWord = Literal[
    "left of", "right of", "in front of", "behind", "above", "below", "on", "beside", "near",
    "far from", "holding",
]  # fmt: skip

_BEFORE_OBJECT: tuple[tuple[str, RelationWord], ...] = (
    (r"(?:to|on) the left of", "left of"), (r"left of", "left of"),
    (r"(?:to|on) the right of", "right of"), (r"right of", "right of"),
    (r"in front of|before", "in front of"), (r"behind", "behind"),
    (r"above|over", "above"), (r"below|under|underneath", "below"), (r"on top of", "on"),
    (r"far (?:away )?from", "far from"), (r"near|close to|not far from", "near"),
    (r"beside|next to|alongside|by|with|against|between", "beside"),
    (r"(?:holds|holding|carries|carrying|cradles|cradling|hugs|lifts|lifting)(?: up)?", "holding"),
)  # fmt: skip
_Word = TypeVar("_Word", bound=str)
_PERCEIVES = re.compile(
    r"\b(?:watch|see|find|catch|spot|notice|hear)(?:s|es|ing)?\b", re.IGNORECASE
)
_SIDES: tuple[tuple[str, str], ...] = (
    (r"(?:on|from|at) the (?:far|very) left|far left", "far left"),
    (r"(?:on|from|at) the (?:far|very) right|far right", "far right"),
    (r"(?:on|from|at|in from) the left(?! of)", "left"),
    (r"(?:on|from|at|in from) the right(?! of)", "right"),
    (r"in the (?:middle|centre|center)", "centre"),
)

_DEPTHS: tuple[tuple[str, Depth], ...] = (
    ("in the foreground", "front"), ("in the background", "behind"),
)


class Clause(NamedTuple):
    """One thing that is said of somebody."""

    subjects: tuple[str, ...]
    words: str
    """The clause without the names."""
    objects: tuple[str, ...] = ()


class ActionReading(NamedTuple):
    """An action taken apart."""

    clauses: tuple[Clause, ...] = ()
    relations: tuple[Relation, ...] = ()
    gazes: Mapping[str, str] = {}
    """Who turns to whom."""
    sides: Mapping[str, str] = {}
    """Who is on which side of the picture."""
    depths: Mapping[str, Depth] = {}
    named: tuple[str, ...] = ()
    """Everyone who is there to be seen, in order of mention."""

    def words_about(self, subject: str) -> str:
        """Return the text of every clause about a character."""
        return ", ".join(clause.words for clause in self.clauses if subject in clause.subjects)

    @property
    def doers(self) -> tuple[str, ...]:
        """Whoever is the subject of a clause, in order."""
        return tuple(dict.fromkeys(who for clause in self.clauses for who in clause.subjects))


class RulesDirector:
    """Reads English actions by grammar and vocabulary; a `Director`."""

    def direct(
        self, panel: Panel, characters: Mapping[str, Character], present: Sequence[str]
    ) -> Directions:
        """Return what a panel's action asks for."""
        reading = read_action(panel.action, characters, present=present)
        found = Directions(
            roles={who: _role(reading, who, reading.words_about(who)) for who in reading.named},
            relations=reading.relations,
        )
        alone = who_is_there(panel, found)
        if len(alone) == 1 and not reading.words_about(alone[0]):
            # Where there is only one, everything that happens is about that one.
            role = _role(reading, alone[0], panel.action)
            return found.but(roles={**found.roles, alone[0]: role})
        return found


def _role(reading: ActionReading, who: str, words: str) -> Role:
    said = words_in(words)
    moods = (found.word for found in said if found.kind == "mood")
    return Role(
        poses=tuple(found.word for found in said if found.kind == "pose"),
        mood=next(moods, None), facing=reading.gazes.get(who), at=reading.sides.get(who),
        depth=reading.depths.get(who), acts=who in reading.doers,
    )  # fmt: skip


def read_action(
    action: str, characters: Mapping[str, Character], *, present: Sequence[str] = ()
) -> ActionReading:
    """Read an action; `present` are those known to be there, for "she", "both" and the like."""
    alone = tuple(present) if len(present) == 1 else ()
    mentions = mentions_in(action, characters, present)
    clauses: list[Clause] = []
    relations: list[Relation] = []
    gazes: dict[str, str] = {}
    for text, within in _clauses(action, mentions):
        clause, links = _read_clause(text, within, clauses[-1].subjects if clauses else alone)
        clauses += clause
        relations += links
        for link in links:
            gazes.setdefault(link.subject, link.object)
        for part in clause:
            for who in part.subjects:
                others = [other for other in part.objects if other != who]
                if others:
                    gazes.setdefault(who, others[0])
    named = dict.fromkeys(who for part in clauses for who in (*part.subjects, *part.objects))
    spoken_of = {who for mention in mentions for who in mention.who}
    return ActionReading(
        clauses=tuple(clauses), relations=tuple(relations), gazes=gazes,
        sides=_by_subject(clauses, _SIDES),
        depths=_by_subject(clauses, _DEPTHS),
        named=tuple(who for who in named if who in spoken_of or who in present),
    )  # fmt: skip


def _by_subject(
    clauses: Sequence[Clause], table: Sequence[tuple[str, _Word]]
) -> dict[str, _Word]:
    found: dict[str, _Word] = {}
    for clause in clauses:
        for pattern, word in table:
            if re.search(pattern, clause.words, re.IGNORECASE):
                for who in clause.subjects:
                    found.setdefault(who, word)
    return found


def _clauses(action: str, mentions: Sequence[Mention]) -> Iterator[tuple[str, list[Mention]]]:
    """Cut at punctuation and conjunctions, though not inside a group of names; and before "who"."""
    starts = [mention.start for mention in mentions]

    def within(position: int) -> bool:
        before = bisect_left(starts, position) - 1
        return before >= 0 and position < mentions[before].end

    cuts = [found.span() for found in SEPARATOR.finditer(action) if not within(found.start())]
    start = 0
    for stop, resume in [*cuts, (len(action), len(action))]:
        if action[start:stop].strip():
            inside = mentions[bisect_left(starts, start) : bisect_left(starts, stop)]
            yield (
                action[start:stop],
                [
                    mention._replace(start=mention.start - start, end=mention.end - start)
                    for mention in inside
                ],
            )
        start = resume


def _read_clause(
    text: str, mentions: Sequence[Mention], before: tuple[str, ...]
) -> tuple[list[Clause], list[Relation]]:
    """Split one clause into its subjects and objects, and collect how they stand to one another."""
    leads = bool(mentions) and _leads(text[: mentions[0].start])
    subjects = mentions[0].who if leads else before
    others = mentions[1:] if leads else mentions
    objects = tuple(dict.fromkeys(who for mention in others for who in mention.who))
    links = [
        Relation(subject=subject, relation=word, object=other)
        for mention in others
        if (word := _relation_before(text[: mention.start]))
        for subject in subjects
        for other in mention.who
        if subject != other
    ]
    clauses = [Clause(subjects, _without(text, mentions), objects)] if subjects else []
    if (
        others
        and _PERCEIVES.search(text[: others[0].start])
        and (rest := text[others[-1].end :].strip())
    ):
        # "Dee watches Ringo running": what follows is about Ringo.
        clauses = [Clause(subjects, _without(text[: others[-1].end], mentions), objects)]
        clauses.append(Clause(others[-1].who, rest))
    return clauses, links


def _leads(before: str) -> bool:
    """Tell whether a mention after these words opens the clause, as in "under a tree Dee waits"."""
    words = re.findall(r"\w+", before)
    return len(words) < 2 or not re.search(
        r"\b\w+(?:s|ing|ed)\b", before.lower().replace("this", "")
    )


def _relation_before(text: str) -> RelationWord | None:
    for pattern, word in _BEFORE_OBJECT:
        if re.search(rf"\b(?:{pattern})\s+(?:the\s+|both\s+)?$", text, re.IGNORECASE):
            return word
    return None


def _without(text: str, mentions: Sequence[Mention]) -> str:
    for mention in reversed(mentions):
        if mention.end <= len(text):
            text = f"{text[: mention.start]} {text[mention.end :]}"
    return " ".join(text.split())
