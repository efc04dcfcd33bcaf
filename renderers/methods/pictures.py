"""The pictures that a method can make of a planned panel: of its subjects, of its place."""

from pathlib import Path

from PIL import Image

from renderers.conditioning.maps import condition
from renderers.diffusion.panel_inputs import PanelInputs
from renderers.methods.collage import compose
from renderers.methods.cut_outs import subjects_alone
from schemas.geometry import Size
from schemas.plan import PanelPlan, Segment
from schemas.settings import InitSettings, MspSettings


def start_of(plan: PanelPlan, size: Size, *, init: InitSettings, root: Path) -> PanelInputs:
    """Prepare a panel with the picture that it starts from: its collage, or its subjects alone.

    Raises:
        AssetMissing, StoryInvalid: a picture of the panel's is absent, unreadable or out of bounds.
    """
    conditions = condition(plan, size, root=root)
    if init.source == "collage":
        return PanelInputs(plan, conditions, start=compose(plan, size, root))
    if init.source == "mean-shift":
        alone = subjects_alone(plan, size, init=init, root=root)
        return PanelInputs(plan, conditions, subjects=alone)
    return PanelInputs(plan, conditions)


def with_references(
    plan: PanelPlan, size: Size, *, settings: MspSettings, root: Path
) -> PanelInputs:
    """Prepare a panel with the scaffold and the references that MSP-Diffusion's settings ask for.

    Raises:
        AssetMissing, StoryInvalid: a picture of the panel's is absent, unreadable or out of bounds.
    """
    pinned, absent = settings.references == "collage", settings.from_noise
    made = start_of(plan, size, init=settings.init, root=root)
    unlike = {*absent, *settings.silhouettes}
    if made.start is not None and any(each.subject in unlike for each in plan.segments):
        there = tuple(each for each in plan.segments if each.subject not in absent)
        start = compose(plan.but(segments=there), size, root, silhouettes=settings.silhouettes)
        made = made._replace(start=start, absent=tuple(sorted(unlike)))
    return made._replace(
        scaffold=_scaffold(plan, size, settings, root),
        references=tuple(
            _reference(plan, each, size, root) if pinned and each.subject not in unlike else None
            for each in plan.segments
        ),
    )


def _scaffold(plan: PanelPlan, size: Size, settings: MspSettings, root: Path) -> Image.Image | None:
    if plan.scaffold is None and settings.scaffold == "none":
        return None
    if plan.scaffold is None and settings.scaffold == "collage":
        return compose(plan, size, root)
    # The place alone: the author's own picture of it, or the drawn one.
    return compose(plan.but(segments=()), size, root)


def _reference(plan: PanelPlan, segment: Segment, size: Size, root: Path) -> Image.Image | None:
    """Return a subject's own picture in its place, nobody else there; a plain figure is none."""
    return compose(plan.but(segments=(segment,)), size, root) if segment.figure else None
