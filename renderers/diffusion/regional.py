"""MSP-Diffusion in one pass a step: the fast mode, whose cost hardly grows with the subjects.

The segments' prompts are told apart by regional attention instead of by passes of their own. While
segments should be alone, self-attention is kept within each; what convolutions and normalisation
carry across a seam remains, and so this is an approximation of `sampler.sample`.
"""

from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from renderers.diffusion.attention import Regions, attending_levels, regions_of
from renderers.diffusion.denoiser import stacked
from renderers.diffusion.models.networks import Control, Networks, Question
from renderers.diffusion.panels import Canvas, Masks, Panels, Prompt, Text
from renderers.diffusion.sampler import Guide, Stages, Unguided
from renderers.diffusion.savings.caching import StepCache
from renderers.diffusion.schedule import Latent, Schedule, Span, Step, advance


@torch.no_grad()
def sample_in_one_pass(
    denoise: "RegionalDenoiser",
    panels: Panels,
    steps: Sequence[Step],
    x: Canvas,
    *,
    stages: Stages,
    guide: Guide = Unguided(),  # noqa: B008 - a value
) -> Iterator[Canvas]:
    """Yield the panels' latents after every step, through the stages of `sampler.sample`."""
    # Masks at every resolution are made once for each way of telling, not once a step.
    told = cache(partial(denoise.told, panels))
    for index, step in enumerate(steps):
        guided = denoise.guided.holds(step)
        if index < stages.parting:
            question = told(1.0, guided=guided)
        elif index < stages.merging:
            question = told(0.0, apart=True, guided=guided)
        else:
            question = told(stages.harmony[index], guided=guided)
        x = advance(x, guide.together(denoise(x, step, question), step), step)
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

    def told(
        self, panels: Panels, harmony: float = 0.0, *, apart: bool = False, guided: bool = True
    ) -> Question:
        """Prepare what panels are told in one pass.

        `harmony` is the global prompt's share; the segments' prompts have the rest, each in its
        mask. `apart` keeps segments from seeing each other; `guided` asks the negative prompts too.
        """
        prompts, shares, parts = _prompts(panels, harmony, apart)
        texts = [[prompt.positive for prompt in row] for row in prompts]
        scenes = [*panels.scenes]
        if guided and self.guidance_scale > 1:
            texts = [[prompt.negative for prompt in row] for row in prompts] + texts
            scenes, shares, parts = scenes * 2, torch.cat([shares] * 2), torch.cat([parts] * 2)
        levels = attending_levels(self.networks.unet)
        regions = regions_of(shares, parts if apart else None, levels=levels)
        return _question(texts, scenes, regions, panels=len(panels.scenes))

    @torch.no_grad()
    def __call__(self, x: Canvas, step: Step, question: Question) -> Canvas:
        """Return one x0 for every panel."""
        times = len(question.states) // len(x)
        asked = x.repeat(times, 1, 1, 1)
        output = self._answer(asked, step, question)
        if times == 2:
            without, told = output.chunk(2)
            output = without + self.guidance_scale * (told - without)
        return self.schedule.clean(x, output, step.now)

    def _answer(self, x: Latent, step: Step, question: Question) -> Latent:
        control = self.control.at(step)
        if self.cache is None:
            return self.networks.answer(x, question, step.timestep, control)
        keys = [(id(question), row, control) for row in range(len(x))]
        return self.cache.answer(self.networks, x, question, step, control, keys=keys)


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


def _question(
    texts: Sequence[Sequence[Text]], scenes: Sequence[Prompt], regions: Regions, *, panels: int
) -> Question:
    """Join prompts token after token; SDXL's pooled text is the scene's, told to all alike.

    Negative prompts, if they are asked, come first, each of the `panels` in its turn.
    """
    return Question(
        torch.stack([torch.cat([text.states for text in row]) for row in texts]),
        stacked([row[0].pooled for row in texts]),
        stacked([scene.hint for scene in scenes]),
        {"regions": regions},
        looks=tuple(index % panels for index in range(len(scenes))),
    )
