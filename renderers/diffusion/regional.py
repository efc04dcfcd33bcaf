"""MSP-Diffusion in one pass a step: the fast mode, whose cost hardly grows with the subjects.

The segments' prompts are told apart by regional attention instead of by passes of their own. While
segments should be alone, self-attention is kept within each; what convolutions and normalisation
carry across a seam remains, and so this is an approximation of `sampler.sample`.
"""

from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from renderers.diffusion.denoiser import collated, guided, stacked
from renderers.diffusion.models.networks import Control, Networks, UNetInputs
from renderers.diffusion.panels import Canvas, Masks, Panels, Prompt, Text
from renderers.diffusion.region_mask import RegionMask, attending_levels, regions_of
from renderers.diffusion.sampler import Guide, Renew, Stages, Unguided, keep
from renderers.diffusion.savings.caching import StepCache
from renderers.diffusion.schedule import Latent, Schedule, SolverStep, Span, advance
from schemas.errors import StoryboardError

REGIONS = "regions"
"""What the attention part is called that tells prompts apart."""


def with_regions(networks: Networks) -> Networks:
    """Return networks in which several prompts can share a pass, each heard in its region.

    Raises:
        StoryboardError: the U-Net pools its text, and would mix several prompts.
    """
    if networks.pools_text:
        raise StoryboardError(
            "this model pools its text, so that several prompts cannot share a pass",
            hint="set the renderer's mode to reference",
        )
    return networks.inject(REGIONS, RegionMask())


@torch.no_grad()
def sample_in_one_pass(
    denoise: "RegionalDenoiser",
    panels: Panels,
    steps: Sequence[SolverStep],
    x: Canvas,
    *,
    stages: Stages,
    guide: Guide = Unguided(),  # noqa: B008 - a value
    renew: Renew = keep,
) -> Iterator[Canvas]:
    """Yield the panels' latents after every step, through the stages of `sampler.sample`."""
    # Masks at every resolution are made once for each way of prompting, not once a step.
    prompted = cache(partial(denoise.unet_inputs, panels))
    for index, step in enumerate(steps):
        guided = denoise.guided.holds(step)
        if index < stages.global_until:
            inputs = prompted(1.0, guided=guided)
        elif index < stages.segments_until:
            inputs = prompted(0.0, apart=True, guided=guided)
        else:
            inputs = prompted(stages.harmony[index], guided=guided)
        x0 = denoise(x, step, inputs)
        # As in the reference, the global diffuser's own steps are nobody's to correct.
        x0 = x0 if index < stages.global_until else guide.together(x0, step)
        x = advance(x, x0, step, renew(step))
        yield x


class RegionalDenoiser(NamedTuple):
    """Classifier-free guidance with every prompt of a panel in one pass."""

    networks: Networks
    schedule: Schedule
    guidance_scale: float = 7.5
    control: Control = Control()
    guided: Span = Span()
    """Outside it the prompts alone are heard, at half the cost."""
    cache: StepCache | None = None
    """Deep features that steps share; of one sampling only."""
    guidance_rescale: float = 0.0

    def unet_inputs(
        self, panels: Panels, harmony: float = 0.0, *, apart: bool = False, guided: bool = True
    ) -> UNetInputs:
        """Prepare what panels are conditioned on in one pass.

        `harmony` is the global prompt's share; the segments' prompts have the rest, each in its
        mask. `apart` keeps segments from seeing each other; `guided` asks the negative prompts too.
        """
        prompts, shares, parts = _prompts(panels, harmony, apart)
        texts = [[prompt.positive for prompt in row] for row in prompts]
        if guided and self.guidance_scale > 1:
            texts = [[prompt.negative for prompt in row] for row in prompts] + texts
            shares, parts = torch.cat([shares] * 2), torch.cat([parts] * 2)
        levels = attending_levels(self.networks.unet)
        regions = regions_of(shares, parts if apart else None, levels=levels)
        # What other parts are told is the scene's, in which everybody is.
        attention = collated([row[0] for row in texts], self.networks)
        return _unet_inputs(texts, panels.scenes, {REGIONS: regions, **attention})

    @torch.no_grad()
    def __call__(self, x: Canvas, step: SolverStep, unet_inputs: UNetInputs) -> Canvas:
        """Return one x0 for every panel."""
        times = len(unet_inputs.states) // len(x)
        output = self._predict(x.repeat(times, 1, 1, 1), step, unet_inputs)
        if times == 2:
            uncond, cond = output.chunk(2)
            output = guided(cond, uncond, self.guidance_scale, self.guidance_rescale)
        return self.schedule.clean(x, output, step.now)

    def _predict(self, x: Latent, step: SolverStep, unet_inputs: UNetInputs) -> Latent:
        control = self.control.conditioning_scale(step)
        if self.cache is None:
            return self.networks.predict(x, unet_inputs, step.timestep, control)
        keys = [(id(unet_inputs), row, control) for row in range(len(x))]
        return self.cache.predict(self.networks, x, unet_inputs, step, control, keys=keys)


def _prompts(
    panels: Panels, harmony: float, apart: bool
) -> tuple[list[list[Prompt]], Float[Tensor, "p k h w"], Float[Tensor, "p k h w"]]:
    """Return each panel's prompts, padded to equal number, their shares and their masks.

    The scene's prompt comes first, then the segments'.
    """
    # Where the scene alone is heard, nobody else need speak.
    heard = [] if harmony == 1 else panels.owner.tolist()
    members = [[i for i, row in enumerate(heard) if row == p] for p in range(len(panels.scenes))]
    count = 1 + max(len(each) for each in members)
    prompts = [
        [scene, *(panels.together[i] for i in each), *[scene] * (count - 1 - len(each))]
        for scene, each in zip(panels.scenes, members, strict=True)
    ]
    soft = panels.masks if apart else panels.soft
    shares = _padded(soft * (1 - harmony), members, count)
    shares[:, 0] = harmony
    return prompts, shares, _padded(panels.masks, members, count)


def _padded(masks: Masks, members: Sequence[Sequence[int]], count: int) -> Float[Tensor, "p k h w"]:
    padded = masks.new_zeros(len(members), count, *masks.shape[-2:])
    for row, each in enumerate(members):
        padded[row, 1 : 1 + len(each)] = masks[list(each), 0]
    return padded


def _unet_inputs(
    texts: Sequence[Sequence[Text]], scenes: Sequence[Prompt], attention: dict[str, Any]
) -> UNetInputs:
    """Join prompts token after token; SDXL's pooled text is the scene's, told to all alike.

    Negative prompts, if they are asked, come first, each of the panels in its turn.
    """
    times, count = len(texts) // len(scenes), len(scenes)
    return UNetInputs(
        torch.stack([torch.cat([text.states for text in row]) for row in texts]),
        stacked([row[0].pooled for row in texts]),
        stacked([scene.control_image for scene in scenes] * times),
        attention,
        scenes[0].adapter,  # All of a pass have the same: what the whole book hears.
        latent_index=tuple(range(count)) * times,
    )
