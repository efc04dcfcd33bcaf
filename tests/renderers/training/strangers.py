"""Made-up characters with pictures of their own."""

from pathlib import Path

from PIL import Image, ImageDraw

from renderers.training.pictures import SubjectPicture, TrainingSubject
from schemas.story import Character


def figure(colour: str = "red", *, width: int = 60, height: int = 120) -> Image.Image:
    """Return a block of one colour with a black belt, cut out."""
    made = Image.new("RGBA", (width, height), colour)
    ImageDraw.Draw(made).rectangle((0, height // 2, width, height // 2 + 8), "black")
    return made


def cut_out(path: Path, colour: str = "red", *, count: int = 1) -> Path:
    """Write a picture of one figure, or of several side by side, on transparency."""
    canvas = Image.new("RGBA", (100 * count, 160))
    for index in range(count):
        canvas.paste(figure(colour), (20 + 100 * index, 20))
    path.parent.mkdir(parents=True, exist_ok=True)
    canvas.save(path)
    return path


def character(*references: str, id: str = "mira", token: str = "hta") -> Character:
    """Return a character with these pictures."""
    return Character(
        id=id, name=id.title(), token=token, references=references, **{"class": "woman cartoon"}
    )


def subject(id: str = "mira", token: str = "hta", colour: str = "red") -> TrainingSubject:
    """Return somebody with one picture."""
    drawn = figure(colour)
    picture = SubjectPicture(f"{id}.png", drawn, drawn.convert("RGB"), f"{token} woman cartoon")
    return TrainingSubject(id, token, "woman cartoon", 1.0, (picture,))
