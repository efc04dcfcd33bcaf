"""Moods drawn onto faces: what changes, what stays, and what is left alone."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from benchmarks.drawn_people import STYLES, drawn
from renderers.cast.faces.features import DrawnFace, FaceMarks, drawn_face
from renderers.cast.faces.felt import opened, unfeelable
from renderers.cast.faces.moods import FEELINGS
from renderers.cast.faces.painting import lacking, with_mood
from renderers.cast.figures import load_figure
from renderers.cast.outlines import filled
from renderers.cast.puppets.names import posed_layers, posed_name
from renderers.cast.puppets.posed import posed, source_files
from renderers.cast.puppets.stance import Stance
from renderers.cast.references import packaged_card
from renderers.felt_names import felt_mood, felt_name, unfelt
from schemas.errors import AssetMissing
from schemas.vocabulary.phrases import MOODS

LINED = ("schoolgirl", "flat man", "thin line", "thick line")
GLANCES = {"looking up", "looking down", "looking left", "looking right"}


@cache
def person(name: str) -> tuple[Image.Image, DrawnFace]:
    """Return one of the drawn strangers, and the face that is found on it."""
    picture, truth = drawn(next(style for style in STYLES if style.name == name))
    eyes = [truth.joint(f"{side}_eye") for side in "rl"]
    places = [np.array(eye.point) * picture.size for eye in eyes if eye is not None]
    face = drawn_face(picture, FaceMarks(places[0], places[1], None))
    assert face is not None
    return picture, face


def changed(before: Image.Image, after: Image.Image) -> np.ndarray:
    return (np.asarray(before).astype(int) != np.asarray(after).astype(int)).any(axis=2)


@pytest.mark.parametrize("name", LINED)
def test_eyes_and_mouth_are_found_where_they_are(name: str) -> None:
    picture, face = person(name)
    _, truth = drawn(next(style for style in STYLES if style.name == name))
    for eye, side in zip(face.eyes, "rl", strict=True):
        joint = truth.joint(f"{side}_eye")
        assert joint is not None
        assert np.hypot(*(eye - np.array(joint.point) * picture.size)) < 0.1 * face.unit
    assert face.mouth_island is not None
    assert face.eye_islands is not None


@pytest.mark.parametrize("name", ["schoolgirl", "flat man"])
def test_only_the_face_changes(name: str) -> None:
    picture, face = person(name)
    inside = filled(face.outline, (picture.height, picture.width))
    for mood, feelings in FEELINGS.items():
        assert lacking(face, feelings) is None, mood
        made = with_mood(picture, face, feelings)
        differs = changed(picture, made)
        assert differs.any(), mood
        assert not (differs & ~inside).any(), mood
        assert np.array_equal(np.asarray(picture)[..., 3], np.asarray(made)[..., 3])
        assert made.tobytes() == with_mood(picture, face, feelings).tobytes()


def mouth_of(mood: str) -> np.ndarray:
    """Return the border of the mouth that is found on a face in a mood."""
    picture, face = person("schoolgirl")
    made = with_mood(picture, face, FEELINGS[mood])
    found = drawn_face(made, FaceMarks(*face.eyes, face.mouth))
    assert found is not None
    assert found.mouth_island is not None
    return np.array(found.mouth_island.loop, float)


@pytest.mark.parametrize(("mood", "up"), [("smile", True), ("sad", False), ("angry", False)])
def test_the_corners_of_the_mouth_go_where_the_mood_has_them(mood: str, up: bool) -> None:
    border = mouth_of(mood)
    corner = border[border[:, 0] == border[:, 0].min(), 1].mean()
    middle = border[np.abs(border[:, 0] - border[:, 0].mean()) < 2, 1].mean()
    assert bool(corner < middle) is up


def test_a_mouth_is_drawn_with_the_line_that_the_face_is_drawn_with() -> None:
    _, face = person("schoolgirl")
    border = mouth_of("neutral")
    height = float(np.ptp(border[:, 1]))
    assert height == pytest.approx(face.line, abs=1.6)


def test_who_cries_has_tears_below_both_eyes() -> None:
    picture, face = person("thin line")
    made = np.asarray(with_mood(picture, face, FEELINGS["cry"]))[..., :3].astype(int)
    blue = (made[..., 2] - made[..., 0]) > 60
    for eye in face.eyes:
        x, y = (int(value) for value in eye)
        reach = int(0.5 * face.unit)
        assert blue[y : y + 2 * reach, x - reach : x + reach].any()


def test_what_is_sure_to_be_told_by_brows_wants_brows() -> None:
    _, face = person("schoolgirl")
    hidden = face._replace(brows_free=False)
    assert lacking(hidden, FEELINGS["angry"]) == "brows"
    assert lacking(hidden, FEELINGS["sad"]) is None


def test_a_beard_keeps_its_mouth() -> None:
    picture, face = person("flat man")
    bearded = picture.copy()
    x, y = face.mouth
    reach = 0.7 * face.unit
    ImageDraw.Draw(bearded).rectangle(
        (x - reach, y - 0.4 * reach, x + reach, y + 3 * reach), fill=(12, 10, 14, 255)
    )
    found = drawn_face(bearded, FaceMarks(*face.eyes, None))
    assert found is not None
    assert lacking(found, FEELINGS["smile"]) == "mouth"
    assert lacking(found, FEELINGS["asleep"]) == "mouth"


def test_eyes_behind_dark_glasses_are_not_shut() -> None:
    picture, face = person("schoolgirl")
    wearing = picture.copy()
    draw = ImageDraw.Draw(wearing)
    for eye in face.eyes:
        x, y = eye
        draw.ellipse((x - 25, y - 20, x + 25, y + 20), fill=(20, 20, 20, 255))
    draw.line((*face.eyes[0], *face.eyes[1]), fill=(20, 20, 20, 255), width=6)
    found = drawn_face(wearing, FaceMarks(*face.eyes, None))
    assert found is not None
    assert lacking(found, FEELINGS["asleep"]) == "eyes"


def test_where_there_is_no_skin_there_is_no_face() -> None:
    empty = Image.new("RGBA", (200, 200))
    marks = FaceMarks(np.array([80.0, 90.0]), np.array([120.0, 90.0]), None)
    assert drawn_face(empty, marks) is None
    assert drawn_face(empty, marks._replace(left_eye=marks.right_eye + 1)) is None


def test_every_mood_is_drawn_but_glances() -> None:
    assert set(MOODS) - set(FEELINGS) == GLANCES
    assert set(FEELINGS) <= set(MOODS)


def test_names_say_what_is_drawn_onto_what() -> None:
    name = felt_name("laughing hard", "dyed:aa-bb:cast:dee/a.png")
    assert (felt_mood(name), unfelt(name)) == ("laughing hard", "dyed:aa-bb:cast:dee/a.png")
    assert (felt_mood("a.png"), unfelt("a.png")) == (None, "a.png")
    layers = ("cast:dee/a.png", felt_name("sad", "cast:dee/b.png"))
    assert posed_layers(posed_name(Stance(), layers))[1] == layers
    dyed = ("dyed:aa-bb:cast:dee/a.png", "felt:sad:dyed:aa-bb:cast:dee/b.png")
    assert posed_layers(posed_name(Stance(), dyed))[1] == dyed


def test_an_own_picture_is_felt_and_posed(tmp_path: Path) -> None:
    picture, _ = person("schoolgirl")
    picture.save(tmp_path / "mira.png")
    name = felt_name("angry", "mira.png")
    assert unfeelable("angry", "mira.png", tmp_path) is None
    assert changed(picture, load_figure([name], tmp_path)).any()
    calm, angry = (posed(posed_name(Stance(), (each,)), tmp_path) for each in ("mira.png", name))
    assert calm.view.head == angry.view.head
    assert np.array_equal(
        np.asarray(calm.picture.getchannel("A")), np.asarray(angry.picture.getchannel("A"))
    )
    differs = np.argwhere(changed(calm.picture, angry.picture))
    head = angry.view.head
    assert head is not None
    low, high = differs.min(axis=0) / angry.picture.size[::-1], differs.max(axis=0)
    assert low[0] > head.top
    assert high[0] / angry.picture.height < head.bottom
    (tmp_path / "mira.json").write_text("{}", "utf-8")
    assert [path.name for path in source_files(name, tmp_path)] == ["mira.png", "mira.json"]


def test_onto_an_artist_s_face_come_blushes_alone() -> None:
    view = packaged_card("dee").views[0]
    face = next(each for each in view.faces if each.mood == "worried")
    name = felt_name("embarrassed", face.picture)
    plain, blushing = (opened(each, Path()) for each in (face.picture, name))
    differs = np.asarray(blushing).astype(int) - np.asarray(plain).astype(int)
    # Cheeks lose green and blue, and no line is drawn.
    assert differs[..., 1].min() < -20
    assert np.abs(differs[..., 0]).max() < 40


def test_what_cannot_be_drawn_says_why() -> None:
    face = packaged_card("ethan").views[0].faces[0].picture
    assert unfeelable("looking up", face, Path()) == "this mood is never drawn onto a face"
    assert "cannot be told" in str(unfeelable("laugh", face, Path()))
    with pytest.raises(AssetMissing, match="no mood"):
        opened(felt_name("hungry", face), Path())
