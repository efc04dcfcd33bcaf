"""Classifier-free guidance over many prompts at once: prompts in, estimates out."""

from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from renderers.diffusion.models.networks import Control, Networks, Question
from renderers.diffusion.panels import Cut, Hint, Prompt, Text
from renderers.diffusion.savings.caching import StepCache
from renderers.diffusion.schedule import Latent, Schedule, Span, Step


class Query(NamedTuple):
    """One sample of a forward pass: a latent's row, and what the network is told about it."""

    row: int
    text: Text
    hint: Hint | None
    adapter: str | None
    cut: Cut | None = None

    def seen(self, x: Latent) -> Float[Tensor, "c height width"]:
        """Return what the network looks at."""
        return x[self.row] if self.cut is None else self.cut.of(x[self.row])

    def shown(self, x: Latent, x0: Float[Tensor, "c height width"]) -> Float[Tensor, "c h w"]:
        """Put an estimate where it was seen; around a cut nothing is known, and nothing shown."""
        if self.cut is None:
            return x0
        whole = torch.zeros_like(x[self.row])
        self.cut.of(whole).copy_(x0)
        return whole

    @property
    def key(self) -> Hashable:
        """What tells it from other questions at the same step."""
        return self.row, id(self.text.states), id(self.hint), self.adapter, self.cut


class GuidedDenoiser(NamedTuple):
    """Classifier-free guidance (arXiv 2207.12598): x0 = x0_u + scale·(x0_c - x0_u).

    Prompts that look at one latent with one negative prompt and one hint share a single
    unconditional pass. This is exact, and nearly halves the cost of a shared canvas.
    """

    networks: Networks
    schedule: Schedule
    guidance_scale: float = 7.5
    control: Control = Control()
    batch: int = 8
    """Most samples in one forward pass; it bounds memory, not the result."""
    guided: Span = Span()
    """Outside it x0 = x0_c, at half the cost (a limited interval, arXiv 2404.07724)."""
    cache: StepCache | None = None
    """Deep features that steps share; of one sampling only."""

    @torch.no_grad()
    def __call__(
        self, x: Latent, step: Step, prompts: Sequence[Prompt], rows: Sequence[int]
    ) -> Float[Tensor, "n c h w"]:
        """Return one x0 for every prompt; prompt i looks at latent `rows[i]`."""
        told = list(zip(rows, prompts, strict=True))
        asked = [Query(row, p.positive, p.hint, p.adapter, p.cut) for row, p in told]
        if self.guidance_scale > 1 and self.guided.holds(step):
            against = [Query(row, p.negative, p.hint, p.adapter, p.cut) for row, p in told]
            outputs = self._guided(x, step, asked, against)
        else:
            outputs = self.predict(x, step, asked)
        clean = self.schedule.clean
        return torch.stack([
            query.shown(x, clean(query.seen(x), output, step.now))
            for query, output in zip(asked, outputs, strict=True)
        ])  # fmt: skip

    def _guided(
        self, x: Latent, step: Step, asked: Sequence[Query], against: Sequence[Query]
    ) -> list[Tensor]:
        unique = {query.key: query for query in against}
        outputs = self.predict(x, step, [*unique.values(), *asked])
        without = dict(zip(unique, outputs, strict=False))
        return [
            without[no.key] + self.guidance_scale * (yes - without[no.key])
            for no, yes in zip(against, outputs[len(unique) :], strict=True)
        ]

    def predict(self, x: Latent, step: Step, queries: Sequence[Query]) -> list[Tensor]:
        """Ask the network every question, those of one adapter, size and depth together."""
        # Two subjects told alike, in one latent, are one question.
        once = list({query.key: query for query in queries}.values())
        due = [self.cache is None or self.cache.due(self._key(q, step), step) for q in once]
        answers: dict[Hashable, Tensor] = {}
        for part in _chunks(once, due, self.batch):
            asked = [once[i] for i in part]
            found = self._asked(x, step, asked)
            answers.update(zip((query.key for query in asked), found, strict=True))
        return [answers[query.key] for query in queries]

    def _key(self, query: Query, step: Step) -> Hashable:
        """What deep features belong to; a ControlNet speaks through them."""
        return query.key, self.control.at(step)

    def _asked(self, x: Latent, step: Step, queries: Sequence[Query]) -> Latent:
        sample = torch.stack([query.seen(x) for query in queries])
        question = _question(queries, x)
        control = self.control.at(step)
        if self.cache is None:
            return self.networks.answer(sample, question, step.timestep, control)
        keys = [self._key(query, step) for query in queries]
        return self.cache.answer(self.networks, sample, question, step, control, keys=keys)


def _question(queries: Sequence[Query], x: Latent) -> Question:
    height, width = x.shape[-2:]
    places = [(query.row, query.cut) for query in queries]
    return Question(
        torch.stack([query.text.states for query in queries]),
        stacked([query.text.pooled for query in queries]),
        stacked([query.hint for query in queries]),
        {},
        queries[0].adapter,
        None if queries[0].cut is None else (height, width),
        tuple(places.index(place) for place in places),
    )


def stacked(tensors: Sequence[Tensor | None]) -> Tensor | None:
    """Join what all queries have, or None where none has it."""
    present = [tensor for tensor in tensors if tensor is not None]
    assert len(present) in (0, len(tensors)), "some queries lack what others have"
    return torch.stack(present) if present else None


def _chunks(queries: Sequence[Query], due: Sequence[bool], size: int) -> Iterator[Sequence[int]]:
    """Yield the indices of queries that can be asked together; `due` ones need a full pass."""
    told = zip(queries, due, strict=True)
    kinds = [(query.adapter, query.cut and query.cut[2:], full) for query, full in told]
    for kind in dict.fromkeys(kinds):
        members = [i for i, each in enumerate(kinds) if each == kind]
        for first in range(0, len(members), size):
            yield members[first : first + size]
