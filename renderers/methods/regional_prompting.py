"""Region control by masked cross-attention alone, as regional prompting is commonly done.

In one pass a step every pixel hears the prompt of the segment that it lies in (masked
cross-attention as in arXiv 2411.02395 and, softer, 2211.01324 and 2308.12964). Nothing diffuses
alone, self-attention is free, and no global prompt harmonises: what MSP-Diffusion adds is what is
missing here.
"""

from collections.abc import Iterator, Sequence

from renderers.base import Context, Drawn, Step
from renderers.diffusion.engine import Engine
from renderers.diffusion.method import Method
from renderers.diffusion.models.adapters import is_learned_word, read_weights
from renderers.diffusion.panel_inputs import PanelInputs
from renderers.diffusion.regional import sample_in_one_pass
from renderers.diffusion.sampler import Stages
from renderers.diffusion.schedule import Latent
from renderers.methods.notes import cut_off, no_pose_map
from renderers.methods.pictures import start_of
from schemas.errors import StoryboardError
from schemas.geometry import Size
from schemas.plan import PanelPlan
from schemas.settings import RegionalPromptingSettings


class RegionalPrompting:
    """Draws each segment by its own prompt, heard in its mask alone, in one pass a step.

    Raises:
        AssetMissing: the model is absent or unreadable.
        StoryboardError: its U-Net pools its text, so that several prompts cannot share a pass.
    """

    def __init__(self, settings: RegionalPromptingSettings, context: Context) -> None:
        self._init = settings.init
        self._engine = Engine(settings, context, init=settings.init)
        self._engine.mask_regions()

    def render(self, panels: Sequence[PanelPlan]) -> Iterator[Step | Drawn]:
        """Draw the panels in order.

        Raises:
            StoryboardError: a character brings a LoRA, which one pass cannot give to it alone.
            AssetMissing: its file is absent, damaged, or made for another model.
        """
        for segment in (segment for plan in panels for segment in plan.segments):
            path = self._engine.root / (segment.weights or "")
            if segment.weights and not is_learned_word(read_weights(path)):
                raise StoryboardError(
                    "regional-prompting draws all characters in one pass, and cannot give "
                    f"{segment.subject} a LoRA",
                    hint="draw with msp, or train the LoRA into the model",
                )
        method = Method(self._sample, self._prepare, lambda plan: True, self._notes)
        yield from self._engine.render(panels, method)

    def _prepare(self, plan: PanelPlan, size: Size) -> PanelInputs:
        return start_of(plan, size, init=self._init, root=self._engine.root)

    def _sample(self, engine: Engine, batch: Sequence[PanelInputs], x: Latent) -> Iterator[Latent]:
        steps = engine.schedule.steps
        together = Stages(global_until=0, segments_until=0, harmony=[0.0] * len(steps))
        denoise = engine.regional_denoiser()
        panels, renew = engine.inputs(batch), engine.renew(batch)
        return sample_in_one_pass(denoise, panels, steps, x, stages=together, renew=renew)

    def _notes(self, panel: PanelInputs) -> Iterator[str]:
        plan = panel.plan
        prompts = plan.prompt, plan.background_prompt, *(each.prompt for each in plan.segments)
        yield from no_pose_map(panel, self._engine)
        yield from cut_off(prompts, self._engine)
