"""Count what pictures as prompts cost, as multiples of diffusers' single-prompt pipeline.

Run `python benchmarks/image_prompt_cost.py [sd15|sdxl]`. A panel's multiply-adds are counted on the
meta device, as in `engine_cost.py`, decoding included; the image encoder, which runs once for a
picture and not once a panel, is left out. MS-Diffusion is counted for SDXL alone, as published.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.engine_cost import MOST, STEPS, flops, table
from benchmarks.engine_shapes import FAMILIES, Family, autoencoder, text, unet
from renderers.diffusion.images.ms_adapter import cross_attentions
from renderers.diffusion.images.prompts import (
    IMAGES,
    GroundedImages,
    ImagePrompt,
    MaskedImages,
    collated_images,
)
from renderers.diffusion.models.networks import Networks, UNetInputs

KINDS: dict[str, tuple[Any, int]] = {
    "ip-adapter": (MaskedImages, 4),
    "ms-diffusion": (GroundedImages, 16),
}
"""Each method's attention, and how many tokens a picture has."""
GOALS = {"ip-adapter": 1.05, "ms-diffusion": 1.10}


def layers(network: Any) -> dict[str, torch.nn.Linear]:
    """Return a projection of image tokens for every cross-attention."""
    names = cross_attentions(network).values()
    shapes = {
        n: network.get_submodule(n.removesuffix(".processor")).to_k.weight.shape for n in names
    }
    return {n: torch.nn.Linear(wide, out, bias=False) for n, (out, wide) in shapes.items()}


def spent(networks: Networks, family: Family, subjects: int, tokens: int) -> int:
    """Return the FLOPs of one guided pass in which so many pictures are heard."""
    said = text(family, device="meta")
    pooled = None if said.pooled is None else torch.stack([said.pooled] * 2)
    attention: dict[str, Any] = {}
    if subjects:
        where = torch.zeros(subjects, family.cells, family.cells)
        images = ImagePrompt(torch.zeros(subjects, tokens, family.width), where)
        attention = {IMAGES: collated_images([images, images])}
    inputs = UNetInputs(torch.stack([said.states] * 2), pooled, None, attention)
    x = torch.zeros(2, 4, family.cells, family.cells)
    return flops(lambda: networks.predict(x, inputs, 1.0, 0.0))


def measure(name: str) -> bool:
    """Print a family's table; return whether the goals are kept."""
    family = FAMILIES[name]
    with torch.device("meta"):
        network, vae = unet(family), autoencoder(family)
        decoding = flops(lambda: vae.decode(torch.zeros(1, 4, family.cells, family.cells)))
        rows = list(rows_of(Networks(network, None, 8), family, decoding, name))
    table(f"{name}: cost, one prompt is 1", rows, form=".3f")
    return all(max(values) <= GOALS[kind] for kind, values in rows)


def rows_of(
    networks: Networks, family: Family, decoding: int, name: str
) -> Iterator[tuple[str, list[float]]]:
    """Yield each method's name and its costs for one subject to six."""
    plain = STEPS * spent(networks, family, 0, 0) + decoding
    for kind, (part, tokens) in KINDS.items():
        if kind == "ms-diffusion" and name != "sdxl":
            continue
        made = layers(networks.unet)
        told = networks.inject(IMAGES, part(made, made, 1.0))
        costs = [STEPS * spent(told, family, n, tokens) + decoding for n in range(1, MOST + 1)]
        told.eject(IMAGES)
        yield kind, [cost / plain for cost in costs]


if __name__ == "__main__":
    raise SystemExit(not all([measure(name) for name in sys.argv[1:] or FAMILIES]))
