"""MSP-Diffusion in one pass a step: the fast mode, whose cost hardly grows with the subjects.

The segments' prompts are told apart by regional attention instead of by passes of their own. While
segments should be alone, self-attention is kept within each; what convolutions and normalisation
carry across a seam remains, and so this is an approximation of `sampler.sample`.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from renderers.diffusion.attention import Regions, regions_of
from renderers.diffusion.denoiser import stacked
from renderers.diffusion.networks import Control, Networks, Question
from renderers.diffusion.panels import Canvas, Masks, Panels, Prompt, Text
from renderers.diffusion.sampler import Guide, Stages, Unguided
from renderers.diffusion.schedule import Schedule, Step, advance


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
    whole = Telling(panels, harmony=1)
    alone = Telling(panels, apart=True)
    for index, step in enumerate(steps):
        if index < stages.parting:
            telling = whole
        elif index < stages.merging:
            telling = alone
        else:
            telling = Telling(panels, harmony=stages.harmony[index])
        x = advance(x, guide.together(denoise(x, step, telling), step), step)
        yield x


class Telling(NamedTuple):
    """What panels are told in one pass."""

    panels: Panels
    harmony: float = 0.0
    """The global prompt's share; the segments' prompts have the rest, each in its mask."""
    apart: bool = False
    """Whether segments must not see each other."""


class RegionalDenoiser(NamedTuple):
    """Classifier-free guidance with every prompt of a panel in one pass."""

    networks: Networks
    schedule: Schedule
    guidance_scale: float = 7.5
    control: Control = Control()

    @torch.no_grad()
    def __call__(self, x: Canvas, step: Step, telling: Telling) -> Canvas:
        """Return one x0 for every panel."""
        texts, shares, parts = _told(telling)
        panels = telling.panels
        asked = [[prompt.positive for prompt in row] for row in texts]
        if self.guidance_scale > 1:
            asked = [[prompt.negative for prompt in row] for row in texts] + asked
        times = len(asked) // len(texts)
        levels = len(self.networks.unet.config.block_out_channels)
        regions = regions_of(
            shares.repeat(times, 1, 1, 1),
            parts.repeat(times, 1, 1, 1) if telling.apart else None,
            levels=levels,
        )
        question = _question(asked, [*panels.scenes] * times, regions)
        output = self.networks.answer(
            x.repeat(times, 1, 1, 1), question, step.timestep, self.control.at(step)
        )
        if times == 2:
            without, told = output.chunk(2)
            output = without + self.guidance_scale * (told - without)
        return self.schedule.clean(x, output, step.now)


def _told(
    telling: Telling,
) -> tuple[list[list[Prompt]], Float[Tensor, "p k h w"], Float[Tensor, "p k h w"]]:
    """Return each panel's prompts, padded to equal number, their shares and their masks.

    The scene's prompt comes first, then the segments'.
    """
    panels, rows = telling.panels, telling.panels.owner.tolist()
    # Where the scene alone is heard, nobody else need speak.
    heard = [] if telling.harmony == 1 else rows
    members = [[i for i, row in enumerate(heard) if row == p] for p in range(len(panels.scenes))]
    count = 1 + max(len(each) for each in members)
    prompts = [
        [scene, *(panels.together[i] for i in each), *[scene] * (count - 1 - len(each))]
        for scene, each in zip(panels.scenes, members, strict=True)
    ]
    soft = panels.masks if telling.apart else panels.soft
    shares = _padded(soft * (1 - telling.harmony), members, count)
    shares[:, 0] = telling.harmony
    return prompts, shares, _padded(panels.masks, members, count)


def _padded(masks: Masks, members: Sequence[Sequence[int]], count: int) -> Float[Tensor, "p k h w"]:
    padded = masks.new_zeros(len(members), count, *masks.shape[-2:])
    for row, each in enumerate(members):
        padded[row, 1 : 1 + len(each)] = masks[list(each), 0]
    return padded


def _question(
    texts: Sequence[Sequence[Text]], scenes: Sequence[Prompt], regions: Regions
) -> Question:
    """Join prompts token after token; SDXL's pooled text is the scene's, told to all alike."""
    return Question(
        torch.stack([torch.cat([text.states for text in row]) for row in texts]),
        stacked([row[0].pooled for row in texts]),
        stacked([scene.hint for scene in scenes]),
        {"regions": regions},
    )
