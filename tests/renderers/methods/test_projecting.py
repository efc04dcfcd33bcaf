"""Pictures laid askew: they cover exactly what the plan says they do."""

import numpy as np
import pytest
from PIL import Image

from renderers.conditioning.maps import region_masks
from renderers.methods.collage import compose
from renderers.methods.projecting import projected
from schemas.angles import ANGLES
from schemas.geometry import FULL_FRAME, Box, Region, Size
from schemas.plan import Figure
from schemas.projection import Projection
from tests.renderers.panels import panel, segment

SIZE = Size(width=96, height=64)
LEANING = Projection.into(Box(left=0.2, top=0.1, right=0.7, bottom=1.4)).then(
    Projection.converged(0.6, about=(0.5, 0.9), across=1.1, down=1.0).then(
        Projection.turned(10, about=(0.5, 0.5), aspect=1.5)
    )
)


def test_a_picture_covers_its_region():
    red = Image.new("RGBA", (300, 500), "red")
    shown = np.asarray(projected(red, LEANING, SIZE).getchannel("A")) / 255
    mask = region_masks([LEANING.region(Region.of_box(FULL_FRAME))], SIZE)[1]
    assert np.abs(shown - mask).mean() < 0.01
    assert mask.mean() > 0.2


def test_its_corners_are_where_they_are_laid():
    flag = Image.new("RGBA", (200, 200), "blue")
    flag.paste("red", (0, 0, 100, 100))
    picture = projected(flag, LEANING, SIZE)
    for corner, colour in (((0.1, 0.1), (255, 0, 0)), ((0.9, 0.1), (0, 0, 255))):
        x, y = LEANING.point(corner)
        assert picture.getpixel((int(x * 96), int(y * 64)))[:3] == colour


def test_nothing_is_drawn_of_what_is_outside_or_clear():
    away = LEANING.then(Projection.moved(5, 0))
    assert projected(Image.new("RGBA", (20, 20), "red"), away, SIZE).getbbox() is None
    assert projected(Image.new("RGBA", (20, 20)), LEANING, SIZE).getbbox() is None


def test_a_projected_figure_is_composed_as_any_other(tmp_path):
    red = Image.new("RGBA", (40, 40))
    red.paste("red", (4, 4, 36, 36))
    red.save(tmp_path / "red.png")
    place = Box(left=0.25, top=0.1, right=0.75, bottom=0.6)
    upright = Figure(layers=("red.png",), placement=place)
    same = upright.but(projection=Projection.into(place).rows)
    size = Size(width=80, height=80)
    pictures = [
        compose(panel(segment(Region.of_box(place), figure=figure)), size, tmp_path)
        for figure in (upright, same)
    ]
    one, other = (np.asarray(picture, float) for picture in pictures)
    assert np.abs(one - other).mean() < 2


@pytest.mark.parametrize("setting", ["a park", "a kitchen", "a submarine"])
def test_every_angle_shows_another_picture_of_a_place(setting, tmp_path):
    size = Size(width=48, height=40)
    pictures = [
        np.asarray(compose(panel(setting=setting, camera=angle), size, tmp_path), float)
        for angle in ANGLES
    ]
    for index, one in enumerate(pictures):
        for other in pictures[index + 1 :]:
            assert np.abs(one - other).mean() > 4
