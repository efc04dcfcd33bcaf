"""Has figures marked in an author's pictures that nothing else cuts out; masks lie beside them."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from schemas.errors import StoryInvalid
from schemas.story import Story
from schemas.training_groups import MaskSettings
from storyboard import files
from storyboard.commands.console import say

if TYPE_CHECKING:
    from PIL import Image

    from renderers.training.found_masks import FoundMask

SHEET = "masks.png"
"""What was found, as a picture to look at, in the folder of trainings."""


class UnmarkedPicture(NamedTuple):
    """A picture of a character that has no mask, and needs one."""

    name: str
    path: Path
    noun: str
    """Its character's class."""


def mark_pictures(
    story: Story, root: Path, home: Path, settings: MaskSettings, *, online: bool = False
) -> None:
    """Mark the figure in every picture that nothing else cuts out; a mask that is there stays.

    Raises:
        StoryInvalid: some masks are uncertain: these are not kept, and `masks.png` shows all.
        AssetMissing: a network is absent or of another kind.
    """
    wanted = list(_unmarked(story, root))
    if not wanted:
        return
    from PIL import Image

    from renderers.cast.cutouts import mask_beside
    from renderers.pictures import open_picture
    from renderers.training.contact_sheet import sheet_of
    from renderers.training.found_masks import load_mask_maker

    maker = load_mask_maker(settings, root=root, online=online)
    cells, doubts = [], []
    for each in wanted:
        opened = open_picture(each.name, each.path)
        white = Image.new("RGBA", opened.size, "white")
        picture = Image.alpha_composite(white, opened).convert("RGB")
        found = maker.mask_of(picture, each.noun)
        cells.append((_shown(picture, found), f"{each.path.name}: {found.doubt or 'marked'}"))
        if found.doubt is None:
            files.write(mask_beside(each.path), _png(found.mask))
        else:
            doubts.append(f"picture {each.name}: {found.doubt}")
    with files.explained(home):
        home.mkdir(parents=True, exist_ok=True)
    files.write(home / SHEET, _png(sheet_of(cells)))
    say(f"{len(wanted) - len(doubts)} of {len(wanted)} pictures were marked: {home / SHEET}")
    if doubts:
        raise StoryInvalid(
            "\n".join(doubts),
            hint="Mark the figure white in a file beside the picture, such as "
            f"{mask_beside(wanted[0].path).name}, or take another picture.",
        )


def _unmarked(story: Story, root: Path) -> Iterator[UnmarkedPicture]:
    from renderers.cast.cutouts import mask_beside, open_cutout
    from renderers.pictures import picture_path

    for who in story.characters.values():
        for name in () if who.packaged else who.references:
            path = picture_path(name, root)
            if not mask_beside(path).is_file():
                try:
                    open_cutout(name, path)
                except StoryInvalid:
                    yield UnmarkedPicture(name, path, who.class_noun)


def _shown(picture: "Image.Image", found: "FoundMask") -> "Image.Image":
    """Return a picture with all grey that is not the figure."""
    from PIL import Image

    grey = picture.convert("L").point(lambda value: 160 + value // 4).convert("RGB")
    return Image.composite(picture, grey, found.mask)


def _png(picture: "Image.Image") -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
