"""Poses: what posing costs, who can be shown how, and how well joints are read off strangers.

    python -m benchmarks.poses                         # the tables
    python -m benchmarks.poses --sheet docs/poses.jpg  # all people in all words, small

A pair of person and word is *drawn* where an artist drew it or something as good, *posed* where
the drawing is posed, and a *fallback* where the nearest drawing stands in.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.drawn_people import STYLES, drawn
from renderers.cast.figures import load_figure
from renderers.cast.joint_reader import read_joints
from renderers.cast.puppets.names import MADE
from renderers.cast.puppets.painting import painted
from renderers.cast.puppets.posing import held, shifted
from renderers.cast.puppets.rig import Rig, rigged
from renderers.cast.puppets.sources import PuppetSource, source_of
from renderers.cast.puppets.stance import Stance
from renderers.cast.puppets.turned_heads import turned_head
from renderers.cast.references import Look, look_for, packaged_card, packaged_ids
from schemas.directions import Role
from schemas.vocabulary.phrases import POSES, ranked_poses
from storyboard.planning.casting.heads import headed_look
from storyboard.planning.casting.posing import posed_look
from storyboard.skeletons.stances import STANCES

T = TypeVar("T")
HEIGHTS = 520, 760, 1000
"""Pixels of a standing figure; smaller and larger ones are worked on at the first and the last."""
CELL = 40, 52
"""Pixels of a figure on the sheet."""


def look_of(who: str, word: str) -> Look:
    """Return what a panel shows that asks somebody for a pose."""
    card, role = packaged_card(who), Role(poses=(word,), facing="front")
    found = look_for(card, role)
    posed = posed_look(card, found, role, aspect=1.0, root=Path())
    return posed or headed_look(card, found, role, root=Path())


def shown(who: str) -> Counter[str]:
    """Count the words that are drawn, posed, and fallen back from."""
    counts: Counter[str] = Counter()
    for word in POSES:
        look = look_of(who, word)
        good = ranked_poses(word).get(look.drawing.pose or "", 9.0) < 1
        kind = "posed" if look.layers[0].startswith(MADE) else "drawn" if good else "fallback"
        counts[kind] += 1
    return counts


class Costs(NamedTuple):
    """Processor time in ms."""

    apart: float
    """Of taking a drawing apart."""
    profile: float
    """Of drawing its head in profile."""
    pose: float
    """Of one pose, the median."""


def costs(who: str, height: int) -> Costs:
    """Measure what posing costs where a standing figure is so many pixels high."""
    view = packaged_card(who).views[0]
    drawing = next((each for each in view.drawings if each.pose == "shrugging"), view.drawings[0])
    source = resized(source_of(view, drawing, view.faces[0], Path()), height)
    apart, rig = timed(lambda: rigged(source))
    profile, _ = timed(lambda: turned_head(rig.headed, 1))
    poses = [timed(partial(draw, rig, stance))[0] for stance in list(STANCES.values())[:12]]
    return Costs(apart, profile, float(np.median(poses)))


def draw(rig: Rig, stance: Stance) -> Image.Image:
    """Draw a figure in a stance."""
    pose = held(rig, stance)
    low = np.min(list(pose.joints.values()), axis=0) - 0.5 * rig.stature
    wide = int(2.2 * rig.stature)
    return painted(rig, shifted(pose, -low), stance, (wide, wide))


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Do something; return its processor time in ms with what came of it."""
    start = time.process_time()
    made = work()
    return 1000 * (time.process_time() - start), made


def resized(source: PuppetSource, height: int) -> PuppetSource:
    """Return a drawing so that the figure, standing, is so many pixels high."""
    scale = height / source.stature

    def layer(one: Image.Image) -> Image.Image:
        return one.resize((round(one.width * scale), round(one.height * scale)))

    return source._replace(
        body=layer(source.body),
        head=source.head and layer(source.head),
        joints={name: place * scale for name, place in source.joints.items()},
        stature=float(height),
        corners=source.corners and (source.corners[0] * scale, source.corners[1] * scale),
        mouth=source.mouth * scale,
        ground=source.ground * scale,
    )


def strangers() -> Iterator[tuple[str, float, float, int]]:
    """Yield a stranger's name, the mean and worst error in % of the height, and joints found."""
    for style in STYLES:
        picture, truth = drawn(style)
        read = read_joints(picture)
        pairs = zip(read.keypoints if read else (), truth.keypoints, strict=False)
        errors = [
            100 * np.hypot((a.x - b.x) * picture.width, (a.y - b.y) * picture.height) / 900
            for a, b in pairs
            if a and b
        ]
        yield style.name, float(np.mean(errors or [np.nan])), max(errors, default=0.0), len(errors)


def sheet(people: list[str], *, columns: int = 4) -> Image.Image:
    """Draw all people in all words, a block for each word."""
    wide, high = len(people) * CELL[0], CELL[1] + 12
    rows = -(-len(POSES) // columns)
    made = Image.new("RGB", (columns * (wide + 8), rows * high), (244, 246, 244))
    draw = ImageDraw.Draw(made)
    for at, word in enumerate(POSES):
        left, top = at % columns * (wide + 8), at // columns * high
        for place, who in enumerate(people):
            picture = load_figure(look_of(who, word).layers, Path())
            picture = picture.crop(picture.getchannel("A").getbbox())
            picture.thumbnail((CELL[0] - 2, CELL[1] - 2), Image.Resampling.LANCZOS)
            x = left + place * CELL[0] + (CELL[0] - picture.width) // 2
            made.paste(picture, (x, top + high - picture.height - 1), picture)
        draw.text((left + 2, top), word, fill=(30, 30, 40), font_size=10)
    return made


def main() -> None:
    """Print the tables, or write the sheet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheet", type=Path)
    chosen = parser.parse_args()
    people = [who for who in packaged_ids() if packaged_card(who).kind == "person"]
    if chosen.sheet:
        sheet(people).save(chosen.sheet, quality=62, optimize=True)
        return
    print("person      drawn  posed  fallback")
    for who in people:
        counts = shown(who)
        print(f"{who:10} {counts['drawn']:6} {counts['posed']:6} {counts['fallback']:9}")
    print("\nheight  taken apart  profile  pose   (ms, medians of all people)")
    for height in HEIGHTS:
        rows = np.median([costs(who, height) for who in people], axis=0)
        print(f"{height:6} {rows[0]:12.0f} {rows[1]:8.0f} {rows[2]:5.0f}")
    print("\nstranger      joints  mean %  worst %")
    for name, mean, worst, found in strangers():
        print(f"{name:14} {found:5} {mean:7.1f} {worst:8.1f}")


if __name__ == "__main__":
    main()
