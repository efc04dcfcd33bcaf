"""What training costs, and what it brings.

python benchmarks/training.py costs            a step's arithmetic and memory at full size
python benchmarks/training.py identity BUILD…  who is themselves in the panels of build folders
"""

import argparse
import json
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks.engine_shapes import FAMILIES
from renderers.judging.open_set import open_set_judge, pictures_of
from renderers.training.estimates import StepCost, step_cost
from schemas.geometry import Size
from schemas.plan import Plan
from schemas.training import (
    CustomDiffusionTraining,
    DreamboothTraining,
    LoraTraining,
    TextualInversionTraining,
    TrainingSettings,
)

RECIPES: dict[str, TrainingSettings] = {
    "lora, rank 4": LoraTraining(),
    "lora, rank 32 (seg-mix)": LoraTraining(rank=32),
    "textual-inversion": TextualInversionTraining(),
    "custom-diffusion": CustomDiffusionTraining(),
    "dreambooth": DreamboothTraining(),
}


def costs() -> None:
    """Print what one step on one picture takes, for each family and recipe."""
    print("| model | recipe | trained, M | TFLOP a step | GB, fp32 | GB, checkpointed |")
    print("|---|---|---|---|---|---|")
    for name, family in FAMILIES.items():
        cells = Size(width=family.cells, height=family.cells)
        config: dict[str, Any] = {
            "sample_size": family.cells,
            "in_channels": 4,
            "out_channels": 4,
            **family.unet,
        }
        for recipe, settings in RECIPES.items():
            plain = step_cost(config, cells, samples=1, settings=settings)
            spared = settings.but(gradient_checkpointing=True)
            less = step_cost(config, cells, samples=1, settings=spared)
            print(
                f"| {name} | {recipe} | {plain.trained / 1e6:.2f} | {plain.flops / 1e12:.2f} | "
                f"{_bytes(plain) / 1e9:.1f} | {_bytes(less) / 1e9:.1f} |"
            )


def _bytes(step: StepCost) -> float:
    """Weights in float32, a gradient and two moments for what learns, and activations."""
    return 4 * step.weights + 12 * step.trained + step.activations


def identity(builds: list[Path]) -> None:
    """Print how like every figure is to whom it should be, and to the likest other."""
    print("| build | panel | who | like itself | likest other |")
    print("|---|---|---|---|---|")
    for build in builds:
        plan = Plan.model_validate_json((build / "plan.json").read_bytes())
        root = Path(json.loads((build / ".storyboard.json").read_text())["story"]).parent
        judge = open_set_judge(pictures_of(plan.panels, build / root))
        for panel in plan.panels:
            picture = Image.open(build / "panels" / f"{panel.id}.png").convert("RGB")
            for row in _rows(judge, panel, picture):
                print(f"| {build.name} | {panel.id} | {row} |")


def _rows(judge: Any, panel: Any, picture: Image.Image) -> list[str]:
    from renderers.judging.figures import cut_out
    from renderers.judging.verdict import seen_segments

    size = Size(width=picture.width, height=picture.height)
    figures = [cut_out(picture, segment.mask) for segment in seen_segments(panel, size)]
    rows = []
    for segment, alike in zip(panel.segments, judge.likeness(figures), strict=True):
        others = {name: value for name, value in alike.items() if name != segment.subject}
        likest = max(others, key=lambda name: others[name], default="")
        other = f"{likest} {others[likest]:.2f}" if likest else "none"
        rows.append(f"{segment.subject} | {alike[segment.subject]:.2f} | {other}")
    return rows


def main() -> None:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("costs", "identity"))
    parser.add_argument("builds", nargs="*", type=Path)
    options = parser.parse_args()
    if options.what == "costs":
        costs()
    else:
        identity(options.builds)


if __name__ == "__main__":
    main()
