"""Several subjects on one canvas: Seg-Mix as MuDI has it, Cut-Mix, and as this story's plan has it.

The facts of Seg-Mix are those of MuDI's code (arXiv 2404.04243): two subjects on white, scaled
by 0.75 to 1 of the room that each has, the left one within the first quarter from the left and the
right one from the right, the later replacing what it covers; masks are cut hard.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from PIL import Image, ImageOps

from renderers.methods.collage import compose as compose_panel
from renderers.training.canvases import Composer, Composition, Laid, laid_on, scaled_to
from renderers.training.pictures import TrainingSubject
from schemas.geometry import Size
from schemas.plan import PanelPlan

_SCALE = (0.75, 1.0)


def seg_mix(subjects: Sequence[TrainingSubject], *, relative_sizes: bool = False) -> Composer:
    """Return what shows two different subjects, or one and itself where there is no other."""

    def compose(rng: Random, size: Size) -> Composition:
        pair = rng.sample(subjects, 2) if len(subjects) > 1 else [subjects[0], subjects[0]]
        pictures = [rng.choice(subject.pictures) for subject in pair]
        tallest = max(subject.height for subject in pair)
        figures = [
            scaled_to(
                picture.figure,
                _factor(
                    picture.figure,
                    size,
                    _share(rng, subject.height / tallest if relative_sizes else None),
                ),
            )
            for subject, picture in zip(pair, pictures, strict=True)
        ]
        named = f"a {pair[0].words} and a {pair[1].words}, simple background"
        heads = [picture.head for picture in pictures]
        if rng.random() < 0.5:
            figures.reverse()
            heads.reverse()
        laid = [
            Laid(figures[0], _corner(rng, figures[0], size, from_left=True), heads[0]),
            Laid(figures[1], _corner(rng, figures[1], size, from_left=False), heads[1]),
        ]
        if rng.random() < 0.5:
            laid.reverse()
        white = Image.new("RGB", (size.width, size.height), "white")
        return laid_on(white, laid, hard=True)._replace(prompt=named, masked=True)

    return compose


def _share(rng: Random, relative: float | None) -> float:
    return rng.uniform(*_SCALE) if relative is None else _SCALE[1] * relative


def _factor(figure: Image.Image, size: Size, share: float) -> float:
    """Return the scale at which a figure takes a share of half the canvas, less a margin."""
    margin = size.width / 32
    wide, high = size.width / 2 - margin, size.height - margin
    return share * min(wide / figure.width, high / figure.height)


def _corner(rng: Random, figure: Image.Image, size: Size, *, from_left: bool) -> tuple[int, int]:
    room = max(1, size.width - figure.width)
    aside = rng.randint(1, max(1, min(size.width // 4, room)))
    top = rng.randint(0, max(0, size.height - figure.height))
    return (aside if from_left else size.width - figure.width - aside), top


def cut_mix(subjects: Sequence[TrainingSubject]) -> Composer:
    """Return what shows the halves of two subjects' pictures side by side (arXiv 2303.11305)."""

    def compose(rng: Random, size: Size) -> Composition:
        pair = rng.sample(subjects, 2) if len(subjects) > 1 else [subjects[0], subjects[0]]
        half = size.width // 2
        image = Image.new("RGB", (size.width, size.height), "white")
        for left, wide, subject in ((0, half, pair[0]), (half, size.width - half, pair[1])):
            picture = rng.choice(subject.pictures).whole
            part = ImageOps.fit(picture, (wide, size.height), Image.Resampling.LANCZOS)
            image.paste(part, (left, 0))
        named = f"a {pair[0].words} on the left and a {pair[1].words} on the right"
        return Composition(image, Image.new("L", image.size, 255), named)

    return compose


def as_planned(
    panels: Sequence[PanelPlan], subjects: Mapping[str, TrainingSubject], root: Path
) -> Composer | None:
    """Return what shows the plan's panels of several subjects, with any of their pictures.

    None where no panel has two of the subjects.
    """
    known = [
        panel
        for panel in panels
        if sum(segment.subject in subjects for segment in panel.segments) > 1
    ]
    if not known:
        return None

    def compose(rng: Random, size: Size) -> Composition:
        panel = rng.choice(known)
        empty = panel.but(segments=())
        ground = compose_panel(empty, size, root)
        laid = []
        for segment in panel.segments:
            if subject := subjects.get(segment.subject):
                picture = rng.choice(subject.pictures)
                box = segment.region.bounds
                factor = max(0.02, box.height) * size.height / picture.figure.height
                scaled = scaled_to(picture.figure, factor)
                left = (box.left + box.right) / 2 * size.width - scaled.width / 2
                corner = round(left), round(box.top * size.height)
                laid.append(Laid(scaled, corner, picture.head))
        who = ", ".join(subjects[s.subject].words for s in panel.segments if s.subject in subjects)
        return laid_on(ground, laid)._replace(
            prompt=f"{who}, {panel.background_prompt}", masked=True
        )

    return compose


def mixed(first: Composer, second: Composer, probability: float) -> Composer:
    """Return what is the second with a probability, and else the first."""

    def compose(rng: Random, size: Size) -> Composition:
        return (second if rng.random() < probability else first)(rng, size)

    return compose


def taking_turns(composers: Sequence[Composer]) -> Composer:
    """Return what asks any of some, all as often."""

    def compose(rng: Random, size: Size) -> Composition:
        return rng.choice(composers)(rng, size)

    return compose
