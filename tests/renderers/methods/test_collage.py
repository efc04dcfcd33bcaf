"""Collages: the subjects' own pictures where the plan wants them."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from renderers import load
from renderers.base import Context, Drawn
from renderers.cast.mannequin import colour_of
from renderers.methods.collage import GREY, compose
from renderers.methods.scenery import place_of
from renderers.methods.sheltering import weather_before, weather_behind
from renderers.places.backdrops import backdrop
from renderers.places.colour import rgb
from schemas.errors import AssetMissing
from schemas.geometry import Box, Size
from schemas.plan import Figure
from schemas.settings import CollageSettings
from schemas.story import Setting
from tests.renderers.panels import box, panel, pose, segment

SIZE = Size(width=80, height=80)
FULL = Box(left=0, top=0, right=1, bottom=1)


@pytest.fixture
def cast(tmp_path):
    """Two pictures: one red on its left and blue on its right half; one green disc; rest clear."""
    flag = Image.new("RGBA", (40, 40))
    ImageDraw.Draw(flag).rectangle((0, 0, 19, 39), fill="red")
    ImageDraw.Draw(flag).rectangle((20, 0, 39, 39), fill="blue")
    ImageDraw.Draw(flag).rectangle((0, 0, 39, 3), fill=(0, 0, 0, 0))
    flag.save(tmp_path / "flag.png")
    disc = Image.new("RGBA", (40, 40))
    ImageDraw.Draw(disc).ellipse((8, 8, 32, 32), fill="lime")
    disc.save(tmp_path / "disc.png")
    return tmp_path


def shown(left, top, right, bottom, picture="flag.png", *, mirror=False, layers=None):
    place = Box(left=left, top=top, right=right, bottom=bottom)
    figure = Figure(layers=layers or (picture,), placement=place, mirror=mirror)
    return segment(box(left, top, right, min(bottom, 0.6)), "flag", figure)


def test_a_figure_comes_to_lie_in_its_placement(cast):
    picture = compose(panel(shown(0.25, 0, 0.75, 0.5)), SIZE, cast)
    assert picture.mode == "RGB"
    assert picture.size == (80, 80)
    assert picture.getpixel((25, 20)) == (255, 0, 0)
    assert picture.getpixel((55, 20)) == (0, 0, 255)
    place = compose(panel(), SIZE, cast)
    assert picture.getpixel((10, 20)) == place.getpixel((10, 20))
    assert picture.getpixel((40, 1)) == place.getpixel((40, 1))  # the picture's clear edge


def test_mirroring_swaps_the_sides(cast):
    picture = compose(panel(shown(0.25, 0, 0.75, 0.5, mirror=True)), SIZE, cast)
    assert picture.getpixel((25, 20)) == (0, 0, 255)


def test_later_segments_cover_earlier_ones(cast):
    front, back = shown(0, 0, 1, 1, "disc.png"), shown(0, 0, 1, 1)
    assert compose(panel(back, front), SIZE, cast).getpixel((40, 40)) == (0, 255, 0)
    assert compose(panel(front, back), SIZE, cast).getpixel((20, 40)) == (255, 0, 0)


def test_layers_are_composited_lowest_first(cast):
    picture = compose(panel(shown(0, 0, 1, 1, layers=("flag.png", "disc.png"))), SIZE, cast)
    assert picture.getpixel((40, 40)) == (0, 255, 0)
    assert picture.getpixel((4, 40)) == (255, 0, 0)


def test_a_figure_larger_than_the_panel_is_cropped_in_place(cast):
    whole = compose(panel(shown(0, 0, 1, 1)), SIZE, cast)
    large = compose(panel(shown(-1, -1, 2, 2)), Size(width=240, height=240), cast)
    for small, big in (((34, 40), (90, 120)), ((45, 40), (150, 120))):
        assert large.getpixel(big) == pytest.approx(whole.getpixel(small), abs=10)


def test_nothing_is_drawn_of_a_figure_outside(cast):
    outside = compose(panel(shown(1.2, 0, 1.7, 0.5)), SIZE, cast)
    assert outside.tobytes() == compose(panel(), SIZE, cast).tobytes()


def test_edges_have_no_fringe_of_the_transparent_colour(cast):
    white = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    ImageDraw.Draw(white).ellipse((10, 10, 50, 50), fill="white")
    white.save(cast / "white.png")
    Image.new("RGB", (8, 8), "white").save(cast / "paper.png")
    plan = panel(shown(0.13, 0.17, 0.71, 0.77, "white.png"), scaffold="paper.png")
    assert np.asarray(compose(plan, SIZE, cast)).min() >= 254


def test_the_authors_scaffold_replaces_place_and_weather(cast):
    Image.new("RGB", (30, 10), "purple").save(cast / "mine.png")
    plan = panel(scaffold="mine.png", setting="a park in the rain")
    assert compose(plan, SIZE, cast).getcolors() == [(6400, (128, 0, 128))]


def test_of_a_silhouette_the_outline_alone_is_there(cast):
    segments = shown(0.25, 0, 0.75, 0.5), shown(0.3, 0.5, 0.7, 0.9).but(subject="mira")
    plain = compose(panel(*segments), SIZE, cast)
    picture = compose(panel(*segments), SIZE, cast, silhouettes=["flag"])
    assert picture.getpixel((25, 20)) == picture.getpixel((55, 20)) == GREY
    assert picture.getpixel((10, 20)) == plain.getpixel((10, 20))
    assert picture.getpixel((30, 55)) == plain.getpixel((30, 55)) != GREY


def test_a_missing_picture_is_named(cast):
    with pytest.raises(AssetMissing, match=r"nobody\.png"):
        compose(panel(shown(0, 0, 1, 1, "nobody.png")), SIZE, cast)


def test_a_subject_without_pictures_is_a_flat_figure_with_a_face(cast):
    face = Box(left=0.4, top=0.2, right=0.6, bottom=0.4)
    plain = segment(box(0.3, 0.2, 0.7, 0.9), "mira", face=face)
    picture = compose(panel(plain), Size(width=200, height=200), cast)
    colours = {colour: count for count, colour in picture.getcolors(40_000)}
    assert colours[rgb(colour_of("mira"))] > 0.2 * 200 * 200
    head = np.asarray(picture.crop((80, 40, 120, 80)).convert("L"))
    assert (head < 60).any()  # eyes and a mouth
    back = compose(panel(plain.but(facing="back")), Size(width=200, height=200), cast)
    assert (np.asarray(back.crop((84, 44, 116, 76)).convert("L")) > 60).all()


def test_who_stands_in_the_picture_casts_a_shadow(cast):
    standing = segment(box(0.3, 0.3, 0.7, 0.9), "mira", pose_word="standing")
    borne = standing.but(pose_word="climbing", posture="jumping")
    on, off = (
        np.asarray(compose(panel(each), SIZE, cast)).astype(int) for each in (standing, borne)
    )
    darker = (off - on).sum(axis=2)
    assert darker.min() >= 0
    rows = np.flatnonzero(darker.max(axis=1))
    assert 66 <= rows.min() <= rows.max() <= 78  # about its feet, at 0.9 of 80 pixels


def test_rain_falls_in_front_of_the_figures(cast):
    plan = panel(shown(0, 0, 1, 1), setting="a park in the rain")
    picture = np.asarray(compose(plan, Size(width=200, height=200), cast)).astype(int)
    dry = np.asarray(compose(panel(shown(0, 0, 1, 1)), Size(width=200, height=200), cast))
    assert np.abs(picture - dry)[40:, :80].max() > 60


def test_rain_falls_behind_them_as_well(cast):
    large = Size(width=200, height=200)
    plan = panel(setting="a park in the rain")
    behind = weather_behind(plan, large)
    picture = place_of(plan, large, cast).convert("RGBA")
    picture.alpha_composite(behind)
    picture.alpha_composite(weather_before(plan, large))
    assert compose(plan, large, cast).tobytes() == picture.convert("RGB").tobytes()


def test_the_place_stays_the_same_from_panel_to_panel(cast):
    first, second = (compose(panel(id=f"one-{n}", seed=n), SIZE, cast).tobytes() for n in (1, 99))
    assert first == second


def test_the_renderer_draws_panels_in_order_at_its_resolution(cast):
    renderer = load(CollageSettings(resolution=128), Context(cast))
    plans = [panel(id="a-1", aspect=2.0), panel(segment(box(0, 0, 1, 1)), id="a-2")]
    drawn = [each for each in renderer.render(plans) if isinstance(each, Drawn)]
    assert [each.panel for each in drawn] == ["a-1", "a-2"]
    assert drawn[0].image.size == (184, 88)
    assert drawn[0].notes == ()
    assert "mira has no pictures" in drawn[1].notes[0]


def test_an_empty_panel_is_its_backdrop(cast):
    picture = compose(panel(setting="an office"), SIZE, cast)
    drawn = backdrop(Setting(prompt="an office"), SIZE, seed=0)
    assert np.abs(np.asarray(picture).astype(int) - np.asarray(drawn)).mean() < 30


def test_composing_is_deterministic(cast):
    plain = segment(box(0.2, 0.2, 0.8, 0.9), pose=pose(nose=(0.5, 0.3)))
    plan = panel(plain, shown(0, 0, 0.5, 0.5))
    assert compose(plan, SIZE, cast).tobytes() == compose(plan, SIZE, cast).tobytes()


@pytest.fixture
def room(cast):
    """A wide picture of a place: a grey wall above, a black floor from three quarters down."""
    art = Image.new("RGB", (200, 100), (180, 180, 180))
    ImageDraw.Draw(art).rectangle((0, 75, 199, 99), fill="black")
    art.save(cast / "room.png")
    return Setting(prompt="a yard", art="room.png", ground=0.75)


def test_a_place_s_own_picture_is_drawn_wherever_it_is_the_setting(cast, room):
    picture = compose(panel(shown(0.25, 0, 0.75, 0.5)).but(setting=room), SIZE, cast)
    assert picture.getpixel((2, 2)) == (180, 180, 180)
    assert picture.getpixel((2, 78)) == (0, 0, 0)
    assert picture.getpixel((25, 20)) == (255, 0, 0)
    rainy = compose(panel().but(setting=room.but(weather="rain")), SIZE, cast)
    dry = compose(panel().but(setting=room), SIZE, cast)
    assert np.any(np.array(rainy) != np.array(dry))


@pytest.mark.parametrize("shot", ["wide", "medium"])
def test_its_ground_comes_to_lie_where_feet_stand(cast, room, shot):
    """The closer the shot, the nearer to the edge of the picture it has to look."""
    feet = segment(box(0.3, 0.3, 0.7, 0.9), "flag", None)
    plan = panel(feet).but(setting=room, shot=shot)
    picture = np.array(compose(plan, SIZE, cast).convert("L"))
    floor = np.argmax(picture[:, 2] < 128) / SIZE.height
    assert 0.5 < floor < 0.95
    # All of the picture is the place's: nothing is padded.
    assert set(np.unique(picture[:, 2] > 128)) == {False, True}


def test_an_absent_picture_of_a_place_is_told(cast):
    with pytest.raises(AssetMissing, match=r"gone\.png"):
        compose(panel().but(setting=Setting(art="gone.png")), SIZE, cast)


def test_what_is_far_is_behind_the_rail_and_what_is_near_is_before_it(cast):
    beast = shown(0, 0, 1, 1, "flag.png")
    aboard = panel().but(setting=Setting(prompt="a pirate ship"))
    place, far, near = (
        np.asarray(compose(aboard.but(segments=segments), SIZE, cast)).astype(int)
        for segments in ((), (beast.but(way="background"),), (beast.but(way="air"),))
    )
    deck, sky = slice(70, 79), slice(10, 30)
    assert np.abs(far[deck] - place[deck]).max() < 8
    assert np.abs(near[deck] - place[deck]).max() > 60
    assert np.abs(far[sky] - place[sky]).max() > 60
