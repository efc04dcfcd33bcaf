"""The pictures that a diffusion renderer makes of a planned panel before it draws."""

from pathlib import Path
from typing import NamedTuple

from PIL import Image

from renderers.conditioning.drawn_masks import masks_picture
from renderers.conditioning.maps import Conditioning, condition
from renderers.methods.collage import compose
from schemas.geometry import Size
from schemas.plan import PanelPlan, Segment
from schemas.settings import MspSettings


class Shown(NamedTuple):
    """One panel with the pictures it is made from."""

    plan: PanelPlan
    condition: Conditioning
    start: Image.Image | None
    """What is noised for a start; None starts from noise."""
    scaffold: Image.Image | None
    """What stands around segments that diffuse alone."""
    references: tuple[Image.Image | None, ...]
    """What stands in each segment instead of its own trajectory; None where it diffuses."""

    def pictures(self) -> dict[str, Image.Image]:
        """Return what the model is shown, by file suffix."""
        names = [segment.subject for segment in self.plan.segments]
        found = {"masks": masks_picture(self.condition.masks, names)}
        if self.condition.posed:
            found["pose"] = self.condition.pose
        scaffold = self.scaffold or self.start
        return found if scaffold is None else found | {"scaffold": scaffold}


def shown_of(plan: PanelPlan, size: Size, *, settings: MspSettings, root: Path) -> Shown:
    """Make the pictures that the settings ask for.

    Raises:
        AssetMissing, StoryInvalid: a picture of the panel's is absent, unreadable or out of bounds.
    """
    from_collage = settings.init.source == "collage"
    referred = settings.references == "collage"
    return Shown(
        plan,
        condition(plan, size, root=root),
        compose(plan, size, root) if from_collage else None,
        _scaffold(plan, size, settings, root),
        tuple(_reference(plan, each, size, root) if referred else None for each in plan.segments),
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
