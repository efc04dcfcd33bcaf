"""Measure how exactly the engine is what it claims: run `python benchmarks/engine_equivalence.py`.

On tiny random models: one full-frame segment against diffusers' own pipelines (latents, relative
to their largest value), and panels drawn in company against the same panels drawn alone (pixels
in [0, 1]).
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[1]))

from renderers.conditioning.maps import pose_map
from renderers.diffusion.models.autoencoder import as_tensor
from renderers.diffusion.models.load import Model, load_model
from schemas.geometry import Size
from schemas.settings import ControlNetSettings
from tests.renderers.diffusion.conftest import full_frame, panel
from tests.renderers.diffusion.test_parity import GUIDANCE, SIZE, latents, pipeline
from tests.renderers.diffusion.tiny import Family, build

STEPS = 20
PIPELINE_GOAL, COMPANY_GOAL = 1e-5, 1e-4


def against_pipelines(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield the largest relative difference to each of diffusers' pipelines."""
    families: tuple[Family, ...] = ("sd15", "sd2", "sdxl")
    for family in families:
        for controlled in (False, True):
            home = build(folder / f"{family}-{controlled}", family, controlnet=controlled)
            model = load_model(str(home), controlnet=ControlNetSettings(), device="cpu")
            for scheduler in ("ddim", "euler"):
                name = f"{family}{' + ControlNet' if controlled else ''}, {scheduler}"
                yield name, _pipeline_difference(home, model, family, scheduler)


def _pipeline_difference(home: Path, model: Model, family: Family, scheduler: str) -> float:
    plan = full_frame()
    hint = {"image": as_tensor(pose_map([plan.segments[0].pose], SIZE))[None]}  # type: ignore[list-item]
    expected = pipeline(home, model, family, scheduler)(
        plan.segments[0].prompt,
        width=SIZE.width,
        height=SIZE.height,
        num_inference_steps=STEPS,
        guidance_scale=GUIDANCE,
        output_type="latent",
        generator=torch.Generator().manual_seed(plan.seed),
        **(hint if model.control_scale_factor else {}),
    ).images
    ours = latents(model, [plan], scheduler=scheduler, steps=STEPS, kappa=0.4, harmony=0)
    return float((ours - expected).abs().max() / expected.abs().max())


def in_company(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield the largest difference of a pixel that company makes, for every family."""
    families: tuple[Family, ...] = ("sd15", "sdxl", "toon")
    for family in families:
        home = build(folder / family, family, controlnet=True)
        model = load_model(str(home), controlnet=ControlNetSettings(), device="cpu")
        plans = [panel(*"abcdef"[:count], seed=count) for count in range(7)]
        size = Size(width=96, height=64)
        together = latents(model, plans, size=size, steps=STEPS, global_steps=2)
        alone = torch.cat(
            [latents(model, [plan], size=size, steps=STEPS, global_steps=2) for plan in plans]
        )
        pixels = model.autoencoder.decode(together) - model.autoencoder.decode(alone)
        yield f"{family}, 7 panels of 0 to 6 subjects", float(pixels.abs().max())


def main() -> None:
    """Print both tables; exit 1 where a goal is missed."""
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        tables = (
            ("against diffusers' pipelines", PIPELINE_GOAL, against_pipelines(Path(folder))),
            ("in company against alone", COMPANY_GOAL, in_company(Path(folder))),
        )
        for title, goal, rows in tables:
            print(f"\n{title} ({STEPS} steps, goal {goal:g})")
            for name, difference in rows:
                missed |= difference > goal
                print(f"  {name:<40}{difference:.1e}")
    sys.exit(missed)


if __name__ == "__main__":
    main()
