"""Where pictures are heard, found from attention: MS-Diffusion's automatic layout (2406.07209).

In the first passes of a panel every cross-attention collects how much each cell attends to the
words of each subject. From the `start`-th pass on, a subject is heard where the mean of its maps,
stretched from 0 to 1, exceeds a threshold, and no more in the box that was planned.
"""

from collections.abc import Sequence

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from renderers.diffusion.attention import AttentionLayer


class AttentionLayout:
    """One panel's maps, layer by layer, through one sampling.

    `phrases` says for every subject which tokens of the prompt are its words; a subject whose
    words are not in the prompt stays in its planned place.
    """

    def __init__(
        self, phrases: Sequence[Sequence[int]], *, start: int = 5, threshold: float = 0.5
    ) -> None:
        self._phrases, self._start, self._threshold = phrases, start, threshold
        self._sums: dict[str, tuple[Tensor, int]] = {}

    def placed(
        self, name: str, odds: Float[Tensor, "heads cells tokens"], there: Bool[Tensor, "n cells"]
    ) -> Bool[Tensor, "n cells"]:
        """Take one more map of a layer; return where everybody is heard there.

        `odds` are the layer's probabilities of the text's tokens, `there` the planned places.
        """
        spoken = [index for index, tokens in enumerate(self._phrases) if tokens]
        maps = [odds[..., list(self._phrases[index])].mean(dim=(0, 2)) for index in spoken]
        if not maps:
            return there
        total, count = self._sums.get(name, (torch.zeros_like(torch.stack(maps)), 0))
        self._sums[name] = total, count = total + torch.stack(maps), count + 1
        if count < self._start:
            return there
        low, high = total.amin(dim=1, keepdim=True), total.amax(dim=1, keepdim=True)
        there = there.clone()
        there[spoken] = total - low > self._threshold * (high - low)
        return there


def found_in_attention(
    layer: AttentionLayer,
    there: Bool[Tensor, "b n cells"],
    layouts: Sequence[AttentionLayout | None],
) -> Bool[Tensor, "b n cells"]:
    """Return where subjects are heard in a layer, found from attention in samples that ask so."""
    for row, layout in enumerate(layouts):
        if layout is not None:
            key = layer.heads(layer.attn.to_k(layer.states[row : row + 1]))[0]
            scores = layer.query[row] @ key.transpose(-1, -2) * layer.attn.scale
            there = there.clone()
            there[row] = layout.placed(layer.name, scores.softmax(dim=-1), there[row])
    return there
