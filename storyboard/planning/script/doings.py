"""What bodies and faces do, as a text says it in words of the vocabulary."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from schemas.directions import PropRole, WordUse
from schemas.vocabulary.phrases import Found, canonical_mood, canonical_pose, words_in
from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.chunks import Chunk
from storyboard.planning.script.clauses import Walk
from storyboard.planning.script.handling import puts_on_hands, takes_from
from storyboard.planning.script.lexicon import is_unseen
from storyboard.planning.script.mentions import names_of
from storyboard.planning.script.prop_ways import is_mount, is_seat_without_verb
from storyboard.planning.script.states import says_wet
from storyboard.planning.script.things import is_extra
from storyboard.planning.script.tokens import Token
from storyboard.planning.touches import TOUCHES

_DROPS = "water drops"
_RIDDEN = ("riding horse",)
"""What one does in any case with one's legs, whatever the hands do."""


class Doings:
    """Poses and moods of everybody in a text that was walked over."""

    def __init__(
        self, action: str, tokens: Sequence[Token], chunks: Sequence[Chunk], walk: Walk
    ) -> None:
        self._action, self._tokens, self._chunks, self._walk = action, tokens, chunks, walk
        self._names = set(" ".join(names_of(walk.memory.characters)).split())
        self.poses: dict[str, list[str]] = {}
        """By id, in the order of the text."""
        self.moods: dict[str, list[str]] = {}
        self.strange_poses: dict[int, str] = {}
        """Those of strangers, by the first token of what they are called."""
        self.strange_moods = dict[int, str]()
        self.used = set[int]()
        """The tokens of which something was made."""
        self.said: list[WordUse] = []
        self._bodies_and_faces()
        self._wet()

    def drops(self) -> Iterator[PropRole]:
        """Yield the drops about everybody who is said to be wet."""
        wet = (use for use in self.said if use.kind == "state")
        for who in dict.fromkeys(who for use in wet for who in use.of):
            yield PropRole(noun=_DROPS, of=who)

    def _wet(self) -> None:
        """Say of whom a text says to be wet."""
        for at, token in enumerate(self._tokens):
            owners = self._walk.owners(at, mood=True)
            if owners and says_wet(token.lower) and at not in self.used:
                self._say(at, "state", owners, "wet", about=_DROPS)

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
            unsaid = self._sends_to_sleep(first) or self._is_no_door(first, last)
            if owners is None or unsaid or first in self._walk.quoted:
                continue
            word = self._as_done(found.word, first, owners)
            self.used.update(range(first, last + 1))
            self.said.append(
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
            given = self.poses if found.kind == "pose" else self.moods
            for who in owners:
                given.setdefault(who, []).append(word)
        self._given_and_taken()
        self._light_deeds()
        self._deeds_left_out()
        for who, mood in self._walk.moved.items():
            self.moods.setdefault(who, []).append(mood)
        self._left_open()
        self.strange_moods = {**self._walk.strange_moods, **self.strange_moods}

    def _left_open(self) -> None:
        """Give the poses that follow from what is done to somebody, or with what it is done."""
        for who, pose in (*self._walk.defending.items(), *self._on_things()):
            told = self.poses.setdefault(who, [pose])
            if pose in _RIDDEN and pose not in told:
                told.append(pose)

    def _on_things(self) -> Iterator[tuple[str, str]]:
        """Yield those of whom it is only said on which seat or animal they are, and their pose."""
        for met in self._walk.met:
            pose = None
            if is_seat_without_verb(met):
                pose = "lying" if met.chunk.lemma in ("bed", "bunk", "hammock") else "sitting"
            elif met.verb == "ride" and is_mount(met.chunk.lemma) and not met.leads:
                pose = "riding horse"
            if pose is not None:
                yield from ((who, pose) for who in met.subjects)

    def _given_and_taken(self) -> None:
        """Give their parts to those of whom one has what the other gets."""
        for who in (one for doers in puts_on_hands(self._walk) for one in doers):
            self.poses.setdefault(who, []).insert(0, "handing over")
        for part in takes_from(self._walk):
            self.poses.setdefault(part.who, []).insert(0, part.pose)
            if part.mood is not None:
                self.moods.setdefault(part.who, []).append(part.mood)

    def _sends_to_sleep(self, token: int) -> bool:
        """Tell whether a word says that somebody else falls asleep: rocks the baby to sleep."""
        to_sleep = [each.lower for each in self._tokens[max(0, token - 1) : token + 1]]
        verbs = (each.lemma for each in self._chunks if each.kind == "verb" and each.last < token)
        return to_sleep == ["to", "sleep"] and not lists.SENDING.isdisjoint(verbs)

    def _is_no_door(self, first: int, last: int) -> bool:
        """Tell whether one word says of eyes or a mouth, and no door, to be open or closed, or
        that anything is so: *opens her mouth*, *the door open*."""
        token = self._tokens[first]
        if first != last or token.lemmas.get("VERB") not in ("open", "close", "shut"):
            return False
        at = next(number for number, chunk in enumerate(self._chunks) if chunk.last >= first)
        beside = (*self._chunks[max(0, at - 1) : at], *self._chunks[at + 1 : at + 2])
        return self._chunks[at].kind != "verb" or any(chunk.body for chunk in beside)

    def _deeds_left_out(self) -> None:
        """Give the poses of those whose verb is left out, as it stands just before."""
        for who, verb, chunk in self._walk.gapped:
            word = self._tokens[verb.last].lower
            what = f"{word} {self._tokens[chunk.last].lower}"
            if pose := canonical_pose(what) or canonical_pose(word):
                for one in who:
                    self.poses.setdefault(one, []).append(pose)

    def _light_deeds(self) -> None:
        """Give the pose of a deed that a noun names: takes a bow, gives Sophie a hug."""
        for met in self._walk.met:
            chunk, light = met.chunk, met.verb in lists.LIGHT and not met.preposition
            named = is_unseen(chunk.lemma) or chunk.lemma == "bow"
            pose = canonical_pose(chunk.lemma) if light and named and not met.absent else None
            if pose is None or chunk.last in self.used:
                continue
            self._say(chunk.last, "pose", met.subjects, pose)
            for who in met.subjects:
                self.poses.setdefault(who, []).append(pose)

    def _say(
        self,
        at: int,
        kind: Literal["pose", "state"],
        of: tuple[str, ...],
        value: str,
        *,
        about: str = "",
    ) -> None:
        """Note what one token says."""
        token = self._tokens[at]
        self.used.add(at)
        self.said.append(
            WordUse(
                word=token.text,
                start=token.start,
                end=token.end,
                kind=kind,
                of=of,
                value=value,
                about=about,
            )
        )

    def _as_done(self, word: str, token: int, owners: Sequence[str]) -> str:
        """Return what those do who are named after "by": whoever is carried by Dee, Dee carries."""
        passive = any(
            chunk.passive and chunk.first <= token <= chunk.last
            for chunk in self._chunks
            if chunk.kind == "verb"
        )
        return "carrying" if word == "being carried" and passive and owners else word

    def _words(self) -> Iterator[Found]:
        """Yield the vocabulary's words; poses also where names or describing words stand among
        theirs: *takes Dee by the hand*, *rides a white horse*."""
        apart = [
            found
            for found in words_in(self._without(self._named()))
            if found.word in TOUCHES and found.kind == "pose"
        ]
        for token in self._tokens:
            face, looks, _ = token.lower.partition("-looking")
            if looks and (mood := canonical_mood(face)) is not None:
                yield Found(mood, "mood", token.start, token.end)
        described = tuple(self._described())
        for found in words_in(self._without(described)) if described else ():
            among = any(found.start < self._tokens[at].start < found.end for at in described)
            if among and found.kind == "pose":
                apart.append(found)
        felt = -1
        for found in words_in(self._action):
            met = any(found.start < other.end and other.start < found.end for other in apart)
            how = found.kind == "mood" and found.start == felt + 1
            felt = found.end if found.kind == "mood" else felt
            if how and self._action[found.start : found.end].startswith(("with ", "in ")):
                continue  # cries with rage
            if found.kind != "pose" or not met:
                yield found
        yield from apart

    def _named(self) -> Iterator[int]:
        """Yield the tokens of names."""
        for chunk in self._chunks:
            if (chunk.who or chunk.owner) and not chunk.pronoun:
                for at in range(chunk.first, chunk.last + 1):
                    if self._tokens[at].lower in self._names:
                        yield at

    def _described(self) -> Iterator[int]:
        """Yield the tokens that only say how a thing is."""
        for chunk in self._chunks:
            for at in chunk.modifiers:
                token = self._tokens[at]
                if token.can_be("ADJ") or token.gerund or token.past:
                    yield at

    def _without(self, tokens: Iterable[int]) -> str:
        """Return the action with blanks for some words: *takes       by the hand*."""
        text = self._action
        for at in tokens:
            token = self._tokens[at]
            text = text[: token.start] + " " * (token.end - token.start) + text[token.end :]
        return text

    def _by_a_stranger(self, token: int, found: Found) -> str:
        """Give a pose or mood to the stranger whose clause it is in; return what that one is."""
        led = (each for each in self._walk.met if each.leads and each.chunk.last < token)
        met = next(reversed(tuple(led)), None)
        if met is None or not is_extra(met):
            return ""
        given = self.strange_poses if found.kind == "pose" else self.strange_moods
        given.setdefault(met.chunk.first, found.word)
        return met.chunk.lemma
