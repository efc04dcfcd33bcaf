"""Trains an adapter of MS-Diffusion for toon-noise: `python -m renderers.toon.train_adapter STAGE`.

    backdrops  draw the empty places that panels are composed on (--count)
    adapter    train until --samples panels are seen; resumes to the panel
    assemble   write FOLDER/adapter.safetensors, and FOLDER/image_encoder beside it

    python -m renderers.toon.train_adapter backdrops --folder runs/adapter --count 3000
    python -m renderers.toon.train_adapter adapter --folder runs/adapter --samples 20000
    python -m renderers.toon.train_adapter assemble --folder runs/adapter

Then a story that lies beside the folder draws with

    renderer: {name: ms-diffusion, model: toon-noise, adapter: runs/adapter/adapter.safetensors,
               scale: 1}
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import save_file

from renderers.diffusion.models.load import load_model
from renderers.toon.train_noise import draw_backdrops
from renderers.toon.training import backdrops
from renderers.toon.training.image_adapter import AdapterRecipe, AdapterShape, AdapterTrainer


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one stage."""
    parser = argparse.ArgumentParser(
        prog="python -m renderers.toon.train_adapter",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("stage", choices=("backdrops", "adapter", "assemble"))
    add("--folder", type=Path, required=True, help="where the run's files lie")
    add("--model", default="toon-noise", help="whom the adapter is for")
    add("--count", type=int, default=3000, help="[backdrops] places to draw")
    add("--samples", type=int, default=20_000, help="[adapter] panels to see in all")
    add("--batch", type=int, default=12, help="[adapter] panels in a step")
    add("--seed", type=int, default=0, help="of all that is random")
    asked = parser.parse_args(arguments)
    torch.set_num_threads(1)
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.stage == "backdrops":
        draw_backdrops(asked.folder, count=asked.count, seed=asked.seed)
        return
    samples = asked.samples if asked.stage == "adapter" else 0
    trainer = AdapterTrainer(
        load_model(asked.model, device="cpu", dtype="float32"),
        backdrops.kept(asked.folder / "backdrops.pt"),
        AdapterRecipe(samples, asked.batch, seed=asked.seed),
        AdapterShape(),
    )
    if asked.stage == "adapter":
        trainer.train(asked.folder)
    else:
        assemble(trainer, asked.folder)


def assemble(trainer: AdapterTrainer, folder: Path) -> None:
    """Write the adapter as it was last kept, in the published layout."""
    kept = torch.load(folder / "adapter.pt", map_location="cpu", weights_only=True)
    trainer.network.load_state_dict(kept["network"])
    parts = trainer.state().items()
    flat = {f"{part}.{name}": rows[name].contiguous() for part, rows in parts for name in rows}
    save_file(flat, folder / "adapter.safetensors")
    trainer.model.autoencoder.network.save_pretrained(folder / "image_encoder")


if __name__ == "__main__":
    main()
