"""Things of an author's own, made of a picture."""

import pytest
from PIL import Image, ImageDraw

from renderers.cast.own_props import prop_of_picture
from schemas.errors import AssetMissing, StoryInvalid
from schemas.story import OwnProp


def test_a_prop_is_as_large_as_what_its_picture_shows(tmp_path):
    picture = Image.new("RGBA", (200, 100))
    ImageDraw.Draw(picture).rectangle((50, 20, 149, 79), fill="red")
    picture.save(tmp_path / "orb.png")
    prop = prop_of_picture("orb", OwnProp(picture="orb.png", size=0.5, way="table"), tmp_path)
    bounds = prop.outline.bounds
    assert prop.width * bounds.width == pytest.approx(0.5, abs=0.01)
    assert prop.height * bounds.height == pytest.approx(0.3, abs=0.01)
    assert prop.ways[0] == "table"
    assert prop.anchor("ground") == pytest.approx((0.5, 0.8), abs=0.01)


def test_pictures_that_show_nothing_or_are_not_there_are_refused(tmp_path):
    Image.new("RGBA", (20, 20)).save(tmp_path / "air.png")
    with pytest.raises(StoryInvalid):
        prop_of_picture("air", OwnProp(picture="air.png"), tmp_path)
    with pytest.raises(AssetMissing):
        prop_of_picture("orb", OwnProp(picture="none.png"), tmp_path)
