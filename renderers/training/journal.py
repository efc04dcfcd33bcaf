"""Keeps a stage's state and its numbers: a checkpoint that resumes, a log in JSON lines."""

import json
import os
import time
from pathlib import Path
from typing import Any

import torch

from renderers.training.team import Team


class Journal:
    """One stage's records; only the team's leader writes."""

    def __init__(self, path: Path, team: Team, *, every: int = 50, keep: int = 400) -> None:
        """Open `<path>.pt` and `<path>.jsonl`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.step = 0
        self._path, self._team, self._every, self._keep = path, team, every, keep
        self._sums: dict[str, tuple[float, int]] = {}
        self._since = time.monotonic()

    def resume(self, network: Any, optimiser: torch.optim.Optimizer) -> None:
        """Take up the state that the stage last left, if any."""
        file = self._path.with_suffix(".pt")
        if file.exists():
            state = torch.load(file, map_location="cpu", weights_only=True)
            network.load_state_dict(state["network"])
            if "optimiser" in state:
                optimiser.load_state_dict(state["optimiser"])
            self.step = state["step"]

    def note(self, **numbers: float) -> None:
        """Remember numbers until the next line of the log."""
        for name, number in numbers.items():
            total, count = self._sums.get(name, (0.0, 0))
            self._sums[name] = total + number, count + 1

    def tick(self, network: Any, optimiser: torch.optim.Optimizer) -> None:
        """Count a step; log and keep the state when it is time."""
        self.step += 1
        if self.step % self._every == 0 and self._team.leads:
            self._write()
        if self.step % self._keep == 0:
            self.keep(network, optimiser)

    def keep(self, network: Any, optimiser: torch.optim.Optimizer) -> None:
        """Write the checkpoint, in one piece."""
        if not self._team.leads:
            return
        file, draft = self._path.with_suffix(".pt"), self._path.with_suffix(".new")
        torch.save(
            {
                "network": network.state_dict(),
                "optimiser": optimiser.state_dict(),
                "step": self.step,
            },
            draft,
        )
        os.replace(draft, file)

    def _write(self) -> None:
        now = time.monotonic()
        line = {"step": self.step, "steps_per_second": round(self._every / (now - self._since), 3)}
        line |= {name: round(total / count, 5) for name, (total, count) in self._sums.items()}
        self._sums, self._since = {}, now
        with self._path.with_suffix(".jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
