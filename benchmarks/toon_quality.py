"""Measures how well toon draws compositions it has never seen, from noise and from the collage.

    python benchmarks/toon_quality.py --out build/quality             # the model card's table
    python benchmarks/toon_quality.py --out build/ablation --ablation # the engine's ablation

Every panel is drawn once for each way and start, judged, and noted in `results.jsonl`, so that a
run that was stopped goes on where it was; `table.md` and contact sheets are written at the end.
The first column judges the collages themselves, which is as far as the judges can tell:

who      share of the subjects recognised in their own segments, by three judges: the segmenter,
         which also guides (SAL); a reader of pixels, which has no part in drawing; and likeness
         to the cast's own pictures, by an embedding that was trained on strangers
missing  share of the subjects found nowhere in the panel
extra    subjects found whom nobody asked for, per panel
pose     mean distance of the joints from the pose map, in hundredths of the figure's height
PCK      share of the joints within a tenth of the figure's height
seam     unevenness just outside the subjects' outlines against further out; the collage's is 1
"""

import argparse
import json
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import torch
from compositions import Composition, composition
from PIL import Image
from quality_tables import sheet, table
from ways import ABLATION, MAIN, Common, Start, settings

from renderers import load
from renderers.base import Context, Drawn, Renderer
from schemas.settings import MspSettings

COUNTS = (1, 2, 3, 4)


class Job(NamedTuple):
    """Some panels to draw one way."""

    way: str
    start: Start | None
    """None judges the collages themselves."""
    changes: dict[str, Any]
    common: Common
    subjects: int
    first: int
    count: int
    out: Path


def main() -> None:
    """Draw, judge, and print the table."""
    asked = _parser().parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.rejudge:
        (asked.out / "results.jsonl").unlink(missing_ok=True)
    todo = list(jobs(asked))
    done = {(row["way"], row["start"], row["panel"]) for row in results(asked.out)}
    rest = [job for job in todo if any(key not in done for key in _keys(job))]
    context = multiprocessing.get_context("spawn")
    os.environ["OMP_NUM_THREADS"] = str(max(1, (os.cpu_count() or 1) // asked.jobs))
    with context.Pool(asked.jobs, maxtasksperchild=60) as pool:
        for number, rows in enumerate(pool.imap_unordered(work, rest), start=1):
            with (asked.out / "results.jsonl").open("a", encoding="utf-8") as file:
                file.writelines(json.dumps(row) + "\n" for row in rows)
            print(f"{number}/{len(rest)}", end="\r", flush=True)
    rows = results(asked.out)
    text = table(rows)
    (asked.out / "table.md").write_text(text, encoding="utf-8")
    sheet(rows, asked.out, columns=asked.columns).save(asked.out / "sheet.jpg", quality=88)
    print(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--out", type=Path, required=True, help="where results and pictures lie")
    add("--ablation", action="store_true", help="compare the engine's settings")
    add("--ways", nargs="+", help="only these rows")
    add("--starts", nargs="+", choices=("noise", "collage"), default=("noise", "collage"))
    add("--panels", type=int, default=50, help="panels for each number of subjects")
    add("--counts", type=int, nargs="+", default=COUNTS)
    add("--jobs", type=int, default=max(1, (os.cpu_count() or 2) // 2), help="processes")
    add("--rejudge", action="store_true", help="judge the pictures drawn before once more")
    add("--columns", type=int, default=8, help="panels on the contact sheet")
    for name, value in Common()._asdict().items():
        add(f"--{name.replace('_', '-')}", type=type(value), default=value)
    return parser


def jobs(asked: argparse.Namespace, *, chunk: int = 5) -> Iterator[Job]:
    """Yield all work, a few panels at a time, every way's first panels first."""
    ways = ABLATION if asked.ablation else MAIN
    ways = {way: ways[way] for way in asked.ways or ways}
    common = Common(**{name: getattr(asked, name) for name in Common._fields})
    for first in range(0, asked.panels, chunk):
        count = min(chunk, asked.panels - first)
        for subjects in asked.counts:
            yield Job("collage", None, {}, common, subjects, first, count, asked.out)
            for way, changes in ways.items():
                for start in asked.starts:
                    yield Job(way, start, dict(changes), common, subjects, first, count, asked.out)


def _keys(job: Job) -> Iterator[tuple[str, str, str]]:
    panels = range(job.first, job.first + job.count)
    return ((job.way, job.start or "", f"n{job.subjects}-{panel:03d}") for panel in panels)


def work(job: Job) -> list[dict[str, Any]]:
    """Draw and judge one job's panels; keep small pictures of them."""
    from judge import judged

    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    numbers = range(job.first, job.first + job.count)
    shown = [composition(job.subjects, number) for number in numbers]
    folder = job.out / "pictures" / (f"{job.way} {job.start}" if job.start else job.way)
    folder.mkdir(parents=True, exist_ok=True)
    missing = [panel for panel in shown if not (folder / f"{panel.id}.png").exists()]
    for panel, picture in zip(missing, _drawn(job, missing), strict=True):
        draft = folder / f"{panel.id}.new"
        picture.save(draft, format="PNG")
        draft.replace(folder / f"{panel.id}.png")
    rows = []
    for panel in shown:
        with Image.open(folder / f"{panel.id}.png") as picture:
            verdict = judged(picture, panel)
        rows.append(
            {
                "way": job.way,
                "start": job.start or "",
                "panel": panel.id,
                "subjects": job.subjects,
                **verdict._asdict(),
            }
        )
    return rows


def _drawn(job: Job, shown: Sequence[Composition]) -> list[Image.Image]:
    if job.start is None:
        return [panel.collage for panel in shown]
    if not shown:
        return []
    told = settings(job.changes, job.start, job.common)
    drawn = _renderer(told).render([panel.plan(told) for panel in shown])
    return [found.image for found in drawn if isinstance(found, Drawn)]


@lru_cache(maxsize=6)
def _renderer(told: MspSettings) -> Renderer:
    """Load a model once for all of a process's jobs of one way."""
    return load(told, Context(Path()))


def results(out: Path) -> list[dict[str, Any]]:
    """Return what has been measured so far; of a panel judged twice, the later verdict."""
    file = out / "results.jsonl"
    if not file.exists():
        return []
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return list({(row["way"], row["start"], row["panel"]): row for row in rows}.values())


if __name__ == "__main__":
    main()
