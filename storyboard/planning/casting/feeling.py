"""A mood that no picture of somebody has is drawn onto the face, where the drawing allows it."""

from pathlib import Path
from typing import NamedTuple

from renderers.cast.faces.felt import unfeelable
from renderers.cast.faces.moods import FEELINGS
from renderers.cast.matching import best_face, facing_of
from renderers.cast.references import Look
from renderers.felt_names import felt_name
from schemas.cast import Drawing, Face, View
from schemas.vocabulary.phrases import ranked_moods


class Feeling(NamedTuple):
    """A drawing that feels something."""

    drawing: Drawing
    face: Face | None
    mood: str | None
    """What the face shows, where that is known."""
    lacks: str | None = None
    """Why the mood that was wanted is not shown, in words."""


def feeling(view: View, drawing: Drawing, mood: str | None, *, root: Path) -> Feeling:
    """Return a drawing with the mood that is asked for: as drawn, drawn onto it, or the nearest.

    Raises:
        StoryInvalid, AssetMissing: a picture cannot be used.
    """
    face = best_face(view, mood)[0]
    shown = face.mood if face else view.mood
    near = Feeling(drawing, face, shown)
    if shows(shown, mood) or facing_of(view, drawing) == "back":
        return near
    assert mood is not None
    face = _base(view, mood)
    lacks = unfeelable(mood, face.picture if face else drawing.picture, root)
    if lacks is not None:
        return near._replace(lacks=lacks)
    if face is None:
        drawing = drawing.but(picture=felt_name(mood, drawing.picture))
    else:
        face = face.but(picture=felt_name(mood, face.picture), mood=mood)
    return Feeling(drawing, face, mood)


def shows(shown: str | None, mood: str | None) -> bool:
    """Tell whether a mood is shown as it is; a picture of no known mood is taken to be calm."""
    if mood is None or shown == mood:
        return True
    if shown is None:
        return mood == "neutral"
    return mood in ranked_moods(mood) and ranked_moods(mood).get(shown, 9.0) < 1


def _base(view: View, mood: str) -> Face | None:
    """Choose the face to draw a mood onto: the nearest for tears and blushes, else a calm one."""
    nearest = best_face(view, mood)[0]
    if mood in FEELINGS and FEELINGS[mood].adds:
        return nearest
    return next((face for face in view.faces if face.mood == "neutral"), nearest)


def felt_look(look: Look, mood: str | None, *, root: Path) -> Look:
    """Return a look with the mood that is asked for; where it cannot be drawn, it says why."""
    found = feeling(look.view, look.drawing, mood, root=root)
    if found.lacks is not None or found.mood == look.mood:
        return look._replace(lacks=found.lacks)
    view = look.view.but(mood=found.mood) if found.face is None else look.view
    return look._replace(view=view, drawing=found.drawing, face=found.face)
