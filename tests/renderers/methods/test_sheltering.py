"""Rain spares faces and whoever holds an umbrella."""

import numpy as np
from PIL import Image

from renderers.methods.sheltering import sheltered
from renderers.places.backdrops import falls
from schemas.geometry import Box, Region
from schemas.plan import PanelPlan
from schemas.story import Setting
from tests.renderers.diffusion.conftest import panel

RAIN = Image.new("RGBA", (200, 100), (200, 220, 255, 128))


def standing(holds: str | None) -> PanelPlan:
    """Return a panel of one figure, on the left, whose face is known."""
    plan = panel("sks")
    body = Box(left=0.1, top=0.2, right=0.4, bottom=0.9)
    face = Box(left=0.2, top=0.4, right=0.3, bottom=0.6)
    only = plan.segments[0].but(region=Region.of_box(body), face=face, holds=holds)
    return plan.but(segments=(only,))


def falling(plan: PanelPlan) -> np.ndarray:
    """Return how much of the rain falls, place by place."""
    return np.asarray(sheltered(RAIN, plan).getchannel("A"), float) / 128


def test_it_does_not_fall_on_a_face() -> None:
    found = falling(standing(None))
    assert found[50, 50] == 0
    assert found[80, 50] == found[50, 150] == 1


def test_it_does_not_fall_under_an_umbrella_but_on_it_and_beside() -> None:
    found = falling(standing("umbrella"))
    assert (found[35:88, 24:76] == 0).all()
    assert found[22, 50] == 1
    assert (found[:, 90:] == 1).all()


def test_it_does_not_fall_under_an_umbrella_in_the_hand() -> None:
    plan = standing(None)
    canopy = Region.of_box(Box(left=0.5, top=0.1, right=0.8, bottom=0.5))
    open_umbrella = plan.segments[0].but(
        subject="prop:open umbrella", token="open umbrella", way="hand", region=canopy, face=None
    )
    found = falling(plan.but(segments=(*plan.segments, open_umbrella)))
    assert (found[40:90, 106:154] == 0).all()
    assert (found[:, 170:] == 1).all()


def test_confetti_falls_and_fog_is_before_everybody() -> None:
    fall = [falls(Setting(prompt="a park", weather=each)) for each in ("rain", "confetti", "fog")]
    assert fall == [True, True, False]
