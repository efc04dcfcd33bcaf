"""Poses: what posing costs, who can be shown how, and how well joints are read off strangers.

    python -m benchmarks.poses                         # the tables
    python -m benchmarks.poses --sheet docs/poses.jpg  # all people in all words, small

A pair of person and word is *drawn* where an artist drew it or something as good, *posed* where
the drawing is posed, and a *fallback* where the nearest drawing stands in.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.drawn_people import STYLES, drawn
from renderers.cast.figures import load_figure
from renderers.cast.joint_reader import read_joints
from renderers.cast.puppets.names import POSED
from renderers.cast.puppets.painting import painted
from renderers.cast.puppets.posing import held, shifted
from renderers.cast.puppets.rig import rigged
from renderers.cast.puppets.sources import source_of
from renderers.cast.references import Look, look_for, packaged_card, packaged_ids
from schemas.directions import Role
from schemas.vocabulary.phrases import POSES, ranked_poses
from storyboard.planning.casting.posing import posed_look
from storyboard.skeletons.stances import STANCES

CELL = 40, 52
"""Pixels of a figure on the sheet."""


def look_of(who: str, word: str) -> Look:
    """Return what a panel shows that asks somebody for a pose."""
    card, role = packaged_card(who), Role(poses=(word,), facing="front")
    found = look_for(card, role)
    return posed_look(card, found, role, aspect=1.0, root=Path()) or found


def shown(who: str) -> Counter[str]:
    """Count the words that are drawn, posed, and fallen back from."""
    counts: Counter[str] = Counter()
    for word in POSES:
        look = look_of(who, word)
        good = ranked_poses(word).get(look.drawing.pose or "", 9.0) < 1
        kind = "posed" if look.layers[0].startswith(POSED) else "drawn" if good else "fallback"
        counts[kind] += 1
    return counts


def costs(who: str) -> tuple[float, float]:
    """Return the processor time in ms of taking a drawing apart, and of one pose (median)."""
    view = packaged_card(who).views[0]
    drawing = next((each for each in view.drawings if each.pose == "shrugging"), view.drawings[0])
    source = source_of(view, drawing, view.faces[0], Path())
    start = time.process_time()
    rig = rigged(source)
    apart = time.process_time() - start
    poses = []
    for stance in list(STANCES.values())[:12]:
        start = time.process_time()
        pose = held(rig, stance)
        low = np.min(list(pose.joints.values()), axis=0) - 0.5 * rig.stature
        painted(rig, shifted(pose, -low), stance, (int(2.2 * rig.stature), int(2.2 * rig.stature)))
        poses.append(time.process_time() - start)
    return 1000 * apart, 1000 * float(np.median(poses))


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
    print("person      drawn  posed  fallback   rig ms  pose ms")
    for who in people:
        counts, (apart, pose) = shown(who), costs(who)
        print(
            f"{who:10} {counts['drawn']:6} {counts['posed']:6} {counts['fallback']:9}"
            f" {apart:8.0f} {pose:8.0f}"
        )
    print("\nstranger      joints  mean %  worst %")
    for name, mean, worst, found in strangers():
        print(f"{name:14} {found:5} {mean:7.1f} {worst:8.1f}")


if __name__ == "__main__":
    main()
