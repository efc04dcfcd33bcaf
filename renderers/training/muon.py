"""Muon: momentum made orthogonal, for weights that are matrices; AdamW for the rest.

After K. Jordan's Muon (2024), with updates scaled as large as AdamW's (arXiv 2502.16982).
"""

from collections.abc import Iterable
from typing import Any

import torch

_A, _B, _C = 3.4445, -4.7750, 2.0315
"""The quintic's coefficients: steep at zero, so that five rounds bring every direction near 1."""


class Muon(torch.optim.Optimizer):
    """Optimises matrices and convolutions by Muon, everything else by AdamW, at one rate."""

    def __init__(
        self,
        weights: Iterable[torch.Tensor],
        rate: float,
        *,
        momentum: float = 0.95,
        betas: tuple[float, float] = (0.9, 0.99),
        decay: float = 0.0,
    ) -> None:
        """Take the weights to train; a weight of two or more axes counts as a matrix."""
        defaults = {"lr": rate, "momentum": momentum, "betas": betas, "decay": decay}
        super().__init__(weights, defaults)

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Take one step along the gradients."""
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is not None:
                    state = self.state[weight]
                    if decay := group["decay"] if weight.ndim > 1 else 0:
                        weight.mul_(1 - group["lr"] * decay)
                    kind = _turned if weight.ndim > 1 and min(weight.shape[:2]) > 8 else _adam
                    weight.add_(kind(weight, state, group), alpha=-group["lr"])


def _turned(weight: torch.Tensor, state: dict[str, Any], group: dict[str, Any]) -> torch.Tensor:
    mean: torch.Tensor = state.setdefault("mean", torch.zeros_like(weight))
    assert weight.grad is not None
    mean.lerp_(weight.grad, 1 - group["momentum"])
    ahead = weight.grad.lerp(mean, group["momentum"]).flatten(1)
    turned = orthogonal(ahead)
    return torch.as_tensor(0.2 * max(turned.shape) ** 0.5 * turned).view_as(weight)


def _adam(weight: torch.Tensor, state: dict[str, Any], group: dict[str, Any]) -> torch.Tensor:
    assert weight.grad is not None
    first, second = group["betas"]
    mean: torch.Tensor = state.setdefault("mean", torch.zeros_like(weight))
    square: torch.Tensor = state.setdefault("square", torch.zeros_like(weight))
    state["steps"] = state.get("steps", 0) + 1
    mean.lerp_(weight.grad, 1 - first)
    square.lerp_(weight.grad.square(), 1 - second)
    scale = (square / (1 - second ** state["steps"])).sqrt() + 1e-8
    return torch.as_tensor(mean / (1 - first ** state["steps"]) / scale)


def orthogonal(matrix: torch.Tensor, *, rounds: int = 5) -> torch.Tensor:
    """Return the nearest semi-orthogonal matrix, nearly, by Newton and Schulz's iteration."""
    x = matrix.bfloat16()
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    x = x / (x.norm() + 1e-7)
    for _ in range(rounds):
        gram = x @ x.T
        x = _A * x + (_B * gram + _C * gram @ gram) @ x
    return torch.as_tensor((x.T if tall else x).float())
