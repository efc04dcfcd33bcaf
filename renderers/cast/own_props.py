"""Things of an author's own, made of one picture each."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from renderers.cast.cutouts import open_cutout
from renderers.cast.outlines import outline_of
from renderers.pictures import picture_path
from renderers.props.library import USUAL_ANCHORS, Prop
from schemas.errors import StoryInvalid
from schemas.story import OwnProp

_AT_IT = ("before", "eyes")
"""Ways for which a drawing must have a point of its own."""


def own_props(props: Mapping[str, OwnProp], root: Path) -> dict[str, Prop]:
    """Return a story's own things by what they are called.

    Raises:
        StoryInvalid, AssetMissing: as `prop_of_picture` does.
    """
    return {name: prop_of_picture(name, one, root) for name, one in props.items()}


def prop_of_picture(name: str, own: OwnProp, root: Path) -> Prop:
    """Make a prop of a picture; a plain background is cut off, as with characters' pictures.

    Args:
        name: what it is called in prompts, alternative texts and actions.
        own: its picture, its size and how it is there where nothing else is asked for.
        root: the story's folder.

    Raises:
        StoryInvalid: the picture leads out of `root`, or nothing of it is seen.
        AssetMissing: it is absent or unreadable.
    """
    path = picture_path(own.picture, root)
    return _made(name, own, path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _made(name: str, own: OwnProp, path: Path, stamp: int) -> Prop:
    """Make a prop, once while its picture stays as it is."""
    picture = open_cutout(own.picture, path)
    outline = outline_of(picture)
    if outline is None:
        raise StoryInvalid(f"picture {own.picture} is almost entirely transparent")
    bounds = outline.bounds
    seen = max(bounds.width * picture.width, bounds.height * picture.height)
    return Prop(
        name=name,
        picture=own.picture,
        kind="thing",
        size=own.size * max(picture.size) / seen,
        aspect=picture.width / picture.height,
        ways=(own.way, "hand", "ground", "head", "face", "neck"),
        outline=outline,
        anchors={
            each: bounds.place(point) for each, point in USUAL_ANCHORS.items() if each not in _AT_IT
        },
    )
