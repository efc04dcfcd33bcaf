"""Draws the same panels by every method on toon-noise, and judges who is there.

    python benchmarks/methods.py page --out docs/methods.jpg   # one page, a row each method
    python benchmarks/methods.py rows                          # who was found, by three judges
    python benchmarks/methods.py gamma                         # mean shift from 0 to 1.6
    python benchmarks/methods.py early                         # how long renewed noise is shifted
    python benchmarks/methods.py unmix                         # cut-mix, with its negative prompt

`--adapter FILE` adds what an adapter for toon-noise draws, as `renderers.toon.train_adapter` makes.
All but the page are drawn on held-out compositions, `--panels` for each of one, two and three
subjects. Methods of one prompt are told nothing of poses or places but what they start from;
`msp` shows the model skeletons and masks, as it does wherever a ControlNet is.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from PIL import Image, ImageDraw
from pydantic import TypeAdapter

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from compositions import composition
from judge import Judged, judged

import storyboard
from renderers import load
from renderers.base import Context, Drawn
from schemas.plan import PanelPlan
from schemas.settings import PACKAGED, RendererSettings

Way = Mapping[str, Any]
COMMON: Way = {"model": "toon-noise", "steps": 20, "guidance_scale": 1.5, "resolution": 512}
NOISE: Way = {"init": {"from": "noise"}}
ROWS: dict[str, Way] = {
    "msp": {"name": "msp", **NOISE},
    "msp, mean-shift": {"name": "msp", "init": {"from": "mean-shift"}},
    "msp, without poses": {"name": "msp", "controlnet": {"enabled": False}, **NOISE},
    "regional-prompting": {"name": "regional-prompting", **NOISE},
    "dreambooth": {"name": "dreambooth"},
    "mudi": {"name": "mudi"},
    "cut-mix": {"name": "cut-mix"},
}
COLLAGE: dict[str, Way] = {
    "collage": {"name": "collage", "resolution": 512},
    "msp, toon, from the collage": {"name": "msp", "model": "toon"},
    "regional-prompting, toon, from the collage": {
        "name": "regional-prompting",
        "model": "toon",
        "init": {"from": "collage"},
    },
}
GAMMAS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.2, 1.6)
EARLY = (0.0, 0.1, 0.2, 0.3, 0.5, 0.8)
PAGE = """\
title: One page
cast: [dee, ringo, priya]
scenes:
  - setting: a park with trees
    panels:
      - {action: Dee waves at Ringo., shot: full}
      - {action: Priya smiles., shot: medium}
      - {action: Ringo and Priya stand., shot: full}
      - {action: Dee and Ringo and Priya stand., shot: full}
"""
SIDE, LABEL = 200, 16


def main() -> None:
    """Draw, judge and print, or lay out the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("what", choices=("page", "rows", "gamma", "early", "unmix"))
    add("--out", type=Path, default=Path("build/methods.jpg"), help="[page] where the sheet goes")
    add("--panels", type=int, default=4, help="for each number of subjects")
    add("--steps", type=int, default=20)
    add("--adapter", help="an adapter of MS-Diffusion for toon-noise")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    if asked.what == "page":
        page({**ROWS, **_adapted(asked.adapter), **COLLAGE}, asked.steps).save(
            asked.out, quality=82
        )
        return
    print("| way | who, n = 1 / 2 / 3: segmenter | pixels | likeness | missing | extra |")
    print("|---|---|---|---|---|---|")
    for name, way in ways(asked.what, asked.adapter).items():
        print(row(name, measured(settings(way, asked.steps), asked.panels)), flush=True)


def ways(what: str, adapter: str | None = None) -> dict[str, Way]:
    """Return what is compared."""
    if what == "gamma":
        return {f"{gamma:g}": {"name": "mudi", "gamma": gamma} for gamma in GAMMAS}
    if what == "early":
        return {f"{early:g}": {"name": "mudi", "early": early} for early in EARLY}
    if what == "unmix":
        return {f"unmix: {on}": {"name": "cut-mix", "unmix": on} for on in (False, True)}
    return {**ROWS, **_adapted(adapter)}


def _adapted(adapter: str | None) -> dict[str, Way]:
    if adapter is None:
        return {}
    heard = {"adapter": str(Path(adapter).absolute()), "scale": 1.0}
    return {"ms-diffusion": {"name": "ms-diffusion", **heard}}


def settings(way: Way, steps: int) -> RendererSettings:
    """Return a way's settings."""
    kind = PACKAGED[way["name"]]
    if "model" in kind.model_fields:
        way = {**COMMON, "steps": steps, **way}
    read: RendererSettings = TypeAdapter(kind).validate_python(dict(way))
    return read


def drawn(told: RendererSettings, plans: Sequence[PanelPlan]) -> list[Image.Image]:
    """Draw panels by one method."""
    events = load(told, Context(Path())).render([plan.but(renderer=told) for plan in plans])
    return [event.image for event in events if isinstance(event, Drawn)]


def measured(told: RendererSettings, panels: int) -> dict[int, list[Judged]]:
    """Draw and judge held-out compositions, by the number of their subjects."""
    found = {}
    for subjects in (1, 2, 3):
        shown = [composition(subjects, number) for number in range(panels)]
        pictures = drawn(told, [each.plan(told) for each in shown])
        pairs = zip(pictures, shown, strict=True)
        found[subjects] = [judged(picture, each) for picture, each in pairs]
    return found


def row(name: str, found: Mapping[int, Sequence[Judged]]) -> str:
    """Return a line of the table."""

    def share(key: str, subjects: int) -> str:
        rows = found[subjects]
        return f"{sum(getattr(each, key) for each in rows) / (subjects * len(rows)):.2f}"

    whos = [
        " / ".join(share(key, subjects) for subjects in found)
        for key in ("right", "right_pixels", "right_alike")
    ]
    everybody = sum(subjects * len(rows) for subjects, rows in found.items())
    panels = [each for rows in found.values() for each in rows]
    missing = sum(each.missing for each in panels) / everybody
    extra = sum(each.extra for each in panels) / len(panels)
    return f"| {name} | {' | '.join(whos)} | {missing:.2f} | {extra:.2f} |"


def page(shown: Mapping[str, Way], steps: int) -> Image.Image:
    """Draw one page by every method, a row each."""
    plans = _page()
    board = Image.new("RGB", (SIDE * len(plans), (SIDE + LABEL) * len(shown)), "white")
    draw = ImageDraw.Draw(board)
    for y, (name, way) in enumerate(shown.items()):
        top = y * (SIDE + LABEL)
        draw.text((4, top + 2), name, fill="black")
        for x, picture in enumerate(drawn(settings(way, steps), plans)):
            picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
            board.paste(picture, (x * SIDE, top + LABEL))
    return board


def _page() -> tuple[PanelPlan, ...]:
    """Plan the page."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "page.yaml"
        file.write_text(PAGE, encoding="utf-8")
        return storyboard.plan_story(storyboard.read_story(file)).panels


if __name__ == "__main__":
    main()
