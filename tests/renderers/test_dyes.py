from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from renderers.cast.figures import load_figure
from renderers.dyes import dyed_name, in_dyes, undyed
from renderers.pictures import open_picture, picture_path
from renderers.props.library import find
from schemas.errors import AssetMissing

RED, BLUE = "#c83232", "#3232c8"


def flat(colour: str, size: int = 8) -> Image.Image:
    return Image.new("RGBA", (size, size), colour)


def middle(picture: Image.Image) -> tuple[int, ...]:
    return tuple(picture.getpixel((picture.width // 2, picture.height // 2)))


def test_a_name_tells_its_picture():
    name = dyed_name("cast:dee/x.png", {RED: BLUE})
    assert name == "dyed:c83232-3232c8:cast:dee/x.png"
    assert undyed(name) == "cast:dee/x.png"
    assert undyed("art/x.png") == "art/x.png"
    assert dyed_name("art/x.png", {}) == "art/x.png"


@pytest.mark.parametrize(
    ("colour", "becomes"),
    [
        ((200, 50, 50), (50, 50, 200)),
        ((100, 25, 25), (25, 25, 100)),  # its shade
        ((0, 0, 0), (0, 0, 0)),
        ((252, 252, 252), (252, 252, 252)),  # ink and paper
        ((40, 160, 60), (40, 160, 60)),  # another colour
    ],
)
def test_a_colour_and_its_shades_are_dyed_and_others_stay(colour, becomes):
    dyed = in_dyes(flat("#{:02x}{:02x}{:02x}".format(*colour)), dyed_name("x", {RED: BLUE}))
    assert np.abs(np.subtract(middle(dyed)[:3], becomes)).max() <= 5
    assert middle(dyed)[3] == 255


def test_without_dyes_nothing_changes():
    picture = open_picture("prop:balloon", picture_path("prop:balloon", Path()))
    assert in_dyes(picture.copy(), "prop:balloon").tobytes() == picture.tobytes()


def test_a_prop_takes_the_colour_that_is_asked_for(tmp_path: Path):
    red, blue = (find(f"a {colour} balloon") for colour in ("red", "blue"))
    assert red is not None
    assert blue is not None
    reds, blues = (
        np.asarray(load_figure([prop.picture], tmp_path)).astype(float) for prop in (red, blue)
    )
    assert (reds[..., 3] == blues[..., 3]).all()
    assert reds[..., 0].mean() > blues[..., 0].mean() + 10
    assert blues[..., 2].mean() > reds[..., 2].mean() + 10


def test_colours_that_cannot_be_read_are_refused_in_words(tmp_path: Path):
    name = "dyed:zz-11:prop:balloon"
    with pytest.raises(AssetMissing, match="cannot be read"):
        open_picture(name, picture_path(name, tmp_path))
