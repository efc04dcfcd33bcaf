"""Count what a panel costs, as multiples of diffusers' single-prompt pipeline.

Run `python benchmarks/engine_cost.py [sd15|sdxl]`. Multiply-adds (two FLOPs each) of convolutions,
matrix products and attention are counted on the meta device, in the engine's own sampling call,
for the full-size configurations; nothing is drawn and no weights are needed. Decoding is included.
"""

import sys
from pathlib import Path
from typing import Any

import torch
from torch.utils.flop_counter import FlopCounterMode

sys.path.insert(0, str(Path(__file__).parents[1]))

from renderers.diffusion.denoiser import GuidedDenoiser
from renderers.diffusion.networks import Networks, Question
from renderers.diffusion.panels import Panels, Prompt, Text
from renderers.diffusion.regional import RegionalDenoiser, sample_in_one_pass
from renderers.diffusion.sampler import Stages, sample
from renderers.diffusion.schedule import Schedule

STEPS, GLOBAL, MERGING, MOST = 50, 2, 22, 6
"""Steps in all, of the global diffuser, and before the segments merge (kappa 0.44)."""
GOAL_FOUR, GOAL_SIX = 1.25, 1.10

SD15: dict[str, Any] = {"cross_attention_dim": 768, "attention_head_dim": 8}
SDXL: dict[str, Any] = {
    "block_out_channels": (320, 640, 1280), "cross_attention_dim": 2048,
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
    "transformer_layers_per_block": (1, 2, 10), "attention_head_dim": (5, 10, 20),
    "use_linear_projection": True, "addition_embed_type": "text_time",
    "addition_time_embed_dim": 256, "projection_class_embeddings_input_dim": 2816,
}  # fmt: skip
SHAPES = {"sd15": (SD15, 64, 768, None), "sdxl": (SDXL, 128, 2048, 1280)}


class Counted(Networks):
    """Networks that count their work and answer nothing; equal questions are counted once."""

    spent = 0
    known: dict[Any, int] = {}

    def answer(
        self, x: torch.Tensor, question: Question, timestep: float, control: float
    ) -> torch.Tensor:
        """Add the pass's cost and return zeros."""
        regions = question.attention.get("regions")
        key = id(self.unet), x.shape, question.states.shape, regions and regions.apart is None
        if key not in Counted.known:
            Counted.known[key] = flops(lambda: self._asked(x, question, timestep))
        Counted.spent += Counted.known[key]
        return torch.zeros_like(x)

    def _asked(self, x: torch.Tensor, question: Question, timestep: float) -> None:
        moved = [_meta(value) for value in question[:3]]
        attention = {name: _meta_regions(value) for name, value in question.attention.items()}
        Networks(*self).answer(x.to("meta"), Question(*moved, attention), timestep, 0.0)


def flops(work: Any) -> int:
    """Count the FLOPs of a call."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        work()
    return int(counter.get_total_flops())


def _meta(value: torch.Tensor | None) -> torch.Tensor | None:
    return None if value is None else value.to("meta")


def _meta_regions(regions: Any) -> Any:
    moved = {cells: maps.to("meta") for cells, maps in regions.shares.items()}
    apart = regions.apart and {cells: mask.to("meta") for cells, mask in regions.apart.items()}
    return regions._replace(shares=moved, apart=apart)


def panel(count: int, cells: int, width: int, pooled: int | None) -> Panels:
    """Return a panel of `count` columns on a background."""
    masks = torch.zeros(count + 1, 1, cells, cells)
    column = cells // max(1, count)
    for index in range(count):
        masks[index + 1, :, cells // 4 :, index * column : (index + 1) * column] = 1
    masks[0] = 1 - masks[1:].sum(0)
    negative = _text(width, pooled)
    prompts = [Prompt(_text(width, pooled), negative) for _ in range(count + 2)]
    owner = torch.zeros(count + 1, dtype=torch.long)
    return Panels(
        prompts[:1], prompts[1:], prompts[1:], [""] * (count + 1), owner, masks, masks
    )  # fmt: skip


def _text(width: int, pooled: int | None) -> Text:
    return Text(torch.zeros(77, width), None if pooled is None else torch.zeros(pooled))


def costs(networks: Counted, cells: int, width: int, pooled: int | None) -> dict[str, list[int]]:
    """Return each mode's FLOPs for one to six subjects."""
    schedule = Schedule.of({"beta_schedule": "scaled_linear"}, scheduler="ddim", steps=STEPS)
    stages = Stages(GLOBAL, MERGING, [0.3] * STEPS)
    rows: dict[str, list[int]] = {"reference": [], "reference, harmony 0": [], "fast": []}
    x = torch.zeros(1, 4, cells, cells)
    for count in range(1, MOST + 1):
        panels = panel(count, cells, width, pooled)
        each, one = GuidedDenoiser(networks, schedule), RegionalDenoiser(networks, schedule)
        plain = stages._replace(harmony=[0.0] * STEPS)
        runs = {
            "reference": sample(each, panels, schedule.steps, x, x, stages=stages),
            "reference, harmony 0": sample(each, panels, schedule.steps, x, x, stages=plain),
            "fast": sample_in_one_pass(one, panels, schedule.steps, x, stages=stages),
        }
        for mode, run in runs.items():
            Counted.spent = 0
            list(run)
            rows[mode].append(Counted.spent)
    return rows


def measure(name: str) -> bool:
    """Print a model family's table; return whether the fast mode keeps its goals."""
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel

    shape, cells, width, pooled = SHAPES[name]
    with torch.device("meta"):
        unet = UNet2DConditionModel(**shape).eval()
        vae = AutoencoderKL(
            block_out_channels=(128, 256, 512, 512), layers_per_block=2, latent_channels=4,
            down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        )  # fmt: skip
        decoding = flops(lambda: vae.decode(torch.zeros(1, 4, cells, cells)))
    networks = Counted(unet, None, 8)
    texts = [_text(width, pooled)] * 2
    question = Question(
        torch.stack([text.states for text in texts]),
        None if pooled is None else torch.zeros(2, pooled), None, {},
    )  # fmt: skip
    Counted.spent = 0
    networks.answer(torch.zeros(2, 4, cells, cells), question, 1.0, 0.0)
    vanilla = STEPS * Counted.spent + decoding
    networks.attend_by_regions()
    print(f"\n{name}: vanilla {vanilla / 1e12:.1f} TFLOPs for {STEPS} steps and decoding")
    print(f"  {'subjects':<24}" + "".join(f"{count:>7}" for count in range(1, MOST + 1)))
    ratios = {}
    for mode, row in costs(networks, cells, width, pooled).items():
        ratios[mode] = [(cost + decoding) / vanilla for cost in row]
        print(f"  {mode:<24}" + "".join(f"{ratio:>7.2f}" for ratio in ratios[mode]))
    fast = ratios["fast"]
    print(f"  fast: N=4 {fast[3]:.3f} (goal {GOAL_FOUR}), N=6/N=1 {fast[5] / fast[0]:.3f}", end="")
    print(f" (goal {GOAL_SIX})")
    return fast[3] <= GOAL_FOUR and fast[5] / fast[0] <= GOAL_SIX


def main() -> None:
    """Measure the families named, or all; exit 1 where a goal is missed."""
    kept = [measure(name) for name in sys.argv[1:] or SHAPES]
    sys.exit(not all(kept))


if __name__ == "__main__":
    main()
