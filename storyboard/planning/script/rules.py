"""The rules that read an English action: who does what, beside whom, with what, looking at whom.

The text is cut into chunks, and one walk over them keeps in mind whose clause this is, what is
done in it, and whether it is so or only thought, asked, denied or wished.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from schemas.directions import Directions, PropRole, Role, WordUse
from schemas.story import Character, Depth, Panel
from schemas.vocabulary.phrases import Found, canonical_pose, words_in
from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.accounts import Accounts
from storyboard.planning.script.chunker import chunked
from storyboard.planning.script.chunks import Chunk
from storyboard.planning.script.clauses import Walk
from storyboard.planning.script.couples import coupled
from storyboard.planning.script.handling import puts_on_hands
from storyboard.planning.script.mentions import Memory, names_of
from storyboard.planning.script.scene_graph import who_is_there
from storyboard.planning.script.states import says_wet
from storyboard.planning.script.things import extras_in, is_extra, props_in
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


_DROPS = "water drops"
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
        self._strange_poses: dict[int, str] = {}
        self._strange_moods: dict[int, str] = {}
        self._used = set[int]()
        self._said: list[WordUse] = []

    def directions(self) -> Directions:
        """Return what the text asks for."""
        self._whose_things()
        self._bodies_and_faces()
        self._wet()
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
        accounts = Accounts(self._tokens, self._chunks, walk, self._used)
        uses = sorted((*self._said, *accounts.uses()), key=lambda use: use.start)
        strange = self._strange_poses, self._strange_moods
        return Directions(
            roles=roles,
            relations=relations,
            props=(*props_in(self._tokens, walk), *self._drops()),
            extras=tuple(extras_in(self._tokens, walk, *strange)),
            uses=tuple(uses),
            not_understood=tuple(accounts.unread()),
        )

    def _drops(self) -> Iterator[PropRole]:
        """Yield the drops about everybody who is said to be wet."""
        wet = (use for use in self._said if use.kind == "state")
        for who in dict.fromkeys(who for use in wet for who in use.of):
            yield PropRole(noun=_DROPS, of=who)

    def _wet(self) -> None:
        """Say of whom a text says to be wet."""
        for at, token in enumerate(self._tokens):
            owners = self._walk.owners(at, mood=True)
            if owners and says_wet(token.lower) and at not in self._used:
                self._used.add(at)
                self._said.append(
                    WordUse(
                        word=token.text,
                        start=token.start,
                        end=token.end,
                        kind="state",
                        of=owners,
                        value="wet",
                        about=_DROPS,
                    )
                )

    def _whose_things(self) -> None:
        """Let those be there whose things a text is about, where it names nobody else."""
        walk = self._walk
        if not walk.there and not walk.memory.present:
            there = [each.chunk.owner for each in walk.met if not each.absent]
            walk.there.update(dict.fromkeys(who for owner in there for who in owner))

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
            if owners is None or self._sends_to_sleep(first):
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
                    about="" if owners else self._by_a_stranger(first, found),
                )
            )
            given = self._poses if found.kind == "pose" else self._moods
            for who in owners:
                given.setdefault(who, []).append(word)
        for who in (one for doers in puts_on_hands(self._walk) for one in doers):
            self._poses.setdefault(who, []).insert(0, "handing over")
        self._light_deeds()
        self._deeds_left_out()
        for who, mood in self._walk.moved.items():
            self._moods.setdefault(who, []).append(mood)
        for who, pose in self._walk.defending.items():
            self._poses.setdefault(who, [pose])

    def _sends_to_sleep(self, token: int) -> bool:
        """Tell whether a word says that somebody else falls asleep: rocks the baby to sleep."""
        to_sleep = [each.lower for each in self._tokens[max(0, token - 1) : token + 1]]
        verbs = (each.lemma for each in self._chunks if each.kind == "verb" and each.last < token)
        return to_sleep == ["to", "sleep"] and not lists.SENDING.isdisjoint(verbs)

    def _deeds_left_out(self) -> None:
        """Give the poses of those whose verb is left out, as it stands just before."""
        for who, verb, chunk in self._walk.gapped:
            word = self._tokens[verb.last].lower
            what = f"{word} {self._tokens[chunk.last].lower}"
            if pose := canonical_pose(what) or canonical_pose(word):
                for one in who:
                    self._poses.setdefault(one, []).append(pose)

    def _light_deeds(self) -> None:
        """Give the pose of a deed that a noun names: takes a bow, gives Sophie a hug."""
        for met in self._walk.met:
            chunk, light = met.chunk, met.verb in lists.LIGHT and not met.preposition
            named = chunk.lemma in lists.UNSEEN or chunk.lemma == "bow"
            pose = canonical_pose(chunk.lemma) if light and named and not met.absent else None
            if pose is None or chunk.last in self._used:
                continue
            token = self._tokens[chunk.last]
            self._used.add(chunk.last)
            self._said.append(
                WordUse(
                    word=token.text,
                    start=token.start,
                    end=token.end,
                    kind="pose",
                    of=met.subjects,
                    value=pose,
                )
            )
            for who in met.subjects:
                self._poses.setdefault(who, []).append(pose)

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

    def _by_a_stranger(self, token: int, found: Found) -> str:
        """Give a pose or mood to the stranger whose clause it is in; return what that one is."""
        led = (each for each in self._walk.met if each.leads and each.chunk.last < token)
        met = next(reversed(tuple(led)), None)
        if met is None or not is_extra(met):
            return ""
        given = self._strange_poses if found.kind == "pose" else self._strange_moods
        given.setdefault(met.chunk.first, found.word)
        return met.chunk.lemma

    def _by_clause(self, table: Sequence[tuple[str, _Word]]) -> dict[str, _Word]:
        found: dict[str, _Word] = {}
        for first, last, subjects in self._walk.spans:
            text = self._action[self._tokens[first].start : self._tokens[last - 1].end]
            for pattern, word in table:
                if re.search(pattern, text, re.IGNORECASE):
                    for who in subjects:
                        found.setdefault(who, word)
        return found


def _vocabulary(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = words_in(text)
    return (
        tuple(each.word for each in found if each.kind == "pose"),
        tuple(each.word for each in found if each.kind == "mood"),
    )
