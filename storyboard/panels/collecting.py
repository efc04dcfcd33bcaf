"""Has panels drawn, and keeps and publishes each as soon as it comes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from renderers.base import Drawn
from storyboard import files
from storyboard.digests import changed
from storyboard.events import Notice, Outcome, PanelDone, PanelFailed
from storyboard.panels.folder import Folder
from storyboard.panels.jobs import Executor, Job
from storyboard.panels.survey import Survey


def brought(work: Survey, *, executor: Executor, folder: Folder, root: Path) -> Iterator[Outcome]:
    """Bring back what was drawn earlier and draw the rest, publishing each as soon as it is there.

    Raises:
        StoryboardError: the disk refuses; panels finished before are kept.
    """
    store, panels = folder.store, folder.panels
    yield from work.failed
    for entry in work.restore:
        store.publish(entry, panels)
        yield PanelDone(entry.record.panel, "restored")
    for job, namesake in work.adopt:
        store.publish(store.adopt(namesake, job.panel, job.inputs), panels)
        yield PanelDone(job.panel.id, "restored")
    yield from collected(work.draw, executor=executor, folder=folder, root=root)


def set_aside(work: Survey) -> Iterator[Notice]:
    """Keep pictures that somebody put or changed, under other names, before they are replaced."""
    for picture in work.by_hand:
        kept = files.set_aside(picture)
        panel = picture.name.partition(".")[0]
        yield Notice(f"{panel}: the picture changed by hand is kept as {kept}")


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
