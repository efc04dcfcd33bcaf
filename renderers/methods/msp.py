"""MSP-Diffusion (arXiv 2405.12742): subjects diffuse alone, then meet on one canvas."""

from collections.abc import Iterator, Sequence
from copy import copy
from functools import cached_property
from itertools import groupby

from renderers.base import Context, Drawn, Step
from renderers.diffusion.engine import Engine
from renderers.diffusion.from_noise import NoisedStart, before, with_subjects_from_noise
from renderers.diffusion.inputs import common_lora
from renderers.diffusion.method import Method
from renderers.diffusion.panel_inputs import PanelInputs
from renderers.diffusion.panels import Panels
from renderers.diffusion.regional import sample_in_one_pass
from renderers.diffusion.sal import guide_of, load_subject_segmenter
from renderers.diffusion.sampler import Guide, Stages, Unguided, sample
from renderers.diffusion.schedule import Latent
from renderers.diffusion.stages import default_steps, plan_stages
from renderers.methods.images import load_images
from renderers.methods.notes import cut_off, silent_loras, unshifted
from renderers.methods.pictures import with_references
from schemas.errors import StoryboardError
from schemas.geometry import Size
from schemas.plan import PanelPlan
from schemas.settings import MspSettings


class Msp:
    """Draws panels by MSP-Diffusion; the model is loaded once, here.

    Raises:
        AssetMissing: the model is absent or unreadable.
    """

    def __init__(self, settings: MspSettings, context: Context) -> None:
        self.settings = settings
        self.engine = engine = Engine(
            settings,
            context,
            init=settings.init,
            steps=default_steps(settings),
            controlnet=settings.controlnet if settings.posed else None,
        )
        pools = settings.mode == "auto" and engine.model.networks.pools_text
        self._single_pass = settings.single_pass and not pools
        if self._single_pass:
            engine.mask_regions()
        self._images = None
        if settings.image_prompt is not None:
            self._images = load_images(engine, settings.image_prompt, context)
        self._segmenter = None
        if settings.sal is not None:
            self._segmenter = load_subject_segmenter(
                settings, engine.model, root=context.root, online=context.online
            )

    @property
    def stages(self) -> Stages:
        """Which of its steps belongs to which stage."""
        return self._stages(self.engine)

    @property
    def method(self) -> Method:
        """What is MSP-Diffusion's own."""
        return Method(self._sample, self._prepare, self._draws_in_one_pass, self._notes)

    def render(self, panels: Sequence[PanelPlan]) -> Iterator[Step | Drawn]:
        """Draw the panels in order; alike neighbours go through the model together."""
        for scaffolded, group in groupby(panels, key=lambda each: each.scaffold is not None):
            drawing = self._scaffolded if scaffolded else self
            yield from drawing.engine.render(list(group), drawing.method)

    @cached_property
    def _scaffolded(self) -> "Msp":
        """The same renderer for panels with a scaffold of their own: with the paper's steps."""
        settings = self.settings
        if settings.scaffold != "none" or settings.mode == "fast":
            return self
        other = copy(self)
        other.settings = settings = settings.but(scaffold="place")
        other.engine = self.engine.with_steps(default_steps(settings))
        return other

    def _stages(self, engine: Engine) -> Stages:
        steps, whole = engine.schedule.steps, engine.whole.steps
        return plan_stages(self.settings, steps=len(steps), whole=len(whole))

    def _prepare(self, plan: PanelPlan, size: Size) -> PanelInputs:
        return with_references(plan, size, settings=self.settings, root=self.engine.root)

    def _sample(self, engine: Engine, batch: Sequence[PanelInputs], x: Latent) -> Iterator[Latent]:
        settings, stages = self.settings, self._stages(engine)
        self._refuse_loras([panel.plan for panel in batch])
        panels = engine.inputs(
            batch,
            feather=settings.feather,
            crop=settings.crop,
            scene_hears_all=settings.scene_loras == "all",
        )
        panels = self._images.told(panels, batch) if self._images else panels
        x = self._with_strangers(engine, panels, batch, x)
        guide, steps = self._guide(engine, panels, batch), engine.schedule.steps
        borders = stages.global_until, stages.segments_until
        if self._draws_in_one_pass(batch[0].plan):
            one = engine.regional_denoiser(borders)
            return sample_in_one_pass(
                one, panels, steps, x, stages=stages, guide=guide, renew=engine.renew(batch)
            )
        each, eps = engine.denoiser(borders), engine.noise(batch)
        return sample(
            each, panels, steps, x, eps, stages=stages, guide=guide, renew=engine.renew(batch)
        )

    def _with_strangers(
        self, engine: Engine, panels: Panels, batch: Sequence[PanelInputs], x: Latent
    ) -> Latent:
        """Return the start with those drawn into it who are to start from noise.

        What is drawn again shows them already.
        """
        again = any(panel.drawn is not None for panel in batch)
        subjects = () if again else self.settings.from_noise
        clean = engine.encode([panel.start for panel in batch]) if subjects else None
        if clean is None:
            return x
        start = NoisedStart(x, clean, engine.noise(batch))
        steps, renew = before(engine.whole, engine.schedule), engine.renew(batch)
        denoise = engine.denoiser()
        return with_subjects_from_noise(
            denoise, panels, engine.whole, steps, start, subjects, renew=renew
        )

    def _draws_in_one_pass(self, plan: PanelPlan) -> bool:
        """Tell whether one pass can draw a panel's segments: nobody brings what others lack."""
        if not self._single_pass or self.settings.mode == "fast":
            return self._single_pass
        return plan.scaffold is None and not any(self.engine.adapters([plan]).values())

    def _refuse_loras(self, plans: Sequence[PanelPlan]) -> None:
        if self.settings.mode == "fast" and any(self.engine.adapters(plans).values()):
            raise StoryboardError(
                "the fast mode draws all characters in one pass, and cannot give each a LoRA",
                hint="set the renderer's mode to reference",
            )

    def _guide(self, engine: Engine, panels: Panels, batch: Sequence[PanelInputs]) -> Guide:
        sal, segmenter, steps = self.settings.sal, self._segmenter, engine.schedule.steps
        if sal is None or segmenter is None:
            return Unguided()
        references = engine.encode([panel.start for panel in batch])
        return guide_of(sal, segmenter, panels, references, steps)

    def _notes(self, panel: PanelInputs) -> Iterator[str]:
        plan, settings = panel.plan, self.settings
        yield from self._pose_notes(panel)
        if settings.references == "collage":
            plain = [each.subject for each in plan.segments if each.figure is None]
            yield from (f"{name} has no pictures, and so diffuses without one" for name in plain)
        if plan.scaffold is not None and panel.start is None and settings.mode == "fast":
            yield "no segment diffuses alone in mode: fast, and so its scaffold is not seen"
        stages, kappa = self.stages, settings.kappa
        if kappa > 0 and stages.global_until and stages.segments_until <= stages.global_until:
            yield (
                f"no segment diffuses alone: the global prompt has the first {stages.global_until} "
                f"steps, beyond kappa ({kappa:g}); take more steps or fewer global_steps"
            )
        if not self.stages.segmented:
            loras = self.engine.adapters([plan])
            if settings.scene_loras == "none" and self._apart(plan):
                yield from silent_loras(name for name, lora in loras.items() if lora)
        elif settings.scene_loras == "none" and self._apart(plan):
            yield "the panel's own prompt hears no LoRA; with scene_loras: all it hears everybody's"
        prompts = plan.prompt, plan.background_prompt, *(each.prompt for each in plan.segments)
        yield from unshifted(panel, self.engine)
        yield from self._images.notes(panel) if self._images else ()
        yield from cut_off(prompts, self.engine)

    def _apart(self, plan: PanelPlan) -> bool:
        """Tell whether somebody brings a LoRA that not all share."""
        files = self.engine.adapters([plan])
        return any(files.values()) and common_lora(plan, files) is None

    def _pose_notes(self, panel: PanelInputs) -> Iterator[str]:
        settings, model = self.settings, self.settings.model
        # Pictures show the poses already; from pure noise only a ControlNet could.
        pictured = panel.start or (panel.references and all(panel.references))
        followed = self.engine.model.control_scale_factor is not None
        if panel.condition.posed and settings.posed and not followed:
            if not pictured:
                yield f"{model} has no ControlNet: the poses are left to words"
            elif settings.controlnet.enabled:
                yield f"{model} has no ControlNet: the poses are the collage's"
        if panel.plan.pose_map is not None and not settings.posed:
            yield "no ControlNet follows its pose_map; say controlnet: {enabled: true}"
