"""What training costs, and what it brings.

python benchmarks/training.py costs            a step's arithmetic and memory at full size
python benchmarks/training.py identity BUILD…  who is themselves in the panels of build folders
"""

import argparse
import json
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

from benchmarks.engine_shapes import FAMILIES
from renderers.judging.open_set import OpenSetJudge, open_set_judge, pictures_of
from renderers.training.estimates import StepCost, step_cost
from schemas.geometry import Size
from schemas.plan import PanelPlan, Plan
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
            for who, own, other, likest in likenesses(judge, panel, picture):
                told = f"{other} {likest:.2f}" if other else "none"
                print(f"| {build.name} | {panel.id} | {who} | {own:.2f} | {told} |")


class Likeness(NamedTuple):
    """How like a figure is to whom it should be, and to the likest other."""

    who: str
    own: float
    other: str
    likest: float


def likenesses(judge: OpenSetJudge, panel: PanelPlan, picture: Image.Image) -> list[Likeness]:
    """Compare the figure in every segment of a panel with everybody's own pictures."""
    from renderers.judging.figures import cut_out
    from renderers.judging.verdict import seen_segments

    size = Size(width=picture.width, height=picture.height)
    figures = [cut_out(picture, segment.mask) for segment in seen_segments(panel, size)]
    rows = []
    for segment, alike in zip(panel.segments, judge.likeness(figures), strict=True):
        others = {name: value for name, value in alike.items() if name != segment.subject}
        other = max(others, key=lambda name: others[name], default="")
        row = Likeness(segment.subject, alike[segment.subject], other, others.get(other, 0.0))
        rows.append(row)
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
