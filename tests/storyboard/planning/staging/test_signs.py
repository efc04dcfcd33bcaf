"""Signs that say how a thing is lie where it is, and are told as part of it."""

import pytest

from renderers.conditioning.maps import region_masks
from schemas.geometry import Box, Size
from schemas.settings import CollageSettings
from storyboard.planning.staging.signs import SIGNS, sign_of
from tests.storyboard.told import only, panel


@pytest.mark.parametrize("state", SIGNS)
def test_every_sign_is_near_what_it_tells_of(state: str) -> None:
    about = Box(left=0.4, top=0.4, right=0.7, bottom=0.8)
    prop, box = sign_of(state, about, aspect=1.5)
    assert box.overlap(about.grown(0.1)) > 0.2 * box.area
    assert box.width * 1.5 / box.height == pytest.approx(prop.aspect, rel=0.01)


@pytest.mark.parametrize("who", ["Ringo", "Dee", "Sophie"])
def test_drops_leave_the_face_free(who: str) -> None:
    plan = only(panel(f"{who} comes running, dripping wet."), renderer=CollageSettings())
    drops = next(each for each in plan.segments if each.subject == "prop:water drops")
    face = next(each.face for each in plan.segments if each.subject == who.lower())
    size = Size(width=600, height=round(600 / plan.aspect))
    wet = region_masks([drops.region], size)[1] > 0.5
    middle = face.grown(-0.25 * face.width)
    rows = slice(round(middle.top * size.height), round(middle.bottom * size.height))
    columns = slice(round(middle.left * size.width), round(middle.right * size.width))
    assert wet.sum() > 0.01 * wet.size
    assert not wet[rows, columns].any()


def test_a_state_without_a_sign_has_none() -> None:
    assert sign_of("empty", Box(left=0, top=0, right=1, bottom=1), aspect=1.0) is None


def test_a_sleeping_dragon_has_its_sign_and_its_words() -> None:
    plan = only(panel("Dee waits beside a sleeping dragon."), renderer=CollageSettings())
    subjects = [each.subject for each in plan.segments]
    assert "prop:zzz" in subjects
    assert "a sleeping dragon" in plan.prompt
    assert "zzz" not in plan.prompt
    assert "zzz" not in plan.alt
    assert "a sleeping dragon" in plan.alt
