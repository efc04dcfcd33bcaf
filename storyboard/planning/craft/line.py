"""The line of action: who is left and right, who looks where, who moves where.

The 180° rule: while a scene goes on, the camera stays on one side of those who act, so that left
stays left, looks meet, and who runs to the right goes on to the right.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from storyboard.planning.craft.seen import CraftFinding, SeenFigure, SeenPanel, follows_at_once

_APART = 0.08
"""Whose middles are nearer than this, in panel widths, are neither left nor right."""
_SIDES = ("left", "right")


def crossed_line(scene: Sequence[SeenPanel]) -> Iterator[CraftFinding]:
    """Yield where two change sides between adjacent panels, and neither goes anywhere."""
    for before, after in pairwise(scene):
        if not follows_at_once(before, after):
            continue
        both = [who for who in after.figures if who in before.figures]
        for one, other in combinations(both, 2):
            sides = _side(before, one, other), _side(after, one, other)
            moved = any(panel.figures[w].moves for panel in (before, after) for w in (one, other))
            if {*sides} == {-1, 1} and not moved:
                yield CraftFinding(
                    "SB102",
                    after.plan.id,
                    f"{one} and {other} change sides between {before.plan.id} and this panel",
                    f"say where they are, e.g. at: left and at: right, or {other} left of {one}",
                    ("relations", "characters", "action"),
                )


def missed_looks(scene: Sequence[SeenPanel]) -> Iterator[CraftFinding]:
    """Yield where two who talk look past each other, in one panel or from panel to panel."""
    for panel in scene:
        for one, other in pairwise(panel.speakers):
            left, right = sorted((panel.figures[one], panel.figures[other]), key=lambda f: f.x)
            if (left.facing, right.facing) == _SIDES:
                yield _past_each_other(panel, left, right)
    for before, after in pairwise(scene):
        if follows_at_once(before, after) and (pair := _alone(before, after)):
            first, second = pair
            same_way = first.facing == second.facing and first.facing in _SIDES
            if first.who != second.who and same_way:
                yield _past_each_other(after, first, second)


def turned_course(scene: Sequence[SeenPanel]) -> Iterator[CraftFinding]:
    """Yield who moves one way, and the other way in the next panel."""
    for before, after in pairwise(scene):
        for who, now in after.figures.items():
            then = before.figures.get(who)
            if then is None or not (then.moves and now.moves and follows_at_once(before, after)):
                continue
            if {then.facing, now.facing} == {*_SIDES}:
                yield CraftFinding(
                    "SB104",
                    after.plan.id,
                    f"{who} moved to the {then.facing} in {before.plan.id}, and comes back here",
                    f"keep the way: characters: {{{who}: {{facing: {then.facing}}}}}",
                    ("characters", "action"),
                )


def _side(panel: SeenPanel, one: str, other: str) -> int:
    """Return 1 where one is left of the other, -1 where right, 0 where neither."""
    gap = panel.figures[other].x - panel.figures[one].x
    return 0 if abs(gap) < _APART else 1 if gap > 0 else -1


def _alone(before: SeenPanel, after: SeenPanel) -> tuple[SeenFigure, SeenFigure] | None:
    """Return the two of whom each is shown alone, talking."""
    if (
        len(before.speakers)
        == len(before.figures)
        == len(after.speakers)
        == len(after.figures)
        == 1
    ):
        return before.figures[before.speakers[0]], after.figures[after.speakers[0]]
    return None


def _past_each_other(panel: SeenPanel, one: SeenFigure, other: SeenFigure) -> CraftFinding:
    return CraftFinding(
        "SB103",
        panel.plan.id,
        f"{one.who} and {other.who} talk, and look past each other",
        f"let them meet: characters: {{{one.who}: {{facing: {other.who}}}}}, "
        "or turn one of the two single pictures round",
        ("characters", "action"),
    )
