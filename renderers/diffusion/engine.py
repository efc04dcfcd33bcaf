"""What every method that draws by diffusion needs: a model, a schedule, noise, batches, pictures.

A method adds what is its own: how latents are sampled and, where it needs them, pictures.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from copy import copy
from itertools import groupby

import torch
from PIL import Image
from torch import Tensor

from renderers.base import Context, Drawn, Step
from renderers.conditioning.maps import condition, panel_size
from renderers.diffusion.ahead import ahead
from renderers.diffusion.book_loras import BookLoras
from renderers.diffusion.denoiser import GuidedDenoiser
from renderers.diffusion.denoisers import Denoisers
from renderers.diffusion.fine_detail import Detail
from renderers.diffusion.finite import check_finite
from renderers.diffusion.hires import Hires
from renderers.diffusion.inputs import SharedLoras, inputs_of, noise_of, scene_of
from renderers.diffusion.mean_shift import MeanShift
from renderers.diffusion.method import Method
from renderers.diffusion.models.autoencoder import as_picture, as_tensor
from renderers.diffusion.models.load import load_model
from renderers.diffusion.models.model import Adapter
from renderers.diffusion.panel_inputs import PanelInputs
from renderers.diffusion.panel_notes import notes_of
from renderers.diffusion.panels import Panels, Prompt
from renderers.diffusion.regional import RegionalDenoiser, with_regions
from renderers.diffusion.sampler import Renew, keep
from renderers.diffusion.savings.caching import check_cacheable
from renderers.diffusion.schedule import Latent, noised
from schemas.geometry import Size
from schemas.plan import PanelPlan
from schemas.settings import ControlNetSettings, DiffusionSettings, InitSettings

FROM_NOISE = InitSettings(source="noise")


class Engine:
    """A loaded model with its schedule; a method samples with it.

    `steps` is the method's own number of steps, where neither story nor model says one.

    Raises:
        AssetMissing: the model is absent or unreadable.
        StoryboardError: a setting is not possible with this model.
    """

    def __init__(
        self,
        settings: DiffusionSettings,
        context: Context,
        *,
        init: InitSettings = FROM_NOISE,
        controlnet: ControlNetSettings | None = None,
        steps: int = 50,
    ) -> None:
        self.settings = settings
        self.init, self._shift = init, MeanShift(init)
        self.root = context.root
        self.model = load_model(
            settings.model,
            root=context.root,
            controlnet=controlnet,
            device=settings.device,
            dtype=settings.dtype,
            online=context.online,
            memory=settings.memory,
            clip_skip=settings.clip_skip,
        )
        # A U-Net that takes hints has them always; whoever asks for no control shows it none.
        self._control = controlnet or ControlNetSettings(scale=0)
        self._loras = BookLoras(self.model, settings, context.root)
        if settings.cache_every > 1:
            check_cacheable(self.model.networks.unet)
        self._take(steps)

    def _take(self, steps: int) -> None:
        settings = self.settings
        count = settings.steps or self.model.recommended.steps or steps
        spacing = settings.timestep_spacing
        self.whole = self.model.schedule(settings.scheduler, count, spacing=spacing)
        noised = self.init.source == "collage"
        self.schedule = self.whole.last(self.init.strength) if noised else self.whole
        self._hires, again = None, settings.hires
        if again is not None:
            count = again.steps or count
            whole = self.model.schedule(settings.scheduler, count, spacing=spacing)
            self._hires = Hires(again, whole)

    def with_steps(self, steps: int) -> "Engine":
        """Return the same engine with another number of steps where nothing else says one."""
        other = copy(self)
        other._take(steps)
        return other

    def inject(self, adapter: Adapter) -> None:
        """Put an adapter into the model, for good."""
        self.model = adapter.inject(self.model)

    def mask_regions(self) -> None:
        """Let several prompts share a pass, each heard in its region.

        Raises:
            StoryboardError: the U-Net pools its text, and would mix them.
        """
        self.model = self.model._replace(networks=with_regions(self.model.networks))

    def render(self, panels: Sequence[PanelPlan], method: Method) -> Iterator[Step | Drawn]:
        """Draw the panels in order; alike neighbours go through the model together."""
        if self.model.device.type == "cpu":
            # It gains nothing from several panels at once, and would show the first one later;
            # nor from a second thread, for it has no idle moment.
            return self.in_turn(panels, method, most=1)
        # A GPU goes on while finished pictures are encoded and written.
        return ahead(self.in_turn(panels, method, most=4), most=200)

    def in_turn(
        self, panels: Sequence[PanelPlan], method: Method, *, most: int
    ) -> Generator[Step | Drawn]:
        """Draw the panels in order, `most` of them at a time."""

        def kind(plan: PanelPlan) -> tuple[Size, bool, bool]:
            size = panel_size(plan.aspect, self.settings.resolution, self.model.multiple)
            return size, plan.scaffold is None, method.single_pass(plan)

        for (size, _, single_pass), group in groupby(panels, key=kind):
            waiting = list(group)
            # A single pass holds a panel's two samples; others are filled prompt by prompt.
            fitting = max(1, (self.settings.batch or 64) // 2)
            count = min(most, fitting) if single_pass else most
            for first in range(0, len(waiting), count):
                yield from self._draw(waiting[first : first + count], size, method)

    def _draw(
        self, plans: Sequence[PanelPlan], size: Size, method: Method
    ) -> Iterator[Step | Drawn]:
        prepare = method.prepare or self.prepare
        batch = [prepare(plan, size) for plan in plans]
        x, total = self.start(batch), self._steps
        for step, x in enumerate(method.sample(self, batch, x), start=1):  # noqa: B007, B020
            for plan in plans:
                yield Step(plan.id, step, total)
        for small, drawn in zip(batch, x, strict=True):
            panel, latent = yield from self._drawn_again(small, drawn, method)
            notes = (*method.notes(panel), *self._notes(panel))
            picture = self._detail.kept(self._picture(latent[None]), panel)
            yield Drawn(panel.plan.id, picture, panel.pictures(), notes)

    def _drawn_again(
        self, small: PanelInputs, drawn: Tensor, method: Method
    ) -> Generator[Step, None, tuple[PanelInputs, Tensor]]:
        """Draw a panel again at its larger size, alone, where the settings ask for it.

        Its masks, pose maps and pictures are made anew at that size.
        """
        hires, plan = self._hires, small.plan
        if hires is None:
            return small, drawn
        larger = copy(self)
        larger.whole, larger.schedule = hires.whole, hires.schedule
        size = hires.size(plan.aspect, self.settings.resolution, self.model.multiple)
        clean = hires.enlarged(
            drawn,
            size,
            decode=self._picture,
            encode=lambda picture: self._encoded(as_tensor(picture)),
            scale_factor=self.model.networks.vae_scale_factor,
        )
        panel = (method.prepare or self.prepare)(plan, size)._replace(drawn=clean[0])
        x, done = larger.start([panel]), len(self.schedule.steps)
        for step, x in enumerate(method.sample(larger, [panel], x), start=done + 1):  # noqa: B007, B020
            yield Step(plan.id, step, self._steps)
        return panel, x[0]

    @property
    def _steps(self) -> int:
        """How many steps a panel takes, in both drawings where there are two."""
        return len(self.schedule.steps) + (len(self._hires.schedule.steps) if self._hires else 0)

    @torch.no_grad()
    def _picture(self, latent: Latent) -> Image.Image:
        """Decode one latent; numbers that are none would be a black picture, kept as drawn.

        Raises:
            StoryboardError: the latent, or what the autoencoder makes of it, is not finite.
        """
        check_finite(latent, "what the U-Net predicts, alone or with its LoRAs and ControlNet,")
        decoded = self.model.autoencoder.decoded(latent)[0]
        check_finite(decoded, "what the autoencoder decodes")
        return as_picture(decoded.clamp(0, 1))

    def prepare(self, plan: PanelPlan, size: Size) -> PanelInputs:
        """Make a panel's masks and pose maps, and no picture to start from."""
        return PanelInputs(plan, condition(plan, size, root=self.root))

    def noise(self, batch: Sequence[PanelInputs]) -> Latent:
        """Return the panels' noise, each drawn from its own seed."""
        noises = [noise_of(self.model, panel.plan, panel.condition.size) for panel in batch]
        return torch.stack(noises)

    def renew(self, batch: Sequence[PanelInputs]) -> Renew:
        """Return what draws a step's fresh noise, where the model likes its noise renewed."""
        return self._shift.renewed(self.model, batch) if self.model.recommended.eta else keep

    def start(self, batch: Sequence[PanelInputs]) -> Latent:
        """Return what sampling starts from: noise, perhaps shifted, or pictures noised to it."""
        eps, clean = self.noise(batch), self._clean(batch)
        if clean is None:
            shift = self._shift.of(self.model, batch, eps)
            return (eps + shift) * self.schedule.start_noise
        steps = self.schedule.steps
        return noised(clean, eps, steps[0].now) if steps else clean

    def _clean(self, batch: Sequence[PanelInputs]) -> Latent | None:
        drawn = [panel.drawn for panel in batch if panel.drawn is not None]
        return torch.stack(drawn) if drawn else self.encode([panel.start for panel in batch])

    def encode(self, pictures: Sequence[Image.Image | None]) -> Latent | None:
        """Return the latents of those that are pictures; None where none is."""
        tensors = [as_tensor(picture) for picture in pictures if picture is not None]
        if not tensors:
            return None
        # One at a time: an encoder's activations are the run's largest.
        return torch.cat([self._encoded(tensor) for tensor in tensors])

    def _encoded(self, picture: Tensor) -> Latent:
        return self.model.autoencoder.encode(picture[None].to(self.model.device))

    def scenes(self, batch: Sequence[PanelInputs]) -> list[Prompt]:
        """Return each panel's one prompt, which hears the LoRAs of all who are in it."""
        own = self.adapters(panel.plan for panel in batch)
        return [scene_of(self.model, panel.plan, self._loras.style, own) for panel in batch]

    def inputs(
        self,
        batch: Sequence[PanelInputs],
        *,
        feather: float = 0.0,
        crop: bool = False,
        scene_hears_all: bool = False,
    ) -> Panels:
        """Return the sampler's batch, as `inputs_of` makes it, with everybody's own LoRA."""
        return inputs_of(
            self.model,
            [panel.plan for panel in batch],
            [panel.condition for panel in batch],
            feather=feather,
            scaffold=self.encode([panel.scaffold for panel in batch]),
            adapters=self.adapters(panel.plan for panel in batch),
            references=[self._references(panel) for panel in batch],
            crop=crop,
            loras=SharedLoras(self._loras.style, scene_hears_all),
        )

    def _references(self, panel: PanelInputs) -> list[Tensor | None]:
        pictures = panel.references or (None,) * len(panel.plan.segments)
        latents = [self.encode([picture]) for picture in pictures]
        return [None if latent is None else latent[0] for latent in latents]

    def adapters(self, plans: Iterable[PanelPlan]) -> dict[str, str | None]:
        """Load the characters' own files, each once; return each file's LoRA, if it is one.

        Raises:
            AssetMissing: a file is absent, damaged, or made for another model.
        """
        return self._loras.own(plans)

    def denoiser(self, borders: Iterable[int] = ()) -> GuidedDenoiser:
        """Return what estimates clean latents, prompt by prompt, for one sampling.

        `borders` are the indices of the steps at which a stage begins.
        """
        return self._denoisers.one_by_one(borders)

    def regional_denoiser(self, borders: Iterable[int] = ()) -> RegionalDenoiser:
        """Return what estimates clean latents, all prompts in one pass, for one sampling."""
        return self._denoisers.regional(borders)

    @property
    def _denoisers(self) -> Denoisers:
        return Denoisers(self.model, self.settings, self._control, self.schedule)

    @property
    def _detail(self) -> Detail:
        asked = self.init.detail
        share = self.model.recommended.detail if asked is None else asked
        return Detail(share, self.model.autoencoder.vae_scale_factor)

    def _notes(self, panel: PanelInputs) -> Iterator[str]:
        yield from self._loras.notes(panel.plan)
        scale = self._denoisers.guidance_scale
        yield from notes_of(panel, self.settings, self.model, guidance_scale=scale)
