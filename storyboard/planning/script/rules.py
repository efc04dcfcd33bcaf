"""The rules that read an English action: who does what, beside whom, with what, looking at whom.

The text is cut into chunks, and one walk over them keeps in mind whose clause this is, what is
done in it, and whether it is so or only thought, asked, denied or wished.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from schemas.directions import Directions, Role, WordUse
from schemas.story import Character, Depth, Panel
from schemas.vocabulary.phrases import Found, words_in
from storyboard.planning.script.chunker import chunked
from storyboard.planning.script.chunks import Chunk
from storyboard.planning.script.clauses import Walk
from storyboard.planning.script.couples import coupled
from storyboard.planning.script.mentions import Memory, names_of
from storyboard.planning.script.scene_graph import who_is_there
from storyboard.planning.script.things import HAVING, extras_in, is_person, props_in, things_in
from storyboard.planning.script.tokens import Token, tokens_of
from storyboard.planning.touches import TOUCHES

_SIDES: tuple[tuple[str, str], ...] = (
    (r"(?:on|from|at) the (?:far|very) left|far left", "far left"),
    (r"(?:on|from|at) the (?:far|very) right|far right", "far right"),
    (r"(?:on|from|at|in from) the left(?! of)", "left"),
    (r"(?:on|from|at|in from) the right(?! of)", "right"),
    (r"in the (?:middle|centre|center)(?! of)", "centre"),
)
_DEPTHS: tuple[tuple[str, Depth], ...] = (
    ("in the foreground", "front"),
    ("in the background", "behind"),
)


_Word = TypeVar("_Word", bound=str)


class RulesDirector:
    """Reads English actions by grammar and vocabulary; a `Director`."""

    def direct(
        self, panel: Panel, characters: Mapping[str, Character], present: Sequence[str]
    ) -> Directions:
        """Return what a panel's action asks for."""
        found = coupled(read_action(panel.action, characters, present=present), characters)
        alone = who_is_there(panel, found)
        if len(alone) == 1 and alone[0] not in found.roles:
            # Where there is only one, everything that happens is about that one.
            poses, moods = _vocabulary(panel.action)
            role = Role(poses=poses, mood=moods[0] if moods else None)
            return found.but(roles={**found.roles, alone[0]: role})
        return found


def read_action(
    action: str, characters: Mapping[str, Character], *, present: Sequence[str] = ()
) -> Directions:
    """Read an action; `present` are those known to be there, for "she", "both" and the like."""
    if not action.strip():
        return Directions()
    tokens = tokens_of(action)
    chunks = chunked(tokens, characters)
    walk = Walk(tokens, chunks, Memory(characters, present))
    walk.run()
    return _Findings(action, tokens, chunks, walk).directions()


class _Findings:
    """A text that was walked over, on its way to directions."""

    def __init__(
        self, action: str, tokens: Sequence[Token], chunks: Sequence[Chunk], walk: Walk
    ) -> None:
        self._action, self._tokens, self._chunks, self._walk = action, tokens, chunks, walk
        self._names = set(" ".join(names_of(walk.memory.characters)).split())
        self._poses: dict[str, list[str]] = {}
        self._moods: dict[str, list[str]] = {}
        self._used = set[int]()
        self._said: list[WordUse] = []

    def directions(self) -> Directions:
        """Return what the text asks for."""
        self._bodies_and_faces()
        sides, depths = self._by_clause(_SIDES), self._by_clause(_DEPTHS)
        walk = self._walk
        roles = {
            who: Role(
                poses=tuple(dict.fromkeys(self._poses.get(who, ()))),
                mood=next(iter(self._moods.get(who, ())), None),
                facing=walk.facing.get(who),
                away=who in walk.away,
                at=sides.get(who),
                depth=depths.get(who),
                acts=who in walk.doers,
            )
            for who in walk.there
        }
        relations = tuple(
            each for each in walk.relations if {each.subject, each.object} <= roles.keys()
        )
        return Directions(
            roles=roles,
            relations=relations,
            props=tuple(props_in(self._tokens, walk)),
            extras=tuple(extras_in(self._tokens, walk)),
            uses=tuple(self._uses()),
            not_understood=tuple(self._unread()),
        )

    def _bodies_and_faces(self) -> None:
        """Give every pose and mood of the vocabulary to whoever does it."""
        starts = {token.start: index for index, token in enumerate(self._tokens)}
        ends = {token.end: index for index, token in enumerate(self._tokens)}
        parts_of_bodies = {
            chunk.last for chunk in self._chunks if chunk.kind == "noun" and chunk.body
        }
        for found in self._words():
            first, last = starts.get(found.start), ends.get(found.end)
            if first is None or last is None or (first == last and first in parts_of_bodies):
                continue
            owners = self._walk.owners(first, mood=found.kind == "mood")
            if owners is None:
                continue
            word = self._as_done(found.word, first, owners)
            self._used.update(range(first, last + 1))
            self._said.append(
                WordUse(
                    word=self._action[found.start : found.end],
                    start=found.start,
                    end=found.end,
                    kind=found.kind,
                    of=owners,
                    value=word,
                )
            )
            given = self._poses if found.kind == "pose" else self._moods
            for who in owners:
                given.setdefault(who, []).append(word)

    def _as_done(self, word: str, token: int, owners: Sequence[str]) -> str:
        """Return what those do who are named after "by": whoever is carried by Dee, Dee carries."""
        passive = any(
            chunk.passive and chunk.first <= token <= chunk.last
            for chunk in self._chunks
            if chunk.kind == "verb"
        )
        return "carrying" if word == "being carried" and passive and owners else word

    def _words(self) -> Iterator[Found]:
        """Yield the vocabulary's words; those of touch also where a name stands among them."""
        touching = [
            found
            for found in words_in(self._without_names())
            if found.word in TOUCHES and found.kind == "pose"
        ]
        for found in words_in(self._action):
            met = any(
                found.start < other.end and other.start < found.end
                for other in touching
                if found.kind == "pose"
            )
            if not met:
                yield found
        yield from touching

    def _without_names(self) -> str:
        """Return the action with blanks for names: *takes       by the hand*."""
        text = self._action
        for chunk in self._chunks:
            if chunk.pronoun or not (chunk.who or chunk.owner):
                continue
            for token in self._tokens[chunk.first : chunk.last + 1]:
                if token.lower in self._names:
                    blank = " " * (token.end - token.start)
                    text = text[: token.start] + blank + text[token.end :]
        return text

    def _by_clause(self, table: Sequence[tuple[str, _Word]]) -> dict[str, _Word]:
        found: dict[str, _Word] = {}
        for first, last, subjects in self._walk.spans:
            text = self._action[self._tokens[first].start : self._tokens[last - 1].end]
            for pattern, word in table:
                if re.search(pattern, text, re.IGNORECASE):
                    for who in subjects:
                        found.setdefault(who, word)
        return found

    def _uses(self) -> Iterator[WordUse]:
        """Yield what every noun and verb was taken for."""
        uses = [*self._said, *self._names_and_things(), *self._deeds()]
        yield from sorted(uses, key=lambda use: use.start)

    def _names_and_things(self) -> Iterator[WordUse]:
        nouns = {
            each.chunk.first: (each, noun) for each, noun in things_in(self._tokens, self._walk)
        }
        for met in self._walk.met:
            chunk = met.chunk
            if chunk.pronoun_alone or chunk.last in self._used:
                continue
            first, last = self._tokens[chunk.last].start, self._tokens[chunk.last].end
            word = self._tokens[chunk.last].text
            if met.who and not met.absent:
                yield WordUse(word=word, start=first, end=last, kind="who", of=met.who)
            elif chunk.first in nouns:
                noun = nouns[chunk.first][1]
                yield WordUse(word=word, start=first, end=last, kind="thing", value=noun)
            elif is_person(chunk.lemma) and not met.absent:
                yield WordUse(word=word, start=first, end=last, kind="extra", value=chunk.lemma)
            else:
                yield WordUse(word=word, start=first, end=last, kind="other")

    def _deeds(self) -> Iterator[WordUse]:
        """Yield the verbs; those of which a gaze or a relation was made are no deeds."""
        for number, chunk in enumerate(self._chunks):
            if chunk.kind != "verb" or set(range(chunk.first, chunk.last + 1)) & self._used:
                continue
            token = self._tokens[chunk.last]
            if (has := self._had_by(chunk)) and number in self._walk.mute:
                yield WordUse(
                    word=token.text, start=token.start, end=token.end, kind="thing", value=has
                )
                continue
            so = number in self._walk.mute and not chunk.negated
            yield WordUse(
                word=token.text, start=token.start, end=token.end, kind="deed" if so else "other"
            )

    def _had_by(self, verb: Chunk) -> str | None:
        """Return the thing that somebody has in the way that a verb says: carries, rides, eats."""
        for each, noun in things_in(self._tokens, self._walk):
            if each.verb == verb.lemma in HAVING and 0 < each.chunk.first - verb.last <= 2:
                return noun
        return None

    def _unread(self) -> Iterator[str]:
        """Yield the verbs of which no pose, gaze or relation was made."""
        for number, chunk in enumerate(self._chunks):
            if chunk.kind == "verb" and number in self._walk.mute:
                words = self._used & set(range(chunk.first, chunk.last + 1))
                if not words:
                    yield self._tokens[chunk.last].text


def _vocabulary(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = words_in(text)
    return (
        tuple(each.word for each in found if each.kind == "pose"),
        tuple(each.word for each in found if each.kind == "mood"),
    )
