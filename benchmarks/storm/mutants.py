"""Gives mutated stories, plans and settings to the program, which may refuse, but not break."""

import contextlib
import io
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.storm.renders import STORY
from benchmarks.storm.story_mutants import story_mutant
from benchmarks.storm.tally import Tally
from benchmarks.storm.words import FITTING, SETTING_KEYS, SETTING_VALUES, STRANGE

_SLOW = 2.0
"""Seconds of processor time for one input; more is a finding."""


_GENTLE = 0.6
"""The part of settings and values of plans that might fit."""


class Trial(NamedTuple):
    """A kind of mutants, and what they are given to."""

    mutant: Callable[[random.Random], Any]
    judge: Callable[[Any], None]


def mutants(kind: str, trial: Trial, *, seed: int, first: int, count: int) -> Tally:
    """Try `count` mutants, made of the seed and their numbers from `first` on."""
    from schemas.errors import StoryboardError

    tracebacks = slow = accepted = 0
    for number in range(first, first + count):
        given = trial.mutant(random.Random(f"{seed}/{kind}/{number}"))
        before = time.process_time()
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                trial.judge(given)
            accepted += 1
        except StoryboardError:
            pass
        except Exception as error:
            tracebacks += 1
            sys.stderr.write(f"{kind} {number}: {type(error).__name__}: {error}"[:300] + "\n")
        if (spent := time.process_time() - before) > _SLOW:
            slow += 1
            sys.stderr.write(f"{kind} {number}: {spent:.1f} s\n")
    return Tally(kind, count, tracebacks=tracebacks, slow=slow, accepted=accepted)


def stories() -> Trial:
    """Return stories in which bytes, words, lines and panels are overwritten, cut and doubled."""
    return Trial(story_mutant, _check_story)


def plans(here: Path) -> Trial:
    """Return plans in which values are replaced, deleted or doubled; `here` is written to."""
    from storyboard.building.given_plan import read_plan
    from storyboard.digests import Digests
    from storyboard.panels.folder import Folder
    from storyboard.panels.survey import survey
    from storyboard.planning.planner import plan_story
    from storyboard.reading import check_text

    story, _ = check_text(STORY)
    assert story is not None
    text = plan_story(story, root=here).model_dump_json(by_alias=True)
    path = here / "mutant.json"

    def mutant(draw: random.Random) -> str:
        data = json.loads(text)
        for _ in range(draw.randint(1, 3)):
            _mutate(data, draw)
        return json.dumps(data)

    def judge(text: str) -> None:
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        plan = read_plan(path, root=here)
        survey(plan, root=here, folder=Folder(here / "none"), digests=Digests(here / "none.json"))

    return Trial(mutant, judge)


def settings() -> Trial:
    """Return settings as `--set` takes them."""
    from storyboard.building.overrides import overridden
    from storyboard.reading import check_text
    from storyboard.request import parsed

    story, _ = check_text(STORY)
    assert story is not None

    def mutant(draw: random.Random) -> tuple[str, str]:
        name = draw.choice(("msp", "collage", "sketch", "dreambooth", "regional-prompting"))
        key = draw.choice(sorted(FITTING))
        if draw.random() < _GENTLE:
            return draw.choice((name, "msp")), f"{key}={draw.choice(FITTING[key])}"
        return name, f"{draw.choice(SETTING_KEYS)}={draw.choice(SETTING_VALUES)}"

    def judge(given: tuple[str, str]) -> None:
        overridden(story, renderer=given[0], settings=parsed([given[1]]))

    return Trial(mutant, judge)


def _check_story(text: bytes) -> None:
    from schemas.errors import StoryboardError
    from storyboard.planning.planner import plan_story
    from storyboard.reading import check_text

    story, problems = check_text(text)
    if story is None:
        assert problems, "refused without a word"
        raise StoryboardError("refused")
    plan_story(story, root=Path())


def _nearly(value: float | str, draw: random.Random) -> float | str:
    """Return another number near a number, or a text that says a little more."""
    if isinstance(value, str):
        return value + draw.choice(("s", " and more", "…", " é"))
    return value * draw.uniform(0.9, 1.1)


def _mutate(data: Any, draw: random.Random) -> None:
    """Replace, delete or double one value somewhere below."""
    while isinstance(data, dict | list) and data:
        key = draw.choice(sorted(data)) if isinstance(data, dict) else draw.randrange(len(data))
        below = data[key]
        if isinstance(below, dict | list) and below and draw.random() < 0.85:
            data = below
            continue
        if isinstance(below, float | str) and draw.random() < _GENTLE:
            data[key] = _nearly(below, draw)
        elif draw.random() < 0.2:
            del data[key]
        elif isinstance(data, list) and draw.random() < 0.3:
            data.append(below)
        else:
            data[key] = draw.choice(STRANGE)
        return
