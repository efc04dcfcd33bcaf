"""MSP-Diffusion as a renderer."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch import Tensor

from renderers.base import Context, Drawn, Step
from renderers.conditioning.maps import panel_size
from renderers.diffusion.ahead import ahead
from renderers.diffusion.denoiser import GuidedDenoiser
from renderers.diffusion.inputs import inputs_of, noise_of
from renderers.diffusion.models.adapters import Adapters
from renderers.diffusion.models.autoencoder import as_picture, as_tensor
from renderers.diffusion.models.load import Model, load_model
from renderers.diffusion.models.memory import tiles
from renderers.diffusion.models.networks import Control
from renderers.diffusion.panels import Panels
from renderers.diffusion.regional import RegionalDenoiser, sample_in_one_pass
from renderers.diffusion.sal import Witness, guide_of, load_witness
from renderers.diffusion.sampler import Guide, Unguided, sample
from renderers.diffusion.savings.caching import StepCache, check_cacheable
from renderers.diffusion.schedule import Latent, Span, noised
from renderers.diffusion.stages import plan_stages, steps_of
from renderers.methods.shown import Shown, shown_of
from schemas.errors import StoryboardError
from schemas.geometry import Size
from schemas.plan import PanelPlan
from schemas.settings import MspSettings


class Msp:
    """Draws panels by MSP-Diffusion (arXiv 2405.12742); the model is loaded once, here.

    Raises:
        AssetMissing: the model is absent or unreadable.
    """

    def __init__(self, settings: MspSettings, context: Context) -> None:
        self.settings = settings
        self._root: Path = context.root
        self._model: Model = load_model(
            settings.model,
            root=context.root,
            controlnet=settings.controlnet if settings.posed else None,
            device=settings.device,
            dtype=settings.dtype,
            online=context.online,
            memory=settings.memory,
        )
        self._recommended = self._model.recommended
        self._adapters = Adapters(self._model.networks, self._model.text)
        self._light = settings.light
        if settings.mode == "auto" and self._model.networks.pools_text:
            self._light = False
        if self._light:
            self._model.networks.attend_by_regions()
        if settings.cache_every > 1:
            check_cacheable(self._model.networks.unet)
        self._witness: Witness | None = None
        if settings.sal is not None:
            self._witness = load_witness(
                settings, self._model, root=context.root, online=context.online
            )
        whole = self._model.schedule(
            settings.scheduler, steps_of(settings, self._recommended.steps)
        )
        from_collage = settings.init.source == "collage"
        self._schedule = whole.last(settings.init.strength) if from_collage else whole
        self._stages = plan_stages(
            settings, steps=len(self._schedule.steps), whole=len(whole.steps)
        )

    def render(self, panels: Sequence[PanelPlan]) -> Iterator[Step | Drawn]:
        """Draw the panels in order; alike neighbours go through the model together."""
        if self._model.device.type == "cpu":
            # It gains nothing from several panels at once, and would show the first one later;
            # nor from a second thread, for it has no idle moment.
            return self._in_turn(panels, most=1)
        # A GPU goes on while finished pictures are encoded and written.
        return ahead(self._in_turn(panels, most=4), most=200)

    def _in_turn(self, panels: Sequence[PanelPlan], *, most: int) -> Generator[Step | Drawn]:
        for (size, _, light), group in groupby(panels, key=self._kind):
            waiting = list(group)
            # One pass holds a panel's two samples; otherwise a pass is filled prompt by prompt.
            count = min(most, max(1, (self.settings.batch or 64) // 2)) if light else most
            for first in range(0, len(waiting), count):
                yield from self._draw(waiting[first : first + count], size, light=light)

    def _kind(self, plan: PanelPlan) -> tuple[Size, bool, bool]:
        """What must be equal in one batch: the size, whether there is a scaffold, and the mode."""
        size = panel_size(plan.aspect, self.settings.resolution, self._model.multiple)
        return size, plan.scaffold is None, self._light and self._alike(plan)

    def _draw(
        self, plans: Sequence[PanelPlan], size: Size, *, light: bool
    ) -> Iterator[Step | Drawn]:
        shown = [
            shown_of(plan, size, settings=self.settings, root=self._root) for plan in plans
        ]  # fmt: skip
        x = self._start(shown)
        for step, x in enumerate(self._sampled(shown, x, light=light), start=1):  # noqa: B007, B020
            for plan in plans:
                yield Step(plan.id, step, len(self._schedule.steps))
        for panel, latent in zip(shown, x, strict=True):
            picture = self._model.autoencoder.decode(latent[None])[0]
            yield Drawn(panel.plan.id, as_picture(picture), panel.pictures(), self._notes(panel))

    def _noise(self, shown: Sequence[Shown]) -> Latent:
        noises = [noise_of(self._model, panel.plan, panel.condition.size) for panel in shown]
        return torch.stack(noises)

    def _start(self, shown: Sequence[Shown]) -> Latent:
        """Return what sampling starts from: pure noise, or the collages noised to its level."""
        eps, clean = self._noise(shown), self._encoded([panel.start for panel in shown])
        if clean is None:
            return eps * self._schedule.start_noise
        steps = self._schedule.steps
        return noised(clean, eps, steps[0].now) if steps else clean

    def _sampled(self, shown: Sequence[Shown], x: Latent, *, light: bool) -> Iterator[Latent]:
        panels = inputs_of(
            self._model,
            [panel.plan for panel in shown],
            [panel.condition for panel in shown],
            feather=self.settings.feather,
            scaffold=self._encoded([panel.scaffold for panel in shown]),
            adapters=self._adapters_of(panel.plan for panel in shown),
            references=[[self._encoded_one(p) for p in panel.references] for panel in shown],
            crop=self.settings.crop,
        )
        guide, steps = self._guide(panels, shown), self._schedule.steps
        if light:
            one = RegionalDenoiser(**self._prediction())
            return sample_in_one_pass(one, panels, steps, x, stages=self._stages, guide=guide)
        # Eight samples keep a panel of Stable Diffusion below its own decoding's peak, nearly.
        most = self.settings.batch or (4 if self._model.device.type == "cpu" else 8)
        each = GuidedDenoiser(**self._prediction(), batch=most)
        return sample(
            each, panels, steps, x, self._noise(shown), stages=self._stages, guide=guide
        )  # fmt: skip

    def _alike(self, plan: PanelPlan) -> bool:
        """Tell whether one pass can draw a panel's segments: nobody brings what others lack."""
        if self.settings.mode == "fast":
            return True
        return plan.scaffold is None and not any(self._adapters_of([plan]).values())

    def _adapters_of(self, plans: Iterable[PanelPlan]) -> dict[str, str | None]:
        """Load the characters' own files, each once; return each file's LoRA, if it is one."""
        segments = [segment for plan in plans for segment in plan.segments]
        found = {
            segment.weights: self._adapters.load(
                self._root / segment.weights, token=segment.token
            )
            for segment in segments
            if segment.weights
        }
        if self.settings.mode == "fast" and any(found.values()):
            raise StoryboardError(
                "the fast mode draws all characters in one pass, and cannot give each a LoRA",
                hint="set the renderer's mode to reference",
            )
        return found

    def _guide(self, panels: Panels, shown: Sequence[Shown]) -> Guide:
        sal, witness, steps = self.settings.sal, self._witness, self._schedule.steps
        if sal is None or witness is None:
            return Unguided()
        references = self._encoded([panel.start for panel in shown])
        return guide_of(sal, witness, panels, references, steps)

    def _prediction(self) -> dict[str, Any]:
        """What every denoiser is made of."""
        settings, control = self.settings, self.settings.controlnet
        scale = settings.guidance_scale
        return {
            "networks": self._model.networks, "schedule": self._schedule,
            "guidance_scale": self._recommended.guidance_scale if scale is None else scale,
            "guided": Span(settings.guidance_start, settings.guidance_end),
            "control": Control(control.scale, control.start, control.end),
            "cache": self._cache(),
        }  # fmt: skip

    def _cache(self) -> StepCache | None:
        steps, begun = self._schedule.steps, {0, self._stages.parting, self._stages.merging}
        borders = {step.turn for index, step in enumerate(steps) if index in begun}
        every = self.settings.cache_every
        return StepCache(every, borders) if every > 1 else None

    def _encoded(self, pictures: Sequence[Image.Image | None]) -> Latent | None:
        tensors = [as_tensor(picture) for picture in pictures if picture is not None]
        if not tensors:
            return None
        # One at a time: an encoder's activations are the run's largest.
        parts = [self._model.autoencoder.encode(t[None].to(self._model.device)) for t in tensors]
        return torch.cat(parts)

    def _encoded_one(self, picture: Image.Image | None) -> Tensor | None:
        encoded = self._encoded([picture])
        return None if encoded is None else encoded[0]

    def _notes(self, panel: Shown) -> tuple[str, ...]:
        plan, settings, notes = panel.plan, self.settings, []
        # Pictures show the poses already; from pure noise only a ControlNet could.
        pictured = panel.start or (panel.references and all(panel.references))
        if panel.condition.posed and settings.posed and not self._model.hint_pixels:
            if not pictured:
                notes.append(f"{settings.model} has no ControlNet: the poses are left to words")
            elif settings.controlnet.enabled:
                notes.append(f"{settings.model} has no ControlNet: the poses are the collage's")
        if self._recommended.init == "collage" and not pictured:
            notes.append(f"{settings.model} draws well from a collage alone, and starts from noise")
        if settings.memory.vae_tiling and not tiles(self._model.autoencoder.network):
            notes.append(f"the autoencoder of {settings.model} cannot work in tiles: it is whole")
        if plan.pose_map is not None and not settings.posed:
            notes.append("no ControlNet follows its pose_map; say controlnet: {enabled: true}")
        if settings.references == "collage":
            plain = [each.subject for each in plan.segments if each.figure is None]
            notes += [f"{name} has no pictures, and so diffuses without one" for name in plain]
        if plan.scaffold is not None and panel.start is None and settings.mode == "fast":
            notes.append("no segment diffuses alone in mode: fast, and so its scaffold is not seen")
        if not self._stages.segmented:
            lone = [name for name, lora in self._adapters_of([plan]).items() if lora]
            notes += [f"the LoRA {name} is not heard: one prompt draws everybody" for name in lone]
        prompts = [plan.prompt, plan.background_prompt, *(s.prompt for s in plan.segments)]
        for prompt in dict.fromkeys(prompts):
            if cut := self._model.text.cut(prompt):
                notes.append(f"the model reads only the first words of a prompt; cut off: {cut}")
        return tuple(notes)
