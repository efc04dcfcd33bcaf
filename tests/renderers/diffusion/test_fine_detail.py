"""A drawing keeps the lines of what it started from, and its own colours and light."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from renderers.conditioning.maps import condition
from renderers.diffusion.fine_detail import Detail
from renderers.diffusion.models.locate import find_model
from renderers.diffusion.models.recommended import recommended
from renderers.diffusion.panel_inputs import PanelInputs
from schemas.geometry import Size
from schemas.settings import MspSettings
from storyboard.panels.attempts import strengthened
from tests.renderers.diffusion.conftest import panel

SIZE = Size(width=96, height=64)
LINES = np.arange(96) % 7 == 0
"""Columns that are inked: finer than two cells of 8 pixels."""


def lined(paper: float) -> np.ndarray:
    """Return grey paper with dark lines, as values 0 to 1."""
    return np.broadcast_to(np.where(LINES, paper - 0.3, paper)[None, :, None], (64, 96, 3)).copy()


def picture(values: np.ndarray) -> Image.Image:
    return Image.fromarray((values * 255).round().astype(np.uint8))


def kept(drawn: np.ndarray, *, share: float = 1, absent: tuple[str, ...] = ()) -> np.ndarray:
    """Return the drawing as it is kept, begun from lined paper."""
    plan = panel("sks", "hta")
    inputs = PanelInputs(
        plan, condition(plan, SIZE, root=Path()), start=picture(lined(0.7)), absent=absent
    )
    return np.asarray(Detail(share, 8).kept(picture(drawn), inputs), float) / 255


def contrast(values: np.ndarray) -> float:
    """Return how much darker the lines are than the paper between them."""
    inner = values[:, 16:-16].mean((0, 2))
    return float(inner[~LINES[16:-16]].mean() - inner[LINES[16:-16]].mean())


BLURRED = np.full((64, 96, 3), 0.6)


def test_lines_that_drawing_lost_are_there_again_in_the_drawing_s_colours() -> None:
    warm = BLURRED + np.array([0.08, 0, -0.08])
    found = kept(warm)
    assert contrast(found) == pytest.approx(0.3, abs=0.02)
    np.testing.assert_allclose(found[16:-16, 16:-16].mean((0, 1)), warm.mean((0, 1)), atol=0.02)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_the_share_is_how_much_of_them(share: float) -> None:
    assert contrast(kept(BLURRED, share=share)) == pytest.approx(0.3 * share, abs=0.02)


def test_where_the_drawing_shows_something_else_it_is_as_it_was_drawn() -> None:
    dark = np.full((64, 96, 3), 0.1)
    np.testing.assert_allclose(kept(dark), dark, atol=0.01)


def test_who_is_not_in_the_start_gets_no_lines_of_what_is_behind() -> None:
    plan = panel("sks", "hta")
    masks = condition(plan, SIZE, root=Path()).masks
    who = plan.segments[0].subject
    found = kept(BLURRED, absent=(who,))
    own = masks[1] > 0.99
    np.testing.assert_allclose(found[own], 0.6, atol=0.01)
    assert np.ptp(found[masks[1] == 0]) > 0.2


def test_a_drawing_without_a_start_is_as_it_is() -> None:
    plan = panel("sks")
    drawn = picture(BLURRED)
    inputs = PanelInputs(plan, condition(plan, SIZE, root=Path()))
    assert Detail(1, 8).kept(drawn, inputs) is drawn


def test_toon_asks_for_it_and_a_stronger_attempt_keeps_it() -> None:
    assert recommended(find_model("toon")).detail == 1
    settings = MspSettings.model_validate({"init": {"detail": 0.4}})
    assert strengthened(settings, 1).init.detail == 0.4  # type: ignore[union-attr]
    assert "detail" not in MspSettings().model_dump(by_alias=True)["init"]
