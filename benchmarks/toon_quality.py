"""Measures how well toon draws panels it has never seen, and prints a table.

    python benchmarks/toon_quality.py [--panels 8] [--sheet sheet.png]

Panels are held-out combinations of the training world, with one to four subjects. Each is drawn
from its collage at several strengths, from noise, and from noise by one plain prompt (DreamBooth).
Two numbers for each: *likeness*, the peak signal to noise ratio against the collage inside the
subjects, which only means something where the collage is the start; and *who*, the share of
subjects whose colours are nearer to their own reference than to anybody else's in the cast. The
first row judges the collages themselves, which is as far as the second number can tell.
"""

import argparse
import math
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
from PIL import Image

from renderers import load
from renderers.base import Context, Drawn
from renderers.prompts import background_prompt, panel_prompt, segment_prompt
from renderers.toon.world import Example, example
from renderers.toon.world.figures import cast, layer, looks
from renderers.toon.world.staging import Actor, Scene
from schemas.plan import Figure, PanelPlan, Segment
from schemas.settings import DreamboothSettings, InitSettings, MspSettings

Settings = MspSettings | DreamboothSettings
STYLE = "flat-colour comic, clean ink outlines"
FIRST = 5_000_000_000
"""Seeds from here on are for measuring."""


class Score(NamedTuple):
    """One way of drawing, measured."""

    way: str
    subjects: int
    likeness: float
    who: float
    seconds: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panels", type=int, default=8, help="panels for each number of subjects")
    parser.add_argument("--counts", type=int, nargs="+", default=[1, 2, 3, 4])
    parser.add_argument("--strengths", type=float, nargs="+", default=[0.3, 0.4, 0.5])
    parser.add_argument("--guidance", type=float, default=1.5)
    parser.add_argument("--noise", action="store_true", help="also draw from pure noise")
    parser.add_argument("--model", default="toon")
    parser.add_argument("--sheet", type=Path, help="where to write a contact sheet")
    asked = parser.parse_args()
    panels = {count: list(held_out(count, asked.panels)) for count in asked.counts}
    rows: list[list[Image.Image]] = []
    print(f"{'way':<16}{'subjects':>9}{'likeness dB':>13}{'who':>7}{'seconds':>9}")
    for way, renderer in ways(asked):
        for count, shown in panels.items():
            score, pictures = measured(way, renderer, count, shown)
            rows.append(pictures)
            print(f"{score.way:<16}{score.subjects:>9}{score.likeness:>13.1f}{score.who:>7.2f}"
                  f"{score.seconds:>9.1f}", flush=True)  # fmt: skip
    if asked.sheet:
        contact_sheet(rows).save(asked.sheet)


def held_out(count: int, panels: int) -> Iterator[Example]:
    """Yield square held-out panels of so many subjects, all of the cast."""
    seed = FIRST + count * 1_000_000
    while panels:
        found = example(seed, heldout=True, subjects=count)
        seed += 1
        named = all(actor.generic is None for actor in found.scene.actors)
        if named and found.scene.size.aspect == 1 and len(found.scene.actors) == count:
            panels -= 1
            yield found


def ways(asked: argparse.Namespace) -> Iterator[tuple[str, Settings | None]]:
    """Yield every way of drawing that is compared; None is the collage itself."""
    yield "collage", None
    common = {"model": asked.model, "guidance_scale": asked.guidance}
    for strength in asked.strengths:
        init = InitSettings.model_validate({"from": "collage", "strength": strength})
        yield f"msp {strength:.2f}", MspSettings(**common, init=init)
    if asked.noise:
        init = InitSettings.model_validate({"from": "noise"})
        yield "msp noise", MspSettings(**common, init=init)
        yield "dreambooth", DreamboothSettings(**common)


def measured(
    way: str, settings: Settings | None, count: int, panels: Sequence[Example]
) -> tuple[Score, list[Image.Image]]:
    """Draw panels one way and score them."""
    start = time.monotonic()
    if settings is None:
        pictures = [panel.painting.picture for panel in panels]
    else:
        renderer = load(settings, Context(Path()))
        plans = [planned(panel.scene, settings, f"panel-{n}") for n, panel in enumerate(panels)]
        pictures = [drawn.image for drawn in renderer.render(plans) if isinstance(drawn, Drawn)]
    seconds = (time.monotonic() - start) / len(panels)
    pairs = list(zip(pictures, panels, strict=True))
    likeness = np.mean([_likeness(*pair) for pair in pairs])
    who = np.mean([right for pair in pairs for right in _judged(*pair)])
    return Score(way, count, float(likeness), float(who), seconds), pictures


def planned(scene: Scene, settings: Settings, identity: str) -> PanelPlan:
    """Write the plan that the planner would have written for a scene."""
    segments = [_segment(actor) for actor in scene.actors]
    place = scene.setting
    where = background_prompt(place.prompt, light=place.light, weather=place.weather)
    return PanelPlan(
        id=identity, scene="scene", aspect=scene.size.aspect, shot=scene.shot, camera="eye",
        setting=place, prompt=panel_prompt(
            scene.shot, [segment.prompt for segment in segments], setting=where, style=STYLE),
        background_prompt=f"{where}, {STYLE}", negative_prompt="", segments=tuple(segments),
        seed=scene.seed, renderer=settings, alt="a held-out panel",
    )  # fmt: skip


def _segment(actor: Actor) -> Segment:
    look = actor.look
    prompt = segment_prompt(
        look.card.token, look.card.class_noun, pose=look.drawing.pose, mood=look.mood,
        facing=actor.facing,
    )  # fmt: skip
    outline = look.drawing.outline
    if look.face is not None:
        outline = outline.but(polygons=(*outline.polygons, *look.face.outline.polygons))
    return Segment(
        subject=look.card.id, prompt=prompt, mood=look.mood, pose_word=look.drawing.pose,
        region=outline.placed(actor.placement, mirror=actor.mirror),
        figure=Figure(layers=look.layers, placement=actor.placement, mirror=actor.mirror),
    )  # fmt: skip


def _likeness(picture: Image.Image, panel: Example) -> float:
    gap = np.asarray(picture, float) - np.asarray(panel.painting.picture, float)
    seen = np.max([np.asarray(mask) for mask in panel.painting.masks], axis=0) > 128
    return -10 * math.log10(float((gap[seen] ** 2).mean()) / 255**2 + 1e-9)


def _judged(picture: Image.Image, panel: Example) -> Iterator[bool]:
    """Tell of every subject whether its colours are its own rather than another's."""
    pixels = np.asarray(picture)
    for actor, mask in zip(panel.scene.actors, panel.painting.masks, strict=True):
        seen = np.asarray(mask) > 200
        if seen.sum() > 200:
            found = _palette(pixels[seen])
            likes = {
                card.id: max(_alike(found, own) for own in _references(card.id)) for card in cast()
            }
            yield max(likes, key=likes.__getitem__) == actor.look.card.id


def _palette(pixels: np.ndarray) -> np.ndarray:
    """Return the shares of 8³ colours."""
    index = (pixels[:, :3] // 32).astype(int) @ np.array([64, 8, 1])
    return np.bincount(index, minlength=512) / len(pixels)


def _alike(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.minimum(one, other).sum())


@cache
def _references(identity: str) -> tuple[np.ndarray, ...]:
    """Return the palettes of some of a character's pictures, each layer and both together."""
    palettes = []
    for group in looks(identity):
        look = Random(identity).choice(group)
        layers = [np.asarray(layer(name, 1).picture) for name in look.layers]
        solid = [pixels[pixels[..., 3] > 200] for pixels in layers]
        palettes += [_palette(pixels) for pixels in (*solid, np.concatenate(solid)) if len(pixels)]
    return tuple(palettes)


def contact_sheet(rows: Sequence[Sequence[Image.Image]], *, side: int = 256) -> Image.Image:
    """Lay pictures out in rows."""
    sheet = Image.new("RGB", (side * max(map(len, rows)), side * len(rows)), "white")
    for y, row in enumerate(rows):
        for x, picture in enumerate(row):
            small = picture.resize((side, side), Image.Resampling.LANCZOS)
            sheet.paste(small, (x * side, y * side))
    return sheet


if __name__ == "__main__":
    main()
