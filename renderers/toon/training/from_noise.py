"""Trains a denoiser that draws from pure noise: hinted, on coarse cells, a panel a lesson.

What made it learn a hundred times faster than a U-Net with a ControlNet on fine latents: cells of
16 pixels at 256 (a quarter of the cells), hints at the input from the first step, a skip for every
channel, single subjects and short prompts before crowds, and noise levels shifted towards noise.
"""

import copy
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import torch
from diffusers.models.attention_processor import AttnProcessor
from torch import nn
from transformers import CLIPTokenizer

from renderers.toon.training.backdrops import CELLS
from renderers.toon.training.denoiser import Noise, follow, schedule
from renderers.toon.training.lessons import Stock
from renderers.toon.training.memory import Encode, PanelMemory, Remembered
from renderers.training.journal import Journal
from renderers.training.muon import Muon

_LIKE_EMBEDDINGS = ("embedding", "hint.", "conv_in.", "conv_out.", "who.")
"""Weights that AdamW trains: tables, and what touches latents or hints."""


class NoiseRecipe(NamedTuple):
    """How to train."""

    samples: int
    """Until so many have been seen in all; the last `cooling` of them at a falling rate."""
    cooling: int = 0
    batch: int = 24
    rate: float = 2.5e-3
    """Muon's."""
    embedding_rate: float = 1e-3
    """AdamW's, of embeddings and of what touches latents or hints."""
    heads: float = 3.0
    """How much more a cell that is all head counts."""
    who: float = 0.08
    """Weight of saying who is where."""
    shift: float = 2.0
    """Noise levels u become shift·u / (1 + (shift-1)·u)."""
    wordless: float = 0.08
    """Share of the samples without words, for classifier-free guidance."""
    hidden: tuple[float, float, float] = (0.12, 0.28, 0.14)
    """Shares of the samples without the skeleton, without the area, without either."""
    ema: float = 0.997
    seed: int = 0
    keep: int = 200
    """Steps between checkpoints."""


class HintedNetwork(nn.Module):
    """What is trained: U-Net and text encoder, and a head that says who is where."""

    def __init__(self, unet: Any, text: nn.Module, *, names: int) -> None:
        """Join a hinted U-Net and a text encoder; the head is left out of the finished model."""
        super().__init__()
        # The fused attention's backward pass is many times slower than this one in bf16 on a CPU.
        unet.set_attn_processor(AttnProcessor())
        self.unet, self.text = unet, text
        self.who = nn.Conv2d(unet.config.block_out_channels[0], names + 1, 3, padding=1)

    def forward(
        self, x: torch.Tensor, t: torch.Tensor, tokens: torch.Tensor, hint: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return v, and logits of who is where: nobody first."""
        seen: list[torch.Tensor] = []
        handle = self.unet.conv_out.register_forward_pre_hook(
            lambda _, given: seen.append(given[0])
        )
        try:
            states = self.text(tokens).last_hidden_state
            v = self.unet(x, t, states, added_cond_kwargs={"hint": hint}).sample
        finally:
            handle.remove()
        return v, self.who(seen[0])


class Trainer(NamedTuple):
    """One run's state."""

    network: Any
    average: Any
    optimiser: "Both"
    journal: Journal
    memory: PanelMemory
    levels: Noise


class Both(torch.optim.Optimizer):
    """Muon for matrices and AdamW for embeddings, as one optimiser."""

    def __init__(self, network: nn.Module, recipe: NoiseRecipe) -> None:
        """Share the weights between the two."""
        named = list(network.named_parameters())
        like = [w for name, w in named if any(part in name for part in _LIKE_EMBEDDINGS)]
        rest = [w for _, w in named if not any(w is other for other in like)]
        self.parts = (
            Muon(rest, recipe.rate, decay=0.01),
            torch.optim.AdamW(like, recipe.embedding_rate, (0.9, 0.99), weight_decay=0.0),
        )
        self.rates = (recipe.rate, recipe.embedding_rate)
        super().__init__([weight for _, weight in named], {})

    def warm(self, share: float) -> None:
        """Set the rates to a share of their own."""
        for part, rate in zip(self.parts, self.rates, strict=True):
            for group in part.param_groups:
                group["lr"] = rate * share

    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Take one step with both."""
        for part in self.parts:
            part.step()
            part.zero_grad()

    def state_dict(self) -> dict[str, Any]:
        """Return both states."""
        return {str(at): part.state_dict() for at, part in enumerate(self.parts)}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take up both states."""
        for at, part in enumerate(self.parts):
            part.load_state_dict(state_dict[str(at)])


def train(
    network: HintedNetwork,
    tokenizer: CLIPTokenizer,
    encode: Encode,
    stock: Stock,
    folder: Path,
    recipe: NoiseRecipe,
) -> HintedNetwork:
    """Train until `recipe.samples` are seen, resuming `from-noise.pt`; return the mean weights.

    A run that was stopped and taken up ends where the unbroken one ends: what is drawn by chance
    at a step depends on the step, and the panels remembered are composed again from their seeds.
    """
    run = _taken_up(network, tokenizer, encode, stock, folder, recipe)
    first = run.journal.step
    for step in range(first, recipe.samples // recipe.batch):
        left = recipe.samples - step * recipe.batch
        run.optimiser.warm(
            min(1, (step + 1) / 80) * min(1, max(0.02, left / max(1, recipe.cooling)))
        )
        dice = Random(f"from noise {recipe.seed} {step}")
        torch.manual_seed(dice.randrange(2**31))
        learn(run, run.memory.batch(dice, step, recipe.batch), recipe)
        torch.nn.utils.clip_grad_norm_(list(network.parameters()), 1.0)
        run.optimiser.step()
        decay = min(recipe.ema, (10 + step) / (20 + step))
        follow(run.average, network, decay)
        run.journal.tick(nn.ModuleList([network, run.average]), run.optimiser)
    run.journal.keep(nn.ModuleList([network, run.average]), run.optimiser)
    finished: HintedNetwork = run.average
    return finished


def _taken_up(
    network: HintedNetwork,
    tokenizer: CLIPTokenizer,
    encode: Encode,
    stock: Stock,
    folder: Path,
    recipe: NoiseRecipe,
) -> Trainer:
    """Begin a run, or go on with the one in the folder."""
    from renderers.training.team import Team

    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    average = copy.deepcopy(network).requires_grad_(False)
    optimiser = Both(network, recipe)
    journal = Journal(folder / "from-noise", Team(0, 1), every=25, keep=recipe.keep)
    journal.resume(nn.ModuleList([network, average]), optimiser)
    memory = PanelMemory(stock, tokenizer, encode, CELLS, seed=recipe.seed)
    memory.recall(journal.step)
    return Trainer(network, average, optimiser, journal, memory, schedule())


def learn(run: Trainer, rows: Remembered, recipe: NoiseRecipe) -> None:
    """Leave the gradients of one batch."""
    x0, hint, tokens = rows.latent, *_told(rows, run.memory.wordless, recipe)
    t = timesteps(len(x0), recipe.shift)
    signal, noise = run.levels.at(t)
    eps = torch.randn_like(x0)
    x = (signal * x0 + noise * eps).contiguous(memory_format=torch.channels_last)
    with torch.autocast("cpu", torch.bfloat16):
        v, logits = run.network(x, t, tokens, hint)
    errors = (v.float() - (signal * eps - noise * x0)).square().mean(1)
    weight = 1 + recipe.heads * rows.heads
    loss = (errors * weight).sum() / weight.sum() + recipe.who * who_loss(logits.float(), rows.who)
    torch.autograd.backward(loss)
    heads = errors.detach()[rows.heads > 0.3]
    run.journal.note(v=float(errors.mean().detach()), samples=len(x0))
    if len(heads):
        run.journal.note(heads=float(heads.mean()))


def _told(
    rows: Remembered, wordless: torch.Tensor, recipe: NoiseRecipe
) -> tuple[torch.Tensor, torch.Tensor]:
    """Leave out words and hints where chance says so; return hints and tokens."""
    count = len(rows.latent)
    hint, tokens = rows.hint.clone(), rows.tokens.clone()
    bare = torch.rand(count) < recipe.wordless
    tokens[bare] = wordless
    skeleton, area, both = recipe.hidden
    chance = torch.rand(count)
    neither = (chance < both) | (bare & (torch.rand(count) < 0.6))
    hint[(chance >= both) & (chance < both + skeleton) | neither, :3] = 0
    hint[(chance >= both + skeleton) & (chance < both + skeleton + area) | neither, 3:] = 0
    return hint, tokens


def timesteps(count: int, shift: float) -> torch.Tensor:
    """Draw noise levels evenly, shifted towards noise; the first of a batch is pure noise."""
    u = (torch.arange(count) + torch.rand(count)) / count
    t = (1000 * shift * u / (1 + (shift - 1) * u)).long().clamp(0, 999)
    t[0] = 999
    return t


def who_loss(logits: torch.Tensor, who: torch.Tensor) -> torch.Tensor:
    """Return the cross-entropy of who is where; cells with somebody count three times."""
    nobody = (1 - who.sum(1, keepdim=True)).clamp(0, 1)
    shares = torch.cat([nobody, who], 1)
    shares = shares / shares.sum(1, keepdim=True)
    each = -(shares * logits.log_softmax(1)).sum(1)
    return (each * torch.where(nobody[:, 0] < 0.5, 3.0, 1.0)).mean()
