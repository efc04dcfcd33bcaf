"""Draws panels in several processes, each with renderers of its own; results come back by pipe."""

import multiprocessing
import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from multiprocessing.connection import wait as wait_for
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import TypeAlias

from renderers.base import Drawn, Renderer, Step
from schemas.plan import PanelPlan
from schemas.plugins import AnySettings
from storyboard.events import PanelFailed
from storyboard.panels.drawing import draw_with, load
from storyboard.panels.executors.in_process import InProcess
from storyboard.panels.jobs import Job, Result

_TRIES = 2
"""How often a panel is begun when the process that draws it dies, or processes that never begin."""

_Told: TypeAlias = str | Step
"""What workers tell while they draw: the panel that one begins, then its steps."""


class Processes:
    """Draws in up to `workers` processes; one that dies takes no panel with it but its own.

    When a process dies, those beside it are ended too. The panels that were being drawn are
    suspects: they are tried again by one process, so that a second death tells whose fault it is.
    The others go on in half as many processes, for memory may have been short.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def draw(self, jobs: Sequence[Job], *, root: Path) -> Iterator[Result]:
        """Draw each job once, as `storyboard.panels.jobs.Executor` says."""
        workers = min(self._workers, len(jobs))
        if workers <= 1:
            yield from InProcess().draw(jobs, root=root)
            return
        waiting = {job.panel.id: job for job in jobs}
        deaths: Counter[str] = Counter()
        idle = 0
        while waiting:
            begun: set[str] = set()
            suspects = [panel for panel in waiting if deaths[panel]]
            batch = [waiting[panel].panel for panel in suspects or waiting]
            for result in _generation(batch, begun, root=root, workers=1 if suspects else workers):
                if not isinstance(result, Step):
                    waiting.pop(result.panel)
                yield result
            deaths.update(panel for panel in waiting if panel in begun)
            idle = 0 if begun else idle + 1
            for panel in [p for p in waiting if deaths[p] >= _TRIES or idle >= _TRIES]:
                waiting.pop(panel)
                yield _died(panel)
            workers = max(1, workers // 2)


def _died(panel: str) -> PanelFailed:
    hint = "Was memory short? Try again with --jobs 1."
    return PanelFailed(panel, "the process that drew it died", hint, 5)


def _generation(
    panels: Sequence[PanelPlan], begun: set[str], *, root: Path, workers: int
) -> Iterator[Result]:
    """Draw what can be drawn before a process dies; what is left is missing from the results.

    `begun` gains the ids of the panels that were taken in hand.
    """
    context = multiprocessing.get_context("spawn")
    events: SimpleQueue[_Told] = context.SimpleQueue()
    with (
        ProcessPoolExecutor(
            workers, mp_context=context, initializer=_begin, initargs=(events, root)
        ) as pool,
        _reaped(),
    ):
        pending = _submitted(pool, panels)
        while pending:
            done, pending = wait(pending, timeout=0.1, return_when=FIRST_COMPLETED)
            while not events.empty():
                if isinstance(news := events.get(), Step):
                    yield news
                else:
                    begun.add(news)
            finished, broken = _finished(done)
            yield from finished
            if broken:
                return


def _submitted(
    pool: ProcessPoolExecutor, panels: Sequence[PanelPlan]
) -> "set[Future[Drawn | PanelFailed]]":
    """Hand the panels over; a process may die before the last is, and then the rest is left.

    A pool that breaks while it begins another process closes the pipes of that one: an `OSError`,
    as where the system has no more processes to give.
    """
    pending = set[Future[Drawn | PanelFailed]]()
    for panel in panels:
        try:
            pending.add(pool.submit(_draw, panel))
        except (BrokenProcessPool, OSError):
            break
    return pending


def _finished(
    done: "set[Future[Drawn | PanelFailed]]",
) -> tuple[list[Drawn | PanelFailed], bool]:
    """Return the results that came, and whether a process died."""
    results, broken = list[Drawn | PanelFailed](), False
    for future in done:
        error = future.exception()
        if error is None:
            results.append(future.result())
        elif isinstance(error, BrokenProcessPool):
            broken = True
        else:
            raise error
    return results, broken


@contextmanager
def _reaped() -> Iterator[None]:
    """When the block is left early, end the processes it began: nobody waits for their panels."""
    before = set(multiprocessing.active_children())
    try:
        yield
    except BaseException:
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        raise


class _Worker:
    """What a worker process knows, set once when it begins."""

    events: "SimpleQueue[_Told]"
    root: Path


def _begin(events: "SimpleQueue[_Told]", root: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    # Each process keeps as many threads as one alone would have: with fewer, sums round otherwise,
    # and a panel would depend on its company. So that they do not fight, they sleep while waiting.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _Worker.events, _Worker.root = events, root


def _end_with_parent() -> None:
    """A killed parent cannot end its workers, and they would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


@cache
def _renderer(settings: AnySettings) -> Renderer:
    return load(settings, _Worker.root)


def _draw(panel: PanelPlan) -> Drawn | PanelFailed:
    _Worker.events.put(panel.id)
    try:
        renderer = _renderer(panel.renderer)
    except Exception as error:
        return PanelFailed.of(panel.id, error)
    for result in draw_with(renderer, [panel]):
        if not isinstance(result, Step):
            return result
        _Worker.events.put(result)
    return PanelFailed(panel.id, "the renderer did not draw it")
