"""What is asked of an evaluation, as one value."""

from pathlib import Path
from typing import Any, NamedTuple

from storyboard.evaluation.reading import WHOLE
from storyboard.evaluation.shipped import suite_file


class EvaluationOrder(NamedTuple):
    """A suite and how to evaluate it."""

    suite: str
    """A suite's file, or the name of one that comes along."""
    size: str = WHOLE
    out: Path | None = None
    only: tuple[str, ...] = ()
    """Methods by name; all, where it is empty."""
    jobs: int = 1
    online: bool = False
    keep: bool = False
    """Keep pictures that only another version of this program would draw anew."""
    executor: Any = None
    """An `Executor` of `storyboard.panels.jobs`; it decides where pictures are drawn."""

    @property
    def file(self) -> Path:
        """The suite's file.

        Raises:
            StoryboardError: there is neither such a file nor a suite of that name.
        """
        return suite_file(self.suite)

    @property
    def root(self) -> Path:
        """The folder to which the suite's paths are relative."""
        return self.file.parent

    @property
    def folder(self) -> Path:
        """The build directory: as told, or `build/<suite>-<size>` beside the suite's file.

        Of a suite that comes along it is in the current folder.
        """
        if self.out is not None:
            return self.out
        name = self.file.stem if self.size == WHOLE else f"{self.file.stem}-{self.size}"
        home = self.file.parent if Path(self.suite).suffix else Path()
        return home / "build" / name
