"""Damages a finished build: the next render must mend it or say so, and keep what is not ours."""

import os
import random
import shutil
from pathlib import Path

from benchmarks.storm.renders import beside, broke, made, render, write_story
from benchmarks.storm.tally import Tally


def damages(folder: Path, *, renderer: str, seed: int, first: int, count: int) -> Tally:
    """Damage one file of a build `count` times, which the seed and the number choose."""
    place, pristine = write_story(folder, renderer), folder / "pristine"
    render(place)
    wanted = made(place)
    shutil.copytree(place / "build", pristine)
    different = silent = tracebacks = outside = 0
    for number in range(first, first + count):
        draw, others = random.Random(f"{seed}/damages/{number}"), beside(place)
        shutil.rmtree(place / "build")
        shutil.copytree(pristine, place / "build")
        damaged = draw.choice(sorted(path for path in place.rglob("build/**/*") if path.is_file()))
        _damage(damaged, draw)
        run = render(place)
        tracebacks += broke(run, f"damage {number} of {damaged.relative_to(place)}")
        now = made(place)
        wrong = sum(wanted[name] != now.get(name) for name in wanted)
        different += wrong if run.returncode == 0 else 0
        silent += bool(wrong and not run.stderr)
        outside += beside(place) != others
    kind = f"damages, {renderer}"
    return Tally(kind, count, 0, different, silent, tracebacks, 0, outside)


def _damage(path: Path, draw: random.Random) -> None:
    """Truncate, flip, empty, delete or fill a file, as disks and people do."""
    status, data = path.stat(), bytearray(path.read_bytes())
    match draw.randrange(5):
        case 0:
            path.unlink()
        case 1:
            path.write_bytes(data[: len(data) // 2])
        case 2:
            path.write_bytes(b"")
        case 3:
            path.write_bytes(draw.randbytes(64))
        case _:
            if data:
                data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
            path.write_bytes(data)
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
