"""Every recipe on every shape, from the command line to plain diffusers.

python benchmarks/training_shapes.py [RECIPE…]

Trains tiny random models of the shapes of SD 1.5, 2.x and SDXL by `storyboard train`, loads what
was written in diffusers' own pipeline, draws a picture there and here, and prints the largest
difference between the latents, relative to their largest value.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

import torch
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1]))

from renderers.diffusion.models.adapters import Adapters
from renderers.diffusion.models.load import load_model
from renderers.diffusion.models.parts import quiet
from renderers.diffusion.segmenter import load_segmenter
from renderers.training.artefacts import TrainedResult
from schemas.plan import PanelPlan
from storyboard import cli
from tests.renderers.diffusion.conftest import full_frame
from tests.renderers.diffusion.test_parity import GUIDANCE, SIZE, STEPS, latents
from tests.renderers.diffusion.tiny import Family, build
from tests.renderers.training.strangers import cut_out

FAMILIES: tuple[Family, ...] = ("sd15", "sd2", "sdxl")
SMALL = (
    "steps: 2, learning_rate: 0.02, resolution: 64, device: cpu, "
    "augmentation: {backgrounds: plain, crop_probability: 0}"
)
RECIPES = {
    "lora": "rank: 2, alpha: 4, layers: all, text_encoder: true",
    "dreambooth": "text_encoder: true, prior: {pictures: 1, steps: 1}",
    "textual-inversion": "accumulate: 1, vectors: 2",
    "custom-diffusion": "batch: 1, prior: false",
    "cut-mix": "rank: 2, probability: 1",
    "seg-mix": "rank: 2, accumulate: 1, probability: 1",
    "modular": f"rank: 2, accumulate: 1, apart: {{rank: 2, alpha: 4, joint: false, {SMALL}}}",
    "segmenter": "sees: pixels, widths: [8, 8, 16], depths: [1, 1]",
}
GOAL = 1e-4
STORY = """\
title: Two strangers
renderer: {{model: {model}, device: cpu}}
training: {{recipe: {recipe}, {SMALL}, {more}}}
characters:
  mira: {{token: {one}, class: woman cartoon, references: mira/*.png}}
  ben: {{token: {two}, class: man cartoon, references: ben/*.png}}
scenes:
  - setting: a park
    panels:
      - characters: {{mira: {{at: left}}, ben: {{at: right}}}}
"""


def trained(home: Path, model: Path, recipe: str) -> list[tuple[Path, TrainedResult]]:
    """Train by a recipe, as an author would, and return what came of it.

    Raises:
        RuntimeError: the command failed.
    """
    words = recipe in ("textual-inversion", "custom-diffusion")
    one, two = ("<mira>", "<ben>") if words else ("hta", "sks")
    told = {"model": model, "recipe": recipe, "SMALL": SMALL, "more": RECIPES[recipe]}
    story = home / f"{recipe}.yaml"
    story.write_text(STORY.format(**told, one=one, two=two))
    done = CliRunner().invoke(cli.app, ["train", str(story), "--out", str(home / "build" / recipe)])
    if done.exit_code != 0:
        raise RuntimeError(done.output)
    records = sorted((home / "build" / recipe / "training").glob("*/trained.json"))
    results = [
        (path.parent, TrainedResult.model_validate_json(path.read_bytes())) for path in records
    ]
    return [each for each in results if each[1].recipe == recipe]


def difference(model: Path, family: Family, folder: Path, result: TrainedResult) -> float:
    """Return how far diffusers' picture with a result is from ours."""
    token = {"mira": "hta", "ben": "sks"}[result.characters[0]]
    if result.recipe in ("textual-inversion", "custom-diffusion"):
        token = f"<{result.characters[0]}>"
    plan = full_frame()
    (segment,) = plan.segments
    plan = plan.but(segments=(segment.but(prompt=f"{token} woman cartoon", weights="own"),))
    whole = result.kind == "model"
    pipe = _pipeline(folder if whole else model, family)
    ours = load_model(str(folder if whole else model), device="cpu")
    adapters: dict[str, str | None] = {}
    if not whole:
        adapters = {"own": Adapters(ours).load(folder / result.file, token=token)}
        _give(pipe, folder / result.file, token)
    expected = _drawn(pipe, plan)
    x = latents(ours, [plan], kappa=0.0, harmony=0, adapters=adapters)
    return float((x - expected).abs().max() / expected.abs().max())


def _pipeline(folder: Path, family: Family) -> Any:
    import diffusers

    name = "StableDiffusionXLPipeline" if family == "sdxl" else "StableDiffusionPipeline"
    with quiet():
        pipe = getattr(diffusers, name).from_pretrained(folder, local_files_only=True)
    pipe.scheduler = diffusers.DDIMScheduler.from_config(pipe.scheduler.config, clip_sample=False)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def _give(pipe: Any, path: Path, token: str) -> None:
    """Load a file as diffusers' users do."""
    from safetensors.torch import load_file

    if path.name != "learned_embeds.safetensors":
        pipe.load_lora_weights(path)
    elif hasattr(pipe, "text_encoder_2"):
        rows = load_file(path)
        first = {"text_encoder": pipe.text_encoder, "tokenizer": pipe.tokenizer}
        second = {"text_encoder": pipe.text_encoder_2, "tokenizer": pipe.tokenizer_2}
        pipe.load_textual_inversion(rows["clip_l"], token=token, **first)
        pipe.load_textual_inversion(rows["clip_g"], token=token, **second)
    else:
        pipe.load_textual_inversion(path)


def _drawn(pipe: Any, plan: PanelPlan) -> torch.Tensor:
    found = pipe(
        plan.segments[0].prompt,
        width=SIZE.width,
        height=SIZE.height,
        num_inference_steps=STEPS,
        guidance_scale=GUIDANCE,
        output_type="latent",
        generator=torch.Generator().manual_seed(plan.seed),
    ).images
    return torch.Tensor(found)


def cell(home: Path, model: Path, family: Family, recipe: str) -> str:
    """Return what is to be said of a recipe on a shape."""
    results = trained(home, model, recipe)
    if recipe == "segmenter":
        (folder, _), *_ = results
        subjects = load_segmenter(folder / "segmenter", device=torch.device("cpu")).subjects
        return f"knows {', '.join(subjects)}"
    worst = max(difference(model, family, *each) for each in results)
    return f"{worst:.1e}{'' if worst < GOAL else ' TOO FAR'}"


def main(recipes: list[str]) -> None:
    """Print the table; end with 1 where a picture differs."""
    chosen, failed = recipes or list(RECIPES), False
    print(f"| recipe | {' | '.join(FAMILIES)} |\n|---|{'---|' * len(FAMILIES)}")
    with tempfile.TemporaryDirectory() as folder:
        models = {family: build(Path(folder) / family, family) for family in FAMILIES}
        for recipe in chosen:
            cells = []
            for family, model in models.items():
                home = Path(folder) / f"{family}-story"
                cut_out(home / "mira" / "mira-standing-front.png", "red")
                cut_out(home / "ben" / "ben-standing-front.png", "blue")
                cells.append(cell(home, model, family, recipe))
            failed = failed or any("TOO FAR" in each for each in cells)
            print(f"| `{recipe}` | {' | '.join(cells)} |", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main(sys.argv[1:])
