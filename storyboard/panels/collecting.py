"""Has panels drawn, and keeps and publishes each as soon as it comes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from renderers.base import Drawn
from storyboard.digests import changed
from storyboard.events import Outcome, PanelDone, PanelFailed
from storyboard.panels.folder import Folder
from storyboard.panels.jobs import Executor, Job


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
            if edited := next(changed(job.read), None):
                yield _overtaken(result.panel, edited)
                continue
            entry = folder.store.keep(result, job.panel, job.inputs)
            folder.store.publish(entry, folder.panels)
            yield PanelDone(result.panel, "drawn", result.notes)
        else:
            yield result


def _overtaken(panel: str, path: Path) -> PanelFailed:
    """Say that a picture was drawn from nobody knows which version of a file."""
    hint = "Run the same command again to draw the panel from what it holds now."
    return PanelFailed(panel, f"{path} was changed while the panel was drawn", hint, 5)
