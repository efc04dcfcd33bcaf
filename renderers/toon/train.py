"""Trains toon from scratch, a stage at a time: `python -m renderers.toon.train STAGE --folder RUN`.

    words       learn the tokenizer's pieces from the world's captions
    projection  fit the autoencoder's fixed encoder
    latents     paint and encode panels (--shelves FIRST:LAST), 256 to a shelf
    decoder     train the autoencoder's mender
    denoiser    train UNet, text encoder and pose ControlNet
    redraw      let the denoiser redraw panels from moderate noise (--shelves FIRST:LAST)
    polish      train the mender on, half of it on what was redrawn
    segmenter   train what tells subjects apart in latents, into RUN/model/segmenter
    joints      train what finds joints in latents, into RUN/model/joints
    assemble    write RUN/model, a diffusers directory

Every stage resumes what it left in the folder. Several workers train together when started with
`torchrun --nproc-per-node 2 -m renderers.toon.train …`.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import torch
from transformers import CLIPTokenizer

from renderers.diffusion.models.patch_autoencoder import PatchAutoencoder
from renderers.toon import build, tokens
from renderers.toon.shapes import TINY, TOON, Shape
from renderers.toon.training import (
    autoencoder,
    denoiser,
    labels,
    latents,
    polish,
    projection,
    segmenter,
)
from renderers.toon.training.batches import Odds
from renderers.toon.training.crops import as_tensor, batches
from renderers.toon.training.lexicon import corpus
from renderers.toon.world import example
from renderers.training import team

RESIZED_SHELVES = 16
"""Files of panels in other sizes that readers of latents learn from, besides the denoiser's."""


class StageOptions(NamedTuple):
    """What a stage is asked to do; the command's options explain each."""

    stage: str
    folder: Path
    minutes: float = 10.0
    rate: float | None = None
    batch: int = 12
    cells: int = 12 * 1024
    panels: int = 120
    shelves: str = "0:8"
    early: float = 0.35
    device: str = "auto"
    seed: int = 0
    tiny: bool = False
    eager: bool = False


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one stage."""
    parser = _parser()
    options = StageOptions(**vars(parser.parse_args(arguments)))
    for name in NEEDS.get(options.stage, ()):
        if not (options.folder / name).exists():
            lack = options.folder / name
            parser.error(f"there is no {lack}; run the stage {MADE_BY[name]} first")
    options.folder.mkdir(parents=True, exist_ok=True)
    shape = TINY if options.tiny else TOON
    torch.manual_seed(options.seed)
    STAGES[options.stage](options, shape)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m renderers.toon.train",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    every, trained = "every stage", "what trains"

    def add(name: str, used_by: str, what: str, **how: Any) -> None:
        default = StageOptions._field_defaults.get(name.removeprefix("--"))
        shown = "" if default is None or "action" in how else f" (default {default})"
        parser.add_argument(name, help=f"[{used_by}] {what}{shown}", default=default, **how)

    parser.add_argument("stage", choices=STAGES)
    add("--folder", every, "where the run's files lie", type=Path, required=True)
    add("--minutes", trained, "how long to train", type=float)
    add("--rate", trained, "learning rate (default 0.002, denoiser 0.001)", type=float)
    add("--batch", "decoder, polish", "crops in a batch", type=int)
    add("--cells", "denoiser and readers", "latent cells in a batch", type=int)
    add("--panels", "projection", "panels to fit to", type=int)
    add("--shelves", "latents, redraw", "FIRST:LAST shelves")
    add("--early", "denoiser", "share of the samples at noise below 0.6", type=float)
    add("--device", trained, "cpu or cuda; auto takes a GPU where there is one")
    add("--seed", every, "of all that is random", type=int)
    add("--tiny", every, "a miniature model, to try the stages", action="store_true")
    add("--eager", "decoder, polish", "do not compile the decoder", action="store_true")
    return parser


def words(options: StageOptions, shape: Shape) -> None:
    """Learn the tokenizer."""
    captions = corpus(scenes=300 if options.tiny else 3000)
    learnt = tokens.learn(captions, pieces=1800, length=shape.tokens)
    learnt.save_pretrained(options.folder / "tokenizer")


def fit_projection(options: StageOptions, shape: Shape) -> None:
    """Fit the encoder to crops aimed at heads and to whole panels."""
    vae = build.autoencoder(shape)
    projection.fit(vae, _pictures(options))
    vae.save_pretrained(options.folder / "projection")


def _pictures(options: StageOptions) -> Iterator[torch.Tensor]:
    source = batches(Random(f"projection {options.seed}"), side=autoencoder.SIDE, size=32)
    for _ in range(max(1, options.panels // 4)):
        yield next(source)
    for seed in range(options.panels):
        yield as_tensor(np.array(example(seed).painting.picture)[None])


def encode(options: StageOptions, shape: Shape) -> None:
    """Fill shelves with latents."""
    vae = _projected(options)
    first, last = map(int, options.shelves.split(":"))
    for number in range(first, last):
        latents.encode_shelf(vae, options.folder / "shelves", number)


def train_decoder(options: StageOptions, shape: Shape) -> None:
    """Train the mender."""
    crew = team.join()
    vae: Any = _projected(options)
    autoencoder.train(
        vae.to(_device(options)),
        options.folder,
        crew,
        minutes=options.minutes,
        rate=options.rate or 2e-3,
        batch=options.batch,
        seed=options.seed,
        redrawn=options.folder / "redrawn" if options.stage == "polish" else None,
        compiled=not options.eager,
    )


def redraw(options: StageOptions, shape: Shape) -> None:
    """Show the mender what errors the denoiser makes."""
    tokenizer = _tokenizer(options)
    network = _trained(options, shape).to(_device(options))
    first, last = map(int, options.shelves.split(":"))
    for number in range(first, last):
        torch.manual_seed(number)
        polish.redraw_shelf(
            network,
            tokenizer,
            _projected(options).encoder,
            options.folder / "redrawn",
            number,
            size=4 if options.tiny else 48,
        )


def train_denoiser(options: StageOptions, shape: Shape) -> None:
    """Train UNet, text encoder and ControlNet."""
    crew, device = team.join(), _device(options)
    tokenizer = _tokenizer(options)
    library = latents.Library(options.folder / "shelves", first=crew.rank, every=crew.size)
    recipe = denoiser.DenoiserRecipe(
        minutes=options.minutes,
        rate=options.rate or 1e-3,
        odds=Odds(cells=options.cells),
        early=options.early,
        seed=options.seed,
        workers=0 if device.type == "cpu" else 12,
    )
    network: Any = _denoiser(shape, tokenizer)
    network = network.to(device, memory_format=torch.channels_last)
    denoiser.train(network, tokenizer, library, options.folder, crew, recipe)


def train_reader(options: StageOptions, shape: Shape) -> None:
    """Train the segmenter, or the reader of joints, and write it as it stands."""
    task = segmenter.of_subjects() if options.stage == "segmenter" else segmenter.of_joints()
    encoder = _projected(options).encoder
    resized = 1 if options.tiny else RESIZED_SHELVES
    pool = segmenter.Pool(labels.known_panels(options.folder, encoder, resized=resized))
    recipe = segmenter.SegmenterRecipe(
        options.minutes, options.rate or 2e-3, cells=options.cells, seed=options.seed
    )
    network = segmenter.train(
        task,
        pool,
        options.folder,
        team.join(),
        recipe,
        device=_device(options),
        widths=(8, 16) if options.tiny else segmenter.WIDTHS,
    )
    network.save(options.folder / "model" / task.name, half=True)


def assemble(options: StageOptions, shape: Shape) -> None:
    """Write the model as it stands; parts that were not trained yet stay as they began."""
    vae, network = _projected(options), _trained(options, shape)
    if (options.folder / "autoencoder.pt").exists():
        state = torch.load(options.folder / "autoencoder.pt", weights_only=True)
        vae.load_state_dict(state["network"])
    parts = build.Parts(vae, network.text, _tokenizer(options), network.unet, network.controlnet)
    build.save(parts, options.folder / "model")
    recommended = json.dumps(build.RECOMMENDED) + "\n"
    (options.folder / "model" / "recommended.json").write_text(recommended, encoding="utf-8")


def _device(options: StageOptions) -> torch.device:
    found = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.device(found if options.device == "auto" else options.device)


def _denoiser(shape: Shape, tokenizer: CLIPTokenizer) -> denoiser.JointDenoiser:
    unet: Any = build.unet(shape)
    text: Any = build.text_encoder(shape, tokenizer)
    controlnet: Any = build.controlnet(shape, of=unet)
    return denoiser.JointDenoiser(unet, text, controlnet)


def _trained(options: StageOptions, shape: Shape) -> Any:
    """Return the averaged denoiser as far as it is trained."""
    network = _denoiser(shape, _tokenizer(options))
    if (options.folder / "denoiser.pt").exists():
        file = options.folder / "denoiser.pt"
        state = torch.load(file, map_location="cpu", weights_only=True)["network"]
        # The second of the pair is the averaged one.
        network.load_state_dict({key[2:]: value for key, value in state.items() if key[0] == "1"})
    return network.eval()


def _projected(options: StageOptions) -> PatchAutoencoder:
    vae: PatchAutoencoder = PatchAutoencoder.from_pretrained(options.folder / "projection")
    return vae


def _tokenizer(options: StageOptions) -> CLIPTokenizer:
    tokenizer: CLIPTokenizer = CLIPTokenizer.from_pretrained(options.folder / "tokenizer")
    return tokenizer


NEEDS = {
    "latents": ("projection",),
    "decoder": ("projection",),
    "denoiser": ("tokenizer", "shelves"),
    "redraw": ("projection", "tokenizer"),
    "polish": ("projection", "redrawn"),
    "segmenter": ("projection",),
    "joints": ("projection",),
    "assemble": ("projection", "tokenizer"),
}
"""What of the run's folder a stage reads."""
MADE_BY = {
    "projection": "projection",
    "tokenizer": "words",
    "shelves": "latents",
    "redrawn": "redraw",
}
"""Which stage made it."""
STAGES = {
    "words": words,
    "projection": fit_projection,
    "latents": encode,
    "decoder": train_decoder,
    "denoiser": train_denoiser,
    "redraw": redraw,
    "polish": train_decoder,
    "segmenter": train_reader,
    "joints": train_reader,
    "assemble": assemble,
}

if __name__ == "__main__":
    main()
