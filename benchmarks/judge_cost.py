"""Counts what judging a panel costs against drawing it, in FLOPs.

    python benchmarks/judge_cost.py

Held-out compositions of one, two and three of the cast are drawn as a story draws them that asks
for nothing but the model, and each drawing is judged by every judge that comes along. Multiply-adds
(two FLOPs each) of convolutions, matrix products and attention are counted by torch's own formulas;
so cutting out, masks and colours cost nothing here, of which the collage needs as much. What is
loaded or worked out once for a story is not counted. The last column is the default judge's share
of drawing, which is to be one twentieth at most.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

import torch
from compositions import Composition, composition

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.engine_cost import Flops
from renderers import load
from renderers.base import Context, Drawn
from renderers.judges import JUDGES, judge_for
from schemas.quality import DETECTOR
from schemas.settings import MspSettings

GOAL = 0.05
"""The share of drawing that judging may cost by default."""
DEFAULT = "auto"
_Made = TypeVar("_Made")


class Cost(NamedTuple):
    """FLOPs of one panel."""

    drawing: int
    judging: dict[str, int]

    @property
    def share(self) -> float:
        """What the default judge costs, as a share of drawing."""
        return self.judging[DEFAULT] / self.drawing


def main() -> None:
    """Print a row for each number of subjects; end with 1 where judging costs too much."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="toon", help="what draws")
    parser.add_argument("--subjects", type=int, nargs="+", default=(1, 2, 3))
    asked = parser.parse_args()
    told = MspSettings(model=asked.model)
    judges = [name for name in JUDGES if name != DETECTOR]
    print("| subjects | drawing, GFLOPs |", *(f"`{name}` |" for name in judges), "share |")
    print("|---" * (len(judges) + 3) + "|")
    costs = {count: cost(composition(count, 0), told, judges) for count in asked.subjects}
    for count, found in costs.items():
        cells = (f"{found.judging[name] / 1e9:.1f} |" for name in judges)
        print(f"| {count} | {found.drawing / 1e9:.0f} |", *cells, f"{found.share:.1%} |")
    sys.exit(max(found.share for found in costs.values()) > GOAL)


def cost(panel: Composition, told: MspSettings, judges: list[str]) -> Cost:
    """Count what drawing a panel costs, and what every judge costs on the drawing."""
    plan, renderer = panel.plan(told), load(told, Context(Path()))
    drawing, drawn = counted(lambda: [*renderer.render([plan])])
    picture = next(each.image for each in drawn if isinstance(each, Drawn))
    judging: dict[str, int] = {}
    for name in judges:
        judge = judge_for(name, [plan], Path())
        judging[name], _ = counted(lambda judge=judge: judge.judge(plan, picture))
    return Cost(drawing, judging)


def counted(work: Callable[[], _Made]) -> tuple[int, _Made]:
    """Return the FLOPs of a call, and what it made."""
    with torch.no_grad(), Flops() as counter:
        made = work()
    return int(counter.total), made


if __name__ == "__main__":
    main()
