"""What there is to letter in a panel: each text with the ways it can be set."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from schemas.book import BalloonKind
from schemas.plan import PanelPlan, Speaker
from schemas.story import Line, Voice
from storyboard.fonts import BOOK_FONT, EFFECT_FONT
from storyboard.lettering import bodies, drawing, effects
from storyboard.lettering.candidates import INSET, Extent, Item
from storyboard.lettering.stage import PanelArea
from storyboard.lettering.text import StyledText, styled


class LetteringStyle(NamedTuple):
    """What is the same for the whole book."""

    size: float
    """Font size in points."""
    speakers: Mapping[str, Speaker]
    language: str = "en"
    font: str = BOOK_FONT
    """The family of captions, and of all who have none of their own."""
    rtl: bool = False
    line_width: float = 1.0


class Utterance(NamedTuple):
    """What one balloon says: one line, or several by one speaker."""

    kind: BalloonKind
    speaker: str
    texts: tuple[StyledText, ...]


class LetteringJob(NamedTuple):
    """Something to letter: how it can be placed, and what to draw then."""

    item: Item
    what: Utterance | str
    shapes: tuple[bodies.BodyShape, ...] = ()
    ways: tuple[effects.Way, ...] = ()


def jobs(
    panel: PanelPlan, stage: PanelArea, look: LetteringStyle, *, join: bool
) -> list[LetteringJob]:
    """Return all there is to letter: what is read, in reading order, then the effects."""
    read = [
        *_caption_jobs(panel.words.captions, stage, look),
        *_balloon_jobs(panel.words.lines, stage, look, join=join),
    ]
    followed = [
        job._replace(item=job.item._replace(followers=len(read) - index - 1))
        for index, job in enumerate(read)
    ]
    return [*followed, *_effect_jobs(panel, stage, look)]


def _caption_jobs(
    captions: Sequence[str], stage: PanelArea, look: LetteringStyle
) -> Iterator[LetteringJob]:
    for words in filter(str.strip, captions):
        found = bodies.captions(
            styled(words, family=look.font, base=look.font),
            size=look.size,
            width=stage.box.width - 2 * INSET,
            language=look.language,
        )
        yield LetteringJob(Item("caption", _extents(found), size=look.size), words, found)


def _balloon_jobs(
    lines: Sequence[Line], stage: PanelArea, look: LetteringStyle, *, join: bool
) -> Iterator[LetteringJob]:
    for utterance in _utterances(lines, look, join=join):
        voice = voice_of(look.speakers, utterance.speaker)
        found = bodies.shapes(
            utterance.texts,
            bodies.make_of(utterance.kind, voice.balloon),
            size=look.size,
            width=stage.box.width - 2 * INSET,
            language=look.language,
        )[:5]
        index = stage.speaker(utterance.speaker)
        seen = index is not None and utterance.kind != "off-panel"
        mouth = stage.mouth(index) if seen and index is not None else None
        item = Item("balloon", _extents(found), mouth, index, size=look.size)
        yield LetteringJob(item, utterance, found)


def _effect_jobs(
    panel: PanelPlan, stage: PanelArea, look: LetteringStyle
) -> Iterator[LetteringJob]:
    for effect in panel.words.effects:
        if not effect.text.strip():
            continue
        text = effect_text(effect.text, look.font)
        found = effects.ways(text, stage.box, size=look.size, seed=drawing.seed_of(effect.text))
        index = None if effect.near is None else stage.speaker(effect.near)
        bounds = None if index is None else stage.bounds(index)
        extents = tuple(Extent(way.half, 9.0 * rank) for rank, way in enumerate(found))
        near = None if bounds is None else bounds.centre
        yield LetteringJob(Item("effect", extents, None, index, near), effect.text, ways=found)


def _extents(shapes: Sequence[bodies.BodyShape]) -> tuple[Extent, ...]:
    return tuple(Extent(shape.half, shape.cost) for shape in shapes)


def _utterances(lines: Sequence[Line], look: LetteringStyle, *, join: bool) -> Iterator[Utterance]:
    """Yield what each balloon says; consecutive lines of one voice share one if they may join."""
    for (speaker, how), group in groupby(lines, key=lambda line: (line.speaker, line.how)):
        voice = voice_of(look.speakers, speaker)
        texts = [spoken_text(line, voice, look.font) for line in group if line.says.strip()]
        together = 3 if join and bodies.make_of(how, voice.balloon).joins else 1
        for start in range(0, len(texts), together):
            yield Utterance(how, speaker, tuple(texts[start : start + together]))


def spoken_text(line: Line, voice: Voice, font: str) -> StyledText:
    """Return what is said in the speaker's face; `font` is the book's family."""
    return styled(
        line.says,
        family=voice.font or font,
        bold=line.how != "whisper",
        italic=line.how in ("thought", "radio"),
        base=font,
    )


def effect_text(words: str, font: str) -> StyledText:
    """Return a sound effect's letters; `font`, the book's family, lends what effects lack."""
    return styled(" ".join(words.split()), family=EFFECT_FONT, bold=False, base=font)


def can_join(lines: Sequence[Line]) -> bool:
    """Return whether some lines could share a balloon."""
    return any(one.speaker == two.speaker and one.how == two.how for one, two in pairwise(lines))


def voice_of(speakers: Mapping[str, Speaker], speaker: str) -> Voice:
    """Return how a character's words look."""
    known = speakers.get(speaker)
    return known.voice if known else Voice()
