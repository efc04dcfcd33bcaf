"""Tables and contact sheets of what was measured."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from PIL import Image, ImageDraw

Row = Mapping[str, Any]
SIDE = 224
"""Pixels along a contact sheet's square."""
LABEL = 18


def table(rows: Sequence[Row]) -> str:
    """Return a Markdown table for each start; a line each way."""
    counts = sorted({row["subjects"] for row in rows})
    judged = [row for row in rows if not row["start"]]
    parts = []
    for start in dict.fromkeys(row["start"] for row in rows if row["start"]):
        mine = [*judged, *(row for row in rows if row["start"] == start)]
        parts += [f"**From {'pure noise' if start == 'noise' else 'the collage'}**\n"]
        parts += [*_lines(mine, counts), ""]
    return "\n".join(parts)


def _lines(rows: Sequence[Row], counts: Sequence[int]) -> Iterator[str]:
    heads = " / ".join(map(str, counts))
    yield (
        f"| way | panels | who, n = {heads} | by pixels | by likeness "
        "| missing | extra | pose | PCK | seam |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for way in dict.fromkeys(row["way"] for row in rows):
        mine = [row for row in rows if row["way"] == way]
        whos = [
            " / ".join(_who([row for row in mine if row["subjects"] == n], key) for n in counts)
            for key in ("right", "right_pixels", "right_alike")
        ]
        name = "(the collages themselves)" if way == "collage" else way
        yield (
            f"| {name} | {len(mine)} | {' | '.join(whos)} | {_share(mine, 'missing'):.2f} "
            f"| {_mean(mine, 'extra'):.2f} | {100 * _mean(mine, 'pose'):.1f} "
            f"| {_mean(mine, 'pck'):.2f} | {_mean(mine, 'seam'):.2f} |"
        )


def _who(rows: Sequence[Row], key: str) -> str:
    return f"{_share(rows, key):.2f}" if rows else "-"


def _share(rows: Sequence[Row], key: str) -> float:
    """Return a count's share of all subjects."""
    return sum(row[key] for row in rows) / max(1, sum(row["subjects"] for row in rows))


def _mean(rows: Sequence[Row], key: str) -> float:
    known = [row[key] for row in rows if row[key] is not None]
    return fmean(known) if known else float("nan")


def sheet(rows: Sequence[Row], out: Path, *, columns: int) -> Image.Image:
    """Lay the same panels out side by side, a row each way and start, its name above."""
    chosen = _spread(sorted({row["panel"] for row in rows}), columns)
    ways = list(dict.fromkeys((row["way"], row["start"]) for row in rows))
    names = [f"{way} {start}".strip() for way, start in sorted(ways, key=lambda way: way[1])]
    board = Image.new("RGB", (SIDE * len(chosen), (SIDE + LABEL) * len(names)), "white")
    draw = ImageDraw.Draw(board)
    for y, name in enumerate(names):
        top = y * (SIDE + LABEL)
        draw.text((4, top + 3), name, fill="black")
        for x, panel in enumerate(chosen):
            file = out / "pictures" / name / f"{panel}.png"
            if file.exists():
                picture = Image.open(file)
                picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
                board.paste(picture, (x * SIDE, top + LABEL))
    return board


def _spread(panels: Sequence[str], count: int) -> list[str]:
    """Choose some panels, evenly from all."""
    step = max(1, len(panels) // max(1, count))
    return list(panels[step // 2 :: step])[:count]
