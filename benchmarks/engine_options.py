"""Count what the engine's shortcuts save: cuts, guidance on some steps, and step caching.

Run `python benchmarks/engine_options.py [sd15|sdxl]`. Costs are multiples of diffusers'
single-prompt pipeline, counted as `engine_cost.py` counts them; here too nothing is drawn. How
pictures change is not measured here.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import torch

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import engine_memory
from benchmarks.engine_cost import GLOBAL, MERGING, MOST, STEPS, CountedNetworks, Ways, flops, table
from benchmarks.engine_shapes import CONFIG, FAMILIES, Family, autoencoder, panels, unet
from renderers.diffusion.denoiser import GuidedDenoiser
from renderers.diffusion.inputs import crop_box
from renderers.diffusion.models.networks import Networks, UNetInputs
from renderers.diffusion.panels import Panels
from renderers.diffusion.regional import RegionalDenoiser, sample_in_one_pass, with_regions
from renderers.diffusion.sampler import Stages, sample
from renderers.diffusion.savings.caching import Deep, StepCache, shallow
from renderers.diffusion.schedule import Schedule, SolverStep, Span


class Option(NamedTuple):
    """One way of drawing a panel."""

    mode: str = "reference"
    harmony: float = 0.3
    crop: bool = False
    cache_every: int = 1
    guidance_end: float = 1.0

    def __str__(self) -> str:
        """Name what differs from the defaults, as a story would say it."""
        changed = sorted(self._asdict().items() - Option()._asdict().items())
        said = [
            f"`{name}: {str(value).lower().removesuffix('.0')}`"
            for name, value in changed
            if name != "mode"
        ]
        return ", ".join([f"`{self.mode}`", *said])


OPTIONS = (
    Option(),
    Option(crop=True),
    Option(guidance_end=0.6),
    Option(cache_every=3),
    Option(harmony=0.0, crop=True),
    Option(harmony=0.0, crop=True, cache_every=3, guidance_end=0.6),
    Option("fast"),
    Option("fast", guidance_end=0.6),
    Option("fast", cache_every=3),
    Option("fast", cache_every=3, guidance_end=0.6),
)


class CountedCache(StepCache):
    """A step cache over networks that count and answer nothing."""

    def predict(
        self,
        networks: Any,
        x: torch.Tensor,
        unet_inputs: UNetInputs,
        step: SolverStep,
        control: float,
        *,
        keys: Any,
    ) -> torch.Tensor:
        """Add the cost of what the cache would have run."""
        deep, plain = _deep(networks.unet, x), Networks(*networks)
        if self.due(keys[0], step):
            self._known |= {key: (step.turn, deep) for key in keys}
            return networks.predict(x, unet_inputs, step.timestep, control)
        asked = engine_memory.on_meta(unet_inputs)
        CountedNetworks.tally.add(
            ("shallow", id(networks.unet), x.shape, unet_inputs.states.shape),
            lambda: shallow(plain, x.to("meta"), asked, step.timestep, deep),
        )
        return torch.zeros_like(x)


def _deep(unet: Any, x: torch.Tensor) -> Deep:
    width = unet.up_blocks[-1].resnets[-1].in_channels - unet.conv_in.out_channels
    return Deep(torch.zeros(len(x), width, *x.shape[-2:], device="meta"), None)


def cut(family: Family, shown: Panels, *, levels: int) -> Panels:
    """Let lone segments see only where they are, with the engine's own margin."""
    step = 2 ** (levels - 1)
    cuts = [crop_box(m[0].numpy(), margin=family.cells // 16, step=step) for m in shown.masks]
    whole = (family.cells, family.cells)
    alone = [
        prompt if (each.height, each.width) == whole else prompt._replace(crop=each)
        for prompt, each in zip(shown.alone, cuts, strict=True)
    ]
    return shown._replace(alone=alone)


def cost(networks: CountedNetworks, family: Family, option: Option, count: int) -> int:
    """Return the FLOPs of sampling a panel of `count` subjects."""
    schedule = Schedule.of(CONFIG, scheduler="ddim", steps=STEPS)
    shown = panels(family, count, device="meta")
    levels = len(networks.unet.config.block_out_channels)
    shown = cut(family, shown, levels=levels) if option.crop else shown
    told: dict[str, Any] = {"guided": Span(0, option.guidance_end)}
    if option.cache_every > 1:
        told["cache"] = CountedCache(option.cache_every, (0, GLOBAL, MERGING))
    stages = Stages(GLOBAL, MERGING, [option.harmony] * STEPS)
    x, steps = torch.zeros(1, 4, family.cells, family.cells), schedule.steps
    CountedNetworks.tally.spent = 0
    run: Iterator[torch.Tensor]
    if option.mode == "fast":
        one = RegionalDenoiser(networks, schedule, **told)
        run = sample_in_one_pass(one, shown, steps, x, stages=stages)
    else:
        each = GuidedDenoiser(networks, schedule, **told)
        run = sample(each, shown, steps, x, x, stages=stages)
    for _ in run:
        pass
    return CountedNetworks.tally.spent


def measure(name: str) -> None:
    """Print a family's table."""
    family = FAMILIES[name]
    with torch.device("meta"):
        net, vae = unet(family), autoencoder(family)
        decoding = flops(lambda: vae.decode(torch.zeros(1, 4, family.cells, family.cells)))
    networks = CountedNetworks(net, None, 8)
    yardstick = Ways(family, networks).vanilla() + decoding
    networks = with_regions(networks)
    rows = []
    for option in OPTIONS:
        costs = [cost(networks, family, option, count) for count in range(1, MOST + 1)]
        rows.append((str(option), [(each + decoding) / yardstick for each in costs]))
    table(f"{name}: cost, one prompt is 1", rows)


if __name__ == "__main__":
    for wanted in sys.argv[1:] or FAMILIES:
        measure(wanted)
