"""Pictures onto whose faces a mood is drawn: whether that can be, and how they are made again."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from renderers.cast.cutouts import open_cutout
from renderers.cast.faces.features import DrawnFace, FaceMarks, drawn_face
from renderers.cast.faces.moods import FEELINGS
from renderers.cast.faces.painting import lacking, with_mood
from renderers.cast.heads import mouth_of, posed_face
from renderers.cast.own_pictures import own_view
from renderers.cast.references import packaged_card
from renderers.dyes import undyed
from renderers.felt_names import felt_mood, unfelt
from renderers.pictures import PACKAGED, picture_path
from schemas.cast import Drawing, Face, View
from schemas.errors import AssetMissing

_TURNED = ("left", "right", "front")


class _FaceSource(NamedTuple):
    """A picture with a face, and where the face is."""

    picture: Image.Image
    face: DrawnFace | None
    mood: str | None
    """What the face shows as it is drawn, where that is known."""


def opened(name: str, root: Path) -> Image.Image:
    """Open a character's picture as a cut-out; a mood that its name asks for is drawn onto it.

    The picture is the caller's own to change.

    Raises:
        StoryInvalid, AssetMissing: it cannot be used, or its mood cannot be drawn.
    """
    mood, plain = felt_mood(name), unfelt(name)
    path = picture_path(plain, root)
    if mood is None:
        return open_cutout(plain, path)
    source = _source(plain, root, path.stat().st_mtime_ns)
    feelings = FEELINGS.get(mood)
    if source.face is None or feelings is None:
        raise AssetMissing(f"no mood {mood!r} can be drawn onto {plain}")
    return with_mood(source.picture, source.face, feelings.onto(source.mood))


def unfeelable(mood: str, name: str, root: Path) -> str | None:
    """Return why a mood cannot be drawn onto a picture, in words; None where it can be.

    Raises:
        StoryInvalid, AssetMissing: the picture cannot be used.
    """
    feelings = FEELINGS.get(mood)
    if feelings is None:
        return "this mood is never drawn onto a face"
    plain = unfelt(name)
    source = _source(plain, root, picture_path(plain, root).stat().st_mtime_ns)
    if source.face is None:
        return "no face is found on it"
    part = lacking(source.face, feelings.onto(source.mood))
    return part and f"its {part} cannot be told from what is around"


@lru_cache(maxsize=32)
def _source(name: str, root: Path, stamp: int) -> _FaceSource:
    """Open a picture and find its face, once while it stays as it is."""
    picture = open_cutout(name, picture_path(name, root))
    view, drawing, face = view_of((name,), root)
    pose = posed_face(drawing, face)
    eyes = [pose.joint(f"{side}_eye") for side in "rl"] if pose else []
    points = [np.array(eye.point) * picture.size for eye in eyes if eye is not None]
    if len(points) < 2 or (drawing.facing or view.facing) not in _TURNED:
        return _FaceSource(picture, None, None)
    # An own picture's mouth is only guessed from the head, unless a sidecar says where it is.
    guessed = view.head is not None and view.mouth == mouth_of(view.head)
    mouth = None if view.mouth is None or guessed else np.array(view.mouth) * picture.size
    marks = FaceMarks(points[0], points[1], mouth)
    return _FaceSource(picture, drawn_face(picture, marks), face.mood if face else view.mood)


def plain_name(name: str) -> str:
    """Return a picture's name without mood and dyes."""
    return undyed(unfelt(name))


def view_of(layers: tuple[str, ...], root: Path) -> tuple[View, Drawing, Face | None]:
    """Find the view, drawing and face that picture names belong to, dyed or felt as they are.

    Of a face alone the view's first drawing is returned with it.

    Raises:
        AssetMissing, StoryInvalid: there is no such picture, or it cannot be used.
    """
    plain = [plain_name(name) for name in layers]
    if not plain[0].startswith(PACKAGED):
        view = own_view(plain[0], root)
        return view, view.drawings[0].but(picture=layers[0]), None
    card = packaged_card(plain[0].removeprefix(PACKAGED).partition("/")[0])
    for view in card.views:
        faces = [face for face in view.faces if face.picture in plain]
        drawings = [each for each in view.drawings if each.picture == plain[0]]
        if not drawings and not (faces and len(layers) == 1):
            continue
        drawing = drawings[0].but(picture=layers[0]) if drawings else view.drawings[0]
        face = faces[0].but(picture=layers[-1]) if faces else None
        return view, drawing, face
    raise AssetMissing(f"no packaged character has the drawing {layers[0]}")
