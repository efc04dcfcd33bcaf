"""Draws panels in this process."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from storyboard.events import PanelFailed
from storyboard.panels import drawing
from storyboard.panels.jobs import Job, Result


class InProcess:
    """Draws all panels of the same settings one after another.

    So a model is loaded once, however often panels change between settings.
    """

    def draw(self, jobs: Sequence[Job], *, root: Path) -> Iterator[Result]:
        """Draw each job once, as `storyboard.panels.jobs.Executor` says."""
        batches: dict[str, list[Job]] = {}
        for job in jobs:
            batches.setdefault(job.panel.renderer.digest(), []).append(job)
        for batch in batches.values():
            panels = [job.panel for job in batch]
            try:
                renderer = drawing.load(panels[0].renderer, root)
            except Exception as error:
                yield from (PanelFailed.of(panel.id, error) for panel in panels)
            else:
                yield from drawing.draw_with(renderer, panels)
