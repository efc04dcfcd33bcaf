"""Has panels drawn, and keeps and publishes each as soon as it comes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from renderers.base import Drawn
from storyboard.events import Outcome, PanelDone
from storyboard.panels.jobs import Executor, Job
from storyboard.panels.survey import Folder


def collected(
    jobs: Sequence[Job], *, executor: Executor, folder: Folder, root: Path
) -> Iterator[Outcome]:
    """Draw every panel, keep it in the store and publish it, yielding progress.

    Raises:
        StoryboardError: the disk refuses; panels finished before are kept.
    """
    waiting = {job.panel.id: job for job in jobs}
    for result in executor.draw(jobs, root=root):
        if isinstance(result, Drawn):
            job = waiting.pop(result.panel)
            entry = folder.store.keep(result, job.panel, job.inputs)
            folder.store.publish(entry, folder.panels)
            yield PanelDone(result.panel, "drawn", result.notes)
        else:
            yield result
