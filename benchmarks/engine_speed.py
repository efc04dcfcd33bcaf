"""Time the engine against diffusers' single-prompt pipeline, on a GPU, at full size.

Run `python benchmarks/engine_speed.py [--family sd15 --family sdxl] [--rounds 5]`. Weights are
random: seconds and memory do not depend on them. Both programs draw by turns in one process, so
that a busy machine disturbs them alike, and only ratios are printed: seconds per panel (medians)
and peak memory besides the weights, decoding included. Without a GPU full size is refused; `--tiny`
runs the same code on tiny shapes, whose ratios say that it works and nothing else.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import torch

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.engine_memory import peak
from benchmarks.engine_shapes import CONFIG, FAMILIES, TINY, Family, autoencoder, panels, text, unet
from renderers.diffusion.denoiser import GuidedDenoiser
from renderers.diffusion.models.autoencoder import Autoencoder
from renderers.diffusion.models.networks import Networks
from renderers.diffusion.regional import RegionalDenoiser, sample_in_one_pass, with_regions
from renderers.diffusion.sampler import Stages, sample
from renderers.diffusion.schedule import Schedule

Work = Callable[[], Any]
GUIDANCE, KAPPA, GLOBAL = 7.5, 0.44, 0.04
"""The scale, and the shares of the steps that the segments and the global diffuser have."""


class Row(NamedTuple):
    """A way of drawing a panel, as multiples of the pipeline's."""

    way: str
    subjects: int
    seconds: float
    memory: float


class Bench:
    """One family's networks on a device, drawn with by both programs."""

    def __init__(self, family: Family, device: str, *, steps: int, batch: int) -> None:
        half = torch.float16 if device == "cuda" else torch.float32
        self.family, self.steps, self.batch = family, steps, batch
        self.options: dict[str, Any] = {"device": device, "dtype": half}
        with torch.device(device):
            self.unet, self.vae = unet(family).to(half), autoencoder(family).to(half)
        for network in (self.unet, self.vae):
            network.requires_grad_(False).to(memory_format=torch.channels_last)
        # A pass that carries no regions is diffusers' own.
        self.networks = with_regions(Networks(self.unet, None, 8, half))
        self.schedule = Schedule.of(CONFIG, scheduler="ddim", steps=steps)
        self.pipeline = self._pipeline()

    def vanilla(self) -> Any:
        """Draw one prompt by diffusers' pipeline."""
        told, side = text(self.family, **self.options), 8 * self.family.cells
        words = {"prompt_embeds": told.states[None], "negative_prompt_embeds": told.states[None]}
        if told.pooled is not None:
            pooled = told.pooled[None]
            words |= {"pooled_prompt_embeds": pooled, "negative_pooled_prompt_embeds": pooled}
        return self.pipeline(
            **words,
            height=side,
            width=side,
            num_inference_steps=self.steps,
            guidance_scale=GUIDANCE,
            output_type="pt",
        )

    def panel(self, mode: str, count: int) -> Any:
        """Draw a panel of `count` subjects by the engine."""
        device = self.options["device"]
        shown = panels(self.family, count, masks_on=device, **self.options)
        x = torch.randn(1, 4, self.family.cells, self.family.cells, device=device)
        stages = Stages(round(GLOBAL * self.steps), round(KAPPA * self.steps), [0.3] * self.steps)
        steps = self.schedule.steps
        if mode == "fast":
            one = RegionalDenoiser(self.networks, self.schedule, GUIDANCE)
            run = sample_in_one_pass(one, shown, steps, x, stages=stages)
        else:
            each = GuidedDenoiser(self.networks, self.schedule, GUIDANCE, batch=self.batch)
            run = sample(each, shown, steps, x, x, stages=stages)
        *_, x = run
        # SDXL's is decoded in float32, by both programs.
        upcast = self.options["dtype"] == torch.float16 and self.family.pooled is not None
        return Autoencoder(self.vae, upcast).decode(x)

    def _pipeline(self) -> Any:
        from diffusers import (
            DDIMScheduler,
            StableDiffusionPipeline,
            StableDiffusionXLPipeline,
        )

        parts = {
            "unet": self.unet,
            "vae": self.vae,
            "text_encoder": None,
            "tokenizer": None,
            "scheduler": DDIMScheduler(**CONFIG, clip_sample=False, steps_offset=1),
        }
        if self.family.pooled is None:
            nothing = {"safety_checker": None, "feature_extractor": None}
            pipeline = StableDiffusionPipeline(**parts, **nothing, requires_safety_checker=False)
        else:
            pipeline = StableDiffusionXLPipeline(
                **parts, text_encoder_2=None, tokenizer_2=None, add_watermarker=False
            )
        pipeline.set_progress_bar_config(disable=True)
        return pipeline


def measured(bench: Bench, counts: Sequence[int], rounds: int) -> Iterator[Row]:
    """Yield each way's row; both programs draw by turns, once unmeasured."""
    for mode in ("reference", "fast"):
        for count in counts:
            both: tuple[Work, Work] = (bench.vanilla, lambda m=mode, n=count: bench.panel(m, n))
            bytes_used = [memory(work, bench) for work in both]  # also warms up
            times = [[seconds(work, bench) for work in both] for _ in range(rounds)]
            theirs, ours = (median(column) for column in zip(*times, strict=True))
            yield Row(mode, count, ours / theirs, bytes_used[1] / bytes_used[0])


def seconds(work: Work, bench: Bench) -> float:
    """Time a call, to the end of what it left to the device."""
    cuda = bench.options["device"] == "cuda"
    start = time.perf_counter()
    work()
    if cuda:
        torch.cuda.synchronize()
    return time.perf_counter() - start


def memory(work: Work, bench: Bench) -> int:
    """Return the peak bytes of a call besides what was there before it."""
    if bench.options["device"] != "cuda":
        weights = [*bench.unet.parameters(), *bench.vae.parameters()]
        return peak(work, besides=weights, fused=False)
    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats()
    before = torch.cuda.memory_allocated()
    work()
    return torch.cuda.max_memory_allocated() - before


def show(name: str, rows: Sequence[Row], counts: Sequence[int]) -> None:
    """Print a family's table as Markdown."""
    print(f"\n| {name}, one prompt is 1 | " + " | ".join(map(str, counts)) + " |")
    print("|---" * (len(counts) + 1) + "|")
    for what in ("seconds", "memory"):
        for way in dict.fromkeys(row.way for row in rows):
            values = [getattr(row, what) for row in rows if row.way == way]
            print(f"| `{way}`, {what} | " + " | ".join(f"{v:.2f}" for v in values) + " |")


def main() -> None:
    """Measure and print; exit 2 where full size is asked for without a GPU."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--family", action="append", choices=FAMILIES, help="otherwise all")
    parser.add_argument("--subjects", type=int, nargs="+", default=[1, 2, 4, 6])
    parser.add_argument("--rounds", type=int, default=5, help="how often each is timed")
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--batch", type=int, default=16, help="samples in one pass of reference")
    parser.add_argument("--tiny", action="store_true", help="tiny shapes, on any machine")
    asked = parser.parse_args()
    gpu = torch.cuda.is_available()
    if not gpu and not asked.tiny:
        parser.exit(2, "There is no GPU here, and full size would take hours: see --tiny.\n")
    families = TINY if asked.tiny else {name: FAMILIES[name] for name in asked.family or FAMILIES}
    device = "cuda" if gpu else "cpu"
    print(
        torch.cuda.get_device_name() if gpu else "processor", f"torch {torch.__version__}", sep=", "
    )
    for name, family in families.items():
        bench = Bench(family, device, steps=asked.steps, batch=asked.batch)
        show(name, list(measured(bench, asked.subjects, asked.rounds)), asked.subjects)


if __name__ == "__main__":
    main()
