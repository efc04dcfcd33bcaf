"""Arms that are painted apart from their figure."""

from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image

from renderers.cast.puppets.names import part_name, posed_name
from renderers.cast.puppets.posed import posed
from renderers.cast.puppets.stance import Stance
from renderers.conditioning.layers import layers_of
from renderers.conditioning.maps import painted_masks
from schemas.geometry import Box, Region, Size
from schemas.plan import Arm, Segment


def region(left: float, right: float) -> Region:
    return Region.of_box(Box(left=left, top=0, right=right, bottom=1))


def segment(subject: str, left: float, right: float, *arms: Arm) -> Segment:
    whole = region(left, right)
    trunk = whole if arms else None
    return Segment(subject=subject, token="x", prompt="", region=whole, arms=arms, trunk=trunk)


def arm(
    side: Literal["r", "l"], left: float, right: float, by: str, *, behind: bool = False
) -> Arm:
    return Arm(side=side, region=region(left, right), subject=by, behind=behind)


def test_arms_are_painted_right_before_or_after_what_they_are_about() -> None:
    hugs = segment("dee", 0, 0.5, arm("r", 0.25, 0.75, "ringo"))
    hugged = segment("ringo", 0.5, 1, arm("l", 0.25, 0.5, "dee", behind=True))
    layers = list(layers_of([hugs, hugged]))
    assert [(layer.segment, layer.part) for layer in layers] == [
        (1, "l"),
        (0, "body"),
        (1, "body"),
        (0, "r"),
    ]


def test_masks_are_of_what_is_seen() -> None:
    hugs = segment("dee", 0, 0.5, arm("r", 0.25, 0.75, "ringo"))
    masks = painted_masks([hugs, segment("ringo", 0.5, 1)], Size(width=4, height=1))
    assert masks.argmax(axis=0)[0].tolist() == [1, 1, 1, 2]


def test_an_arm_about_nobody_goes_with_its_own_figure() -> None:
    alone = segment("dee", 0, 1, arm("r", 0, 1, "somebody who left"))
    assert [layer.part for layer in layers_of([alone])] == ["body", "r"]


def test_the_parts_of_a_figure_are_the_figure() -> None:
    drawn = Stance(r_arm=(40, 90), l_arm=(30, 80))
    name = posed_name(drawn, ("cast:ringo/straight/pose/shrug.png",))
    whole = posed(name, Path()).picture
    laid = Image.new("RGBA", whole.size)
    for shown in ("-lr", "r", "l"):
        laid.alpha_composite(posed(part_name(name, shown), Path()).picture)
    differs = np.abs(np.asarray(laid, float) - np.asarray(whole, float)).max(axis=2) > 40
    assert differs.mean() < 0.004
