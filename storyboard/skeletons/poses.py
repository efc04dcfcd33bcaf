"""The pose vocabulary as skeletons, as a table and as a sheet to look at."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw

from renderers.cast.figures import load_figure
from renderers.cast.matching import facing_of, gesture_of
from renderers.cast.puppets.stance import Stance
from renderers.cast.references import best_reference, packaged_card, packaged_ids
from renderers.conditioning.maps import JOINT_COLOURS, LIMBS
from schemas.cast import Card, Drawing, View
from schemas.errors import StoryInvalid
from schemas.geometry import Box, Keypoint, Pose
from schemas.vocabulary.phrases import MOODS, POSES, canonical_pose
from schemas.vocabulary.words import PoseWord, Word
from storyboard.skeletons.stances import STANCES, joints_of

FIGURE_ASPECT = 1.25
"""Width over height of the canvas that `standard_pose` is given in."""
FIGURE_STATURE = 0.7
"""Height of a standing figure on that canvas; the ground is at `FIGURE_GROUND`."""
FIGURE_GROUND = 0.92
_INK = (20, 20, 30)
_MODELS = ("ringo", "dee", "dey", "priya", "ethan", "bill", "sophie", "aryan")
"""Whose drawings stand for a pose, the first that has it."""


class Row(NamedTuple):
    """One line of the vocabulary: a word and who has it drawn."""

    kind: str
    word: str
    aliases: tuple[str, ...]
    drawn_by: tuple[str, ...]
    """Ids of packaged characters."""
    nearest: tuple[str, ...]
    """What is shown where it is not drawn."""


@cache
def standard_pose(word: str) -> Pose:
    """Return the keypoints of any pose word, on a canvas of `FIGURE_ASPECT`.

    All poses are of one figure's size: it stands `FIGURE_STATURE` high on `FIGURE_GROUND`.
    Poses with a direction go to the right.

    Raises:
        StoryInvalid: the word is not in the vocabulary.
    """
    known = canonical_pose(word)
    if known is None:
        raise StoryInvalid(f'"{word}" is no pose word', hint="`storyboard poses` lists them.")
    if known in STANCES:
        return pose_in(STANCES[known])
    drawn = [
        (view, drawing)
        for name in _MODELS
        for view in packaged_card(name).views
        for drawing in view.drawings
        if drawing.pose == known and drawing.keypoints is not None
    ]
    return _from_drawing(*min(drawn, key=lambda found: facing_of(*found) != "front"))


def pose_in(stance: Stance) -> Pose:
    """Return the keypoints of a stance, as `standard_pose` does of a word."""
    joints = joints_of(stance)
    middle = sum(x for x, _ in joints.values()) / len(joints)
    scale = FIGURE_STATURE
    return Pose(
        keypoints=tuple(
            Keypoint(x=0.5 + (x - middle) * scale / FIGURE_ASPECT, y=FIGURE_GROUND + y * scale)
            for x, y in joints.values()
        )
    )


def _from_drawing(view: View, drawing: Drawing) -> Pose:
    """Bring a drawing's joints to the standard canvas, size, ground and direction."""
    assert drawing.keypoints is not None
    directed = POSES[drawing.pose or "standing"].directed
    mirror = facing_of(view, drawing) == "left" or (directed and gesture_of(drawing.keypoints) < 0)
    scale = FIGURE_STATURE / view.stature
    ground = view.ground if drawing.ground is None else drawing.ground
    wide = scale * view.canvas.aspect / FIGURE_ASPECT
    neck = drawing.keypoints.joint("neck")
    middle = neck.x if neck else 0.5
    middle = 1 - middle if mirror else middle
    left, top = 0.5 - middle * wide, FIGURE_GROUND - ground * scale
    box = Box(left=left, top=top, right=left + wide, bottom=top + scale)
    return drawing.keypoints.placed(box, mirror=mirror)


def pose_table(ids: Sequence[str] | None = None) -> tuple[Row, ...]:
    """Return the whole vocabulary, poses then moods, with who has each drawn."""
    cards = [packaged_card(name) for name in ids or packaged_ids()]
    drawn = {card.id: _poses_of(card) for card in cards}
    felt = {card.id: _moods_of(card) for card in cards}
    return (
        *(_row("pose", known, drawn) for known in POSES.values()),
        *(_row("mood", known, felt) for known in MOODS.values()),
    )


def _row(kind: str, known: Word, drawn: dict[str, set[str]]) -> Row:
    by = tuple(name for name, words in drawn.items() if known.word in words)
    same = known.same if isinstance(known, PoseWord) else ()
    return Row(kind, known.word, known.aliases, by, (*same, *known.nearest))


def _poses_of(card: Card) -> set[str]:
    return {drawing.pose or "" for view in card.views for drawing in view.drawings}


def _moods_of(card: Card) -> set[str]:
    faces = {face.mood for view in card.views for face in view.faces}
    return faces | {view.mood for view in card.views if view.mood}


def pose_sheet(
    ids: Sequence[str] | None = None, *, columns: int = 9, cell: int = 180
) -> Image.Image:
    """Draw every pose word: by a character who has it drawn, else as its skeleton.

    Args:
        ids: packaged characters to draw with, the first that has a pose; None means people.
        columns: cells in a row.
        cell: width of a cell in pixels; it is a quarter higher.
    """
    names = tuple(ids or _MODELS)
    cells = [_cell(word, names, cell) for word in POSES]
    height = cells[0].height
    sheet = Image.new("RGB", (columns * cell, -(-len(cells) // columns) * height), "white")
    for at, picture in enumerate(cells):
        sheet.paste(picture, (at % columns * cell, at // columns * height))
    return sheet


def _cell(word: str, names: tuple[str, ...], size: int) -> Image.Image:
    made = Image.new("RGB", (size, round(size * 1.25)), (244, 246, 250))
    drawing = next((found for name in names if (found := _portrait(name, word))), None)
    picture = drawing or skeleton(standard_pose(word), height=size * 2)
    box = picture.getbbox() or (0, 0, 1, 1)
    picture = picture.crop(box)
    picture.thumbnail((size - 12, round(size * 1.25) - 34), Image.Resampling.LANCZOS)
    made.paste(picture, ((size - picture.width) // 2, made.height - 26 - picture.height), picture)
    place = size / 2, made.height - 12
    ImageDraw.Draw(made).text(place, word, fill=_INK, anchor="mm", font_size=max(9, size // 15))
    return made


def _portrait(name: str, word: str) -> Image.Image | None:
    card = packaged_card(name)
    for facing in ("front", "right", "left", "back"):
        choice = best_reference(card, pose=word, facing=facing)
        if choice.drawing.pose == word:
            return load_figure(choice.layers, Path())
    return None


def skeleton(pose: Pose, *, height: int) -> Image.Image:
    """Draw a pose of the standard canvas as an OpenPose figure on a transparent ground."""
    width = round(height * FIGURE_ASPECT)
    picture = Image.new("RGBA", (width, height))
    draw = ImageDraw.Draw(picture)
    points = [joint and (joint.x * width, joint.y * height) for joint in pose.keypoints]
    for colour, (start, end) in zip(JOINT_COLOURS, LIMBS, strict=False):
        if (one := points[start]) and (other := points[end]):
            draw.line([one, other], fill=colour, width=max(2, height // 70))
    return picture
