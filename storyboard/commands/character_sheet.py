"""Shows what was understood of a character's pictures, and twelve poses of it."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from renderers.cast.figures import load_figure
from renderers.cast.matching import best_face
from renderers.cast.puppets.posed import taken_apart
from renderers.cast.puppets.rig import Rig
from renderers.cast.references import Look, card_for, look_for
from renderers.conditioning.maps import JOINT_COLOURS, LIMBS
from schemas.cast import Card, View
from schemas.directions import Role
from schemas.errors import StoryboardError
from schemas.geometry import FULL_FRAME, JOINTS, Box
from schemas.story import Character, Story
from storyboard import files
from storyboard.commands.console import say
from storyboard.planning.casting.posing import posable, posed_look

TWELVE = (
    "standing",
    "walking",
    "running",
    "waving",
    "cheering",
    "sitting",
    "kneeling",
    "lying",
    "throwing",
    "eating",
    "hugging",
    "climbing",
)
"""The poses that the sheet shows."""
_CELL, _TALL = 190, 260
_GROUND, _INK = (240, 243, 240), (30, 30, 40)


def check_character(story: Path, who: str, *, sheet: Path | None) -> None:
    """Print what was read off every picture of a character, and draw the sheet.

    Raises:
        StoryboardError: the story is invalid, has no such character, or the character has no
            pictures; or the sheet cannot be written.
    """
    from storyboard.reading import read_story

    card = _card(read_story(story), who, story.parent)
    path = sheet or Path(f"{who}-sheet.png")
    if path.suffix.lower() != ".png":
        raise StoryboardError(f"a sheet is written as PNG, not as {path.name}")
    for line in _told(card, story.parent):
        print(line)
    made = character_sheet(card, story.parent)
    with files.explained(path), files.replacing(path) as fresh:
        made.save(fresh, "PNG")
    say(f"{path}: written")


def character_of(story: Story, who: str) -> Character:
    """Return a character of a story.

    Raises:
        StoryboardError: it has no such character; the hint says who is near.
    """
    from storyboard.diagnostics import did_you_mean

    if who not in story.characters:
        hint = did_you_mean(who, list(story.characters)) or f"Known: {', '.join(story.characters)}."
        raise StoryboardError(f'"{who}" is not in the cast', hint=hint)
    return story.characters[who]


def _card(story: Story, who: str, root: Path) -> Card:
    card = card_for(character_of(story, who), root)
    if card is None:
        raise StoryboardError(
            f"{who} has no pictures", hint="Give the character references: [picture.png]."
        )
    return card


def _told(card: Card, root: Path) -> Iterator[str]:
    """Say of every picture what was understood."""
    for view in card.views:
        drawing = view.drawings[0]
        pose = drawing.keypoints
        joints = [joint for joint in pose.keypoints if joint] if pose else []
        guessed = sum(joint.visible < 1 for joint in joints)
        yield (
            f"{drawing.picture}: {drawing.pose or 'standing, as nobody says otherwise'}, "
            f"{view.mood or 'mood unknown'}, facing {view.facing}"
        )
        missing = [name for name in JOINTS if pose is None or pose.joint(name) is None]
        yield f"  joints    {len(joints)} of {len(JOINTS)}, {guessed} of them guessed"
        if missing and joints:
            yield f"            not found: {', '.join(missing)}"
        yield f"  can be posed: {'yes' if posable(view, drawing) else 'no'}"
        for doubt in drawing.doubts:
            yield f"  {'why not' if doubt.bars else 'note':<9} {doubt.what}"
            yield from [f"            {doubt.remedy}"] if doubt.remedy else []
        if posable(view, drawing):
            yield from _measured(_rig(view, root))


def _rig(view: View, root: Path) -> Rig:
    face = best_face(view, None)[0]
    layers = (view.drawings[0].picture, *((face.picture,) if face else ()))
    return taken_apart(layers, root)


def _measured(rig: Rig) -> Iterator[str]:
    colours = {
        "skin": rig.skin,
        "chest": rig.torso.colour,
        "legs": rig.leg.root,
        "ink": rig.ink.colour,
    }
    named = ", ".join(f"{name} #{bytes(colour).hex()}" for name, colour in colours.items())
    line = f"{rig.ink.width:.0f} pixels at {rig.stature:.0f} high"
    yield f"  colours   {named}"
    yield f"  line      {line if rig.ink.outlined else 'no outlines, so a thin dark one is drawn'}"
    if rig.skirt is not None:
        yield "  legs      under a skirt"


def character_sheet(card: Card, root: Path) -> Image.Image:
    """Draw a character's first pictures with what was read off them, and twelve poses."""
    pictures = [_annotated(view, root) for view in card.views[:4]]
    poses = [_posed(card, word, root) for word in TWELVE]
    cells = [
        *zip((view.name for view in card.views), pictures, strict=False),
        *zip(TWELVE, poses, strict=True),
    ]
    columns = 4
    rows = -(-len(cells) // columns)
    sheet = Image.new("RGB", (columns * _CELL, rows * (_TALL + 24)), _GROUND)
    draw = ImageDraw.Draw(sheet)
    for at, (name, picture) in enumerate(cells):
        x, y = at % columns * _CELL, at // columns * (_TALL + 24)
        picture.thumbnail((_CELL - 10, _TALL), Image.Resampling.LANCZOS)
        left, top = x + (_CELL - picture.width) // 2, y + _TALL - picture.height
        sheet.paste(picture, (left, top), picture)
        draw.text((x + _CELL / 2, y + _TALL + 12), name, fill=_INK, anchor="mm", font_size=13)
    return sheet


def _annotated(view: View, root: Path) -> Image.Image:
    """Draw skeleton, head and mouth over a picture."""
    face = best_face(view, None)[0]
    drawing = view.drawings[0]
    look = Look(_bare(view), view, drawing, face)
    picture = load_figure(look.layers, root)
    draw = ImageDraw.Draw(picture)
    width, height = picture.size
    pen = max(2, height // 150)
    if look.pose is not None:
        points = [joint and (joint.x * width, joint.y * height) for joint in look.pose.keypoints]
        for colour, (start, end) in zip(JOINT_COLOURS, LIMBS, strict=False):
            if (one := points[start]) and (other := points[end]):
                draw.line([one, other], fill=colour, width=pen)
    if view.head is not None:
        draw.rectangle(_pixels(view.head, picture), outline=(220, 40, 40), width=pen)
    if view.mouth is not None:
        x, y = view.mouth[0] * width, view.mouth[1] * height
        draw.ellipse((x - 2 * pen, y - 2 * pen, x + 2 * pen, y + 2 * pen), fill=(220, 40, 40))
    return picture.crop(picture.getchannel("A").getbbox())


def _bare(view: View) -> Card:
    return Card(id="-", name="-", token="-", class_noun="-", look="-", views=(view,))


def _pixels(box: Box, picture: Image.Image) -> tuple[float, float, float, float]:
    whole = FULL_FRAME.but(right=picture.width, bottom=picture.height)
    return (*whole.place((box.left, box.top)), *whole.place((box.right, box.bottom)))


def _posed(card: Card, word: str, root: Path) -> Image.Image:
    role = Role(poses=(word,), facing="front")
    drawn = look_for(card, role)
    look = posed_look(card, drawn, role, aspect=1.0, root=root) or drawn
    picture = load_figure(look.layers, root)
    return picture.crop(picture.getchannel("A").getbbox())
