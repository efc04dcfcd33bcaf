"""Lettering one panel: words to items, items to places, places to drawn balloons."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from schemas.book import BalloonKind, Lettering, Note
from schemas.geometry import Box, Point
from schemas.plan import PanelPlan, Speaker
from schemas.story import Line, Voice
from storyboard.fonts import BOOK_FONT, EFFECT_FONT
from storyboard.lettering import bodies, drawing, effects
from storyboard.lettering.candidates import INSET, Extent, Item
from storyboard.lettering.placement import FACE, ORDER, OUTSIDE, OVERLAP, Placed, arrange
from storyboard.lettering.stage import Stage
from storyboard.lettering.tails import Mouth
from storyboard.lettering.text import Text, styled

_SHRUNK = (1.0, 0.92, 0.84, 0.76)
"""Lettering sizes to try, as fractions of the book's; the smaller ones where all else failed."""


class Look(NamedTuple):
    """What is the same for the whole book."""

    size: float
    """Font size in points."""
    speakers: Mapping[str, Speaker]
    language: str = "en"
    rtl: bool = False
    line_width: float = 1.0


class Lettered(NamedTuple):
    """A panel's words, in reading order, and what the author should know of them."""

    letterings: tuple[Lettering, ...]
    notes: tuple[Note, ...]


class _Utterance(NamedTuple):
    """What one balloon says: one line, or several by one speaker."""

    kind: BalloonKind
    speaker: str
    texts: tuple[Text, ...]


class _Job(NamedTuple):
    """Something to letter: how it can be placed, and what to draw then."""

    item: Item
    what: _Utterance | str
    shapes: tuple[bodies.Shape, ...] = ()
    ways: tuple[effects.Way, ...] = ()


def letter(
    panel: PanelPlan, box: Box, look: Look, *, picture: Box | None = None
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
    best: tuple[float, list[_Job], tuple[Placed, ...], float] | None = None
    for scale in _SHRUNK:
        for join in (True, False) if _can_join(words.lines) else (True,):
            jobs, placed = _attempt(
                panel, (box, picture), look._replace(size=look.size * scale), join=join
            )
            cost = sum(place.cost for place in placed)
            if best is None or cost < best[0]:
                best = cost, jobs, placed, scale
        if best is not None and best[0] < FACE:
            break
    assert best is not None
    return _finished(panel, (box, picture), look, *best[1:])


def check(panel: PanelPlan, speakers: Mapping[str, Speaker]) -> Iterator[tuple[str, str]]:
    """Yield each text of a panel that no vendored font can draw, with the characters it lacks."""
    lines = ((line.says, _voice(speakers, line.speaker).font or BOOK_FONT)
             for line in panel.words.lines)  # fmt: skip
    texts = [*((text, BOOK_FONT) for text in panel.words.captions), *lines,
             *((effect.text, EFFECT_FONT) for effect in panel.words.effects)]  # fmt: skip
    for words, family in texts:
        gaps = styled(words, family=family).missing()
        if gaps:
            yield words, "".join(gaps)


def _attempt(
    panel: PanelPlan, boxes: tuple[Box, Box | None], look: Look, *, join: bool
) -> tuple[list[_Job], tuple[Placed, ...]]:
    stage = Stage(panel, *boxes, mirrored=look.rtl)
    read = [
        *_caption_jobs(panel.words.captions, stage, look),
        *_balloon_jobs(panel.words.lines, stage, look, join=join),
    ]
    jobs = [
        job._replace(item=job.item._replace(followers=len(read) - index - 1))
        for index, job in enumerate(read)
    ]
    jobs += _effect_jobs(panel, stage, look)
    return jobs, arrange([job.item for job in jobs], stage)


def _caption_jobs(captions: Sequence[str], stage: Stage, look: Look) -> Iterator[_Job]:
    for words in captions:
        found = bodies.captions(
            styled(words), size=look.size, width=stage.box.width - 2 * INSET, language=look.language
        )
        yield _Job(Item("caption", _extents(found)), words, found)


def _balloon_jobs(
    lines: Sequence[Line], stage: Stage, look: Look, *, join: bool
) -> Iterator[_Job]:
    for utterance in _utterances(lines, look.speakers, join=join):
        voice = _voice(look.speakers, utterance.speaker)
        found = bodies.shapes(
            utterance.texts, bodies.make_of(utterance.kind, voice.balloon), size=look.size,
            width=stage.box.width - 2 * INSET, language=look.language,
        )[:5]  # fmt: skip
        index = stage.speaker(utterance.speaker)
        seen = index is not None and utterance.kind != "off-panel"
        mouth = stage.mouth(index) if seen and index is not None else None
        item = Item("balloon", _extents(found), mouth, index, size=look.size)
        yield _Job(item, utterance, found)


def _effect_jobs(panel: PanelPlan, stage: Stage, look: Look) -> Iterator[_Job]:
    for effect in panel.words.effects:
        text = styled(effect.text, family=EFFECT_FONT, bold=False)
        found = effects.ways(
            text, stage.box, size=look.size, seed=drawing.seed_of(effect.text)
        )
        index = None if effect.near is None else stage.speaker(effect.near)
        bounds = None if index is None else stage.bounds(index)
        extents = tuple(Extent(way.half, 6.0 * rank) for rank, way in enumerate(found))
        near = None if bounds is None else bounds.centre
        yield _Job(Item("effect", extents, None, index, near), effect.text, ways=found)


def _extents(shapes: Sequence[bodies.Shape]) -> tuple[Extent, ...]:
    return tuple(Extent(shape.half, shape.cost) for shape in shapes)


def _utterances(
    lines: Sequence[Line], speakers: Mapping[str, Speaker], *, join: bool
) -> Iterator[_Utterance]:
    """Yield what each balloon says; consecutive lines of one voice share one if they may join."""
    for (speaker, how), group in groupby(lines, key=lambda line: (line.speaker, line.how)):
        voice = _voice(speakers, speaker)
        texts = [_spoken(line, voice) for line in group]
        together = 3 if join and bodies.make_of(how, voice.balloon).joins else 1
        for start in range(0, len(texts), together):
            yield _Utterance(how, speaker, tuple(texts[start : start + together]))


def _spoken(line: Line, voice: Voice) -> Text:
    return styled(
        line.says, family=voice.font or BOOK_FONT, bold=line.how != "whisper",
        italic=line.how in ("thought", "radio"),
    )  # fmt: skip


def _can_join(lines: Sequence[Line]) -> bool:
    return any(
        one.speaker == two.speaker and one.how == two.how for one, two in pairwise(lines)
    )


def _voice(speakers: Mapping[str, Speaker], speaker: str) -> Voice:
    known = speakers.get(speaker)
    return known.voice if known else Voice()


def _finished(
    panel: PanelPlan, boxes: tuple[Box, Box | None], look: Look, jobs: Sequence[_Job],
    placed: Sequence[Placed], scale: float,
) -> Lettered:  # fmt: skip
    stage = Stage(panel, *boxes)
    letterings = tuple(
        _drawn(job, place, stage, look) for job, place in zip(jobs, placed, strict=True)
    )
    notes = list(_notes(panel.id, jobs, placed))
    if scale < 1:
        notes.append(Note(code="lettering-shrunk", panel=panel.id, message=(
            f"the words only fit at {scale:.0%} of the book's lettering size; "
            "say less in this panel, or give it more of the page")))  # fmt: skip
    return Lettered(letterings, tuple(notes))


def _drawn(job: _Job, place: Placed, stage: Stage, look: Look) -> Lettering:
    x, y = place.box.centre
    centre = (stage.box.left + stage.box.right - x if look.rtl else x, y)
    if isinstance(job.what, _Utterance):
        utterance = job.what
        known = look.speakers.get(utterance.speaker)
        return drawing.balloon(
            job.shapes[place.extent], centre, kind=utterance.kind,
            voice=_voice(look.speakers, utterance.speaker).balloon,
            mouth=_mouth(job, centre, stage), speaker=known.name if known else utterance.speaker,
            line_width=look.line_width, mirrored=look.rtl,
        )  # fmt: skip
    if job.ways:
        text = styled(job.what, family=EFFECT_FONT, bold=False)
        return effects.draw(
            text, job.ways[place.extent], centre, seed=drawing.seed_of(job.what)
        )
    return drawing.caption(job.shapes[place.extent], centre, line_width=look.line_width)


def _mouth(job: _Job, centre: Point, stage: Stage) -> Mouth:
    """Return the speaker's mouth, or the near side of the panel for a voice from outside."""
    if job.item.mouth is not None and job.item.speaker is not None:
        return stage.mouth(job.item.speaker)
    box = stage.box
    side = box.left if centre[0] < box.centre[0] else box.right
    return Mouth((side, min(centre[1] + 0.06 * box.height, box.bottom)), beyond=True)


_NOTES = (
    (OVERLAP, "balloon-overlap", "words lie on top of each other"),
    (FACE, "balloon-covers-face", "words cover a face"),
    (ORDER, "balloon-order", "a line may be read before the one it answers"),
    (OUTSIDE, "balloon-overflow", "words reach over the panel's border"),
)
_REMEDY = "; say less in this panel, or give it more of the page"


def _notes(panel: str, jobs: Sequence[_Job], placed: Sequence[Placed]) -> Iterator[Note]:
    for job, place in zip(jobs, placed, strict=True):
        for cost, code, message in _NOTES:
            if place.cost >= cost and job.item.role != "effect":
                words = job.what if isinstance(job.what, str) else job.what.texts[0].characters
                yield Note(code=code, panel=panel, message=f"“{words}”: {message}{_REMEDY}")
                break
