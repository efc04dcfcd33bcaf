"""Draws panels into the store, here or in several processes; one that fails spares the others."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from renderers.base import Context, Drawn, Renderer, Step
from schemas.plan import PanelPlan
from schemas.plugins import AnySettings
from storyboard.events import Outcome, PanelDone, PanelFailed
from storyboard.panels.fingerprints import Fingerprint
from storyboard.panels.store import Store


class Job(NamedTuple):
    """A panel to draw, and the fingerprint its picture is kept under."""

    panel: PanelPlan
    inputs: Fingerprint


def draw(jobs: Sequence[Job], *, store: Store, root: Path, workers: int = 1) -> Iterator[Outcome]:
    """Draw every panel and keep it in the store, yielding progress.

    Raises:
        StoryboardError: the disk refuses; panels finished before are kept.
    """
    if min(workers, len(jobs)) > 1:
        from storyboard.panels.workers import draw_apart

        yield from draw_apart(jobs, store=store, root=root, workers=min(workers, len(jobs)))
    else:
        yield from draw_here(jobs, store=store, root=root)


def draw_here(jobs: Sequence[Job], *, store: Store, root: Path) -> Iterator[Outcome]:
    """Draw in this process, all panels of the same settings one after another: a model is loaded
    once, however often panels change between settings."""
    batches: dict[str, list[Job]] = {}
    for job in jobs:
        batches.setdefault(job.panel.renderer.digest(), []).append(job)
    for batch in batches.values():
        try:
            renderer = load(batch[0].panel.renderer, root)
        except Exception as error:
            yield from (PanelFailed.of(job.panel.id, error) for job in batch)
        else:
            yield from draw_with(renderer, batch, store=store)


def load(settings: AnySettings, root: Path) -> Renderer:
    """Make the renderer that the settings name.

    Raises:
        AssetMissing: its model is absent or incomplete.
    """
    import renderers

    return renderers.load(settings, Context(root))  # models were fetched for their fingerprint


def draw_with(renderer: Renderer, jobs: Sequence[Job], *, store: Store) -> Iterator[Outcome]:
    """Draw with one renderer, in batches as large as their failures allow."""
    waiting = {job.panel.id: job for job in jobs}
    for result in _results(renderer, [job.panel for job in jobs]):
        if isinstance(result, Drawn):
            job = waiting.pop(result.panel)
            store.keep(result, job.panel, job.inputs)
            yield PanelDone(result.panel, "drawn", result.notes)
        else:
            yield result


def _results(
    renderer: Renderer, panels: Sequence[PanelPlan]
) -> Iterator[Step | Drawn | PanelFailed]:
    """Draw the panels; after a failure the first one left is tried alone, to know whose it is."""
    waiting = {panel.id: panel for panel in panels}
    failures: list[PanelFailed] = []
    alone = False
    while waiting:
        batch = list(waiting.values())[: 1 if alone else None]
        failure = None
        for result in _guarded(renderer, batch):
            if isinstance(result, PanelFailed):
                failure = result
                continue
            if isinstance(result, Drawn):
                waiting.pop(result.panel)
            yield result
        if failure and len(batch) == 1:
            waiting.pop(batch[0].id)
            failures.append(failure)
            yield failure
            if _hopeless(failures, drawn=len(panels) - len(failures) - len(waiting)):
                yield from (failure._replace(panel=panel) for panel in waiting)
                return
        alone = failure is not None and len(batch) > 1


def _hopeless(failures: Sequence[PanelFailed], *, drawn: int) -> bool:
    """Whether two panels in a row failed alike and none was drawn: a model lacks, not a panel."""
    return not drawn and len(failures) > 1 and failures[-1].message == failures[-2].message


def _guarded(
    renderer: Renderer, batch: Sequence[PanelPlan]
) -> Iterator[Step | Drawn | PanelFailed]:
    left = [panel.id for panel in batch]
    try:
        for result in renderer.render(batch):
            if isinstance(result, Drawn):
                left.remove(result.panel)
            yield result
    except Exception as error:
        if left:
            yield PanelFailed.of(left[0], error)
        return
    if left:
        yield PanelFailed(left[0], "the renderer did not draw it")
