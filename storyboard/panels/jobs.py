"""What drawing is asked, and who may answer: jobs in, progress, pictures and failures out.

An executor only draws. It never sees the store: whoever asked keeps what comes back. All that it
needs of a disk is to read: the story's folder, for pictures and weights, and the models, which were
fetched when the jobs were identified. Jobs and results pickle.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

from renderers.base import Drawn, Step
from schemas.plan import PanelPlan
from storyboard.digests import Sign
from storyboard.events import PanelFailed
from storyboard.panels.fingerprints import Fingerprint


class Job(NamedTuple):
    """A panel to draw, and the fingerprint its picture is kept under."""

    panel: PanelPlan
    inputs: Fingerprint
    read: Mapping[Path, Sign] = {}
    """The files that the fingerprint was made from, as they were then."""


Result: TypeAlias = Step | Drawn | PanelFailed
"""Of a job: steps, and at the end a picture or a failure."""


class Executor(Protocol):
    """Draws jobs somewhere: here, in other processes, on other machines. Nobody inherits."""

    def draw(self, jobs: Sequence[Job], *, root: Path) -> Iterator[Result]:
        """Draw each job once, in any order, yielding each picture or failure as soon as known.

        Whatever goes wrong with a panel is a `PanelFailed`; nothing is raised for it. Closing the
        iterator ends the work, at the next step of what is being drawn at the latest; without jobs
        nothing comes. A panel's steps come before its picture; those of several may mix.

        Args:
            jobs: what to draw.
            root: the story file's folder; picture names that are paths are relative to it.
        """
