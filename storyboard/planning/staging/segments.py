"""From what is asked to segments: wishes for staging, authored boxes and poses, final geometry."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from schemas.directions import PropRole, Role
from schemas.geometry import Box, Pose, Region
from schemas.openpose import PoseFromFile
from schemas.plan import Figure, Segment
from schemas.settings import RendererSettings
from schemas.shots import ShotName
from schemas.story import Character, Panel, Placement, Story
from storyboard.planning.casting.bodies import Body
from storyboard.planning.casting.roles import facing_of
from storyboard.planning.casting.stand_ins import flesh
from storyboard.planning.script.scene_graph import SolvedScene, side_of
from storyboard.planning.staging.alone import alone
from storyboard.planning.staging.animals import caressed
from storyboard.planning.staging.asked import Asked
from storyboard.planning.staging.closest import on_hands
from storyboard.planning.staging.extras import with_extras
from storyboard.planning.staging.faced import making_room
from storyboard.planning.staging.gathering import gathered
from storyboard.planning.staging.grasping import grasped
from storyboard.planning.staging.implements import with_elbow_room
from storyboard.planning.staging.lifting import lifted, regripped
from storyboard.planning.staging.parting import arms_of, holding_shown, in_arms, parted
from storyboard.planning.staging.props import with_props
from storyboard.planning.staging.room import with_room
from storyboard.planning.staging.rounding import DIGITS, rounded, rounded_box, rounded_pose
from storyboard.planning.staging.sharing import for_each, together
from storyboard.planning.staging.stage import Frame, PlacedBody, Wish, placed_box
from storyboard.planning.staging.staging import stage
from storyboard.planning.staging.touching import joined
from storyboard.planning.staging.viewing import laid, seen_from
from storyboard.planning.staging.water import immersed
from storyboard.planning.wording import subject_prompt

AT = {0.0: 0.12, 1.0: 0.27, 2.0: 0.5, 3.0: 0.73, 4.0: 0.88}
"""Where the sides of `at` lie in a panel's width."""
RAISED = 0.35
"""How far "above" and "top" lift a figure, in adults."""


def wishes_of(panel: Panel, solved: SolvedScene, *, shot: ShotName) -> dict[str, Wish]:
    """Collect for every subject where it is asked to be."""
    order, graph = solved.order, solved.graph
    bearers = _bearers(solved)
    raised = {high for _, high in solved.linked("below")}
    apart = {frozenset(pair) for pair in solved.linked("far from")}
    close = {frozenset(pair) for word in ("beside", "near") for pair in solved.linked(word)}
    nearest = over_whom(panel, order) if shot == "over-shoulder" else None
    wishes = {}
    for index, who in enumerate(order):
        at = graph.nodes[who].at
        neighbours = frozenset(order[max(0, index - 1) : index + 1])
        high = who in raised or bool(at and at.startswith(("top", "upper")))
        region = panel.characters.get(who, Placement()).region
        wishes[who] = Wish(
            x=region.centre[0] if region else AT[side_of(at)] if at else None,
            level=solved.levels[who],
            raised=RAISED if high else 0.0,
            upon=bearers.get(who),
            held=(bearers.get(who), who) in solved.linked("holding"),
            away=neighbours in apart,
            beside=neighbours in close,
            nearest=who == nearest,
        )
    return wishes


def over_whom(panel: Panel, order: Sequence[str]) -> str | None:
    """Choose whose shoulder we look over, of those at the row's ends.

    The one turned away or in front, else who listens, else the first that the author names.
    """
    if len(order) < 2:
        return None
    ends = (order[0], order[-1])
    for who in ends:
        placement = panel.characters.get(who, Placement())
        if placement.facing == "back" or placement.depth == "front":
            return who
    shown = next((line.speaker for line in panel.dialogue if line.speaker in order), None)
    if shown is not None:
        return next(who for who in ends if who != shown)
    return next((who for who in panel.characters if who in ends), ends[0])


def placed_segments(
    story: Story,
    panel: Panel,
    bodies: Sequence[Body],
    roles: Mapping[str, Role],
    wishes: Mapping[str, Wish],
    frame: Frame,
    props: Sequence[Asked] = (),
    extras: Sequence[PropRole] = (),
    *,
    root: Path,
) -> tuple[Segment, ...]:
    """Stage bodies and props and write each down as a segment, back to front."""
    order = [body.id for body in bodies]
    placed = stage(
        with_elbow_room(immersed(bodies), props), making_room(wishes, order, props), frame
    )
    placed = joined(placed, roles, order, frame, root=root)
    placed = gathered(placed, roles, order, frame, root=root)
    placed = caressed(placed, order, frame, root=root)
    props = props if bodies else alone(props, frame)
    placed = together(placed, props)
    placed = on_hands(placed, frame)
    row = lifted(placed, tuple(for_each(placed, props)), frame)
    row = regripped(row, placed, roles, order, frame, root=root)
    row = with_room(row, props, frame)
    row = parted(in_arms(grasped(row, props, frame, root=root), wishes), root)
    segments = [_segment(story, panel, stood, roles[stood.body.id], frame) for stood in row]
    shown = with_props(tuple(zip(row, segments, strict=True)), props, frame)
    everybody = with_extras(holding_shown(shown), row, extras, frame)
    return seen_from(everybody, frame, fixed=fixed_by_hand(panel, roles))


def fixed_by_hand(panel: Panel, roles: Mapping[str, Role]) -> set[str]:
    """Return those whose box or joints the author gave in the picture itself."""
    boxed = {who for who, placed in panel.characters.items() if placed.region is not None}
    return boxed | {who for who, role in roles.items() if _placing(role)}


def _placing(role: Role) -> Pose | None:
    """Return the joints that the author gave in the picture itself; a file's are no place."""
    pose = role.pose
    return pose if isinstance(pose, Pose) and not isinstance(pose, PoseFromFile) else None


def _segment(story: Story, panel: Panel, stood: PlacedBody, role: Role, frame: Frame) -> Segment:
    body, character = stood.body, story.characters[stood.body.id]
    box = _canvas(panel.characters.get(body.id, Placement()).region, role, stood, frame)
    pose, region = _shape(body, box, role, frame)
    word = None if isinstance(role.pose, Pose) else role.pose or body.pose_word
    mood = role.mood or body.mood
    facing = facing_of(role) if role.stated else body.facing
    mouth = box.place(body.mouth)
    return Segment(
        subject=body.id,
        token=character.token,
        region=region,
        pose=pose,
        pose_word=word,
        posture=body.posture,
        holds=body.holds,
        mood=mood,
        facing=facing,
        prompt=subject_prompt(character, pose=word, mood=mood, facing=facing),
        figure=_figure(body, box),
        arms=tuple(arms_of(body, box)),
        trunk=rounded(body.trunk.placed(box)) if body.trunk is not None else None,
        face=rounded_box(placed_box(body.head, box)),
        mouth=(round(mouth[0], DIGITS), round(mouth[1], DIGITS)),
        weights=character.weights,
        references=character.references if _several(story, panel, character) else (),
    )


def _several(story: Story, panel: Panel, character: Character) -> bool:
    """Tell whether the panel's renderer hears several pictures of a character, and there are."""
    renderer = panel.renderer or story.renderer
    hears = isinstance(renderer, RendererSettings) and renderer.hears_references
    return hears and len(character.references) > 1


def _figure(body: Body, box: Box) -> Figure | None:
    if not body.layers:
        return None
    figure = Figure(layers=body.layers, placement=rounded_box(box), mirror=body.mirror)
    if body.bottom < 1:
        figure = figure.but(bottom=round(body.bottom, DIGITS))
    return figure if body.projection is None else laid(figure, body.projection, box)


def _canvas(region: Box | None, role: Role, stood: PlacedBody, frame: Frame) -> Box:
    """Return where the canvas lies: as staged, in the author's box, or under the author's pose."""
    if region is not None:
        return fitted(stood.body, region, frame.aspect)
    if (pose := _placing(role)) is not None:
        return under_pose(stood.body, pose, frame.aspect)
    return stood.box(frame.aspect)


def fitted(body: Body, box: Box, aspect: float) -> Box:
    """Fit a body into a box of a panel, as large as it goes, standing on the box's bottom."""
    bounds = body.outline.bounds
    height = min(box.height / bounds.height, box.width * aspect / (bounds.width * body.canvas))
    return _anchored(
        body,
        height,
        at=(bounds.centre[0], bounds.bottom),
        to=(box.centre[0], box.bottom),
        aspect=aspect,
    )


def under_pose(body: Body, pose: Pose, aspect: float) -> Box:
    """Lay a body's canvas so that its joints come as near to those of a pose as they can.

    The scale and shift of least squares over the joints that both have.
    """
    pairs = [
        (ours.point, theirs.point)
        for ours, theirs in zip(
            body.pose.keypoints if body.pose else (), pose.keypoints, strict=False
        )
        if ours is not None and theirs is not None
    ]
    if len(pairs) < 2:
        return fitted(body, pose.bounds.grown(0.02), aspect)
    ours = np.array([point for point, _ in pairs]) * (body.canvas, 1.0)
    theirs = np.array([point for _, point in pairs]) * (aspect, 1.0)
    from_middle, to_middle = ours - ours.mean(0), theirs - theirs.mean(0)
    height = max(float((from_middle * to_middle).sum() / max((from_middle**2).sum(), 1e-9)), 0.05)
    x, y = ours.mean(0) / (body.canvas, 1.0)
    to_x, to_y = theirs.mean(0) / (aspect, 1.0)
    return _anchored(
        body, height, at=(float(x), float(y)), to=(float(to_x), float(to_y)), aspect=aspect
    )


def _anchored(
    body: Body, height: float, *, at: tuple[float, float], to: tuple[float, float], aspect: float
) -> Box:
    """Return the canvas of some height, in panel heights, with its point `at` lying on `to`."""
    width = height * body.canvas / aspect
    left, top = to[0] - at[0] * width, to[1] - at[1] * height
    return Box(left=left, top=top, right=left + width, bottom=top + height)


def _shape(body: Body, box: Box, role: Role, frame: Frame) -> tuple[Pose | None, Region]:
    """Return the joints and the region: the drawing's own, widened to an authored pose."""
    outline = body.outline.placed(box)
    pose = _placing(role)
    if pose is None:
        return rounded_pose(body.pose.placed(box)) if body.pose else None, rounded(outline)
    limbs = flesh(pose, aspect=frame.aspect, stature=body.stature * box.height)
    drawn = outline.polygons if body.layers else ()
    return pose, rounded(Region(polygons=(*drawn, *limbs.polygons)))


def _bearers(solved: SolvedScene) -> dict[str, str]:
    """Return who is carried by whom; a bearer is not itself carried."""
    pairs = [*solved.linked("on"), *((held, by) for by, held in solved.linked("holding"))]
    bearers: dict[str, str] = {}
    for carried, bearer in pairs:
        if bearer not in bearers and carried not in bearers.values() and carried != bearer:
            bearers.setdefault(carried, bearer)
    return bearers
