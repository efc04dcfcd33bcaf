"""Who starts from noise is drawn by the model alone, and nobody else notices."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw

from renderers.base import Context
from renderers.diffusion.from_noise import NoisedStart, with_subjects_from_noise
from renderers.diffusion.panels import Panels
from renderers.diffusion.schedule import Schedule, noised
from renderers.methods.msp import Msp
from schemas.geometry import Box
from schemas.plan import Figure, PanelPlan
from schemas.settings import InitSettings, MspSettings
from tests.renderers.diffusion.conftest import drawn, panel, pixels
from tests.renderers.diffusion.test_sampler import Spy, prompt, steps

Folders = Callable[..., Path]
COLLAGE = InitSettings(source="collage", strength=0.5)


def test_a_subject_is_drawn_from_noise_down_to_the_collage_s_level() -> None:
    whole = Schedule(tuple(steps(20)), "sample", 1.0)
    masks = torch.zeros(3, 1, 2, 4)
    masks[0, ..., :1], masks[1, ..., 1:3], masks[2, ..., 3:] = 1, 1, 1
    panels = Panels(
        scenes=[prompt(0)],
        alone=[prompt(0), prompt(0.7), prompt(-0.9)],
        together=[],
        names=[(), ("ben", "sks"), ("mira", "hta")],
        owner=torch.tensor([0, 0, 0]),
        masks=masks,
        soft=masks,
    )
    eps, clean = torch.randn(1, 1, 2, 4), torch.full((1, 1, 2, 4), 0.3)
    level = whole.steps[12].now
    spy, start = Spy(), NoisedStart(noised(clean, eps, level), clean, eps)
    x = with_subjects_from_noise(spy, panels, whole, whole.steps[:12], start, {"mira", "zoe"})
    assert spy.asked == [("-0.9",)] * 12
    assert torch.equal(x[..., :3], start.x[..., :3])
    assert abs((x[..., 3:] - level.noise * eps[..., 3:]) / level.signal + 0.9).max() < 0.3
    # It saw the collage around itself, at every level.
    for seen, step in zip(spy.seen, whole.steps, strict=False):
        torch.testing.assert_close(seen[..., :3], noised(clean, eps, step.now)[..., :3])
    unasked = with_subjects_from_noise(spy, panels, whole, whole.steps[:12], start, {"zoe"})
    assert torch.equal(unasked, start.x)


def pictured(folder: Path, colour: str) -> PanelPlan:
    """Return a panel whose subjects have a picture each, the second in a colour."""
    plan = panel("sks", "hta")
    segments = []
    for segment, fill in zip(plan.segments, ("green", colour), strict=True):
        picture = Image.new("RGBA", (40, 80))
        ImageDraw.Draw(picture).ellipse((4, 4, 36, 76), fill)
        name = f"{segment.subject}-{fill}.png"
        picture.save(folder / name)
        box = segment.region.bounds
        placed = Box(left=box.left, top=box.top, right=box.right, bottom=box.bottom)
        segments.append(segment.but(figure=Figure(layers=(name,), placement=placed)))
    return plan.but(segments=tuple(segments))


def test_the_own_picture_of_whoever_starts_from_noise_has_no_part_in_it(
    model_folder: Folders, tmp_path: Path
) -> None:
    pictures = {}
    for key, absent in (("from_noise", ()), ("from_noise", ("hta",)), ("silhouettes", ("hta",))):
        settings = MspSettings(
            model=str(model_folder("toon")),
            steps=4,
            resolution=64,
            device="cpu",
            init=COLLAGE,
            **{key: absent},
        )
        renderer = Msp(settings, Context(root=tmp_path))
        plans = [pictured(tmp_path, colour) for colour in ("red", "blue")]
        pictures[key, absent] = [pixels(each) for each in drawn(renderer, *plans)]
    red, blue = pictures["from_noise", ()]
    assert not np.array_equal(red, blue)
    for key in ("from_noise", "silhouettes"):
        red, blue = pictures[key, ("hta",)]
        assert np.array_equal(red, blue)
