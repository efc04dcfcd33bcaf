"""An author's own pictures of a character, made into a card.

Every picture is a view of its own. What it shows is read, in this order, from a sidecar file
(`dee.png` may have `dee.json` or `dee.png.json` beside it), from words in the file's name
(`dee-holding-umbrella-worried-left.png`), or else from its silhouette.
"""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from renderers.cast.cutouts import open_cutout
from renderers.cast.doubts import doubts_of
from renderers.cast.heads import head_above, mouth_of
from renderers.cast.joint_reader import Reading, read_figure
from renderers.cast.outlines import outline_of
from renderers.pictures import picture_path
from schemas.base import Value
from schemas.cast import Card, Doubt, Drawing, Facing, Kind, View
from schemas.errors import StoryInvalid
from schemas.geometry import JOINTS, Box, Keypoint, Point, Pose, Size
from schemas.openpose import LARGEST_FRACTION, is_export, pose_of
from schemas.story import Character
from schemas.vocabulary.phrases import POSES, canonical_mood, canonical_pose, words_in

_UPRIGHT = {"sitting": 0.75, "riding": 0.85, "crouching": 0.6, "lying": 0.35, "jumping": 1.05}
"""Guesses: the height of such a figure as a fraction of the same figure upright."""

Row = tuple[float | None, float | None, Annotated[float, Field(ge=0, le=1)]]


class Sidecar(Value):
    """What a JSON file beside a picture may say; positions in the picture's unit square."""

    pose: str | None = None
    mood: str | None = None
    facing: Facing | None = None
    prop: str | None = None
    keypoints: Annotated[tuple[Row, ...], Field(min_length=18, max_length=18)] | None = None
    """Rows [x, y, visible] in the order of `schemas.geometry.JOINTS`; visible 0 is absent."""
    head: Box | None = None
    mouth: Point | None = None
    stature: float | None = Field(default=None, gt=0)
    ground: float | None = None
    posable: bool | None = None
    """Whether it may be posed, whatever speaks for or against it."""


def card_from_references(character: Character, root: Path) -> Card:
    """Make the card of a character from its own reference pictures.

    Raises:
        StoryInvalid: there are no references, a picture has no usable mask, or a sidecar does
            not say what it must.
        AssetMissing: a picture is absent or unreadable.
    """
    if not character.references:
        raise StoryInvalid(f"character {character.id} has no reference pictures")
    views = tuple(own_view(name, root, kind=character.kind) for name in character.references)
    return Card(
        id=character.id,
        name=character.name,
        token=character.token,
        look=character.look,
        class_noun=character.class_noun,
        kind=character.kind,
        height=character.height,
        views=views,
    )


def own_view(name: str, root: Path, *, kind: Kind = "person") -> View:
    """Read what one picture of an author's shows; the picture is named relative to `root`.

    Raises:
        StoryInvalid, AssetMissing: as `card_from_references` does.
    """
    path = picture_path(name, root)
    picture = open_cutout(name, path)
    outline = outline_of(picture)
    if outline is None:
        raise StoryInvalid(f"picture {name} is almost entirely transparent")
    size = Size(width=picture.width, height=picture.height)
    sidecar = _told(name, path, root, size)
    pose = _pose(sidecar)
    faces = 1
    if pose is None and kind == "person":
        pose, faces = _read_figure(path, path.stat().st_mtime_ns)
    bounds = outline.bounds
    head = sidecar.head or (None if kind == "object" else head_above(pose, outline, kind))
    word = sidecar.pose and (canonical_pose(sidecar.pose) or sidecar.pose)
    drawing = Drawing(picture=name, pose=word, keypoints=pose, outline=outline, prop=sidecar.prop)
    if kind == "person":
        found = doubts_of(picture, pose, head, faces=faces)
        drawing = drawing.but(doubts=_overruled(found, sidecar.posable))
    return View(
        name=path.stem,
        facing=sidecar.facing or "front",
        drawings=(drawing,),
        canvas=size,
        head=head,
        mouth=sidecar.mouth or (mouth_of(head) if head else bounds.centre),
        mood=sidecar.mood and (canonical_mood(sidecar.mood) or sidecar.mood),
        stature=sidecar.stature or bounds.height / _share(word),
        ground=sidecar.ground or bounds.bottom,
    )


@lru_cache(maxsize=64)
def _read_figure(path: Path, stamp: int) -> Reading:
    """Read the joints off a picture, once while it stays as it is."""
    return read_figure(open_cutout(path.name, path))


def _overruled(found: tuple[Doubt, ...], posable: bool | None) -> tuple[Doubt, ...]:
    """Let the author decide whether a picture is posed."""
    if posable is None:
        return found
    if posable:
        return tuple(doubt for doubt in found if not doubt.bars)
    return (Doubt(what="its JSON file says posable: false", remedy=""),)


def _told(name: str, path: Path, root: Path, size: Size) -> Sidecar:
    """Read the sidecar over what the file's name says."""
    named, sidecar = _named(path.stem), sidecar_of(path, root)
    if sidecar is None:
        return named
    return named.but(**_parsed(name, sidecar, size).model_dump(exclude_none=True))


def sidecar_of(path: Path, root: Path) -> Path | None:
    """Return the JSON file that lies beside a picture and inside `root`, if there is one."""
    for candidate in (path.with_suffix(".json"), path.with_name(path.name + ".json")):
        if candidate.is_file() and candidate.resolve().is_relative_to(root.resolve()):
            return candidate
    return None


def _parsed(name: str, path: Path, size: Size) -> Sidecar:
    try:
        data = json.loads(path.read_text("utf-8"))
        if is_export(data):
            return Sidecar(keypoints=tuple(_as_rows(pose_of(data, size=size))))
        if isinstance(data, dict) and data.get("keypoints") is not None:
            data = {**data, "keypoints": _in_order(data["keypoints"], size)}
        return Sidecar.model_validate(data)
    except (ValueError, OSError) as error:
        problem = error.errors()[0] if isinstance(error, ValidationError) else None
        where = ".".join(map(str, problem["loc"])) if problem else ""
        what = f"{where}: {problem['msg']}".lstrip(": ") if problem else str(error)
        raise StoryInvalid(f"{path.name}, beside picture {name}: {what}") from error


def _in_order(given: object, size: Size) -> object:
    """Bring joints in another order, flat or in pixels into our own rows."""
    rows = given if isinstance(given, list) else []
    plain = len(rows) == len(JOINTS) and all(isinstance(each, list) for each in rows)
    numbers = [abs(each) for row in rows if plain for each in row if isinstance(each, int | float)]
    if plain and max(numbers, default=0) <= LARGEST_FRACTION:
        return given
    return _as_rows(pose_of(given, size=size))


def _as_rows(pose: Pose) -> list[Row]:
    return [
        (None, None, 0.0) if joint is None else (joint.x, joint.y, joint.visible)
        for joint in pose.keypoints
    ]


def _named(stem: str) -> Sidecar:
    words = re.sub(r"[\W_]+", " ", stem).lower()
    found = {match.kind: match.word for match in reversed(words_in(words))}
    facing = re.search(r"\b(left|right|front|back)\b", words)
    return Sidecar(**found, facing=facing.group(1) if facing else None)  # type: ignore[arg-type]


def _pose(sidecar: Sidecar) -> Pose | None:
    if sidecar.keypoints is None:
        return None
    return Pose(
        keypoints=tuple(
            None if x is None or y is None or not visible else Keypoint(x=x, y=y, visible=visible)
            for x, y, visible in sidecar.keypoints
        )
    )


def _share(word: str | None) -> float:
    known = POSES.get(word or "")
    return _UPRIGHT.get(known.posture, 1.0) if known else 1.0
