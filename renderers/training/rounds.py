"""Training in rounds, as MuDI does (arXiv 2404.04243): on what was drawn, and passed a judge.

After a training the trained model draws, a judge passes what it finds right, and the training is
made again with these pictures beside the characters' own. They lie as files in the build directory,
so that an author can look at them and delete what should not be learned; whatever lies there
belongs to the training's key.
"""

import json
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from renderers.training.canvases import Composer
from renderers.training.collages import mixed
from renderers.training.jobs import TrainingJob
from renderers.training.priors import prior_composer
from schemas.base import digest_of

SHARE = 0.3
"""Share of the pictures that are kept ones; the paper does not say. Seg-Mix's collages have it."""


def rounds_folder(home: Path, job: TrainingJob) -> Path:
    """Return where a training's rounds lie, among the results in `home`."""
    return home / "rounds" / (job.first or job.key)[:16]


def kept_pictures(folder: Path) -> tuple[Path, ...]:
    """Return all pictures that some rounds kept, each with its prompt beside it."""
    found = folder.glob("round-*/*.png")
    return tuple(sorted(path for path in found if path.with_suffix(".json").is_file()))


def keep_picture(folder: Path, name: str, picture: Image.Image, prompt: str) -> None:
    """Keep a picture, its prompt first: a picture without one is not learned from.

    Raises:
        OSError: the disk refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(prompt), encoding="utf-8")
    picture.save(folder / f"{name}.png")


def with_rounds(job: TrainingJob, home: Path, digest: Callable[[Path], str]) -> TrainingJob:
    """Return a training with what its rounds kept so far; the same where there is nothing."""
    kept = kept_pictures(rounds_folder(home, job))
    if not kept:
        return job
    rows = [[path.name, digest(path), digest(path.with_suffix(".json"))] for path in kept]
    return job._replace(key=digest_of([job.key, rows]), first=job.key, kept=kept)


def composer_with_kept(composer: Composer, job: TrainingJob) -> Composer:
    """Return what shows the kept pictures as well."""
    return mixed(composer, prior_composer(job.kept), SHARE) if job.kept else composer
