"""Draws panels in several processes. Each has its own renderer; finished panels go to the store."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from multiprocessing.connection import wait as wait_for
from multiprocessing.queues import SimpleQueue
from pathlib import Path

from renderers.base import Renderer, Step
from schemas.plugins import AnySettings
from storyboard.events import Outcome, PanelDone, PanelFailed
from storyboard.panels.drawing import Job, draw_with, load
from storyboard.panels.store import Store

_TRIES = 2
"""How often a panel is begun when the process that draws it dies."""


def draw_apart(
    jobs: Sequence[Job], *, store: Store, root: Path, workers: int
) -> Iterator[Outcome]:
    """Draw the panels in `workers` processes, yielding progress in the order it happens."""
    waiting = {job.panel.id: job for job in jobs}
    for _ in range(_TRIES):
        for outcome in _round(list(waiting.values()), store=store, root=root, workers=workers):
            if not isinstance(outcome, Step):
                waiting.pop(outcome.panel)
            yield outcome
        if not waiting:
            return
    for panel in waiting:
        yield PanelFailed(
            panel, "the process that drew it died", "Was memory short? Try again with --jobs 1.", 5
        )


def _round(
    jobs: Sequence[Job], *, store: Store, root: Path, workers: int
) -> Iterator[Outcome]:
    """Draw what can be drawn before a process dies; what is left is missing from the outcomes."""
    context = multiprocessing.get_context("spawn")
    steps: SimpleQueue[Step] = context.SimpleQueue()
    with (
        ProcessPoolExecutor(
            workers, mp_context=context, initializer=_begin, initargs=(steps, store, root)
        ) as pool,
        _reaped(),
    ):
        pending: set[Future[PanelDone | PanelFailed]] = {pool.submit(_draw, job) for job in jobs}
        while pending:
            done, pending = wait(pending, timeout=0.1, return_when=FIRST_COMPLETED)
            while not steps.empty():
                yield steps.get()
            for future in done:
                if isinstance(error := future.exception(), BrokenProcessPool):
                    return
                if error:
                    raise error
                yield future.result()


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


class _Place:
    """What a worker process knows, set once when it begins."""

    steps: SimpleQueue[Step]
    store: Store
    root: Path


def _begin(steps: SimpleQueue[Step], store: Store, root: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    # Each process keeps as many threads as one alone would have: with fewer, sums round otherwise,
    # and a panel would depend on its company. So that they do not fight, they sleep while waiting.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _Place.steps, _Place.store, _Place.root = steps, store, root


def _end_with_parent() -> None:
    """A killed parent cannot end its workers, and they would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


@cache
def _renderer(settings: AnySettings) -> Renderer:
    return load(settings, _Place.root)


def _draw(job: Job) -> PanelDone | PanelFailed:
    try:
        renderer = _renderer(job.panel.renderer)
    except Exception as error:
        return PanelFailed.of(job.panel.id, error)
    for outcome in draw_with(renderer, [job], store=_Place.store):
        if not isinstance(outcome, Step):
            return outcome
        _Place.steps.put(outcome)
    return PanelFailed(job.panel.id, "the renderer did not draw it")
