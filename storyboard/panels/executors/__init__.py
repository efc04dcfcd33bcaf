"""Where panels are drawn: a module an executor; each is an `Executor` of `panels/jobs.py`."""

from storyboard.panels.executors.in_process import InProcess
from storyboard.panels.jobs import Executor
from storyboard.request import Order


def executor_for(order: Order) -> Executor:
    """Return what an order brings along to draw with, else so many processes; one is this one."""
    if order.executor is not None:
        given: Executor = order.executor
        return given
    if order.jobs == 1:
        return InProcess()
    from storyboard.panels.executors.processes import Processes

    return Processes(order.jobs)
