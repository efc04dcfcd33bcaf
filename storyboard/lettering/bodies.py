"""How large a balloon must be: bodies fitted around blocks of lines."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

from schemas.book import BalloonKind
from schemas.geometry import Point
from schemas.story import BalloonShape
from storyboard.lettering.breaking import Lines, breakings
from storyboard.lettering.outlines import Oval
from storyboard.lettering.text import StyledText, hyphenated

LEADING = 1.14
"""Baseline to baseline, in ems."""
_CAP, _DIP = 0.68, 0.1
"""What the eye takes for the block's top above the first baseline and bottom below the last."""
_REACH_UP, _REACH_DOWN = 0.62, 0.16


class Make(NamedTuple):
    """How a kind of balloon is built; lengths in ems."""

    exponent: float
    pad: Point
    """Air beside and above the lines, inside the body."""
    grow: float
    """How far spikes and scallops reach out of the body."""
    joins: bool
    """Whether two of them may overlap into a double balloon."""
    wide: float = 2.5
    """The width over height beyond which it looks squashed."""


_MAKES: dict[BalloonKind, Make] = {
    "speech": Make(2.5, (0.62, 0.34), 0.0, True),
    "whisper": Make(2.5, (0.66, 0.38), 0.0, True),
    "off-panel": Make(2.5, (0.62, 0.34), 0.0, True),
    "thought": Make(2.4, (0.38, 0.14), 0.6, False, 2.3),
    "shout": Make(2.3, (0.42, 0.18), 1.1, False, 1.9),
    "radio": Make(5.0, (0.6, 0.5), 0.34, False),
}
_SQUARE = Make(9.0, (0.7, 0.55), 0.0, True)
_ROUGH = Make(2.5, (0.66, 0.38), 0.16, True)
CAPTION = Make(0.0, (0.6, 0.46), 0.0, False)


class Block(NamedTuple):
    """A text set in lines, with their widths in ems."""

    text: StyledText
    lines: Lines
    widths: tuple[float, ...]

    @property
    def width(self) -> float:
        """The widest line, in ems."""
        return max(self.widths)

    @property
    def height(self) -> float:
        """From the first line's capitals to the last line's foot, in ems."""
        return (len(self.lines) - 1) * LEADING + _CAP + _DIP

    def baselines(self) -> list[float]:
        """Return the baselines, in ems below the block's middle."""
        first = _CAP - self.height / 2
        return [first + LEADING * line for line in range(len(self.lines))]


class Part(NamedTuple):
    """One body of a balloon: its block, its oval in points, its place in the balloon."""

    block: Block
    oval: Oval
    offset: Point


class BodyShape(NamedTuple):
    """One way to set a balloon: half its extent and how far from ideal it is."""

    parts: tuple[Part, ...]
    half: Point
    cost: float
    size: float


def make_of(kind: BalloonKind, voice: BalloonShape) -> Make:
    """Return how to build a balloon of that kind for that voice."""
    if kind in ("speech", "whisper", "off-panel"):
        return {"round": _MAKES[kind], "square": _SQUARE, "rough": _ROUGH}[voice]
    return _MAKES[kind]


def shapes(
    texts: Sequence[StyledText], make: Make, *, size: float, width: float, language: str
) -> tuple[BodyShape, ...]:
    """Return the ways to set the texts in one balloon no wider than `width` points, best first.

    Several texts make a double (or triple) balloon.
    """
    limit = max(width / size - 2 * (make.pad[0] + make.grow), 2.0)
    found: tuple[BodyShape, ...] = ()
    # A round body is wider than its lines by more than the padding; how much, the fit tells.
    while limit >= 2.0:
        choices = [
            _single(hyphenated(text, limit=limit, language=language), make, size, limit)
            for text in texts
        ]
        found = choices[0] if len(choices) == 1 else tuple(_joined(choices, size))
        fitting = [shape for shape in found if 2 * shape.half[0] <= width]
        if fitting:
            return tuple(sorted(fitting, key=lambda shape: shape.cost))
        limit *= 0.9
    tried = found or _narrowest(texts, make, size)
    return (min(tried, key=lambda shape: shape.half[0]),)


def _narrowest(texts: Sequence[StyledText], make: Make, size: float) -> tuple[BodyShape, ...]:
    """Set every word on a line of its own, whatever the width."""
    lines = [tuple((word, word) for word in range(len(text.words))) for text in texts]
    singles = [
        (_shape(_block(text, words), make, size),) for text, words in zip(texts, lines, strict=True)
    ]
    return singles[0] if len(singles) == 1 else tuple(_joined(singles, size))


def captions(
    text: StyledText, *, size: float, width: float, language: str
) -> tuple[BodyShape, ...]:
    """Return the ways to set a caption, as boxes no wider than `width` points."""
    limit = max(width / size - 2 * CAPTION.pad[0], 2.0)
    text = hyphenated(text, limit=limit, language=language)
    found = []
    for lines in breakings(text, limit=limit, round_body=False):
        block = _block(text, lines)
        half = (
            (block.width / 2 + CAPTION.pad[0]) * size,
            (block.height / 2 + CAPTION.pad[1]) * size,
        )
        # Flat captions leave more of the picture, but strips across it cut it in two.
        cost = 5.0 * len(lines) + 22.0 * max(0.0, 2 * half[0] / width - 0.66)
        found.append(BodyShape((Part(block, Oval(*half, 9.0), (0, 0)),), half, cost, size))
    return tuple(sorted(found, key=lambda shape: shape.cost)[:4])


@lru_cache(maxsize=2048)
def _single(text: StyledText, make: Make, size: float, limit: float) -> tuple[BodyShape, ...]:
    return tuple(_bodies(text, make, size, limit))


def _bodies(text: StyledText, make: Make, size: float, limit: float) -> Iterator[BodyShape]:
    for lines in breakings(text, limit=limit, round_body=make.exponent < 4):
        yield _shape(_block(text, lines), make, size)


def _shape(block: Block, make: Make, size: float) -> BodyShape:
    oval = _fitted(block, make, size)
    half = (oval.a + make.grow * size, oval.b + make.grow * size)
    taste = 1.5 * _raggedness(block) + 1.2 * len(block.lines)
    cost = _oddness(half[0] / half[1], make.wide) + taste
    return BodyShape((Part(block, oval, (0.0, 0.0)),), half, cost, size)


def _block(text: StyledText, lines: Lines) -> Block:
    return Block(text, lines, tuple(text.width(*line) for line in lines))


def _fitted(block: Block, make: Make, size: float) -> Oval:
    """Return the smallest superellipse around the block's padded lines."""
    n, (pad_x, pad_y) = make.exponent, make.pad
    corners = [
        (width / 2 + pad_x, max(abs(base - _REACH_UP), abs(base + _REACH_DOWN)) + pad_y)
        for width, base in zip(block.widths, block.baselines(), strict=True)
    ]
    lowest = max(y for _, y in corners)
    ovals = []
    for stretch in (1.08, 1.14, 1.2, 1.28, 1.38, 1.5):
        b = lowest * stretch
        a = max(x / (1 - (y / b) ** n) ** (1 / n) for x, y in corners)
        ovals.append(Oval(a * size, b * size, n))
    return min(ovals, key=lambda oval: oval.a * oval.b + 0.1 * oval.a**2)


def _oddness(aspect: float, wide: float) -> float:
    """Return how far a balloon's width over height is from what looks natural."""
    return 14 * max(0.0, log(aspect / wide)) ** 2 + 30 * max(0.0, log(1.35 / aspect)) ** 2


def _raggedness(block: Block) -> float:
    """Return how unlike a lozenge the lines are: an inner line shorter than an outer one."""
    widths = block.widths
    return sum(
        max(0.0, min(max(widths[:line]), max(widths[line + 1 :])) - widths[line])
        for line in range(1, len(widths) - 1)
    )


def _joined(choices: Sequence[Sequence[BodyShape]], size: float) -> Iterator[BodyShape]:
    """Yield double balloons: the n-th best of each part, stacked, the lower ones moved aside."""
    ranked = [sorted(shapes, key=lambda shape: shape.cost)[:3] for shapes in choices]
    for rank in range(max(map(len, ranked))):
        yield _stacked([shapes[min(rank, len(shapes) - 1)] for shapes in ranked], size)


def _stacked(shapes: Sequence[BodyShape], size: float) -> BodyShape:
    parts, x, y = [], 0.0, 0.0
    for index, shape in enumerate(shapes):
        oval = shape.parts[0].oval
        if index:
            before = shapes[index - 1].parts[0].oval
            x += (1 if index % 2 else -1) * 0.4 * min(oval.a, before.a)
            y += before.b + oval.b - 0.8 * size
        parts.append((shape, (x, y)))
    left = min(at[0] - shape.half[0] for shape, at in parts)
    right = max(at[0] + shape.half[0] for shape, at in parts)
    top = min(at[1] - shape.half[1] for shape, at in parts)
    bottom = max(at[1] + shape.half[1] for shape, at in parts)
    middle = ((left + right) / 2, (top + bottom) / 2)
    return BodyShape(
        tuple(
            shape.parts[0]._replace(offset=(at[0] - middle[0], at[1] - middle[1]))
            for shape, at in parts
        ),
        ((right - left) / 2, (bottom - top) / 2),
        max(shape.cost for shape in shapes),
        size,
    )
