"""A planned scene as a reader sees it: who is where, looks where, and has what."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from schemas.plan import PanelPlan, Plan, Segment

ON_THE_MOVE = frozenset(
    (
        "walking",
        "running",
        "tiptoeing",
        "marching",
        "staggering",
        "skating",
        "crawling",
        "swimming",
        "flying",
        "rowing",
        "dancing",
        "driving car",
        "riding bicycle",
        "riding scooter",
        "riding motorcycle",
        "riding horse",
    )
)
"""Poses of bodies that change their place."""
_HOLDING = ("holding", "reading", "carrying")
"""Poses with a thing in hand; one who sits at a desk with a laptop leaves it there."""
_HELD = ("hand", "carried")
_WORN = ("head", "face", "neck")


class SeenFigure(NamedTuple):
    """A character in a panel."""

    who: str
    x: float
    """The middle, in the panel's unit square."""
    facing: str
    pose: str | None
    held: frozenset[str]
    worn: frozenset[str]

    @property
    def moves(self) -> bool:
        """Whether it changes its place."""
        return self.pose in ON_THE_MOVE


class SeenPanel(NamedTuple):
    """A panel and the characters in it, by id, from left to right."""

    plan: PanelPlan
    figures: Mapping[str, SeenFigure]

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who is seen speaking aloud, in order."""
        loud = (each for each in self.plan.words.lines if each.how not in ("thought", "off-panel"))
        return tuple(dict.fromkeys(each.speaker for each in loud if each.speaker in self.figures))


class CraftFinding(NamedTuple):
    """Something that a professional would object to."""

    code: str
    panel: str
    message: str
    hint: str
    keys: tuple[str, ...] = ()
    """Of the panel: where it would be mended, the first that it has."""


def seen(plan: Plan) -> Iterator[list[SeenPanel]]:
    """Yield the panels of one scene after another."""
    scene: list[SeenPanel] = []
    for panel in plan.panels:
        if scene and scene[-1].plan.scene != panel.scene:
            yield scene
            scene = []
        scene.append(SeenPanel(panel, _figures(panel)))
    yield scene


def follows_at_once(before: SeenPanel, after: SeenPanel) -> bool:
    """Tell whether no time passes between two panels: same place and hour, no caption between.

    A caption may say anything, in any language, and nearly always it says that time passes.
    """
    return before.plan.setting == after.plan.setting and not after.plan.words.captions


def _figures(panel: PanelPlan) -> dict[str, SeenFigure]:
    people = [each for each in panel.segments if each.way is None and ":" not in each.subject]
    people.sort(key=lambda each: each.region.bounds.centre[0])
    return {each.subject: _figure(each, panel, people) for each in people}


def _figure(segment: Segment, panel: PanelPlan, people: list[Segment]) -> SeenFigure:
    own = [each for each in panel.segments if each.way and _nearest(each, people) is segment]
    held = {_name(each) for each in own if each.way in _HELD}
    if segment.holds and (segment.pose_word or "").startswith(_HOLDING):
        held.add(segment.holds)
    return SeenFigure(
        segment.subject,
        segment.region.bounds.centre[0],
        segment.facing,
        segment.pose_word,
        frozenset(held),
        frozenset(_name(each) for each in own if each.way in _WORN),
    )


def _nearest(thing: Segment, people: list[Segment]) -> Segment:
    x, y = thing.region.bounds.centre
    return min(
        people,
        key=lambda each: (
            (each.region.bounds.centre[0] - x) ** 2 + (each.region.bounds.centre[1] - y) ** 2
        ),
    )


def _name(thing: Segment) -> str:
    return thing.subject.partition(":")[2].rstrip(" 0123456789")
