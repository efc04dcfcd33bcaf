"""Draws panels with one renderer; one that fails spares the others."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from renderers.base import Context, Drawn, Renderer
from schemas.plan import PanelPlan
from schemas.plugins import AnySettings
from storyboard.events import PanelFailed
from storyboard.panels.jobs import Result


def load(settings: AnySettings, root: Path) -> Renderer:
    """Make the renderer that the settings name.

    Raises:
        AssetMissing: its model is absent or incomplete.
    """
    import renderers

    return renderers.load(settings, Context(root))  # models were fetched for their fingerprint


def draw_with(renderer: Renderer, panels: Sequence[PanelPlan]) -> Iterator[Result]:
    """Draw the panels in batches as large as their failures allow.

    After a failure the first panel left is tried alone, to know whose failure it is.
    """
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


def _guarded(renderer: Renderer, batch: Sequence[PanelPlan]) -> Iterator[Result]:
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
