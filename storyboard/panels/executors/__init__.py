"""Where panels are drawn: a module an executor; each is an `Executor` of `panels/jobs.py`."""

from storyboard.panels.executors.in_process import InProcess
from storyboard.panels.jobs import Executor


def executor_for(jobs: int) -> Executor:
    """Return what draws in so many processes; one is this process itself."""
    if jobs == 1:
        return InProcess()
    from storyboard.panels.executors.processes import Processes

    return Processes(jobs)
