"""Arms that are painted apart: about somebody whom one hugs, before a thing that one carries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from renderers.cast.puppets.names import POSED, part_name
from renderers.cast.puppets.posed import posed_view
from schemas.geometry import FULL_FRAME, Box, Region
from schemas.plan import Arm, Segment
from storyboard.planning.casting.bodies import Body, Parting
from storyboard.planning.staging.prop_segments import SUBJECT
from storyboard.planning.staging.rounding import rounded
from storyboard.planning.staging.stage import PlacedBody, Wish


def with_arms(stood: PlacedBody, arms: Sequence[Parting]) -> PlacedBody:
    """Ask for arms to be painted apart; the last wish for an arm counts, undrawn ones have none."""
    if not arms or not stood.body.layers or not stood.body.layers[0].startswith(POSED):
        return stood
    wished = {arm.side: arm for arm in (*stood.body.arms, *arms)}
    return stood._replace(body=replace(stood.body, arms=tuple(wished.values())))


def parting(body: Body, side: str, subject: str, *, behind: bool = False) -> Parting:
    """Return the wish for the arm that is seen on a side of the figure, `r` or `l`."""
    right = (side == "r") != body.mirror
    return Parting("r" if right else "l", subject, behind)


def in_arms(row: Sequence[PlacedBody], wishes: Mapping[str, Wish]) -> tuple[PlacedBody, ...]:
    """Let arms be seen about those who are carried before the body, such as a cat."""
    carried = {wish.upon: who for who, wish in wishes.items() if wish.held}
    return tuple(
        with_arms(each, [parting(each.body, side, carried[each.body.id]) for side in "rl"])
        if each.body.id in carried and each.body.pose_word == "carrying"
        else each
        for each in row
    )


def parted(row: Sequence[PlacedBody], root: Path) -> tuple[PlacedBody, ...]:
    """Look up how the parts reach whose arms are painted apart."""
    return tuple(
        stood._replace(body=_parted(stood.body, root)) if stood.body.arms else stood
        for stood in row
    )


def _parted(body: Body, root: Path) -> Body:
    def outline(shown: str) -> Region:
        found = posed_view(part_name(body.layers[0], shown), root).drawings[0].outline
        return found.placed(FULL_FRAME, mirror=True) if body.mirror else found

    arms = tuple(arm._replace(outline=outline(arm.side)) for arm in body.arms)
    rest = "".join(sorted(arm.side for arm in arms))
    return replace(body, arms=arms, trunk=outline(f"-{rest}"))


def arms_of(body: Body, box: Box) -> Iterator[Arm]:
    """Write the arms of a body down, whose canvas lies in a box."""
    for arm in body.arms:
        if arm.outline is not None:
            region = rounded(arm.outline.placed(box))
            yield Arm(side=arm.side, region=region, subject=arm.subject, behind=arm.behind)


def holding_shown(order: Sequence[Segment]) -> tuple[Segment, ...]:
    """Let arms be painted next to the very thing they hold: of two barrels their own."""
    return tuple(
        each.but(arms=tuple(_beside_own(arm, order[at + 1 :]) for arm in each.arms))
        if each.arms
        else each
        for at, each in enumerate(order)
    )


def _beside_own(arm: Arm, following: Sequence[Segment]) -> Arm:
    if not arm.subject.startswith(SUBJECT):
        return arm
    own = (each.subject for each in following if each.subject.startswith(arm.subject))
    return arm.but(subject=next(own, arm.subject))
