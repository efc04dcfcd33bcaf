"""The rules that read an English action: who does what, beside whom, with what, looking at whom.

The text is cut into chunks, and one walk over them keeps in mind whose clause this is, what is
done in it, and whether it is so or only thought, asked, denied or wished.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from schemas.directions import Directions, Role
from schemas.shots import ShotName
from schemas.story import Character, Depth, Panel
from schemas.vocabulary.phrases import words_in
from storyboard.planning.script.accounts import Accounts
from storyboard.planning.script.camera_words import said_at
from storyboard.planning.script.chunker import chunked
from storyboard.planning.script.chunks import CAMERA, Chunk
from storyboard.planning.script.clauses import Walk
from storyboard.planning.script.couples import coupled
from storyboard.planning.script.doings import Doings
from storyboard.planning.script.heading import headings
from storyboard.planning.script.mentions import Memory
from storyboard.planning.script.scene_graph import who_is_there
from storyboard.planning.script.things import extras_in, props_in
from storyboard.planning.script.tokens import Token, tokens_of

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

    def directions(self) -> Directions:
        """Return what the text asks for."""
        self._whose_things()
        done = Doings(self._action, self._tokens, self._chunks, self._walk)
        sides, depths = self._by_clause(_SIDES), self._by_clause(_DEPTHS)
        walk, heads = self._walk, dict(headings(self._tokens, self._walk))
        roles = {
            who: Role(
                poses=tuple(dict.fromkeys(done.poses.get(who, ()))),
                mood=next(iter(done.moods.get(who, ())), None),
                facing=heads.get(who, walk.facing.get(who)),
                away=who in walk.away and who not in heads,
                at=sides.get(who),
                depth=depths.get(who),
                acts=who in walk.doers,
            )
            for who in walk.there
        }
        relations = tuple(
            each for each in walk.relations if {each.subject, each.object} <= roles.keys()
        )
        accounts = Accounts(self._tokens, self._chunks, walk, done.used)
        uses = sorted((*done.said, *accounts.uses()), key=lambda use: use.start)
        strange = done.strange_poses, done.strange_moods
        return Directions(
            roles=roles,
            relations=relations,
            props=(*props_in(self._tokens, walk), *done.drops()),
            extras=tuple(extras_in(self._tokens, walk, *strange)),
            shot=self._shot(),
            uses=tuple(uses),
            not_understood=tuple(accounts.unread()),
        )

    def _whose_things(self) -> None:
        """Let those be there whose things a text is about, where it names nobody else."""
        walk = self._walk
        if not walk.there and not walk.memory.present:
            there = [each.chunk.owner for each in walk.met if not each.absent]
            walk.there.update(dict.fromkeys(who for owner in there for who in owner))

    def _shot(self) -> ShotName | None:
        """Return the shot that a text asks for: close on Dee, a wide view of the harbour."""
        for number, chunk in enumerate(self._chunks):
            said = said_at(self._tokens, chunk.first) if chunk.lemma == CAMERA else None
            if said is not None and said.shot is not None:
                part = any(each.body for each in self._chunks[number + 1 : number + 2])
                return "extreme-close" if part and said.shot == "close" else said.shot
        return None

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
