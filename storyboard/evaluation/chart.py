"""Success against the number of subjects, as a small drawing for each method."""

from collections.abc import Iterator, Mapping, Sequence

from renderers.judging.metrics.tables import Interval

WIDE, HIGH = 168, 120
_LEFT, _RIGHT, _TOP, _BOTTOM = 26, 10, 8, 20
COLOURS = ("#3366cc", "#d95f02", "#1b9e77", "#9933aa", "#666666")
"""Of the judges, in the suite's order; more than these begin again."""


def colour_of(number: int) -> str:
    """Return a judge's colour."""
    return COLOURS[number % len(COLOURS)]


def success_chart(counts: Sequence[int], lines: Sequence[Mapping[int, Interval]]) -> str:
    """Return an SVG: success from 0 to 1 over the number of subjects, a line a judge.

    Args:
        counts: the numbers of subjects, from left to right.
        lines: of each judge, by the number of subjects, the rate and its interval.
    """
    body = [*_axes(counts)]
    for number, line in enumerate(lines):
        body += _line(counts, line, number, of=len(lines))
    return (
        f'<svg viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}" role="img" '
        f'aria-label="success against the number of subjects">{"".join(body)}</svg>'
    )


def _axes(counts: Sequence[int]) -> Iterator[str]:
    for level in (0.0, 0.5, 1.0):
        y = _y(level)
        yield (
            f'<line x1="{_LEFT}" x2="{WIDE - _RIGHT}" y1="{y}" y2="{y}" class="grid"/>'
            f'<text x="{_LEFT - 4}" y="{y + 3}" text-anchor="end">{level:g}</text>'
        )
    for at, count in enumerate(counts):
        x = _x(at, len(counts))
        yield f'<text x="{x}" y="{HIGH - 6}" text-anchor="middle">{count}</text>'


def _line(
    counts: Sequence[int], line: Mapping[int, Interval], number: int, *, of: int
) -> Iterator[str]:
    """Draw one judge's rates, a little beside the others' so that all can be seen."""
    colour, aside = colour_of(number), 3 * (number - (of - 1) / 2)
    dots = [
        (round(_x(at, len(counts)) + aside, 1), line[count])
        for at, count in enumerate(counts)
        if count in line
    ]
    path = " ".join(f"{x},{_y(rate.mean)}" for x, rate in dots)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
    for x, rate in dots:
        yield (
            f'<line x1="{x}" x2="{x}" y1="{_y(rate.low)}" y2="{_y(rate.high)}" stroke="{colour}" '
            f'opacity="0.5"/><circle cx="{x}" cy="{_y(rate.mean)}" r="2.5" fill="{colour}"/>'
        )


def _x(at: int, count: int) -> float:
    return round(_LEFT + (WIDE - _LEFT - _RIGHT) * (at + 0.5) / count, 1)


def _y(rate: float) -> float:
    return round(_TOP + (HIGH - _TOP - _BOTTOM) * (1 - rate), 1)
