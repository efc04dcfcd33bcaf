"""Count what a panel costs, as multiples of diffusers' single-prompt pipeline.

Run `python benchmarks/engine_cost.py [sd15|sdxl]`. Multiply-adds (two FLOPs each) of convolutions,
matrix products and attention are counted on the meta device, in the engine's own sampling call,
for the full-size configurations; nothing is drawn and no weights are needed. Decoding is included.
With a ControlNet the yardstick has one too. Subject-aware guidance (SAL) is counted forwards and
backwards. Peak memory follows, as `engine_memory.py` measures it.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from diffusers.models.autoencoders.autoencoder_tiny import AutoencoderTiny
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import flop_registry

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import engine_memory
from benchmarks.engine_shapes import (
    CONFIG,
    FAMILIES,
    Family,
    autoencoder,
    controlnet,
    panels,
    text,
    unet,
)
from renderers.diffusion.denoiser import GuidedDenoiser
from renderers.diffusion.guidance import SubjectAware
from renderers.diffusion.models.autoencoder import Autoencoder
from renderers.diffusion.models.networks import Networks, UNetInputs
from renderers.diffusion.regional import RegionalDenoiser, sample_in_one_pass, with_regions
from renderers.diffusion.sal import guide_of
from renderers.diffusion.sampler import Guide, Stages, Unguided, sample
from renderers.diffusion.schedule import Schedule, SolverStep
from renderers.diffusion.segmenter import InPixels, Segmenter, SegmenterShape
from schemas.settings import HiresSettings, SalSettings

STEPS, GLOBAL, MERGING, MOST = 50, 2, 22, 6
"""Steps in all, of the global diffuser, and before the segments merge (kappa 0.44)."""
GOAL_FOUR, GOAL_SIX, GOAL_SAL = 1.25, 1.10, 0.15


class Tally:
    """FLOPs so far; equal work is counted once and added as often as it is asked for."""

    def __init__(self) -> None:
        self.spent = 0
        self._known: dict[Any, int] = {}

    def add(self, key: Any, work: Any) -> None:
        """Add the FLOPs of a call; calls of equal key cost the same."""
        if key not in self._known:
            self._known[key] = flops(work)
        self.spent += self._known[key]


class CountedNetworks(Networks):
    """Networks that count their work and answer nothing."""

    tally = Tally()

    def predict(
        self, x: torch.Tensor, unet_inputs: UNetInputs, timestep: float, control: float
    ) -> torch.Tensor:
        """Add the pass's cost and return zeros."""
        regions = unet_inputs.attention.get("regions")
        shapes = x.shape, unet_inputs.states.shape, regions and regions.apart is None
        heard = (
            self.controlnet is not None and unet_inputs.control_images is not None and control > 0
        )
        key = id(self.unet), heard, len(set(unet_inputs.latent_index)), *shapes
        self.tally.add(key, lambda: self._asked(x, unet_inputs, timestep, control))
        return torch.zeros_like(x)

    def _asked(
        self, x: torch.Tensor, unet_inputs: UNetInputs, timestep: float, control: float
    ) -> None:
        moved = engine_memory.on_meta(unet_inputs)
        Networks(*self).predict(x.to("meta"), moved, timestep, control)


class CountedGuides(NamedTuple):
    """Ways of subject-aware guidance that count their work on meta, and correct nothing."""

    guides: Sequence[SubjectAware]
    tallies: Sequence[Tally]

    def alone(self, x0: torch.Tensor, step: SolverStep) -> torch.Tensor:
        """Add what correcting each segment costs."""
        return self._counted("alone", x0, step)

    def together(self, x0: torch.Tensor, step: SolverStep) -> torch.Tensor:
        """Add what correcting the canvas costs."""
        return self._counted("together", x0, step)

    def _counted(self, stage: str, x0: torch.Tensor, step: SolverStep) -> torch.Tensor:
        for guide, tally in zip(self.guides, self.tallies, strict=True):
            if guide.window.at(step):
                correct = getattr(guide, stage)
                tally.add(stage, lambda correct=correct: correct(x0.to("meta"), step))
        return x0


class Flops(TorchDispatchMode):
    """Counts by torch's own formulas; unlike its counter it can follow a gradient to an input."""

    total = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Run an operation and add what it costs."""
        made = func(*args, **kwargs or {})
        if (formula := flop_registry.get(func._overloadpacket)) is not None:
            self.total += formula(*args, **kwargs or {}, out_val=made)
        return made


def flops(work: Any) -> int:
    """Count the FLOPs of a call."""
    with torch.no_grad(), Flops() as counter:
        work()
    return int(counter.total)


class Ways(NamedTuple):
    """Ways of drawing a panel: the engine's modes over one family's networks."""

    family: Family
    networks: CountedNetworks
    posed: bool = False

    def cost(
        self,
        mode: str,
        count: int,
        *,
        harmony: float = 0.3,
        guide: Guide | None = None,
        last: int = STEPS,
    ) -> int:
        """Return the FLOPs of sampling a panel of `count` subjects in the schedule's last steps."""
        shown = panels(self.family, count, posed=self.posed, device="meta")
        schedule = Schedule.of(CONFIG, scheduler="ddim", steps=STEPS)
        borders = (round(border * last / STEPS) for border in (GLOBAL, MERGING))
        stages = Stages(*borders, [harmony] * last)
        x = torch.zeros(1, 4, self.family.cells, self.family.cells)
        steps = schedule.steps[STEPS - last :]
        told: dict[str, Any] = {"stages": stages, "guide": guide or Unguided()}
        tally = CountedNetworks.tally
        tally.spent = 0
        if mode == "fast":
            one = RegionalDenoiser(self.networks, schedule)
            run = sample_in_one_pass(one, shown, steps, x, **told)
        else:
            run = sample(GuidedDenoiser(self.networks, schedule), shown, steps, x, x, **told)
        for _ in run:
            pass
        return tally.spent

    def small(self, scale: float) -> "Ways":
        """Return the same at a size from which `hires` enlarges to this one, in whole cells."""
        cells = round(self.family.cells / scale / 8) * 8
        return self._replace(family=self.family._replace(cells=cells))

    def vanilla(self) -> int:
        """Return the FLOPs of the single-prompt pipeline's steps: two samples each."""
        scene = panels(self.family, 1, posed=self.posed, device="meta").scenes[0]
        one = text(self.family, device="meta")
        pooled, hint = one.pooled, scene.control_image
        unet_inputs = UNetInputs(
            torch.stack([one.states] * 2),
            None if pooled is None else torch.stack([pooled] * 2),
            None if hint is None else torch.stack([hint] * 2),
            {},
        )
        x = torch.zeros(2, 4, self.family.cells, self.family.cells)
        CountedNetworks.tally.spent = 0
        self.networks.predict(x, unet_inputs, 1.0, 1.0)
        return STEPS * CountedNetworks.tally.spent


def subject_aware(family: Family, count: int, decoder: Any = None) -> SubjectAware:
    """Return the guide at its default settings, for a segmenter that knows eleven subjects.

    It sees pixels through a decoder, or latents.
    """
    names = tuple(f"s{index}" for index in range(11))
    shape = SegmenterShape(3, names, sees="pixels") if decoder else SegmenterShape(4, names)
    with torch.device("meta"):
        segmenter = Segmenter(shape)
    shown = panels(family, count, masks_on="meta", device="meta")
    segmenter.requires_grad_(False)
    seen = InPixels(segmenter, Autoencoder(decoder)) if decoder else segmenter
    return guide_of(SalSettings(), seen, shown, None)


def overheads(ways: Ways, vae: Any, decoding: int) -> Iterator[tuple[str, list[float]]]:
    """Yield what subject-aware guidance adds to a panel, as a share of the panel without it."""
    with torch.device("meta"):
        tiny = AutoencoderTiny().requires_grad_(False)
    through = {"": None, ", through a tiny decoder": tiny, ", through the decoder": vae}
    for mode in ("reference", "fast"):
        rows: list[list[float]] = [[] for _ in through]
        for count in range(1, MOST + 1):
            seen = [subject_aware(ways.family, count, decoder) for decoder in through.values()]
            guides = CountedGuides(seen, [Tally() for _ in seen])
            without = ways.cost(mode, count, guide=guides) + decoding
            for row, tally in zip(rows, guides.tallies, strict=True):
                row.append(tally.spent / without)
        yield from ((f"`{mode}`{how}", row) for how, row in zip(through, rows, strict=True))


def drawn_again(ways: Ways, vae: Any, yardstick: int) -> Iterator[tuple[str, list[float]]]:
    """Yield what a panel costs that is drawn small, from noise, and again at its size."""
    cells = ways.family.cells
    for scale in (1.5, 2.0):
        small = ways.small(scale)
        side = small.family.cells
        between = (
            flops(lambda side=side: vae.decode(torch.zeros(1, 4, side, side, device="meta"))),
            flops(lambda: vae.encode(torch.zeros(1, 3, 8 * cells, 8 * cells, device="meta"))),
            flops(lambda: vae.decode(torch.zeros(1, 4, cells, cells, device="meta"))),
        )
        for mode in ("reference", "fast"):
            last = int(HiresSettings().strength * STEPS)
            costs = [
                small.cost(mode, n) + ways.cost(mode, n, last=last) + sum(between)
                for n in range(1, MOST + 1)
            ]
            yield f"`{mode}`, `scale: {scale:g}`", [cost / yardstick for cost in costs]


def table(title: str, rows: Sequence[tuple[str, Sequence[float]]], *, form: str = ".2f") -> None:
    """Print a table as Markdown, one column for each number of subjects."""
    print(f"\n| {title} | " + " | ".join(str(n) for n in range(1, MOST + 1)) + " |")
    print("|---" * (MOST + 1) + "|")
    for name, values in rows:
        print(f"| {name} | " + " | ".join(format(value, form) for value in values) + " |")


def measure(name: str) -> bool:
    """Print a model family's tables; return whether the goals are kept."""
    family = FAMILIES[name]
    with torch.device("meta"):
        net, vae = unet(family), autoencoder(family).requires_grad_(False)
        control = controlnet(net)
        decoding = flops(lambda: vae.decode(torch.zeros(1, 4, family.cells, family.cells)))
    plain = Ways(family, CountedNetworks(net, None, 8))
    posed = Ways(family, CountedNetworks(net, control, 8), posed=True)
    yardsticks = [ways.vanilla() + decoding for ways in (plain, posed)]
    plain = plain._replace(networks=with_regions(plain.networks))
    posed = posed._replace(networks=with_regions(posed.networks))
    rows = []
    for ways, yardstick, which in zip(
        (plain, posed), yardsticks, ("", ", ControlNet"), strict=True
    ):
        for mode, harmony in (("reference", 0.3), ("reference", 0.0), ("fast", 0.3)):
            costs = [ways.cost(mode, n, harmony=harmony) for n in range(1, MOST + 1)]
            label = f"`{mode}`" + (", `harmony: 0`" if harmony == 0 else "") + which
            rows.append((label, [(cost + decoding) / yardstick for cost in costs]))
    print(f"\n{name}: one prompt takes {yardsticks[0] / 1e12:.1f} TFLOPs for {STEPS} steps and")
    print(f"decoding, with a ControlNet {yardsticks[1] / 1e12:.1f}")
    table("cost, one prompt is 1", rows)
    table("with hires, to the same size", list(drawn_again(plain, vae, yardsticks[0])))
    sal = list(overheads(plain, vae, decoding))
    table("what SAL adds", sal, form=".2%")
    fast, guided = rows[2][1], max(max(row) for label, row in sal if "decoder" not in label)
    print(
        f"\nfast: N=4 {fast[3]:.3f} (goal {GOAL_FOUR}), N=6/N=1 {fast[5] / fast[0]:.3f} (goal",
        end="",
    )
    print(f" {GOAL_SIX}); SAL at most {guided:.2%} (goal {GOAL_SAL:.0%})")
    return fast[3] <= GOAL_FOUR and fast[5] / fast[0] <= GOAL_SIX and guided <= GOAL_SAL


def main() -> None:
    """Measure the families named, or all; exit 1 where a goal is missed."""
    kept = True
    for name in sys.argv[1:] or FAMILIES:
        kept &= measure(name)
        kept &= engine_memory.measure(name)
    sys.exit(not kept)


if __name__ == "__main__":
    main()
