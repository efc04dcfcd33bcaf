"""Measures whether an image adapter for toon-noise carries who somebody is.

    python benchmarks/adapter_identity.py runs/adapter/adapter.safetensors

Panels of one and of two strangers, whose colours no training has seen, are drawn from noise with an
adapter (scale 1) and without (scale 0), by one prompt (`ms-diffusion`) and by segments (`msp`). The
open-set judge's embedding compares every drawn figure with four strangers, its own among them:

own     share of the figures that are likest to their own stranger; by chance 0.25
margin  mean of the cosine to the own less the largest to another
"""

import argparse
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from random import Random
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import torch
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from compositions import Composition

from renderers import load
from renderers.base import Context, Drawn
from renderers.judging.figures import cut_out
from renderers.judging.open_set import open_set_judge
from renderers.judging.verdict import seen_segments
from renderers.toon.training.backdrops import draw
from renderers.toon.training.image_lessons import UNSEEN, pictured, strangers_scene
from renderers.toon.world.painting import paint
from schemas.geometry import Size
from schemas.plan import Figure, PanelPlan
from schemas.settings import MsDiffusionSettings, MspSettings, RendererSettings

OTHERS = 3


class StrangersPanel(NamedTuple):
    """One panel to draw, and who is to be told apart."""

    shown: Composition
    names: tuple[str, ...]
    """The strangers' reference pictures, back to front."""
    known: dict[str, list[Image.Image]]
    """Several pictures of each of them, and of the others."""

    def plan(self, renderer: RendererSettings) -> PanelPlan:
        """Plan it: nobody has a word, everybody has a picture."""
        plan = self.shown.plan(renderer)
        segments = [
            each.but(
                subject=name,
                prompt=each.prompt.removeprefix(each.token).strip(),
                figure=Figure(layers=(name,), placement=each.figure.placement),
            )
            for each, name in zip(plan.segments, self.names, strict=True)
            if each.figure is not None
        ]
        said = plan.prompt
        for each in plan.segments:
            said = said.replace(f"{each.token} ", "")
        return plan.but(segments=tuple(segments), prompt=said)


def panel_of(seed: int, count: int, folder: Path) -> StrangersPanel:
    """Stage a panel of strangers, and draw their pictures into the folder."""
    dice = Random(f"strangers {seed} {count}")
    place = draw(dice)
    scene = strangers_scene(place, dice, count, UNSEEN)
    dyed = [actor._replace(generic=dice.randrange(*UNSEEN)) for actor in scene.actors * OTHERS]
    known, names = {}, []
    for index, actor in enumerate((*scene.actors, *dyed[:OTHERS])):
        name = f"n{count}-{seed}-{index}.png"
        pictures = [pictured(actor, dice) for _ in range(5)]
        pictures[0].save(folder / name)
        known[name] = pictures[1:]
        names.append(name)
    shown = Composition(f"n{count}-{seed:03d}", scene, paint(scene).picture)
    return StrangersPanel(shown, tuple(names[:count]), known)


def judged(panel: StrangersPanel, plan: PanelPlan, picture: Image.Image) -> list[float]:
    """Return every visible figure's margin: likeness to its own less the largest to another."""
    size = Size(width=picture.width, height=picture.height)
    seen = [
        (each.subject, cut_out(picture, segment.mask))
        for each, segment in zip(plan.segments, seen_segments(plan, size), strict=True)
        if segment.large
    ]
    if not seen:
        return []
    likeness = open_set_judge(panel.known).likeness([figure for _, figure in seen])
    pairs = zip(seen, likeness, strict=True)
    return [alike.pop(name) - max(alike.values()) for (name, _), alike in pairs]


def row(name: str, margins: Sequence[float]) -> str:
    """Return a line of the table."""
    own = fmean(margin > 0 for margin in margins)
    return f"| {name} | {len(margins)} | {own:.2f} | {fmean(margins):+.2f} |"


def main() -> None:
    """Draw, judge and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("adapter", type=Path)
    parser.add_argument("--panels", type=int, default=12, help="of one stranger, and of two")
    parser.add_argument("--ways", nargs="+", default=("ms-diffusion", "msp"))
    parser.add_argument("--steps", type=int, default=20)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    heard: dict[str, Any] = {"adapter": str(asked.adapter.absolute())}
    common: dict[str, Any] = {"model": "toon-noise", "steps": asked.steps, "resolution": 512}
    print("| way | figures | own | margin |\n|---|---|---|---|")
    with TemporaryDirectory() as folder:
        root = Path(folder)
        panels = [panel_of(s, n, root) for n in (1, 2) for s in range(asked.panels)]
        plans = [each.plan(MspSettings()) for each in panels]
        pairs = list(zip(panels, plans, strict=True))
        own = [m for each, plan in pairs for m in judged(each, plan, each.shown.collage)]
        print(row("(the panels themselves)", own), flush=True)
        for name, scale in product(asked.ways, (0.0, 1.0)):
            told = {**heard, "scale": scale}
            way: RendererSettings = MsDiffusionSettings(**common, **told)
            if name == "msp":
                way = MspSettings(**common, init={"from": "noise"}, image_prompt=told)
            events = load(way, Context(root)).render([p.but(renderer=way) for p in plans])
            drawn = [event.image for event in events if isinstance(event, Drawn)]
            found = zip(pairs, drawn, strict=True)
            margins = [m for (each, plan), image in found for m in judged(each, plan, image)]
            print(row(f"{name}, scale {scale:g}", margins), flush=True)


if __name__ == "__main__":
    main()
