"""Storms over builds: kills, damages, mutated stories, plans and settings, counted.

Everything is seeded and bounded. A story is rendered once; then each kind of storm tries to lose a
panel, a byte, or the program's composure:

    python benchmarks/storm.py --kills 40 --damages 50 --stories 2000 --plans 200 --settings 200

The exit code is 1 where anything was lost, and the numbers are printed as JSON.
"""

import argparse
import contextlib
import hashlib
import io
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
STORY = """\
title: Storm
cast: [dee, ringo]
scenes:
  - setting: a park in the rain
    panels:
      - action: Dee waits
        dialogue: [dee: Is it over?]
      - action: Ringo runs to Dee
        dialogue: [ringo: Not yet!]
      - action: Dee laughs
"""
_SLOW = 2.0
"""Seconds of processor time for one input; more is a finding."""


class Tally(NamedTuple):
    """What one storm did and found."""

    kind: str
    tried: int
    lost_panels: int = 0
    bytes_different: int = 0
    silent: int = 0
    tracebacks: int = 0
    slow: int = 0
    outside: int = 0
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not any(self[2:8])


def main() -> int:
    """Run the storms that were asked for, and print what they found."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="storm-") as name:
        here = Path(name)
        tallies = [storm for storm in _storms(options, here) if storm.tried]
    print(json.dumps([each._asdict() for each in tallies], indent=1))
    return 0 if all(each.clean for each in tallies) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name in ("kills", "damages", "stories", "plans", "settings"):
        parser.add_argument(f"--{name}", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--renderer", default="collage")
    return parser.parse_args()


def _storms(options: argparse.Namespace, here: Path) -> Iterator[Tally]:
    draw = random.Random(options.seed)
    here.mkdir(parents=True, exist_ok=True)
    if options.kills:
        for jobs in (1, 2):
            yield kills(here / f"kills-{jobs}", draw, options.kills // 2, options.renderer, jobs)
    if options.damages:
        yield damages(here / "damages", draw, options.damages, options.renderer)
    yield mutated("stories", draw, options.stories, _story_mutant, _check_story)
    yield mutated("plans", draw, options.plans, _plan_mutant(here), _check_plan(here))
    yield mutated("settings", draw, options.settings, _setting_mutant, _check_setting(here))


def _storyboard(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "storyboard", "render", "storm.yaml", *words]


def _write(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "storm.yaml").write_text(STORY, encoding="utf-8")
    return folder


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


def _render(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _storyboard(folder, *words),
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def _made(folder: Path) -> dict[str, str]:
    """Return the digests of what a reader opens: the books, the pages and the panels."""
    build = folder / "build" / "storm"
    paths = [*build.glob("book.*"), *build.glob("pages/*"), *build.glob("panels/*.png")]
    return {
        path.relative_to(build).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(paths)
        if "by-hand" not in path.name
    }


def kills(folder: Path, draw: random.Random, count: int, renderer: str, jobs: int) -> Tally:
    """Kill renders at any instant; each time the next one must end in the same book."""
    words = ("--renderer", renderer, "--jobs", str(jobs))
    reference = _write(folder / "reference")
    began = time.perf_counter()
    _render(reference, *words)
    whole, wanted, started = time.perf_counter() - began, _made(reference), time.perf_counter()
    lost = different = tracebacks = 0
    for number in range(count):
        place = _write(folder / str(number))
        process = subprocess.Popen(
            _storyboard(place, *words),
            cwd=place,
            env=_environment(),
            text=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        told = _killed_after(process, draw.uniform(0, 1.1 * whole))
        finished = {line.split(":")[0] for line in told.splitlines() if ": drawn (" in line}
        again = _render(place, *words)
        redrawn = {line.split(":")[0] for line in again.stderr.splitlines() if ": drawn (" in line}
        lost += len(finished & redrawn)
        different += sum(wanted[name] != digest for name, digest in _made(place).items())
        different += len(wanted.keys() ^ _made(place).keys())
        tracebacks += _broke(again, f"kill {number}") or again.returncode != 0
        shutil.rmtree(place)
    return Tally(
        f"kills, {jobs} processes, {renderer}",
        count,
        lost,
        different,
        0,
        tracebacks,
        seconds=round(time.perf_counter() - started, 1),
    )


def _broke(run: subprocess.CompletedProcess[str], after: str) -> bool:
    """Whether a render ended in a bug of ours, which is then shown."""
    broke = "Traceback" in run.stderr or "bug in storyboard" in run.stderr
    if broke:
        sys.stderr.write(f"{after}: {run.stderr[-1000:]}\n")
    return broke


def _killed_after(process: "subprocess.Popen[str]", seconds: float) -> str:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.communicate()[1] or ""


def damages(folder: Path, draw: random.Random, count: int, renderer: str) -> Tally:
    """Damage a file of a build; the next render must mend it or say so, and keep what is ours."""
    place, started = _write(folder), time.perf_counter()
    stranger = folder / "mine.txt"
    stranger.write_text("mine")
    _render(place, "--renderer", renderer)
    wanted = _made(place)
    pristine = folder / "pristine"
    shutil.copytree(place / "build", pristine)
    different = silent = tracebacks = outside = 0
    for _ in range(count):
        shutil.rmtree(place / "build")
        shutil.copytree(pristine, place / "build")
        files = sorted(path for path in (place / "build").rglob("*") if path.is_file())
        damaged = draw.choice(files)
        _damage(damaged, draw)
        run = _render(place, "--renderer", renderer)
        tracebacks += _broke(run, f"damage of {damaged.relative_to(place)}")
        now = _made(place)
        wrong = sum(wanted[name] != now.get(name) for name in wanted)
        different += wrong if run.returncode == 0 else 0
        silent += bool(wrong and not run.stderr)
        outside += stranger.read_text() != "mine"
    return Tally(
        f"damages, {renderer}",
        count,
        0,
        different,
        silent,
        tracebacks,
        0,
        outside,
        round(time.perf_counter() - started, 1),
    )


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


def mutated(
    kind: str,
    draw: random.Random,
    count: int,
    mutant: Callable[[random.Random], Any],
    judge: Callable[[Any], None],
) -> Tally:
    """Give mutants to the program; it may refuse, but neither break nor be slow."""
    from schemas.errors import StoryboardError

    tracebacks = slow = 0
    started = time.perf_counter()
    for number in range(count):
        given, before = mutant(draw), time.process_time()
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                judge(given)
        except StoryboardError:
            pass
        except Exception as error:
            tracebacks += 1
            sys.stderr.write(f"{kind} {number}: {type(error).__name__}: {error}"[:300] + "\n")
        slow += time.process_time() - before > _SLOW
    spent = round(time.perf_counter() - started, 1)
    return Tally(kind, count, tracebacks=tracebacks, slow=slow, seconds=spent)


def _story_mutant(draw: random.Random) -> bytes:
    """Cut, double, swap and overwrite pieces of a story."""
    text = bytearray(STORY.encode())
    for _ in range(draw.randint(1, 6)):
        start = draw.randrange(len(text) + 1)
        end = min(len(text), start + draw.randint(0, 12))
        piece = draw.choice(_PIECES) if draw.random() < 0.6 else bytes(text[start:end]) * 2
        text[start:end] = piece
    return bytes(text)


_PIECES = (
    b"",
    b"\n",
    b"  ",
    b": ",
    b"- ",
    b"[",
    b"]",
    b"{",
    b"}",
    b"'",
    b'"',
    b"&a ",
    b"*a",
    b"<<: ",
    b"null",
    b"~",
    b"1e999",
    b"-0",
    b".inf",
    b"\xff",
    b"\xe2\x80\xae",
    b"!!python/object:os ",
    b"panels",
    b"scenes: []",
    b"../../etc/passwd",
    b"? ",
    b"|\n",
    b">\n",
    b"#",
    b"%",
    b"@",
    b"`",
)


def _check_story(text: bytes) -> None:
    from storyboard.planning.planner import plan_story
    from storyboard.reading import check_text

    story, problems = check_text(text)
    if story is None:
        assert problems, "refused without a word"
    else:
        plan_story(story, root=Path())


def _plan_mutant(here: Path) -> Callable[[random.Random], str]:
    from storyboard.planning.planner import plan_story
    from storyboard.reading import check_text

    story, _ = check_text(STORY)
    assert story is not None
    text = plan_story(story, root=here).model_dump_json(by_alias=True)

    def mutant(draw: random.Random) -> str:
        data = json.loads(text)
        for _ in range(draw.randint(1, 3)):
            _mutate(data, draw)
        return json.dumps(data)

    return mutant


_STRANGE: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    1e308,
    -1e-308,
    10**30,
    "",
    "\x00",
    "\x1b[2J",
    "../../x",
    "/etc/passwd",
    "x" * 5000,
    [],
    {},
    [[]],
    "NaN",
    "é",
    "\ud800",
)


def _mutate(data: Any, draw: random.Random) -> None:
    """Replace, delete or double one value somewhere below."""
    while isinstance(data, dict | list) and data:
        key = draw.choice(sorted(data)) if isinstance(data, dict) else draw.randrange(len(data))
        below = data[key]
        if isinstance(below, dict | list) and below and draw.random() < 0.85:
            data = below
            continue
        if draw.random() < 0.2:
            del data[key]
        elif isinstance(data, list) and draw.random() < 0.3:
            data.append(below)
        else:
            data[key] = draw.choice(_STRANGE)
        return


def _check_plan(here: Path) -> Callable[[str], None]:
    from storyboard.building.preparing import read_plan
    from storyboard.digests import Digests
    from storyboard.panels.folder import Folder
    from storyboard.panels.survey import survey

    path = here / "mutant.json"

    def check(text: str) -> None:
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        plan = read_plan(path, root=here)
        survey(plan, root=here, folder=Folder(here / "none"), digests=Digests(here / "none.json"))

    return check


def _setting_mutant(draw: random.Random) -> tuple[str, str]:
    name = draw.choice(("msp", "collage", "sketch", "dreambooth", "regional-prompting"))
    keys = (
        "steps",
        "guidance_scale",
        "resolution",
        "init.strength",
        "init.from",
        "sal",
        "model",
        "controlnet.model",
        "scheduler",
        "cache_every",
        "nonsense",
        "name",
        "a.b.c",
        ".",
        "",
    )
    values = (
        "8",
        "-1",
        "0",
        "1e99",
        "null",
        "[]",
        "{}",
        '"x"',
        "true",
        "../..",
        "nan",
        "\x00",
        "9" * 400,
        "[" * 5000,
        "é",
    )
    return name, f"{draw.choice(keys)}={draw.choice(values)}"


def _check_setting(here: Path) -> Callable[[tuple[str, str]], None]:
    from storyboard.building.overrides import overridden
    from storyboard.reading import check_text
    from storyboard.request import parsed

    story, _ = check_text(STORY)
    assert story is not None

    def check(given: tuple[str, str]) -> None:
        overridden(story, renderer=given[0], settings=parsed([given[1]]))

    return check


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
