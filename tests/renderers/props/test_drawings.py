from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from renderers.cast.figures import load_figure
from renderers.cast.outlines import outline_of
from renderers.pictures import picture_path
from renderers.props.drawings import inked
from renderers.props.library import prop_of
from schemas.errors import AssetMissing


@pytest.mark.parametrize("name", ["whale", "key", "octopus", "birthday cake"])
def test_a_prop_is_loaded_as_any_figure_is(name: str, tmp_path: Path) -> None:
    prop = prop_of(name)
    picture = load_figure([prop.picture], tmp_path)
    assert picture.mode == "RGBA"
    assert picture.width / picture.height == pytest.approx(prop.aspect, rel=0.04)
    assert picture.getchannel("A").getbbox() is not None
    traced = outline_of(picture)
    assert traced is not None
    assert abs(traced.bounds.left - prop.outline.bounds.left) < 0.03
    assert abs(traced.bounds.bottom - prop.outline.bounds.bottom) < 0.03


def test_ink_surrounds_a_shape_and_leaves_its_inside() -> None:
    disc = Image.new("RGBA", (200, 200))
    ImageDraw.Draw(disc).ellipse((0, 0, 199, 199), fill=(250, 40, 40, 255))
    pixels = np.asarray(inked(disc, 0.5))
    middle = pixels[len(pixels) // 2]
    assert middle[len(middle) // 2].tolist() == [250, 40, 40, 255]
    dark = (middle[:, 3] > 200) & (middle[:, 0] < 60)
    assert 4 <= dark.sum() <= 8  # both sides, two to four pixels each: 0.0058 / 0.5 of 200


def test_what_is_small_bears_the_thicker_line_for_its_size() -> None:
    square = Image.new("RGBA", (200, 200), "white")
    assert inked(square, 0.3).width > inked(square, 3.0).width


def test_an_unknown_prop_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(AssetMissing, match="no packaged thing 'prop:gizmo'"):
        picture_path("prop:gizmo", tmp_path)
