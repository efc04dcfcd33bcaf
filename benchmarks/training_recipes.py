"""What each recipe teaches toon of a stranger in equally many steps, and what it forgets.

python benchmarks/training_recipes.py --steps 100 --out build/recipes [RECIPE…]

Every recipe is trained on stories/pip by `storyboard train` and draws the same panels by
`storyboard render`; the open-set judge, which no training has seen, says how like each figure is
to whom it should be. `collage` starts from the collage at strength 0.7; `silhouette` from the same
with Pip's outline alone.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from benchmarks.training import likenesses
from renderers.judging.open_set import open_set_judge, pictures_of
from schemas.plan import Plan

ROOT = Path(__file__).parents[1]
_COMMON = (
    "batch: 4, resolution: 256, aspect_ratios: [0.67], cached: 200, warmup: 5, decay: 0.7, "
    "noise: [0, 0.7], layout: plan, outside: 0.1, head: 3, precision: bfloat16, "
    "silhouette: {strength: [0.7, 0.7], share: 1}, augmentation: {places: 24, crop_probability: 0}"
)
_LORA = "rank: 32, layers: all, optimizer: muon, learning_rate: 0.01"
_PRIOR = "prior: {pictures: 24}"
RECIPES = {
    "lora": _LORA,
    "dreambooth": f"learning_rate: 4e-4, {_PRIOR}",
    "textual-inversion": "learning_rate: 0.01, accumulate: 1, vectors: 4",
    "custom-diffusion": f"learning_rate: 1e-3, {_PRIOR}",
    "cut-mix": f"{_LORA}, characters: [pip, dee]",
    "seg-mix": f"{_LORA}, characters: [pip, dee], accumulate: 1, arrange: plan",
    "modular": f"{_LORA}, characters: [pip, dee], accumulate: 1, arrange: plan",
}
"""Settings beside the common ones; rates are as high as each bears in so few steps."""
_STORY = """\
title: Recipes
style: flat-colour comic, clean ink outlines
seed: 5
{training}
renderer:
  init: {{strength: 0.7, detail: 0}}
  resolution: 448
  kappa: 0
  global_steps: 0
  harmony: 0
  silhouettes: [{more}]
cast: [dee, ringo]
characters:
  pip: {{token: {token}, class: robot cartoon, references: "*.png", height: 0.8}}
scenes:
  - setting: a park with trees
    panels:
      - shot: full
        characters: {{pip: {{at: left, pose: standing}}, dee: {{at: right}}}}
      - shot: full
        characters: {{ringo: {{at: left}}, pip: {{at: right, pose: waving}}}}
"""
_STARTS = {"collage": "", "silhouette": "pip"}
"""How each starts: who has its outline alone."""


class RecipeRow(NamedTuple):
    """What one recipe brought."""

    recipe: str
    seconds: float
    """Of processor time, for training."""
    gigabytes: float
    """The most memory that the training, or one before it, had."""
    likeness: dict[str, dict[str, float]]
    """By start and character: the mean likeness to the own pictures."""

    def of(self, start: str, who: str) -> str:
        """Tell a likeness; nothing where the start was not asked for."""
        return f"{self.likeness[start][who]:.2f}" if start in self.likeness else ""


def measured(recipe: str, folder: Path, steps: int, starts: Sequence[str]) -> RecipeRow:
    """Train and draw by a recipe; an empty recipe draws untrained."""
    home = folder / (recipe or "untrained")
    home.mkdir(parents=True, exist_ok=True)
    for pattern in ("*.png", "*.json"):
        for path in sorted((ROOT / "stories" / "pip").glob(pattern)):
            shutil.copy(path, home)
    seconds = 0.0
    if recipe:
        _write(home, recipe, steps, "collage")
        seconds = _run("train", home)
    found = {}
    for start in starts:
        _write(home, recipe, steps, start)
        _run("render", home, "--format", "html")
        found[start] = _likeness(home)
        shutil.copytree(home / "build" / "panels", home / start, dirs_exist_ok=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    return RecipeRow(recipe or "untrained", seconds, peak, found)


def _write(home: Path, recipe: str, steps: int, start: str) -> None:
    word = recipe in ("textual-inversion", "custom-diffusion")
    own = f"{_COMMON}, {RECIPES.get(recipe, '')}"
    apart = f", apart: {{joint: false, {_LORA}, {_COMMON}, steps: {steps}}}"
    more = apart if recipe == "modular" else ""
    training = f"training: {{recipe: {recipe}, steps: {steps}, {own}{more}}}" if recipe else ""
    token = "<pip>" if word else "hwx"
    text = _STORY.format(training=training, token=token, more=_STARTS[start])
    (home / "story.yaml").write_text(text, encoding="utf-8")


def _run(command: str, home: Path, *words: str) -> float:
    """Run a command on a recipe's story; return its processor time in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    story, out = str(home / "story.yaml"), str(home / "build")
    line = [sys.executable, "-m", "storyboard", command, story, "--out", out, "--quiet", *words]
    subprocess.run(line, check=True, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _likeness(home: Path) -> dict[str, float]:
    plan = Plan.model_validate_json((home / "build" / "plan.json").read_bytes())
    judge = open_set_judge(pictures_of(plan.panels, home))
    found: dict[str, list[float]] = {}
    for panel in plan.panels:
        picture = Image.open(home / "build" / "panels" / f"{panel.id}.png").convert("RGB")
        for row in likenesses(judge, panel, picture):
            found.setdefault(row.who, []).append(row.own)
    return {who: float(np.mean(values)) for who, values in found.items()}


def main() -> None:
    """Measure the recipes that are named, or all, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("recipes", nargs="*", choices=[*RECIPES, []], default=[])
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--starts", nargs="+", choices=[*_STARTS], default=[*_STARTS])
    parser.add_argument("--out", type=Path, default=Path("build/recipes"))
    asked = parser.parse_args()
    out = asked.out.resolve()
    print("| recipe | Pip, silhouette | Pip, collage | Dee | Ringo | seconds | GB |", flush=True)
    print("|---|---|---|---|---|---|---|")
    for recipe in ["", *(asked.recipes or RECIPES)]:
        row = measured(recipe, out, asked.steps, asked.starts)
        cells = [row.of(start, "pip") for start in ("silhouette", "collage")]
        cells += [row.of(asked.starts[0], who) for who in ("dee", "ringo")]
        told = " | ".join(cells)
        print(f"| {row.recipe} | {told} | {row.seconds:.0f} | {row.gigabytes:.1f} |", flush=True)
        with (out / "rows.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({**row._asdict(), "at": time.time()}) + "\n")


if __name__ == "__main__":
    main()
