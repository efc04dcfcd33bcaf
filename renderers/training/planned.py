"""A subject as this story's panels show it: in their sizes, and lying on the latent grid as there.

A model of large latent cells draws a face in few of them, and each way in which a face can lie on
the grid is to be learned anew. What a page will ask for is learned first.
"""

import math
from collections.abc import Collection, Iterator, Sequence
from random import Random
from typing import NamedTuple

from PIL import Image

from renderers.conditioning.maps import panel_size
from renderers.prompts import joined
from renderers.training.canvases import (
    FLIP,
    Composer,
    Composition,
    Laid,
    background,
    laid_on,
    mirrored_box,
)
from renderers.training.captions import mirrored
from renderers.training.pictures import SubjectPicture, TrainingSubject
from schemas.geometry import FULL_FRAME, Box, Size
from schemas.plan import PanelPlan
from schemas.training_groups import AugmentationSettings


class PlannedFigure(NamedTuple):
    """Where a panel has the canvas of a subject's picture."""

    subject: str
    placement: Box
    """In the panel's unit square; may reach outside."""
    aspect: float
    """The panel's width over height."""
    resolution: int
    """The panel has about resolution² pixels."""
    mirror: bool = False


def planned_figures(
    panels: Sequence[PanelPlan], subjects: Collection[str], resolution: int
) -> Iterator[PlannedFigure]:
    """Yield where upright pictures of some subjects lie in a plan's panels."""
    for panel in panels:
        for segment in panel.segments:
            figure = segment.figure
            if segment.subject in subjects and figure is not None and figure.projection is None:
                yield PlannedFigure(
                    segment.subject, figure.placement, panel.aspect, resolution, figure.mirror
                )


def as_on_the_page(
    subject: TrainingSubject,
    planned: Sequence[PlannedFigure],
    settings: AugmentationSettings,
    step: int,
) -> Composer:
    """Return what shows any of a subject's pictures where any of the panels has one.

    From there it is moved by whole steps alone, to where it is seen: `step` is what the model's
    panels are whole multiples of, in pixels, so that every level of its U-Net sees it as there.
    """

    def compose(rng: Random, size: Size) -> Composition:
        where, picture = rng.choice(planned), rng.choice(subject.pictures)
        ground = background(rng, size, settings)
        laid = _moved(_placed(picture, where, step), rng, size, step)
        caption = mirrored(picture.caption) if where.mirror else picture.caption
        made = laid_on(ground.image, [laid])
        return made._replace(prompt=joined((caption, ground.words)), masked=True)

    return compose


def _placed(picture: SubjectPicture, where: PlannedFigure, step: int) -> Laid:
    """Lay a picture's figure where a panel has its canvas; a canvas of another shape is as high."""
    panel = panel_size(where.aspect, where.resolution, step)
    place = picture.place or FULL_FRAME
    figure, head = picture.figure, picture.head
    if where.mirror:
        figure, place = figure.transpose(FLIP), mirrored_box(place)
        head = head and mirrored_box(head)
    canvas = where.placement
    high = canvas.height * panel.height
    wide = high * (figure.width / place.width) / (figure.height / place.height)
    left = canvas.centre[0] * panel.width + (place.left - 0.5) * wide
    top = canvas.top * panel.height + place.top * high
    scaled = figure.resize(
        (max(1, round(place.width * wide)), max(1, round(place.height * high))),
        Image.Resampling.LANCZOS,
    )
    return Laid(scaled, (round(left), round(top)), head)


def _moved(laid: Laid, rng: Random, size: Size, step: int) -> Laid:
    """Move by whole steps to where a figure is seen whole or, too large for that, fills a side."""
    left, top = (
        _stepped(begin, room, rng, step)
        for begin, room in zip(
            laid.corner,
            (size.width - laid.figure.width, size.height - laid.figure.height),
            strict=True,
        )
    )
    return laid._replace(corner=(left, top))


def _stepped(begin: int, room: int, rng: Random, step: int) -> int:
    """Choose a place from 0 to the room, whole steps from a beginning; else the nearest."""
    least, most = min(0, room), max(0, room)
    first, last = math.ceil((least - begin) / step), math.floor((most - begin) / step)
    if first > last:
        first = last = round((room / 2 - begin) / step)
    return begin + step * rng.randint(first, last)
