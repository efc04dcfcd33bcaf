"""Drawings posed anew, or with another head: made by their names, once.

What was made is kept in the person's cache, by the content of what it was made from and of this
code.
"""

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from PIL import Image

from renderers.caching import cache_folder
from renderers.cast.cutouts import mask_beside
from renderers.cast.faces.felt import plain_name, view_of
from renderers.cast.outlines import outline_of
from renderers.cast.own_pictures import sidecar_of
from renderers.cast.puppets.backs import seen_from_behind
from renderers.cast.puppets.head_rigs import HeadRig, parted
from renderers.cast.puppets.headed import reheaded
from renderers.cast.puppets.names import MADE, recipe_of
from renderers.cast.puppets.other_heads import with_head
from renderers.cast.puppets.painting import painted
from renderers.cast.puppets.posing import Held, held, shifted
from renderers.cast.puppets.rig import Rig, rigged
from renderers.cast.puppets.sources import PuppetSource, source_of
from renderers.cast.puppets.stance import Stance
from renderers.cast.puppets.turned_heads import turned_head
from renderers.cast.puppets.wardrobe import dressed
from renderers.cast.vectors import Vector, moved
from renderers.felt_names import FELT
from renderers.pictures import PACKAGED, picture_path
from schemas.cast import Drawing, Facing, View
from schemas.geometry import JOINTS, Box, Keypoint, Pose, Size

_REACH = 0.5
"""How far beyond its joints a figure may reach, in statures; hair, hands and hats."""
_CODE = Path(__file__).parent
T = TypeVar("T")
Dated = tuple[tuple[Path, int], ...]
"""Files, with when each was changed."""


class PosedFigure(NamedTuple):
    """A drawing that was made: its picture, and its geometry as a view of one drawing."""

    picture: Image.Image
    view: View


def source_files(name: str, root: Path) -> tuple[Path, ...]:
    """Return the files that a picture is made from: itself, or what it is posed or felt from.

    Raises:
        AssetMissing, StoryInvalid: one is absent or leads out of its folder.
    """
    if name.startswith(MADE):
        recipe = recipe_of(name)
        both = (_files(layers, root) for layers in (recipe.layers, recipe.head) if layers)
        return tuple(path for files in both for path in files)
    return _files((name,), root) if name.startswith(FELT) else (picture_path(name, root),)


def _files(layers: tuple[str, ...], root: Path) -> tuple[Path, ...]:
    files = [picture_path(layer, root) for layer in layers]
    own = not plain_name(layers[0]).startswith(PACKAGED)
    beside = [sidecar_of(files[0], root)] if own else []
    if (mask := mask_beside(files[0])).is_file():
        beside.append(mask)
    return (*files, *(path for path in beside if path is not None))


def posed(name: str, root: Path) -> PosedFigure:
    """Make, or find again, a posed picture.

    Raises:
        AssetMissing, StoryInvalid: what it is made from is absent or cannot be used.
        ValueError: the drawing lacks joints that posing needs.
    """
    return _posed(name, root, _dated(source_files(name, root)))


def posed_view(name: str, root: Path) -> View:
    """Return the geometry of a posed picture; where it was made before, no pixel is read.

    Raises:
        AssetMissing, StoryInvalid, ValueError: as `posed` does.
    """
    return _viewed(name, root, _dated(source_files(name, root)))


def _dated(files: Sequence[Path]) -> Dated:
    return tuple((path, path.stat().st_mtime_ns) for path in files)


@lru_cache(maxsize=240)
def _viewed(name: str, root: Path, files: Dated) -> View:
    found = _kept(_key(name, files), _said)
    return _posed(name, root, files).view if found is None else found


@lru_cache(maxsize=24)
def _posed(name: str, root: Path, files: Dated) -> PosedFigure:
    key = _key(name, files)
    found = _kept(key, lambda kept: PosedFigure(kept.convert("RGBA"), _said(kept)))
    if found is not None:
        return found
    made = _drawn(name, root, files)
    _keep(key, made)
    return made


def _drawn(name: str, root: Path, files: Dated) -> PosedFigure:
    """Draw a picture that was not made before."""
    recipe = recipe_of(name)
    if recipe.stance is not None:
        back = recipe.stance.back
        rig = _seen(recipe.layers, recipe.head, root, files, back, recipe.turn)
        return _made(name, dressed(rig, recipe.stance.worn), recipe.stance)
    source, own = parted(_source(recipe.layers, root))
    shown = turned_head(_with_head(own, recipe.head, root), recipe.turn)
    return PosedFigure(*reheaded(name, source, own, shown))


def taken_apart(layers: tuple[str, ...], root: Path) -> Rig:
    """Return the rig of a drawing (and face), as posing uses it.

    Raises:
        AssetMissing, StoryInvalid, ValueError: as `posed` does.
    """
    files = [path for name in layers for path in source_files(name, root)]
    return _rig(layers, root, _dated(files))


@lru_cache(maxsize=12)
def _rig(layers: tuple[str, ...], root: Path, files: Dated) -> Rig:
    return rigged(_source(layers, root))


def _source(layers: tuple[str, ...], root: Path) -> PuppetSource:
    view, drawing, face = view_of(layers, root)
    return source_of(view, drawing, face, root)


def _with_head(own: HeadRig, layers: tuple[str, ...], root: Path) -> HeadRig:
    """Return a head, or another drawing's in its place."""
    if not layers:
        return own
    return with_head(own, _other_head(layers, root)) or own


def _other_head(layers: tuple[str, ...], root: Path) -> HeadRig:
    """Return the head of a drawing; an artist who drew it from the side drew a profile."""
    view, drawing, face = view_of(layers, root)
    head = parted(source_of(view, drawing, face, root))[1]
    side = {"left": -1, "right": 1}.get(drawing.facing or view.facing, 0)
    return head._replace(profile=side)


def heads_fit(body: tuple[str, ...], head: tuple[str, ...], root: Path) -> bool:
    """Tell whether a drawing can have another's head: skin, line and size agree.

    Args:
        body: the picture names of a drawing (and face).
        head: of the drawing whose head it would have.

    Raises:
        AssetMissing, StoryInvalid: as `posed` does.
    """
    return _heads_fit(body, head, root, _dated(_files(body, root) + _files(head, root)))


@lru_cache(maxsize=64)
def _heads_fit(body: tuple[str, ...], head: tuple[str, ...], root: Path, files: Dated) -> bool:
    own = parted(_source(body, root))[1]
    return with_head(own, _other_head(head, root)) is not None


@lru_cache(maxsize=12)
def _seen(
    layers: tuple[str, ...],
    head: tuple[str, ...],
    root: Path,
    files: Dated,
    back: bool,
    turn: float,
) -> Rig:
    """Return a rig as it is seen from behind, or with its head turned."""
    rig = _rig(layers, root, files)
    if back:
        return seen_from_behind(rig)
    return rig._replace(headed=turned_head(_with_head(rig.headed, head, root), turn))


def _made(name: str, rig: Rig, stance: Stance) -> PosedFigure:
    """Paint a rig and measure what came out."""
    pose = held(rig, stance)
    places = np.array(list(pose.joints.values()))
    low = np.floor(places.min(axis=0) - _REACH * rig.stature)
    high = np.ceil(places.max(axis=0) + _REACH * rig.stature)
    pose = shifted(pose, -low)
    width, height = (int(value) for value in high - low)
    picture = painted(rig, pose, stance._replace(shown=""), (width, height))
    box = picture.getchannel("A").getbbox() or (0, 0, width, height)
    box = max(0, box[0] - 8), max(0, box[1] - 8), min(width, box[2] + 8), min(height, box[3] + 8)
    if stance.shown:  # A part lies on the canvas of the whole figure.
        picture = painted(rig, pose, stance, (width, height))
    picture = picture.crop(box)
    pose = shifted(pose, -np.array(box[:2], float))
    return PosedFigure(picture, _view(name, rig, pose, stance, picture))


def _view(name: str, rig: Rig, pose: Held, stance: Stance, picture: Image.Image) -> View:
    size = np.array(picture.size, float)

    def unit(place: Vector) -> Vector:
        return np.asarray(np.round(place / size, 5))

    outline = outline_of(picture)
    assert outline is not None, "a painted figure is never empty"
    points = [unit(pose.joints[name]) for name in JOINTS]
    keypoints = Pose(keypoints=tuple(Keypoint(x=float(x), y=float(y)) for x, y in points))
    facing: Facing = "back" if stance.back else "front"
    if pose.side and not stance.back:
        facing = "right" if pose.side > 0 else "left"
    mouth = unit(moved(rig.headed.mouth, pose.head))
    return View(
        name="posed",
        facing=facing,
        canvas=Size(width=picture.width, height=picture.height),
        drawings=(Drawing(picture=name, keypoints=keypoints, outline=outline),),
        head=_head(rig, pose, size),
        mouth=(float(mouth[0]), float(mouth[1])),
        stature=round(rig.stature / picture.height, 5),
        ground=round(outline.bounds.bottom + stance.lift * rig.stature / picture.height, 5),
    )


def _head(rig: Rig, pose: Held, size: Vector) -> Box | None:
    if rig.headed.corners is None:
        return None
    (left, top), (right, bottom) = rig.headed.corners
    corners = np.array([[left, top], [right, top], [left, bottom], [right, bottom]])
    # A turned box's bounds would be too large: its sides' middles are what the head reaches.
    middles = (corners[[0, 1, 0, 2]] + corners[[1, 3, 2, 3]]) / 2
    low, high = (edge(moved(middles, pose.head) / size, axis=0) for edge in (np.min, np.max))
    return Box(left=float(low[0]), top=float(low[1]), right=float(high[0]), bottom=float(high[1]))


def _key(name: str, files: Dated) -> str:
    digest = hashlib.sha256(f"{_version()}\n{name}".encode())
    for path, _ in files:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]


@cache
def _version() -> str:
    """Digest this code, so that pictures that it would draw otherwise are drawn anew."""
    digest = hashlib.sha256()
    for path in sorted([*_CODE.parent.glob("*.py"), *_CODE.parent.glob("*/*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _kept(key: str, read: Callable[[Image.Image], T]) -> T | None:
    """Read something of a picture in the cache; None where it is not there, or damaged."""
    try:
        with Image.open(cache_folder() / "posed" / f"{key}.png", formats=("PNG",)) as picture:
            return read(picture)
    except (OSError, ValueError, KeyError, SyntaxError):
        return None


def _said(picture: Image.Image) -> View:
    """Return the view that stands in a picture's head, before its pixels."""
    return View.model_validate_json(picture.info["view"])


def _keep(key: str, figure: PosedFigure) -> None:
    """Write a figure into the cache; where that cannot be, it is made anew the next time."""
    from PIL.PngImagePlugin import PngInfo

    folder = cache_folder() / "posed"
    said = PngInfo()
    said.add_itxt("view", figure.view.model_dump_json(exclude_none=True))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".tmp", delete=False) as fresh:
            figure.picture.save(fresh, "PNG", compress_level=1, pnginfo=said)
        Path(fresh.name).replace(folder / f"{key}.png")
    except OSError:
        return
