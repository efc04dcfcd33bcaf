"""What a character is learned from: whose mask, whose words; and what is refused."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image

from renderers.training.canvases import alone
from renderers.training.captions import mirrored
from renderers.training.contact_sheet import contact_sheet
from renderers.training.pictures import MOST, picture_files, read_subject
from schemas.errors import StoryInvalid
from schemas.geometry import Size
from schemas.story import Character
from schemas.training_groups import AugmentationSettings
from tests.renderers.training.strangers import character, cut_out, subject

SQUARE = Size(width=64, height=64)


def test_a_mask_is_the_picture_s_transparency(tmp_path: Path) -> None:
    cut_out(tmp_path / "mira-waving-left.png")
    (picture,) = read_subject(character("mira-waving-left.png"), tmp_path).pictures
    assert picture.figure.size == (60, 120)
    assert picture.caption == "hta woman cartoon, waving, facing left"


def test_a_mask_file_beside_the_picture_comes_first(tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (120, 100, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    mask = Image.new("L", (100, 120))
    mask.paste(255, (10, 20, 70, 110))
    mask.save(tmp_path / "a-masklabel.png")
    (picture,) = read_subject(character("a.png"), tmp_path).pictures
    assert picture.figure.size == (60, 90)
    assert picture.whole.size == (100, 120)


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("reading on a sofa", "hta woman cartoon, reading on a sofa"),
        ("[trigger] reading", "hta woman cartoon reading"),
        ("a portrait of hta, reading", "a portrait of hta, reading"),
        ("", "hta woman cartoon"),
    ],
)
def test_a_text_file_is_the_caption(tmp_path: Path, text: str, caption: str) -> None:
    cut_out(tmp_path / "a.png")
    (tmp_path / "a.txt").write_text(text)
    (picture,) = read_subject(character("a.png"), tmp_path).pictures
    assert picture.caption == caption


def test_a_packaged_character_has_eleven_pictures_that_differ() -> None:
    dee = Character(id="dee", name="Dee", token="sks", packaged="dee", **{"class": "woman cartoon"})
    found = read_subject(dee, Path())
    assert len({picture.name for picture in found.pictures}) == MOST
    assert len({picture.caption for picture in found.pictures}) > MOST // 2
    assert all(picture.caption.startswith("sks woman") for picture in found.pictures)


def test_every_unusable_picture_is_named_at_once(tmp_path: Path) -> None:
    cut_out(tmp_path / "two.png", count=2)
    pixels = np.random.default_rng(0).integers(0, 255, (80, 80, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "busy.png")
    Image.new("L", (9, 9), 255).save(tmp_path / "odd-masklabel.png")
    cut_out(tmp_path / "odd.png")
    with pytest.raises(StoryInvalid) as caught:
        read_subject(character("two.png", "busy.png", "odd.png"), tmp_path)
    said = str(caught.value)
    assert "two.png shows two figures" in said
    assert "busy.png shows no clear figure" in said
    assert "odd-masklabel.png is 9×9" in said


def test_nobody_is_learned_from_no_pictures() -> None:
    with pytest.raises(StoryInvalid, match="mira has no pictures"):
        read_subject(character(), Path())


def test_the_files_that_are_learned_from_are_known(tmp_path: Path) -> None:
    cut_out(tmp_path / "a.png")
    (tmp_path / "a.txt").write_text("reading")
    names = [path.name for path in picture_files(character("a.png"), tmp_path)]
    assert names == ["a.png", "a.txt"]


def test_a_figure_is_scaled_and_moved_but_never_distorted() -> None:
    settings = AugmentationSettings(zoom=(0.5, 0.5), crop_probability=0, backgrounds="plain")
    compose = alone(subject(), settings)
    boxes = {compose(Random(seed), SQUARE).mask.getbbox() for seed in range(8)}
    assert len(boxes) > 4
    sizes = {(right - left, bottom - top) for left, top, right, bottom in filter(None, boxes)}
    assert sizes == {(16, 32)}


def test_the_mask_is_the_subject_and_its_words_come_with_the_place_s() -> None:
    settings = AugmentationSettings(crop_probability=0, backgrounds="plain", zoom=(0.5, 0.9))
    made = alone(subject(), settings)(Random(3), SQUARE)
    pixels, mask = np.asarray(made.image).astype(int), np.asarray(made.mask)
    inside = mask > 250
    assert (np.ptp(pixels[~(mask > 0)], axis=0) == 0).all()
    red = (pixels[inside] == (255, 0, 0)).all(axis=1)
    assert red.mean() > 0.8
    assert made.prompt.startswith("hta woman cartoon, a ")


def test_equal_chance_makes_equal_pictures() -> None:
    compose = alone(subject(), AugmentationSettings())
    one, other, third = (compose(Random(seed), SQUARE) for seed in (1, 1, 2))
    assert one.image.tobytes() == other.image.tobytes() != third.image.tobytes()
    assert one.prompt == other.prompt


def test_directions_are_mirrored_with_the_picture() -> None:
    assert mirrored("hta woman, facing left, right hand up") == (
        "hta woman, facing right, left hand up"
    )


def test_the_contact_sheet_shows_every_picture_and_a_dozen_compositions() -> None:
    people = [subject(), subject("ben", "sks", "blue")]
    sheet = contact_sheet(
        people, alone(people[0], AugmentationSettings(backgrounds="plain")), SQUARE
    )
    assert sheet.size == (6 * 192, 3 * (192 + 52))
