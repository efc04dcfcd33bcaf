"""Line breaking for balloons: short, long, long, short; the total raggedness is least.

Dynamic programming over the words, as Knuth and Plass (1981) break paragraphs, with a target
width for every line instead of one for all.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from math import inf, sqrt

from storyboard.lettering.text import StyledText

Lines = tuple[tuple[int, int], ...]
"""For every line its first and last word."""

_CHOICES = 9
_LONG = 120
"""Words beyond which nobody will look at the balloon's shape."""
_WEAK_END = 0.012
"""The cost, in squared widths, of ending a line on a word that leans on the next."""
_LEANING = {"a", "an", "the", "i", "to", "of", "and", "or", "in", "my", "is"}


def lozenge(lines: int) -> tuple[float, ...]:
    """Return each line's share of the widest one in a round balloon."""
    return tuple(sqrt(1 - (0.82 * ((2 * line + 1) / lines - 1)) ** 2) for line in range(lines))


def level(lines: int) -> tuple[float, ...]:
    """Return equal shares, with a shorter last line, for boxes."""
    return (*(1.0,) * (lines - 1), 0.8 if lines > 1 else 1.0)


def breakings(text: StyledText, *, limit: float, round_body: bool) -> Iterator[Lines]:
    """Yield the best breakings into few, more, … lines, none of them wider than `limit` ems."""
    if len(text.words) > _LONG:
        yield _filled(text, limit)
        return
    fewest = max(1, int(_prefix_widths(text)[-1] / limit))
    found = 0
    for count in range(fewest, len(text.words) + 1):
        lines = broken(text, lozenge(count) if round_body else level(count))
        if lines and all(text.width(*line) <= limit for line in lines):
            found += 1
            yield lines
        if found == _CHOICES:
            return


def _filled(text: StyledText, limit: float) -> Lines:
    """Fill line after line: plain, but quick however much is said."""
    lines, first = [], 0
    for word in range(1, len(text.words)):
        if word in text.seams or text.width(first, word) > limit:
            lines.append((first, word - 1))
            first = word
    return (*lines, (first, len(text.words) - 1))


@lru_cache(maxsize=4096)
def broken(text: StyledText, shares: tuple[float, ...]) -> Lines:
    """Break the text into len(shares) lines as near to the shares' proportions as words allow.

    Returns no lines where the text's seams ask for more of them.
    """
    ends = _prefix_widths(text)
    unit = ends[-1] / sum(shares)
    words = len(text.words)
    best = [[(inf, 0)] * (words + 1) for _ in range(len(shares) + 1)]
    best[0][0] = (0.0, 0)
    penalties = [_penalty(text, word) for word in range(words)]
    # A line that ends with a word starts no earlier than the last seam up to that word.
    seams = [max((seam for seam in text.seams if seam <= word), default=0) for word in range(words)]
    # No line is longer than two of the mean, unless it is one word.
    firsts = [
        min(max(seam, bisect_left(ends, ends[word + 1] - 2 * unit)), word)
        for word, seam in enumerate(seams)
    ]
    for line, share in enumerate(shares):
        left = len(shares) - line - 1
        for end in range(line + 1, words - left + 1):
            best[line + 1][end] = min(
                (
                    best[line][start][0]
                    + ((ends[end] - ends[start]) / unit - share) ** 2
                    + (penalties[end - 1] if left else 0),
                    start,
                )
                for start in range(max(line, firsts[end - 1]), end)
            )
    return _traced(best, words) if best[-1][words][0] < inf else ()


def _traced(best: list[list[tuple[float, int]]], words: int) -> Lines:
    lines, end = [], words
    for row in reversed(best[1:]):
        start = row[end][1]
        lines.append((start, end - 1))
        end = start
    return tuple(reversed(lines))


def _prefix_widths(text: StyledText) -> list[float]:
    """Return how far the text has come after every word; kerning across spaces is left out."""
    total, widths = 0.0, [0.0]
    for index, (start, _) in enumerate(text.words):
        gap = 0.28 if index and start > text.words[index - 1][1] else 0.0
        total += gap + text.width(index, index)
        widths.append(total)
    return widths


def _penalty(text: StyledText, word: int) -> float:
    start, end = text.words[word]
    return _WEAK_END if text.characters[start:end].lower() in _LEANING else 0.0
