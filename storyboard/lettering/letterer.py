"""Lettering one panel: words to items, items to places, places to drawn balloons."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schemas.book import Lettering, Note
from schemas.geometry import Box, Point
from schemas.plan import PanelPlan
from storyboard.lettering import drawing, effects
from storyboard.lettering.jobs import (
    LetteringJob,
    LetteringStyle,
    Utterance,
    can_join,
    effect_text,
    jobs,
    spoken_text,
    voice_of,
)
from storyboard.lettering.placement import FAULTS, Arrangement, Placed, arrange, faults
from storyboard.lettering.stage import PanelArea
from storyboard.lettering.tails import Mouth
from storyboard.lettering.text import styled

_SHRUNK = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.52)
"""Lettering sizes to try, as fractions of the book's; the smaller ones where all else failed."""
_SHRINKING = FAULTS["balloon-order"]
"""The fault that is worse than smaller lettering."""


class Lettered(NamedTuple):
    """A panel's words, in reading order, and what the author should know of them."""

    letterings: tuple[Lettering, ...]
    notes: tuple[Note, ...]


def letter(
    panel: PanelPlan, box: Box, style: LetteringStyle, *, picture: Box | None = None
) -> Lettered:
    """Letter a panel that lies in `box` (points on the page).

    The panel's unit square lies in `picture`, which is larger than the box where the picture
    is cropped; None means the box itself.

    Every size, shape and place is tried in this order: the book's size with one speaker's
    consecutive lines joined; with every line in a balloon of its own; over the border; smaller.
    """
    words = panel.words
    if not (words.captions or words.lines or words.effects):
        return Lettered((), ())
    best: tuple[list[LetteringJob], Arrangement, float] | None = None
    for scale in _SHRUNK:
        for join in (True, False) if can_join(words.lines) else (True,):
            todo, found = _attempt(
                panel, (box, picture), style._replace(size=style.size * scale), join=join
            )
            if best is None or found.fault < best[1].fault:
                best = todo, found, scale
        if best is not None and best[1].fault < _SHRINKING:
            break
    assert best is not None
    todo, found, scale = best
    return _finished(panel, (box, picture), style, todo, found.placed, scale)


def check(panel: PanelPlan, look: LetteringStyle) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each text of a panel that no font at hand can draw, with the characters it lacks."""
    words = panel.words
    captions = ((text, styled(text, family=look.font, base=look.font)) for text in words.captions)
    lines = (
        (line.says, spoken_text(line, voice_of(look.speakers, line.speaker), look.font))
        for line in words.lines
    )
    effects = ((each.text, effect_text(each.text, look.font)) for each in words.effects)
    for written, text in (*captions, *lines, *effects):
        if gaps := text.missing():
            yield written, gaps


def _attempt(
    panel: PanelPlan, boxes: tuple[Box, Box | None], look: LetteringStyle, *, join: bool
) -> tuple[list[LetteringJob], Arrangement]:
    stage = PanelArea(panel, *boxes, mirrored=look.rtl)
    found = jobs(panel, stage, look, join=join)
    return found, arrange([job.item for job in found], stage)


def _finished(
    panel: PanelPlan,
    boxes: tuple[Box, Box | None],
    look: LetteringStyle,
    todo: Sequence[LetteringJob],
    placed: Sequence[Placed],
    scale: float,
) -> Lettered:
    stage = PanelArea(panel, *boxes)
    letterings = tuple(
        _drawn(job, place, stage, look) for job, place in zip(todo, placed, strict=True)
    )
    notes = list(_notes(panel.id, todo, placed, PanelArea(panel, *boxes, mirrored=look.rtl)))
    if scale < 1:
        notes.append(
            Note(
                code="lettering-shrunk",
                panel=panel.id,
                message=(
                    f"the words only fit at {scale:.0%} of the book's lettering size; "
                    "say less in this panel, or give it more of the page"
                ),
            )
        )
    return Lettered(letterings, tuple(notes))


def _drawn(job: LetteringJob, place: Placed, stage: PanelArea, look: LetteringStyle) -> Lettering:
    x, y = place.box.centre
    centre = (stage.box.left + stage.box.right - x if look.rtl else x, y)
    if isinstance(job.what, Utterance):
        utterance = job.what
        known = look.speakers.get(utterance.speaker)
        return drawing.balloon(
            job.shapes[place.extent],
            centre,
            kind=utterance.kind,
            voice=voice_of(look.speakers, utterance.speaker).balloon,
            mouth=_mouth(job, centre, stage),
            speaker=known.name if known else utterance.speaker,
            line_width=look.line_width,
            mirrored=look.rtl,
        )
    if job.ways:
        text = effect_text(job.what, look.font)
        return effects.draw(text, job.ways[place.extent], centre, seed=drawing.seed_of(job.what))
    return drawing.caption(job.shapes[place.extent], centre, line_width=look.line_width)


def _mouth(job: LetteringJob, centre: Point, stage: PanelArea) -> Mouth:
    """Return the speaker's mouth, or the near side of the panel for a voice from outside."""
    if job.item.mouth is not None and job.item.speaker is not None:
        return stage.mouth(job.item.speaker)
    box = stage.box
    side = box.left if centre[0] < box.centre[0] else box.right
    return Mouth((side, min(centre[1] + 0.06 * box.height, box.bottom)), beyond=True)


_FAULTS = {
    "balloon-overlap": "lies on other words",
    "balloon-covers-face": "covers a face",
    "balloon-order": "may be read before the line it answers",
    "balloon-overflow": "reaches over the panel's border",
}
_REMEDY = "say less in this panel, or give it more of the page"


def _notes(
    panel: str, todo: Sequence[LetteringJob], placed: Sequence[Placed], stage: PanelArea
) -> Iterator[Note]:
    for index, job in enumerate(todo):
        words = job.what if isinstance(job.what, str) else job.what.texts[0].characters
        for code in faults([other.item for other in todo], placed, index, stage):
            message = f"“{words}” {_FAULTS[code]}; {_REMEDY}"
            yield Note(code=code, panel=panel, message=message)
