"""Cut-Mix and unmix (SVDiff, arXiv 2303.11305): one prompt, and against it its own collage."""

from collections.abc import Iterator, Sequence

from renderers.base import Context, Drawn, Step
from renderers.methods.dreambooth import DreamBooth
from renderers.prompts import joined
from schemas.plan import PanelPlan
from schemas.settings import CutMixSettings


class CutMix:
    """Draws every panel by its one prompt, with weights that were trained on Cut-Mix pictures.

    Raises:
        AssetMissing: the model is absent or unreadable.
    """

    def __init__(self, settings: CutMixSettings, context: Context) -> None:
        self._unmixes = settings.unmix
        self._one_prompt = DreamBooth(settings, context)

    def render(self, panels: Sequence[PanelPlan]) -> Iterator[Step | Drawn]:
        """Draw the panels in order."""
        return self._one_prompt.render([unmixed(p) if self._unmixes else p for p in panels])


def unmixed(plan: PanelPlan) -> PanelPlan:
    """Let the negative prompt say `a sks woman and a hta man`: what a picture with a seam shows.

    A subject is called by its token and its descriptive class, as such pictures were in training;
    things that are nobody of the cast were not in them. One alone cannot be mixed with anybody.
    """
    subjects = [segment for segment in plan.segments if segment.way is None]
    if len(subjects) < 2:
        return plan
    beside = " and ".join(f"a {segment.prompt.partition(',')[0]}" for segment in subjects)
    return plan.but(negative_prompt=joined((plan.negative_prompt, beside)))
