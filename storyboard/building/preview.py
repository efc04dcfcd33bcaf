"""The planned book as sketches: every panel's regions and skeletons, lettered and laid out."""

from collections.abc import Iterator

from storyboard import files
from storyboard.building.binding import bind
from storyboard.building.preparing import Prepared
from storyboard.events import Notice, Written
from storyboard.panels.placeholders import stand_in


def sketch_book(prepared: Prepared) -> Iterator[Written | Notice]:
    """Write `book-sketch.pdf` and pages as PNG in `pages-book-sketch`, in a second or two.

    Raises:
        StoryboardError: the disk refuses, or another run holds the build directory.
    """
    folder = prepared.folder
    with files.locked(folder.path):
        folder.sweep()
        images = {
            panel.id: stand_in(panel, store=folder.store, root=prepared.root).image()
            for panel in prepared.plan.panels
        }
        yield from bind(
            prepared.plan,
            images,
            root=prepared.root,
            folder=folder.path,
            digests=prepared.digests,
            formats=("pdf", "png"),
            name="book-sketch",
        )
        prepared.digests.save()
