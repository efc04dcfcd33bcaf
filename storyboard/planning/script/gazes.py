"""Who looks where: as the author or the action says, else at whom they talk to."""

from collections.abc import Iterator, Sequence
from typing import get_args

from schemas.cast import Facing
from schemas.directions import Directions
from schemas.story import Panel
from storyboard.planning.script.relation_graph import RelationGraph


def stated_gaze(
    graph: RelationGraph, who: str, directions: Directions, subjects: Sequence[str]
) -> str | None:
    """Return the direction that the author or the action gives a subject."""
    facing: str | None = graph.nodes[who].facing
    if facing is None or facing == who:
        faced = [each.b for each in graph.edges() if (each.a, each.word) == (who, "facing")]
        role = directions.roles.get(who)
        facing = faced[0] if faced else role.facing if role is not None else None
    known = facing in get_args(Facing) or facing in subjects
    return facing if known and facing != who else None


def conversation(panel: Panel, subjects: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Let those who talk face whom they address, and the others whoever speaks first."""
    lines = [line for line in panel.dialogue if line.speaker in subjects and line.how != "thought"]
    speakers = list(dict.fromkeys(line.speaker for line in lines))
    for who in subjects:
        if who not in speakers and speakers:
            yield who, speakers[0]
        elif len(speakers) > 1:
            yield who, _addressed(who, [line.speaker for line in lines])
        elif speakers and len(subjects) == 2:
            yield who, next(other for other in subjects if other != who)


def _addressed(who: str, turns: Sequence[str]) -> str:
    """Return whoever answers a speaker first, or else spoke just before."""
    after = [other for other in turns[turns.index(who) :] if other != who]
    before = [other for other in turns[: turns.index(who)] if other != who]
    return after[0] if after else before[-1]
