"""Joints, head and mouth of an author's pictures: what was read, to be corrected beside them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from renderers.cast.own_pictures import own_view, sidecar_of
from renderers.conditioning.maps import JOINT_COLOURS, LIMBS
from renderers.pictures import PACKAGED, picture_path
from schemas.base import Value
from schemas.errors import StoryInvalid
from schemas.geometry import JOINTS, Box
from schemas.openpose import is_export
from schemas.story import Character
from storyboard import files
from storyboard.templating import templates

_SIDES = {"r": "right", "l": "left"}
_TEMPLATES = Path(__file__).parent / "templates"

Coordinate = Annotated[float, Field(ge=-1, le=2, allow_inf_nan=False)]
Sureness = Annotated[float, Field(ge=0, le=1)]
Row = tuple[Coordinate | None, Coordinate | None, Sureness]


class Marks(Value):
    """What a person says of a picture, in its unit square, as a sidecar holds it."""

    keypoints: Annotated[tuple[Row, ...], Field(min_length=18, max_length=18)]
    head: Box | None = None
    mouth: tuple[Coordinate, Coordinate] | None = None


def markable(character: Character) -> tuple[str, ...]:
    """Return the names of a character's pictures beside which something can be written."""
    return tuple(name for name in character.references if not name.startswith(PACKAGED))


def marks_of(name: str, root: Path) -> dict[str, Any]:
    """Return a picture's marks as they are, with its size, for the page.

    Raises:
        StoryInvalid, AssetMissing: the picture or the file beside it cannot be used.
    """
    view = own_view(name, root)
    pose = view.drawings[0].keypoints
    joints = pose.keypoints if pose else (None,) * len(JOINTS)
    return {
        "name": name,
        "width": view.canvas.width,
        "height": view.canvas.height,
        "joints": [joint and [joint.x, joint.y, joint.visible] for joint in joints],
        "head": view.head and view.head.model_dump(),
        "mouth": view.mouth,
        "doubts": [f"{doubt.what}; {doubt.remedy}" for doubt in view.drawings[0].doubts],
    }


def keep_marks(name: str, root: Path, said: object) -> Path:
    """Write marks into the JSON file beside a picture; what else stands there stays.

    An editor's export, or a file that cannot be read, is first put aside under another name.

    Raises:
        StoryInvalid: they are not marks.
        StoryboardError: the disk refuses.
    """
    try:
        marks = Marks.model_validate(said)
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(map(str, problem["loc"]))
        raise StoryInvalid(f"marks of {name}: {where}: {problem['msg']}") from error
    path = picture_path(name, root)
    sidecar = sidecar_of(path, root)
    before = _mapping(sidecar) if sidecar else {}
    if sidecar and before is None:
        files.set_aside(sidecar)
    target = sidecar or path.with_suffix(".json")
    told = {**(before or {}), **marks.model_dump(mode="json")}
    kept = {key: value for key, value in told.items() if value is not None}
    files.write(target, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
    return target


def _mapping(path: Path) -> dict[str, Any] | None:
    """Read a sidecar of ours; None where it is something else."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return None if not isinstance(data, dict) or is_export(data) else data


def marking_page(who: str, pictures: Mapping[int, Mapping[str, Any]], *, nonce: str) -> str:
    """Return the page on which a character's pictures are marked.

    Args:
        who: the character's name.
        pictures: by number, as `marks_of` returns them.
        nonce: what the page's own script and style are known by.
    """
    return (
        templates(_TEMPLATES)
        .get_template("marking.html")
        .render(
            who=who,
            nonce=nonce,
            pictures=list(pictures.values()),
            joints=[_joint_name(joint) for joint in JOINTS],
            limbs=LIMBS,
            colours=[f"#{bytes(colour).hex()}" for colour in JOINT_COLOURS],
        )
    )


def _joint_name(joint: str) -> str:
    side, _, part = joint.rpartition("_")
    return f"{_SIDES[side]} {part}" if side else part
