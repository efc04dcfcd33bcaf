"""Measures how often the judges err: on collages with known truth, and on spoiled ones.

    python benchmarks/judge_errors.py --panels 34

Clean collages tell the false alarms: panels in which somebody is said to be wrong who is right. The
others are spoiled in one subject, or two, and tell how many spoiled panels are caught, and in how
many the one who is drawn there instead is named.

exchanged  two subjects stand in each other's places
doubled    one stands in another's place as well as in its own
removed    one is not drawn
half       one's lower half is another's
head       one's upper third is another's
dyed       one's clothes have other colours
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from compositions import Composition, composition
from PIL import Image

from renderers.base import Judge
from renderers.judges import NAMES, judge_for
from renderers.judging.figures import trimmed
from renderers.judging.verdict import Verdict
from renderers.toon.world.painting import paint, placed, recoloured
from schemas.settings import CollageSettings

FIRST = 6000
"""Compositions from here on are for these figures alone; thresholds were set on others."""


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
        at: _fitted(figures[other], figures[at]),
        other: _fitted(figures[at], figures[other]),
    }
    return Spoiled(_painted(panel, {**dict(enumerate(figures)), **swapped}), at, other)


def doubled(panel: Composition) -> Spoiled:
    """Put one subject into another's place as well."""
    at, other = _pair(panel)
    figures = _figures(panel)
    figures[at] = _fitted(figures[other], figures[at])
    return Spoiled(_painted(panel, dict(enumerate(figures))), at, other)


def removed(panel: Composition) -> Spoiled:
    """Leave the subject in front out."""
    at, _ = _pair(panel)
    actors = tuple(each for index, each in enumerate(panel.scene.actors) if index != at)
    return Spoiled(paint(panel.scene._replace(actors=actors)).picture, at, None)


def half(panel: Composition) -> Spoiled:
    """Glue another's lower half to a subject."""
    return _glued(panel, 0.5, 1.0)


def head(panel: Composition) -> Spoiled:
    """Glue another's upper third to a subject."""
    return _glued(panel, 0.0, 0.36)


def dyed(panel: Composition) -> Spoiled:
    """Give a subject's clothes other colours."""
    at, _ = _pair(panel)
    figures = _figures(panel)
    figures[at] = recoloured(figures[at], panel.scene.seed)
    return Spoiled(_painted(panel, dict(enumerate(figures))), at, None)


SPOILS: Mapping[str, Callable[[Composition], Spoiled]] = {
    each.__name__: each for each in (exchanged, doubled, removed, half, head, dyed)
}


def _pair(panel: Composition) -> tuple[int, int]:
    """Return the segment in front, which nobody hides, and another."""
    last = len(panel.scene.actors) - 1
    return last, last - 1


def _figures(panel: Composition) -> list[Image.Image]:
    return [placed(actor, panel.scene.size) for actor in panel.scene.actors]


def _fitted(figure: Image.Image, place: Image.Image) -> Image.Image:
    """Return a figure as large as another, in its place; both RGBA on an empty panel."""
    left, top, right, bottom = place.getchannel("A").getbbox() or (0, 0, 1, 1)
    board = Image.new("RGBA", place.size)
    size = (right - left, bottom - top)
    board.paste(trimmed(figure).resize(size, Image.Resampling.LANCZOS), (left, top))
    return board


def _glued(panel: Composition, top: float, bottom: float) -> Spoiled:
    at, other = _pair(panel)
    figures = _figures(panel)
    mine, theirs = figures[at], _fitted(figures[other], figures[at])
    _, first, _, last = mine.getchannel("A").getbbox() or (0, 0, 1, 1)
    rows = (round(first + part * (last - first)) for part in (top, bottom))
    box = (0, next(rows), mine.width, next(rows))
    mine.paste(theirs.crop(box), box[:2])
    return Spoiled(_painted(panel, dict(enumerate(figures))), at, other)


def _painted(panel: Composition, figures: Mapping[int, Image.Image]) -> Image.Image:
    """Lay figures over the panel's empty place, back to front."""
    board = paint(panel.scene._replace(actors=())).picture.convert("RGBA")
    for index in sorted(figures):
        board.alpha_composite(figures[index])
    return board.convert("RGB")


def main() -> None:
    """Print a table of errors for every judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panels", type=int, default=34, help="for each number of subjects")
    parser.add_argument("--judges", nargs="+", default=NAMES)
    parser.add_argument("--sheet", type=Path, help="where one panel of each kind is shown")
    asked = parser.parse_args()
    panels = [
        composition(count, FIRST + number) for number in range(asked.panels) for count in (1, 2, 3)
    ]
    crowded = [panel for panel in panels if len(panel.scene.actors) > 1]
    if asked.sheet:
        _sheet(crowded[0]).save(asked.sheet)
    print("| judge | alarms in clean |", *(f"{kind} |" for kind in SPOILS))
    for name in asked.judges:
        plans = [panel.plan(CollageSettings()) for panel in panels]
        judge = judge_for(name, plans, Path())
        alarms = sum(_alarmed(_verdict(judge, panel, panel.collage)) for panel in panels)
        cells = [_cell(judge, crowded, spoil) for spoil in SPOILS.values()]
        print(f"| {name} | {alarms}/{len(panels)} |", *(f"{cell} |" for cell in cells), flush=True)


def _verdict(judge: Judge, panel: Composition, picture: Image.Image) -> Verdict:
    return judge.judge(panel.plan(CollageSettings()), picture)


def _alarmed(verdict: Verdict) -> bool:
    return verdict.identity < 1


def _cell(
    judge: Judge, panels: Sequence[Composition], spoil: Callable[[Composition], Spoiled]
) -> str:
    """Return how many spoiled panels were caught and named, of how many."""
    caught = named = 0
    for panel in panels:
        spoiled = spoil(panel)
        finding = _verdict(judge, panel, spoiled.picture).findings[spoiled.wrong]
        caught += finding.judged and not finding.unmixed
        if spoiled.instead is not None:
            named += panel.scene.actors[spoiled.instead].look.card.id in (
                finding.found,
                finding.mixed,
            )
    return f"{caught}/{len(panels)} ({named} named)"


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
