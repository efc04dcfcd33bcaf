"""From a character to what it is learned from: its pictures, each cut out and captioned.

A character of the cast is composed of its drawings and faces; an author's own pictures are read as
they are drawn with, and a mask comes from the picture's transparency, from `<name>-masklabel.png`
beside it, or from a plain background. What is uncertain is refused, never trained on.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from renderers.cast.cutouts import mask_beside, open_cutout
from renderers.cast.figures import load_figure
from renderers.cast.matching import best_face
from renderers.cast.outlines import area_of, loops_of
from renderers.cast.references import Look, card_for
from renderers.pictures import PACKAGED, open_picture, picture_path
from renderers.training.captions import caption_of
from schemas.cast import Card
from schemas.errors import StoryboardError, StoryInvalid
from schemas.geometry import Box
from schemas.story import Character

MOST = 11
"""Pictures a subject, as in MSP-Diffusion's data (arXiv 2405.12742)."""
_SECOND = 0.5
"""A second figure of this share of the first makes a picture of two people."""
_LEAST = 48
"""Pixels along a figure's longer side below which nothing can be learned of a face."""
_PROBED = 256


class SubjectPicture(NamedTuple):
    """One picture of one subject."""

    name: str
    """Its picture name, or the names of its layers joined with `+`."""
    figure: Image.Image
    """RGBA, cropped to the figure; alpha is the mask."""
    whole: Image.Image
    """RGB, the picture as it is; a cut-out stands before white."""
    caption: str
    head: Box | None = None
    """Where the figure's head is, in its own unit square; None where nobody says."""
    place: Box | None = None
    """Where the figure lies in its picture's unit square; None is all of it."""


class TrainingSubject(NamedTuple):
    """Somebody to be learned."""

    id: str
    token: str
    class_noun: str
    height: float
    """Relative to the other characters' 1."""
    pictures: tuple[SubjectPicture, ...]

    @property
    def words(self) -> str:
        """Its token and class, as prompts name it."""
        return f"{self.token} {self.class_noun}".lstrip()


def read_subject(character: Character, root: Path) -> TrainingSubject:
    """Read a character's pictures, at most eleven, evenly chosen.

    Raises:
        StoryInvalid: it has no pictures, or some cannot be trained on; the message names each.
        AssetMissing: a packaged card or picture is damaged.
    """
    _check(character.references, root)
    card = card_for(character, root)
    if card is None:
        raise StoryInvalid(
            f"{character.id} has no pictures to learn from",
            hint=f"Give it references, such as {character.id}/*.png.",
        )
    pictures = tuple(_picture(look, root) for look in _spread(tuple(_looks(card))))
    return TrainingSubject(
        character.id, character.token, character.class_noun, card.height, pictures
    )


def _check(names: Sequence[str], root: Path) -> None:
    """Look at every picture before any is used.

    Raises:
        StoryInvalid: some cannot be trained on.
    """
    problems: list[str] = []
    for name in names:
        try:
            _check_one(name, open_cutout(name, picture_path(name, root)))
        except StoryboardError as error:
            problems.append(str(error) + (f" ({error.hint})" if error.hint else ""))
    if problems:
        raise StoryInvalid("\n".join(problems))


def picture_files(character: Character, root: Path) -> tuple[Path, ...]:
    """Return every file that a character is learned from: pictures, masks, captions, sidecars.

    Raises:
        StoryInvalid, AssetMissing: as `read_subject`.
    """
    try:
        card = card_for(character, root)
    except StoryInvalid:
        _check(character.references, root)  # So that all such pictures are named, not the first.
        raise
    layers = [name for look in _spread(tuple(_looks(card))) for name in look.layers] if card else []
    paths = [picture_path(name, root) for name in dict.fromkeys(layers)]
    beside = [other for path in paths for other in _beside(path) if other.is_file()]
    return tuple(sorted({*paths, *beside}))


def _beside(path: Path) -> tuple[Path, ...]:
    named = (path.with_suffix(".txt"), path.with_suffix(".json"))
    return (*named, path.with_name(path.name + ".json"), mask_beside(path))


def _looks(card: Card) -> Iterator[Look]:
    """Yield every drawing with a calm face, the views in turn, so that the first are unlike."""
    views = [
        [Look(card, view, drawing, best_face(view, None)[0]) for drawing in view.drawings]
        for view in card.views
    ]
    for index in range(max(map(len, views))):
        yield from (looks[index] for looks in views if index < len(looks))


def _spread(looks: Sequence[Look]) -> tuple[Look, ...]:
    if len(looks) <= MOST:
        return tuple(looks)
    return tuple(looks[round(i * (len(looks) - 1) / (MOST - 1))] for i in range(MOST))


def _picture(look: Look, root: Path) -> SubjectPicture:
    name, path = look.drawing.picture, picture_path(look.drawing.picture, root)
    own = not name.startswith(PACKAGED)
    cutout = load_figure(look.layers, root)
    bounds = _bounds(cutout)
    whole = open_picture(name, path) if own else cutout
    caption = caption_of(look, beside=path.with_suffix(".txt") if own else None)
    white = Image.alpha_composite(Image.new("RGBA", whole.size, "white"), whole)
    return SubjectPicture(
        "+".join(look.layers),
        cutout.crop(bounds),
        white.convert("RGB"),
        caption,
        look.head and _within(look.head, cutout.size, bounds),
        _part(bounds, cutout.size),
    )


def _part(bounds: tuple[int, int, int, int], canvas: tuple[int, int]) -> Box:
    """Return a part of a canvas, given in pixels, in the canvas's unit square."""
    left, top, right, bottom = bounds
    wide, high = canvas
    return Box(left=left / wide, top=top / high, right=right / wide, bottom=bottom / high)


def _within(head: Box, canvas: tuple[int, int], bounds: tuple[int, int, int, int]) -> Box:
    """Bring a head from a canvas's unit square into that of a part of it, given in pixels."""
    left, top, right, bottom = bounds
    wide, high = right - left, bottom - top
    return Box(
        left=(head.left * canvas[0] - left) / wide,
        top=(head.top * canvas[1] - top) / high,
        right=(head.right * canvas[0] - left) / wide,
        bottom=(head.bottom * canvas[1] - top) / high,
    )


def _bounds(cutout: Image.Image) -> tuple[int, int, int, int]:
    seen = cutout.getchannel("A").point(lambda alpha: 255 if alpha > 40 else 0).getbbox()
    return seen or (0, 0, cutout.width, cutout.height)


def _check_one(name: str, cutout: Image.Image) -> None:
    """Refuse a picture of two, or of hardly anything.

    Raises:
        StoryInvalid: the second largest part is about as large as the largest, or all is tiny.
    """
    left, top, right, bottom = _bounds(cutout)
    if (longest := max(right - left, bottom - top)) < _LEAST:
        raise StoryInvalid(
            f"picture {name} shows a figure of only {longest} pixels",
            hint=f"Take a larger one; {_LEAST} pixels are the least, and 512 are good.",
        )
    alpha = cutout.getchannel("A")
    alpha.thumbnail((_PROBED, _PROBED), Image.Resampling.BOX)
    areas = sorted((area_of(loop) for loop in loops_of(np.asarray(alpha) > 127)), reverse=True)
    if len(areas) > 1 and areas[1] > _SECOND * areas[0]:
        raise StoryInvalid(
            f"picture {name} shows two figures, {areas[1] / areas[0]:.0%} as large as one another",
            hint=f"Cut one of them out, or mark one in {Path(name).stem}-masklabel.png.",
        )
