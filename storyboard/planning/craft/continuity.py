"""What must go on from panel to panel: who is there, what they have, and the hour of the day."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from storyboard.planning.craft.seen import CraftFinding, SeenFigure, SeenPanel, follows_at_once

_NIGHT = ("night", "midnight", "moon")
_DAY = ("day", "morning", "noon", "afternoon", "sunny", "sunshine")


def sudden_guests(scene: Sequence[SeenPanel]) -> Iterator[CraftFinding]:
    """Yield who is all at once between two who were there, without having come in."""
    met: set[str] = set()
    for before, after in pairwise(scene):
        met |= set(before.figures)
        if not follows_at_once(before, after):
            continue
        order = list(after.figures)
        old = [place for place, who in enumerate(order) if who in before.figures]
        for place, who in enumerate(order):
            between = bool(old) and old[0] < place < old[-1]
            if between and who not in met and not after.figures[who].moves:
                yield CraftFinding(
                    "SB105",
                    after.plan.id,
                    f"{who} is suddenly between {order[old[0]]} and {order[old[-1]]}",
                    f"let {who} come in: at: far left or far right, or walking, or a panel before",
                    ("characters", "action"),
                )


def lost_things(scene: Sequence[SeenPanel]) -> Iterator[CraftFinding]:
    """Yield what somebody holds or wears, and has no more in the next panel; once a thing."""
    told: set[tuple[str, str]] = set()
    for before, after in pairwise(scene):
        if not follows_at_once(before, after):
            continue
        for who, now in after.figures.items():
            then = before.figures.get(who)
            for thing in sorted(_lost(then, now, after)) if then else ():
                if (who, thing) not in told:
                    told.add((who, thing))
                    yield CraftFinding(
                        "SB106",
                        after.plan.id,
                        f"{who} had {_with_article(thing)} in {before.plan.id}, and has it no more",
                        "let it stay, or say in the action what becomes of it",
                        ("characters", "action"),
                    )


def turned_light(scene: Sequence[SeenPanel]) -> Iterator[CraftFinding]:
    """Yield where night becomes day or day night between two panels, and no caption says so."""
    for before, after in pairwise(scene):
        one, other = before.plan.setting, after.plan.setting
        hours = _hour(one.light), _hour(other.light)
        changed = None not in hours and hours[0] != hours[1]
        if changed and one.prompt == other.prompt and not after.plan.words.captions:
            yield CraftFinding(
                "SB107",
                after.plan.id,
                f"it is {hours[0]} in {before.plan.id}, and {hours[1]} here",
                "begin a scene, say in a caption that time has passed, or keep the light",
                ("setting", "action"),
            )


def _lost(then: SeenFigure, now: SeenFigure, after: SeenPanel) -> frozenset[str]:
    """Return what is gone where it would be seen: hands are out of sight in close shots."""
    action = after.plan.action.lower()
    near = after.plan.shot in ("close", "extreme-close")
    held = frozenset() if near else then.held - now.held - now.worn
    gone = held | (then.worn - now.worn - now.held)
    return frozenset(thing for thing in gone if thing.split()[-1].lower() not in action)


def _hour(light: str | None) -> str | None:
    words = (light or "").lower()
    if any(word in words for word in _NIGHT):
        return "night"
    return "day" if any(word in words for word in _DAY) else None


def _with_article(thing: str) -> str:
    return f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}"
