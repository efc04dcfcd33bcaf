"""Several single-threaded workers that train one network together, without waiting for each other.

Between meetings every worker takes its own steps; at a meeting their weights are averaged,
each in proportion to its steps (local SGD, arXiv 1805.09767). On a machine that also does other
work this keeps every core busy, where one process with several threads waits for the slowest.
"""

import os
import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import torch
import torch.distributed as dist

MEETING = 6.0
"""Seconds between meetings."""


class Team(NamedTuple):
    """This worker's place among the workers."""

    rank: int
    size: int

    @property
    def leads(self) -> bool:
        """Whether this worker writes the files."""
        return self.rank == 0


def join() -> Team:
    """Join the team that the environment describes, as torchrun sets it; alone without one."""
    team = Team(int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1")))
    if team.size > 1 and not dist.is_initialized():
        torch.set_num_threads(1)
        dist.init_process_group("gloo")
    return team


def together(
    team: Team, weights: Iterable[torch.Tensor], *, seconds: float, meeting: float = MEETING
) -> Iterator[float]:
    """Yield the fraction of the time that is over, once a step; average the weights at meetings."""
    tensors = list(weights)
    if team.size > 1:
        dist.barrier()
    start, met, steps = time.monotonic(), 0.0, 0
    while met < seconds:
        yield min(1.0, (time.monotonic() - start) / seconds)
        steps += 1
        passed = time.monotonic() - start
        if passed - met >= meeting or passed >= seconds:
            met, steps = _meet(team, tensors, steps, passed), 0


@torch.no_grad()
def _meet(team: Team, tensors: list[torch.Tensor], steps: int, passed: float) -> float:
    if team.size == 1:
        return passed
    scales = torch.tensor([float(steps), passed])
    flat = torch.cat([tensor.reshape(-1).float() for tensor in tensors]) * steps
    dist.all_reduce(flat)
    dist.all_reduce(scales)
    flat /= scales[0]
    at = 0
    for tensor in tensors:
        tensor.copy_(flat[at : at + tensor.numel()].view_as(tensor))
        at += tensor.numel()
    return float(scales[1]) / team.size
