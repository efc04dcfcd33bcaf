"""Measures how often the judges err: on collages with known truth, and on spoiled ones.

    python benchmarks/judge_errors.py --panels 50 --write

Clean collages tell the false alarms: panels in which somebody is said to be wrong who is right. The
others are spoiled in one subject, or two, and tell in how many that is found, and in how many for
the right reason: the one who is drawn there instead is named, or nobody, where it is nobody. A
panel whose spoiled figure a judge does not judge, as too little of it is seen, counts for nothing.

exchanged  two subjects stand in each other's places
doubled    one stands in another's place as well as in its own
removed    one is not drawn
dyed       one's clothes have other colours
half       one's lower half is another's
head       one's upper third is another's
"""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from compositions import Composition, composition
from PIL import Image

from renderers.conditioning.maps import segment_masks
from renderers.judges import JUDGES, judge_for
from renderers.judging.error_rates import COUNTS
from renderers.judging.verdict import SegmentFinding
from renderers.toon.world.gluing import HEAD, LOWER_HALF, fitted, glued
from renderers.toon.world.painting import lighting_in, paint, placed, recoloured
from schemas.errors import StoryInvalid
from schemas.quality import DETECTOR
from schemas.settings import CollageSettings

FIRST = 7000
"""Compositions from here on are for these figures alone; thresholds were set on others."""
CLEAN = "clean"


class Spoiled(NamedTuple):
    """A spoiled collage."""

    picture: Image.Image
    wrong: int
    """The segment in which somebody else, or nobody, is drawn."""
    instead: int | None
    """The segment whose subject is drawn there; None where it is nobody of the panel."""


def exchanged(panel: Composition) -> Spoiled:
    """Put the two subjects in front into each other's places."""
    at, other = _pair(panel)
    figures = _figures(panel)
    swapped = {
        at: fitted(figures[other], figures[at]),
        other: fitted(figures[at], figures[other]),
    }
    return Spoiled(_painted(panel, {**dict(enumerate(figures)), **swapped}), at, other)


def doubled(panel: Composition) -> Spoiled:
    """Put one subject into another's place as well."""
    at, other = _pair(panel)
    figures = _figures(panel)
    figures[at] = fitted(figures[other], figures[at])
    return Spoiled(_painted(panel, dict(enumerate(figures))), at, other)


def removed(panel: Composition) -> Spoiled:
    """Leave the subject in front out."""
    at, _ = _pair(panel)
    actors = tuple(each for index, each in enumerate(panel.scene.actors) if index != at)
    return Spoiled(paint(panel.scene._replace(actors=actors)).picture, at, None)


def half(panel: Composition) -> Spoiled:
    """Glue another's lower half to a subject."""
    return _glued(panel, LOWER_HALF)


def head(panel: Composition) -> Spoiled:
    """Glue another's upper third to a subject."""
    return _glued(panel, HEAD)


def dyed(panel: Composition) -> Spoiled:
    """Give a subject's clothes other colours."""
    at, _ = _pair(panel)
    figures = _figures(panel)
    figures[at] = recoloured(figures[at], panel.scene.seed)
    return Spoiled(_painted(panel, dict(enumerate(figures))), at, None)


SPOILS: Mapping[str, Callable[[Composition], Spoiled]] = {
    each.__name__: each for each in (exchanged, doubled, removed, dyed, half, head)
}


def _pair(panel: Composition) -> tuple[int, int]:
    """Return the segment in front, which nobody hides, and another."""
    last = len(panel.scene.actors) - 1
    return last, last - 1


def _figures(panel: Composition) -> list[Image.Image]:
    return [placed(actor, panel.scene.size) for actor in panel.scene.actors]


def _glued(panel: Composition, part: tuple[float, float]) -> Spoiled:
    at, other = _pair(panel)
    figures = _figures(panel)
    figures[at] = glued(figures[at], fitted(figures[other], figures[at]), part)
    return Spoiled(_painted(panel, dict(enumerate(figures))), at, other)


def _painted(panel: Composition, figures: Mapping[int, Image.Image]) -> Image.Image:
    """Lay figures over the panel's empty place, back to front."""
    board, light = paint(panel.scene._replace(actors=())).picture, lighting_in(panel.scene)
    board = board.convert("RGBA")
    for index in sorted(figures):
        board.alpha_composite(light.on(figures[index]))
    return board.convert("RGB")


def _plannable(panel: Composition) -> bool:
    """Whether something of everybody's planned outline is seen; a story's plan is refused else."""
    try:
        segment_masks(panel.plan(CollageSettings()), panel.scene.size)
    except StoryInvalid:
        return False
    return True


class Count(NamedTuple):
    """What one judge said of some panels."""

    refused: int
    right: int
    """Refused for the right reason."""
    judged: int

    def plus(self, refused: bool, right: bool) -> "Count":
        """Count one more panel."""
        return Count(self.refused + refused, self.right + (refused and right), self.judged + 1)


Counts = Mapping[str, Mapping[str, Count]]
"""By judge, and by how the panels were spoiled."""


def main() -> None:
    """Print a table of errors for every judge."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--panels", type=int, default=50, help="for each number of subjects")
    parser.add_argument("--first", type=int, default=FIRST, help="the first composition's number")
    parser.add_argument(
        "--judges", nargs="+", default=[name for name in JUDGES if name != DETECTOR]
    )
    parser.add_argument("--sheet", type=Path, help="where one panel of each kind is shown")
    parser.add_argument("--write", action="store_true", help="into what judges say of themselves")
    asked = parser.parse_args()
    numbers = range(asked.first, asked.first + asked.panels)
    drawn = (composition(count, number) for number in numbers for count in (1, 2, 3))
    panels = [panel for panel in drawn if _plannable(panel)]
    if asked.sheet:
        _sheet(panels[1]).save(asked.sheet)
    counts = counted(asked.judges, panels)
    for name, rows in counts.items():
        clean, *spoiled = rows.values()
        cells = (f"{row.right} of {row.judged} |" for row in spoiled)
        print(f"| `{name}` | {clean.refused} of {clean.judged} |", *cells)
    if asked.write:
        write(counts)


def counted(names: Sequence[str], panels: Sequence[Composition]) -> Counts:
    """Ask every judge about every panel, clean and spoiled."""
    plans = [panel.plan(CollageSettings()) for panel in panels]
    judges = {name: judge_for(name, plans, Path()) for name in names}
    rows = {name: dict.fromkeys((CLEAN, *SPOILS), Count(0, 0, 0)) for name in names}
    for panel, plan in zip(panels, plans, strict=True):
        crowded = len(panel.scene.actors) > 1
        pictures = {kind: spoil(panel) for kind, spoil in SPOILS.items() if crowded}
        for name, judge in judges.items():
            alarmed = judge.judge(plan, panel.collage).identity < 1
            rows[name][CLEAN] = rows[name][CLEAN].plus(alarmed, False)
            for kind, spoiled in pictures.items():
                finding = judge.judge(plan, spoiled.picture).findings[spoiled.wrong]
                rows[name][kind] = _counted(rows[name][kind], finding, panel, spoiled)
    return rows


def write(counts: Counts) -> None:
    """Keep what was counted where whoever shows verdicts finds it."""
    known = json.loads(COUNTS.read_text(encoding="utf-8"))
    for name, rows in counts.items():
        clean, *spoiled = rows.values()
        known[name] = {CLEAN: [clean.refused, clean.judged]} | {
            kind: [*row] for kind, row in zip(SPOILS, spoiled, strict=True)
        }
    lines = (f"  {json.dumps(name)}: {json.dumps(rows)}" for name, rows in known.items())
    COUNTS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _counted(count: Count, finding: SegmentFinding, panel: Composition, spoiled: Spoiled) -> Count:
    if not finding.judged:
        return count
    said, instead = (finding.found, finding.mixed), spoiled.instead
    named = instead is None or panel.scene.actors[instead].look.card.id in said
    return count.plus(not finding.unmixed, named)


def _sheet(panel: Composition) -> Image.Image:
    shown = [panel.collage, *(spoil(panel).picture for spoil in SPOILS.values())]
    sheet = Image.new("RGB", (sum(each.width for each in shown), panel.collage.height), "white")
    left = 0
    for each in shown:
        sheet.paste(each, (left, 0))
        left += each.width
    return sheet


if __name__ == "__main__":
    main()
