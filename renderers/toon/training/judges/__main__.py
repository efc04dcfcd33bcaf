"""Trains a judge's network, for some minutes; it resumes what it left.

    python -m renderers.toon.training.judges figures --folder runs/judges --minutes 10
    python -m renderers.toon.training.judges pixels --folder runs/judges --minutes 20

The network is written to a folder of that name inside the run's folder; what belongs into the
package is copied to `renderers/toon/judges` by hand.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch

from renderers.judging.networks import FigureEmbedding, PictureReader, save
from renderers.toon.training.judges import figures, pixels


def main(arguments: Sequence[str] | None = None) -> None:
    """Train one judge's network and write it."""
    parser = argparse.ArgumentParser(
        prog="python -m renderers.toon.training.judges",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("judge", choices=("figures", "pixels"))
    parser.add_argument("--folder", type=Path, required=True, help="where the run's files lie")
    parser.add_argument("--minutes", type=float, default=10.0, help="how long to train")
    parser.add_argument("--seed", type=int, default=0, help="of all that is random")
    asked = parser.parse_args(arguments)
    torch.set_num_threads(1)
    network: FigureEmbedding | PictureReader
    if asked.judge == "figures":
        network = figures.train(
            asked.folder, figures.EmbeddingRecipe(asked.minutes, seed=asked.seed)
        )
    else:
        network = pixels.train(
            asked.folder, pixels.PixelJudgeRecipe(asked.minutes, seed=asked.seed)
        )
    print(save(network, asked.folder / asked.judge))


if __name__ == "__main__":
    main()
