"""All that a professional would object to in a plan, in the order of its panels."""

from collections.abc import Iterator

from schemas.plan import Plan
from storyboard.planning.craft.continuity import lost_things, sudden_guests, turned_light
from storyboard.planning.craft.line import crossed_line, missed_looks, turned_course
from storyboard.planning.craft.rhythm import equal_shots, unplaced
from storyboard.planning.craft.seen import CraftFinding, seen

_CHECKS = (
    equal_shots,
    crossed_line,
    missed_looks,
    turned_course,
    sudden_guests,
    lost_things,
    turned_light,
)


def reviewed(plan: Plan) -> tuple[CraftFinding, ...]:
    """Review every scene of a plan, whoever planned it."""
    order = {panel.id: number for number, panel in enumerate(plan.panels)}
    return tuple(sorted(_findings(plan), key=lambda each: (order[each.panel], each.code)))


def _findings(plan: Plan) -> Iterator[CraftFinding]:
    known: set[str] = set()
    for scene in seen(plan):
        yield from unplaced(scene, known)
        for check in _CHECKS:
            yield from check(scene)
