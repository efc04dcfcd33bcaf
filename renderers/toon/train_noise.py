"""Trains toon-noise, which draws from pure noise: `python -m renderers.toon.train_noise STAGE`.

    backdrops   draw the empty places that panels are composed on (--count)
    projection  fit the encoder, and begin a model in RUN/model (or --from one that exists)
    denoiser    train U-Net and text encoder until --samples are seen; resumes to the sample
    decoder     train what makes lines and faces of latents, on places drawn with --fine
    assemble    write the mean weights to RUN/model-half

    python -m renderers.toon.train_noise backdrops --folder runs/noise --count 3000
    python -m renderers.toon.train_noise projection --folder runs/noise --from renderers/toon/noise
    python -m renderers.toon.train_noise denoiser --folder runs/noise --samples 330000
    python -m renderers.toon.train_noise backdrops --folder runs/noise --count 500 --fine
    python -m renderers.toon.train_noise decoder --folder runs/noise --samples 60000
    python -m renderers.toon.train_noise assemble --folder runs/noise

One process trains, on one core, in bf16 where the processor has it; a step of 24 panels is half
a second on a server's core.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import torch
from transformers import CLIPTokenizer

from renderers import toon
from renderers.toon import build, noise_model
from renderers.toon.shapes import NOISE, TINY_NOISE, Shape
from renderers.toon.training import backdrops, coarse_decoder, from_noise, projection
from renderers.toon.training.lessons import Stock, lesson, stacked
from renderers.toon.training.memory import encoder_of
from renderers.toon.world import troupe

PLACES, FINE = "backdrops.pt", "fine-backdrops.pt"
WHITENING = 0.4
"""Less than the fine latents': a coarse cell's first components are what is drawn first."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one stage."""
    parser = argparse.ArgumentParser(
        prog="python -m renderers.toon.train_noise",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("stage", choices=("backdrops", "projection", "denoiser", "decoder", "assemble"))
    add("--folder", type=Path, required=True, help="where the run's files lie")
    add("--count", type=int, default=3000, help="[backdrops] places to draw")
    add("--from", type=Path, dest="source", help="[projection] a model to train on")
    add("--fine", action="store_true", help="[backdrops] twice as large, for the decoder")
    add("--samples", type=int, default=330_000, help="panels, or the decoder's crops, in all")
    add("--cooling", type=int, default=90_000, help="of those, at a falling rate")
    add("--batch", type=int, default=24, help="of those, in a step")
    add("--seed", type=int, default=0, help="of all that is random")
    add("--tiny", action="store_true", help="a miniature model, to try the stages")
    asked = parser.parse_args(arguments)
    torch.set_num_threads(1)
    asked.folder.mkdir(parents=True, exist_ok=True)
    shape = TINY_NOISE if asked.tiny else NOISE
    match asked.stage:
        case "backdrops":
            draw_backdrops(asked.folder, count=asked.count, seed=asked.seed, fine=asked.fine)
        case "projection":
            begin(asked.folder, shape, source=asked.source, seed=asked.seed)
        case "denoiser":
            recipe = from_noise.NoiseRecipe(
                asked.samples, asked.cooling, asked.batch, seed=asked.seed
            )
            train(asked.folder, recipe)
        case "decoder":
            told = coarse_decoder.DecoderRecipe(
                asked.samples, asked.cooling, asked.batch, seed=asked.seed
            )
            train_decoder(asked.folder, shape, told)
        case _:
            assemble(asked.folder)


def draw_backdrops(folder: Path, *, count: int, seed: int, fine: bool = False) -> None:
    """Draw empty places into `backdrops.pt`, or large ones into `fine-backdrops.pt`."""
    dice, found = Random(f"backdrops {seed}"), defaultdict(list)
    for _ in range(count):
        place = backdrops.draw(dice, cell=coarse_decoder.PIXELS if fine else backdrops.CELL)
        found[place.cells].append(place)
    backdrops.keep(found, folder / (FINE if fine else PLACES))


def begin(folder: Path, shape: Shape, *, source: Path | None, seed: int) -> None:
    """Begin a model in the folder: a new one, or a copy of one that exists."""
    torch.manual_seed(seed)
    if source is not None:
        noise_model.save(noise_model.load(source), folder / "model", half=False)
        return
    fine: Any = build.autoencoder(shape._replace(halvings=shape.halvings - 1))
    pictures = _pictures(folder, Random(f"projection {seed}"))
    spreads = projection.fit(fine, pictures, whitening=WHITENING)
    tokenizer: CLIPTokenizer = CLIPTokenizer.from_pretrained(toon.FOLDER / "tokenizer")
    made = noise_model.new(shape, tokenizer, noise_model.doubled(fine), spreads)
    noise_model.save(made, folder / "model", half=False)


def _stock(folder: Path, places: str = PLACES) -> Stock:
    return Stock(backdrops.kept(folder / places), troupe.kept(folder / "puppets.json"))


def _pictures(folder: Path, dice: Random, *, batches: int = 12) -> Iterator[torch.Tensor]:
    stock = _stock(folder)
    for _ in range(batches):
        cells = dice.choice(list(stock.backdrops))
        panels = [lesson(stock, cells, dice.randrange(1_000_000_000)) for _ in range(16)]
        yield stacked(panels)[0].float() / 127.5 - 1


def train(folder: Path, recipe: from_noise.NoiseRecipe) -> None:
    """Train on from the model in the folder, and from the state beside it."""
    parts = noise_model.load(folder / "model")
    network = from_noise.HintedNetwork(parts.unet, parts.text_encoder, names=noise_model.names())
    stock = _stock(folder)
    from_noise.train(network, parts.tokenizer, encoder_of(parts.vae), stock, folder, recipe)


def train_decoder(folder: Path, shape: Shape, recipe: coarse_decoder.DecoderRecipe) -> None:
    """Train the decoder on, beside whatever the denoiser has learned so far."""
    parts = _trained(folder)
    vae = noise_model.fresh_mender(parts.vae, shape)
    redrawer = coarse_decoder.Redrawer(parts.unet, parts.text_encoder, parts.tokenizer)
    coarse_decoder.train(vae, redrawer, _stock(folder, FINE), folder, recipe)


def assemble(folder: Path) -> None:
    """Write the run's mean weights, in half precision, to `model-half`, ready to draw with."""
    parts, decoder = _trained(folder), folder / "decoder.pt"
    if decoder.exists():
        shape = TINY_NOISE if parts.vae.config["latent_channels"] == TINY_NOISE.latent else NOISE
        vae = noise_model.fresh_mender(parts.vae, shape)
        vae.load_state_dict(_mean(decoder))
        parts = parts._replace(vae=vae)
    noise_model.save(parts, folder / "model-half")


def _trained(folder: Path) -> noise_model.NoiseParts:
    """Return the model in the folder with what its denoiser's run has learned so far."""
    parts = noise_model.load(folder / "model")
    network = from_noise.HintedNetwork(parts.unet, parts.text_encoder, names=noise_model.names())
    if (file := folder / "from-noise.pt").exists():
        network.load_state_dict(_mean(file))
    return parts._replace(unet=network.unet, text_encoder=network.text)


def _mean(file: Path) -> dict[str, torch.Tensor]:
    state = torch.load(file, map_location="cpu", weights_only=True)["network"]
    # The second of the pair is the averaged one.
    return {key[2:]: value for key, value in state.items() if key[0] == "1"}


if __name__ == "__main__":
    main()
