"""Count what methods that need pictures cost, as multiples of diffusers' single-prompt pipeline.

Run `python benchmarks/methods_cost.py [sd15|sdxl]`. A panel's multiply-adds are counted on the meta
device, as in `engine_cost.py`, decoding included; its peak memory is followed as in
`engine_memory.py`. What is done for a panel is counted with it: MuDI's encoding of its subjects,
the resampling of a picture's tokens. An image encoder runs once for a picture and not once a panel,
and is told apart. MuDI's subjects are those of panels planned as `subject11`'s are, with up to six
of the cast. MS-Diffusion was published for SDXL alone; the other is what its layout would cost.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn.functional import max_pool2d

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.engine_cost import MOST, STEPS, flops, table
from benchmarks.engine_memory import HALF, halves, peak
from benchmarks.engine_shapes import FAMILIES, Family, autoencoder, text, unet
from renderers.conditioning.maps import panel_size
from renderers.diffusion.images.ms_adapter import cross_attentions
from renderers.diffusion.images.prompts import (
    IMAGES,
    GroundedImages,
    ImagePrompt,
    MaskedImages,
    collated_images,
)
from renderers.diffusion.images.resampler import GroundingResampler
from renderers.diffusion.mean_shift import pieces
from renderers.diffusion.models.networks import Networks, UNetInputs
from renderers.methods.cut_outs import subjects_alone
from schemas.settings import MudiSettings
from storyboard.evaluation.cells import cells_of
from storyboard.evaluation.reading import read_suite

FINEST = 128
"""Latent cells along a side of SDXL's panel."""
Masks = Mapping[int, Sequence[Tensor]]
"""By the number of subjects: where they are, in several panels."""


class Kind(NamedTuple):
    """A way of hearing pictures."""

    part: Any
    tokens: int
    """Of one picture."""
    encoder: Mapping[str, int]
    """CLIP's vision model that it was trained with."""


_CLIP: Mapping[str, int] = {"image_size": 224, "patch_size": 14}
VIT_H = {
    **_CLIP,
    "hidden_size": 1280,
    "intermediate_size": 5120,
    "num_hidden_layers": 32,
    "num_attention_heads": 16,
    "projection_dim": 1024,
}
VIT_BIGG = {
    **_CLIP,
    "hidden_size": 1664,
    "intermediate_size": 8192,
    "num_hidden_layers": 48,
    "num_attention_heads": 16,
    "projection_dim": 1280,
}
KINDS = {
    "ip-adapter": Kind(MaskedImages, 4, VIT_H),
    "ms-diffusion": Kind(GroundedImages, 16, VIT_BIGG),
}
GOALS = {"mudi": 1.01, "ip-adapter": 1.05, "ms-diffusion": 1.10}
SUITE = """\
title: Planned panels
cast: [dee, dey, priya, ringo, ethan, aryan, bill, sophie, cup, dog, cat]
compositions: {from: 1, to: 6, each: 4}
prompts:
  - {action: stood, setting: a park with trees}
  - {action: waved, setting: a living room}
  - {action: walked, setting: a city street}
  - {action: sat, setting: a classroom}
  - {action: cheered, setting: a beach}
methods: {MuDI: mudi}
"""


def planned_masks() -> Masks:
    """Return where subjects are in planned panels, at the latent cells of SDXL."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "suite.yaml"
        file.write_text(SUITE, encoding="utf-8")
        suite, _ = read_suite(file)
        planned = cells_of(suite, root=Path(folder))
    found: dict[int, list[Tensor]] = defaultdict(list)
    for cell in planned:
        size, init = panel_size(cell.panel.aspect, 512, 8), MudiSettings().start
        alpha = subjects_alone(cell.panel, size, init=init, root=Path()).getchannel("A")
        small = alpha.resize((FINEST, FINEST), Image.Resampling.BOX)
        found[cell.subjects].append(torch.from_numpy(np.array(small)) > 0)
    return found


def encoded_share(mask: Tensor, cells: int) -> float:
    """Return how much of a panel of so many cells a side is encoded of its subjects."""
    coarse = max_pool2d(mask[None].float(), FINEST // cells)[0] > 0
    return sum(piece.height * piece.width for piece in pieces(coarse)) / cells**2


class Drawing(NamedTuple):
    """A panel of one family's model: what its parts cost."""

    family: Family
    networks: Networks
    vae: Any
    options: Mapping[str, Any]

    def predict(self, subjects: int, tokens: int) -> None:
        """Run one guided pass in which so many pictures are heard."""
        family, options = self.family, self.options
        said = text(family, **options)
        pooled = None if said.pooled is None else torch.stack([said.pooled] * 2)
        heard: dict[str, Any] = {}
        if subjects:
            where = torch.zeros(subjects, family.cells, family.cells, device="meta")
            shown = torch.zeros(subjects, tokens, family.width, **options)
            heard = {IMAGES: collated_images([ImagePrompt(shown, where)] * 2)}
        states = torch.stack([said.states] * 2)
        x = torch.zeros(2, 4, family.cells, family.cells, device="meta")
        self.networks.predict(x, UNetInputs(states, pooled, None, heard), 1.0, 0.0)

    def decode(self) -> None:
        """Make the picture."""
        cells = self.family.cells
        self.vae.decode(torch.zeros(1, 4, cells, cells, **self.options))

    def encode(self) -> None:
        """Encode a whole canvas."""
        side = 8 * self.family.cells
        self.vae.encode(torch.zeros(1, 3, side, side, **self.options))

    def steps(self, kind: Kind, measured: Callable[[Any, Iterable[Tensor]], int]) -> list[int]:
        """Return what is measured of a step that hears the pictures of one subject to six.

        `measured` is given the step and the adapter's weights.
        """
        made = layers(self.networks.unet, self.options)
        weights = [layer.weight for layer in made.values()]
        told = self._replace(networks=self.networks.inject(IMAGES, kind.part(made, made, 1.0)))
        counts = range(1, MOST + 1)
        found = [measured(lambda n=n: told.predict(n, kind.tokens), weights) for n in counts]
        told.networks.eject(IMAGES)
        return found


def layers(network: Any, options: Mapping[str, Any]) -> dict[str, torch.nn.Linear]:
    """Return a projection of image tokens for every cross-attention."""
    names = cross_attentions(network).values()
    shapes = {
        n: network.get_submodule(n.removesuffix(".processor")).to_k.weight.shape for n in names
    }
    return {
        n: torch.nn.Linear(wide, out, bias=False, **options) for n, (out, wide) in shapes.items()
    }


def costs_of(drawing: Drawing, planned: Masks) -> Iterator[tuple[str, list[float]]]:
    """Yield each method's name and what a panel costs for one subject to six; one prompt is 1.

    Encoding is counted by the area, a little too high: attention in its middle grows faster.
    """
    decoding, encoding = flops(drawing.decode), flops(drawing.encode)
    plain = STEPS * flops(lambda: drawing.predict(0, 0)) + decoding
    cells, counts = drawing.family.cells, range(1, MOST + 1)
    shares = [[encoded_share(mask, cells) for mask in planned[n]] for n in counts]
    yield "mudi", [1 + sum(each) / len(each) * encoding / plain for each in shares]
    yield "mudi, dearest panel", [1 + max(each) * encoding / plain for each in shares]
    for name, kind in KINDS.items():
        own = flops(_resampled) if name == "ms-diffusion" else 0
        steps = drawing.steps(kind, lambda step, _: flops(step))
        totals = [STEPS * step + decoding + n * own for n, step in enumerate(steps, start=1)]
        yield name, [total / plain for total in totals]


def _resampled() -> None:
    with torch.device("meta"):
        GroundingResampler()(torch.zeros(1, 257, 1664), torch.zeros(1, 832))


def peaks_of(drawing: Drawing) -> Iterator[tuple[str, list[float]]]:
    """Yield the peaks of steps, and of panels with their encoding and decoding; one prompt is 1."""

    networks = drawing.networks.unet, drawing.vae
    known = [weights for network in networks for weights in network.parameters()]

    def highest(work: Any, besides: Iterable[Tensor] = ()) -> int:
        return peak(work, besides=[*known, *besides])

    plain, decoding = highest(lambda: drawing.predict(0, 0)), highest(drawing.decode)
    whole = max(plain, decoding)
    yield "mudi: a step", [1.0] * MOST
    yield "mudi: a panel", [max(whole, highest(drawing.encode)) / whole] * MOST
    for name, kind in KINDS.items():
        steps = drawing.steps(kind, highest)
        yield f"{name}: a step", [step / plain for step in steps]
        yield f"{name}: a panel", [max(whole, step) / whole for step in steps]


def encoders(family: Family, vanilla: float) -> Iterator[str]:
    """Yield what each image encoder costs once a picture, and what the adapter's weights take."""
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    with torch.device("meta"):
        network = unet(family)
        for name, kind in KINDS.items():
            encoder = CLIPVisionModelWithProjection(CLIPVisionConfig(**kind.encoder)).eval()
            spent = flops(lambda encoder=encoder: encoder(torch.zeros(1, 3, 224, 224)))
            rows = layers(network, {}).values()
            size = 2 * 2 * sum(layer.weight.numel() for layer in rows) / 2**20
            share = f"{spent / vanilla:.2%} of a panel of one prompt"
            yield f"{name}: the encoder takes {share} for a picture, once; keys and values"
            yield f"take {size:.0f} MiB in half precision"


def measure(name: str, planned: Masks) -> bool:
    """Print a family's tables; return whether the goals are kept."""
    family = FAMILIES[name]
    with torch.device("meta"):
        drawing = Drawing(
            family, Networks(unet(family), None, 8), autoencoder(family), {"device": "meta"}
        )
    rows = list(costs_of(drawing, planned))
    table(f"{name}: cost, one prompt is 1", rows, form=".3f")
    half, vae = halves(family)
    halved = Drawing(family, Networks(half, None, 8, torch.float16), vae, HALF)
    table(f"{name}: peak memory, one prompt is 1", list(peaks_of(halved)), form=".3f")
    vanilla = STEPS * flops(lambda: drawing.predict(0, 0)) + flops(drawing.decode)
    print("", *encoders(family, vanilla), sep="\n")
    return all(round(max(values), 2) <= GOALS.get(kind, 2) for kind, values in rows)


def main() -> None:
    """Measure the families named, or all; exit 1 where a goal is missed."""
    planned = planned_masks()
    sys.exit(not all([measure(name, planned) for name in sys.argv[1:] or FAMILIES]))


if __name__ == "__main__":
    main()
