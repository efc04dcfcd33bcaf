"""Measure the peak memory of one step, as multiples of diffusers' single-prompt pipeline.

Run `python benchmarks/engine_memory.py [sd15|sdxl]`. Every tensor that a forward pass makes is
followed on the meta device from its birth to its end; the peak is the most that lives at once, in
half precision and without the weights. Attention counts as fused kernels compute it: its scores
are never held, its masks are, as the numbers that those kernels want. Nothing is drawn.
"""

import sys
import weakref
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.engine_shapes import CONFIG, FAMILIES, Family, autoencoder, panels, text, unet
from renderers.diffusion.denoiser import GuidedDenoiser
from renderers.diffusion.models.networks import Networks, UNetInputs
from renderers.diffusion.regional import RegionalDenoiser, with_regions
from renderers.diffusion.schedule import Schedule

MOST, GOAL = 6, 1.5
BATCHES = (2, 3, 4, 6, 8, 16)
HALF: dict[str, Any] = {"device": "meta", "dtype": torch.float16}


class Live(TorchDispatchMode):
    """Follows the bytes of every storage that is made while it is on."""

    def __init__(self, besides: Iterable[Tensor] = ()) -> None:
        super().__init__()
        self.now = self.peak = 0
        self._known = {tensor.untyped_storage()._cdata for tensor in besides}

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Run an operation and note what it made."""
        made = func(*args, **kwargs or {})
        for leaf in tree_leaves(made):
            if isinstance(leaf, Tensor):
                self._note(leaf.untyped_storage())
        return made

    def _note(self, storage: torch.UntypedStorage) -> None:
        key, size = storage._cdata, storage.nbytes()
        if key not in self._known:
            self._known.add(key)
            self.now += size
            self.peak = max(self.peak, self.now)
            # A storage's Python object lives as long as the storage, whoever holds it.
            weakref.finalize(storage, self._forget, key, size).atexit = False

    def _forget(self, key: int, size: int) -> None:
        self._known.discard(key)
        self.now -= size


class Fused(TorchFunctionMode):
    """Attention without its scores: only the answer is made, and masks become numbers."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Run a function, attention as its fused kernels do."""
        if func is scaled_dot_product_attention:
            return _fused(*args, **kwargs or {})
        return func(*args, **kwargs or {})


def _fused(
    query: Tensor, key: Tensor, value: Tensor, attn_mask: Tensor | None = None, **_: Any
) -> Tensor:
    bias = None if attn_mask is None else attn_mask.to(query.dtype)
    batch, heads, cells, _width = query.shape
    # Kernels write the heads side by side, so that joining them copies nothing.
    answer = query.new_empty(batch, cells, heads, value.shape[-1]).transpose(1, 2)
    del bias
    return answer


def peak(work: Callable[[], Any], *, besides: Iterable[Tensor] = (), fused: bool = True) -> int:
    """Return the most bytes that live at once during a call, besides those of given tensors."""
    with torch.no_grad(), Live(besides) as live:
        if fused:
            with Fused():
                work()
        else:
            work()
    return live.peak


def on_meta(unet_inputs: UNetInputs) -> UNetInputs:
    """Bring what a batch is asked to the meta device."""
    regions = unet_inputs.attention.get("regions")
    attention = {}
    if regions is not None:
        apart = regions.apart and {n: mask.to("meta") for n, mask in regions.apart.items()}
        shares = {n: maps.to("meta") for n, maps in regions.shares.items()}
        attention = {"regions": regions._replace(shares=shares, apart=apart)}
    states, pooled, hints = (
        None if value is None else value.to("meta") for value in unet_inputs[:3]
    )
    assert states is not None
    return unet_inputs._replace(
        states=states, pooled=pooled, control_images=hints, attention=attention
    )


def halves(family: Family) -> tuple[Any, Any]:
    """Return a family's U-Net and autoencoder in half precision, on the meta device."""
    from diffusers.utils import logging

    logging.set_verbosity_error()  # which warns of casting, though no module needs float32
    with torch.device("meta"):
        return unet(family).to(torch.float16), autoencoder(family).to(torch.float16)


class Step:
    """One step of a family's networks, on the meta device."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self._unet, self._decoder = halves(family)
        self._networks = Networks(self._unet, None, 8, torch.float16)
        self._schedule = Schedule.of(CONFIG, scheduler="ddim", steps=50)
        self.vanilla = self._peak(lambda: self._plain(2))
        x = self._latents(1).half()
        self.decoding = self._peak(lambda: self._decoder.decode(x))
        self._networks = with_regions(self._networks)

    def batch(self, samples: int) -> int:
        """Return the peak of one pass of so many samples."""
        return self._peak(lambda: self._plain(samples))

    def reference(self, count: int, batch: int) -> int:
        """Return the peak of a step: the larger of segments alone and the shared canvas."""
        shown = panels(self.family, count, **HALF)
        each = GuidedDenoiser(self._networks, self._schedule, batch=batch)
        step, alone, one = self._schedule.steps[0], self._latents(count + 1), self._latents(1)
        shared = [*shown.together, *shown.scenes]
        return max(
            self._peak(lambda: each(alone, step, shown.alone, range(count + 1))),
            self._peak(lambda: each(one, step, shared, [0] * len(shared))),
        )

    def fast(self, count: int) -> int:
        """Return the peak of a step: the larger of segments kept apart and the shared canvas."""
        shown = panels(self.family, count, **HALF)
        one = RegionalDenoiser(self._networks, self._schedule)
        x, step = self._latents(1), self._schedule.steps[0]
        questions = one.unet_inputs(shown, apart=True), one.unet_inputs(shown, 0.3)
        return max(self._peak(lambda q=q: one(x, step, on_meta(q))) for q in questions)

    def _plain(self, samples: int) -> None:
        told = text(self.family, **HALF)
        pooled = None if told.pooled is None else torch.stack([told.pooled] * samples)
        unet_inputs = UNetInputs(torch.stack([told.states] * samples), pooled, None, {})
        self._networks.predict(self._latents(samples), unet_inputs, 1.0, 0.0)

    def _latents(self, samples: int) -> Tensor:
        return torch.zeros(samples, 4, self.family.cells, self.family.cells, device="meta")

    def _peak(self, work: Callable[[], Any]) -> int:
        return peak(work, besides=[*self._unet.parameters(), *self._decoder.parameters()])


def rows(step: Step) -> Iterator[tuple[str, list[float]]]:
    """Yield each mode's peaks for one to six subjects; the single-prompt pipeline's is 1."""
    counts = range(1, MOST + 1)
    for batch in BATCHES:
        peaks = [step.reference(count, batch) / step.vanilla for count in counts]
        yield f"`reference`, `batch: {batch}`", peaks
    yield "`fast`", [step.fast(count) / step.vanilla for count in counts]


def measure(name: str) -> bool:
    """Print a family's table; return whether both modes can keep the goal."""
    step = Step(FAMILIES[name])
    print(
        f"\n{name}: a step of one prompt (two samples) takes {step.vanilla / 2**20:.0f} MiB besides"
    )
    print(f"the weights, decoding a panel {step.decoding / 2**20:.0f} MiB")
    print("\n| peak of a step, one prompt is 1 | " + " | ".join("123456") + " |")
    print("|---" * (MOST + 1) + "|")
    found = dict(rows(step))
    for label, values in found.items():
        print(f"| {label} | " + " | ".join(f"{value:.2f}" for value in values) + " |")
    most = {batch: max(found[f"`reference`, `batch: {batch}`"]) for batch in BATCHES}
    steps = [batch for batch in BATCHES if round(most[batch], 2) <= GOAL]
    # A panel's peak is that of its largest part, and both programs decode one picture.
    whole = max(1.0, step.decoding / step.vanilla)
    drawn = [batch for batch in BATCHES if max(whole, most[batch]) / whole <= GOAL]
    print(f"\nWithin {GOAL} of one prompt: a step up to `batch: {max(steps, default=0)}`, a panel")
    print(f"with its decoding up to `batch: {max(drawn, default=0)}`")
    return bool(steps) and max(found["`fast`"]) <= GOAL


def main() -> None:
    """Measure the families named, or all; exit 1 where the goal is missed."""
    sys.exit(not all([measure(name) for name in sys.argv[1:] or FAMILIES]))


if __name__ == "__main__":
    main()
