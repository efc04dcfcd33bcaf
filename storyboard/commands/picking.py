"""Shows the candidates of panels on a sheet, and keeps an author's choice."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from schemas.errors import StoryboardError
from schemas.plan import PanelPlan
from storyboard import files
from storyboard.building.candidates import Candidate, page, sheet
from storyboard.building.gate import Gate
from storyboard.building.preparing import Prepared, prepare, write_changed
from storyboard.commands.console import answer, say
from storyboard.commands.stories import existing
from storyboard.panels.choices import Choice, read_choices, write_choices
from storyboard.panels.store import png
from storyboard.request import Order

SHEET = "candidates"
"""What the sheet's files are called in the build directory."""


def choose(order: Order, picks: Sequence[str]) -> None:
    """Write the sheet of candidates, or keep the choices, such as `rain-two=3`.

    Raises:
        StoryboardError: a choice is no candidate's, or there are no candidates.
    """
    existing(order.story)
    prepared = prepare(order)
    gate = Gate(prepared, order)
    if picks:
        known = {panel.id: panel for panel in prepared.plan.panels}
        chosen = dict(read_choices(order.story))
        for each in picks:
            name, choice = _choice(each, known, gate)
            chosen[name] = choice
        answer(write_choices(order.story, chosen))
        say("storyboard render puts the choices into the book")
        return
    shown = {name: row for name, row in _candidates(prepared, gate) if len(row) > 1}
    if not shown:
        raise StoryboardError(
            "there is nothing to choose from",
            hint=f"storyboard render {order.story} --candidates 4 draws several of each panel.",
        )
    for path in _written(prepared, order.story, shown):
        answer(path)


def _candidates(prepared: Prepared, gate: Gate) -> Iterator[tuple[str, tuple[Candidate, ...]]]:
    for panel in prepared.plan.panels:
        yield panel.id, gate.candidates_of(panel)


def _written(
    prepared: Prepared, story: Path, shown: Mapping[str, Sequence[Candidate]]
) -> Iterator[Path]:
    folder = prepared.folder.path
    with files.locked(folder):
        files.write(folder / f"{SHEET}.png", png(sheet(shown)))
        yield folder / f"{SHEET}.png"
        text = page(prepared.plan.title, story, shown)
        for notice in write_changed(folder / f"{SHEET}.html", text):
            say(notice.message)
        yield folder / f"{SHEET}.html"


def _choice(text: str, known: Mapping[str, PanelPlan], gate: Gate) -> tuple[str, Choice]:
    name, _, number = text.partition("=")
    if name not in known:
        from storyboard.diagnostics import did_you_mean

        raise StoryboardError(f'no panel "{name}" in the story', hint=did_you_mean(name, [*known]))
    there = len(gate.candidates_of(known[name]))
    if not (number.isdecimal() and 1 <= int(number) <= there):
        raise StoryboardError(
            f"{name} has no candidate {number!r}",
            hint=f"It has {there}: write {name}=1"
            + (f" to {name}={there}." if there > 1 else "; render --candidates draws more."),
        )
    return name, Choice.among(known[name], int(number))
