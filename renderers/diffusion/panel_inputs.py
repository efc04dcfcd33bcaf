"""A planned panel with the pictures that a diffusion method makes of it before it draws."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from jaxtyping import Float
from PIL import Image
from torch import Tensor

from renderers.conditioning.drawn_masks import masks_picture
from renderers.conditioning.maps import Conditioning, painted_masks
from schemas.plan import PanelPlan


class PanelInputs(NamedTuple):
    """One panel with the pictures it is made from."""

    plan: PanelPlan
    condition: Conditioning
    start: Image.Image | None = None
    """What is noised for a start; None starts from noise."""
    drawn: Float[Tensor, "c h w"] | None = None
    """The clean latent of what was drawn of it before, which is noised instead."""
    absent: tuple[str, ...] = ()
    """The subjects that the start does not show, by id."""
    subjects: Image.Image | None = None
    """The subjects alone, RGBA: what shifts the noise. None shifts nothing."""
    scaffold: Image.Image | None = None
    """What stands around segments that diffuse alone."""
    references: tuple[Image.Image | None, ...] = ()
    """What stands in each segment instead of its own trajectory; None where it diffuses."""

    def elsewhere(self) -> Iterator[str]:
        """Yield who stands elsewhere in the author's masks than in what is drawn from the plan."""
        plan, shown = (
            self.plan,
            self.start or self.scaffold or self.subjects or any(self.references),
        )
        if plan.masks is None or not (shown or self.condition.posed):
            return
        planned = painted_masks(plan.segments, self.condition.size)
        for segment, own, mask in zip(
            plan.segments, self.condition.masks[1:], planned[1:], strict=True
        ):
            if np.minimum(own, mask).sum() < own.sum() / 2:
                yield segment.subject

    def pictures(self) -> dict[str, Image.Image]:
        """Return what the model is shown, by file suffix."""
        names = [segment.subject for segment in self.plan.segments]
        found = {"masks": masks_picture(self.condition.masks, names)}
        if self.condition.posed:
            found["pose"] = self.condition.pose
        scaffold = self.scaffold or self.start or self.subjects
        return found if scaffold is None else found | {"scaffold": scaffold}
