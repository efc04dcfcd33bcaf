"""Several candidates of a panel: drawn, shown on a sheet, and one of them chosen."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from schemas.plan import PanelPlan
from storyboard.building.preparing import Prepared
from storyboard.events import Event, Notice, PanelDone, PanelFailed
from storyboard.panels.attempts import attempt_of
from storyboard.panels.choices import Choice, read_choices
from storyboard.panels.collecting import collected
from storyboard.panels.jobs import Executor, Job
from storyboard.panels.standing import JobOf
from storyboard.panels.store import StoredPanel

_MOST = 99
_WIDE, _MARGIN, _TITLE = 320, 12, 22


class Candidate(NamedTuple):
    """One stored attempt at a panel."""

    attempt: int
    """From 1."""
    entry: StoredPanel
    chosen: bool


def stronger(panel: PanelPlan) -> bool:
    """Whether a panel's further attempts keep more of the collage."""
    return panel.quality is not None and panel.quality.stronger


def chosen_attempt(panel: PanelPlan, choice: Choice) -> PanelPlan:
    """Return what an author's choice draws."""
    return attempt_of(panel, choice.attempt - 1, stronger=stronger(panel))


def candidates_of(
    panel: PanelPlan, prepared: Prepared, *, job_of: JobOf, shown: str | None = None
) -> tuple[Candidate, ...]:
    """Return the attempts at a panel that the store holds, from the first on.

    Raises:
        AssetMissing: a picture or a model that the panel names is not there.
    """
    found: list[Candidate] = []
    for number in range(_MOST):
        job = job_of(attempt_of(panel, number, stronger=stronger(panel)))
        entry = prepared.folder.store.find(job.inputs.digest())
        if entry is None:
            break
        found.append(Candidate(number + 1, entry, entry.record.key == shown))
    return tuple(found)


def drawn_candidates(
    prepared: Prepared, asked: Collection[str], numbers: range, *, job_of: JobOf, executor: Executor
) -> Iterator[Event]:
    """Draw those attempts that the store does not hold, then show what was shown before."""
    folder = prepared.folder
    before = {name: folder.record(name) for name in asked}
    waiting = [
        job
        for panel in prepared.plan.panels
        if panel.id in asked
        for job in _missing(panel, prepared, numbers, job_of)
    ]
    for turn in _apart(waiting):
        for event in collected(turn, executor=executor, folder=folder, root=prepared.root):
            if isinstance(event, PanelFailed):
                yield Notice(f"{event.panel}: another candidate failed: {event.message}")
            elif not isinstance(event, PanelDone):
                yield event
    for record in before.values():
        if record and (entry := folder.store.find(record.key)):
            folder.store.publish(entry, folder.panels)


def _missing(panel: PanelPlan, prepared: Prepared, numbers: range, job_of: JobOf) -> Iterator[Job]:
    for number in numbers:
        job = job_of(attempt_of(panel, number, stronger=stronger(panel)))
        if prepared.folder.store.find(job.inputs.digest()) is None:
            yield job


def _apart(jobs: Sequence[Job]) -> Iterator[list[Job]]:
    """Split jobs so that no turn has two of one panel: executors know jobs by their panels."""
    turns: list[dict[str, Job]] = []
    for job in jobs:
        turn = next((each for each in turns if job.panel.id not in each), None)
        if turn is None:
            turns.append(turn := {})
        turn[job.panel.id] = job
    yield from (list(turn.values()) for turn in turns)


def sheet(panels: Mapping[str, Sequence[Candidate]]) -> Image.Image:
    """Draw a contact sheet: a row a panel, its candidates by number, the shown one framed."""
    rows = [(name, [_thumbnail(each) for each in row]) for name, row in panels.items()]
    wide = max((len(row) for _, row in rows), default=1) * (_WIDE + _MARGIN) + _MARGIN
    heights = [max(each.height for each in row) + _TITLE + _MARGIN for _, row in rows]
    board = Image.new("RGB", (wide, sum(heights) + _MARGIN), "white")
    draw, font, top = ImageDraw.Draw(board), ImageFont.load_default(15), _MARGIN
    for (name, row), high in zip(rows, heights, strict=True):
        for number, each in enumerate(row, start=1):
            left = _MARGIN + (number - 1) * (_WIDE + _MARGIN)
            draw.text((left, top), f"{name}={number}", fill="#222222", font=font)
            board.paste(each, (left, top + _TITLE))
        top += high
    return board


def _thumbnail(candidate: Candidate) -> Image.Image:
    with Image.open(candidate.entry.picture) as picture:
        high = max(1, round(_WIDE * picture.height / picture.width))
        small = picture.convert("RGB").resize((_WIDE, high), Image.Resampling.LANCZOS)
    if candidate.chosen:
        ImageDraw.Draw(small).rectangle((0, 0, _WIDE - 1, high - 1), outline="#22aa77", width=5)
    return small


def page(title: str, story: Path, panels: Mapping[str, Sequence[Candidate]]) -> str:
    """Return the contact sheet as an HTML page, with the command that chooses each candidate."""
    rows = "\n".join(_row(name, story, row) for name, row in panels.items())
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Candidates: '
        f"{escape(title)}</title><style>body{{font:15px sans-serif;margin:2em}}section div"
        "{display:flex;flex-wrap:wrap;gap:1em}figure{margin:0;width:20em}img{width:100%}"
        f".shown img{{outline:4px solid #2a7}}</style></head>\n<body><h1>{escape(title)}</h1>\n"
        f"{rows}\n</body></html>\n"
    )


def _row(name: str, story: Path, row: Sequence[Candidate]) -> str:
    figures = "".join(
        f"<figure{' class=shown' if each.chosen else ''}>"
        f'<img src="store/{each.entry.record.key}/{each.entry.picture.name}" '
        f'alt="candidate {each.attempt}"><figcaption>'
        f"<code>storyboard pick {escape(story.name)} {escape(name)}={each.attempt}</code>"
        "</figcaption></figure>"
        for each in row
    )
    return f"<section><h2>{escape(name)}</h2><div>{figures}</div></section>"


def stale_choices(story: Path, panels: Sequence[PanelPlan]) -> Iterator[str]:
    """Say which choices are of panels that are no longer there, or planned otherwise by now."""
    planned = {panel.id: panel for panel in panels}
    for name, choice in read_choices(story).items():
        if name not in planned:
            yield f"{name}: an attempt is chosen of it, and the story has no such panel"
        elif not choice.fits(planned[name]):
            yield (
                f"{name}: attempt {choice.attempt} was chosen when it was planned otherwise; "
                f"storyboard pick {story.name} {name}=1, or another, chooses anew"
            )
