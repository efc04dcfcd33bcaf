"""What the base knew, to be learned along with the subjects: prior preservation (2208.12242).

A base draws pictures of the subjects' classes once, and they are kept. The embedded model, which
draws from a collage, is shown its own world again instead: the very pictures that taught it.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from PIL import Image, ImageOps

from renderers.cast.cutouts import mask_beside
from renderers.training.base import Base
from renderers.training.batches import seed_of
from renderers.training.canvases import Composer, Composition
from renderers.training.collages import seg_mix
from renderers.training.drawing import SampleRequest, draw
from renderers.training.pictures import SubjectPicture, TrainingSubject
from schemas.base import digest_of
from schemas.geometry import Size
from schemas.training_groups import PriorSettings, SampleSettings

if TYPE_CHECKING:
    from renderers.training.found_masks import MaskMaker


class PriorStep(NamedTuple):
    """One of the prior's pictures is there."""

    done: int
    wanted: int


def prior_folder(
    home: Path, base_key: str, nouns: Sequence[str], settings: PriorSettings, size: Size
) -> Path:
    """Return where a base's pictures of some classes are kept, for whoever trains on it."""
    key = digest_of(
        [base_key, sorted(set(nouns)), settings.pictures, settings.steps, size.width, size.height]
    )
    return home / "priors" / key[:16]


World: TypeAlias = Callable[[int], tuple[Image.Image, str]]
"""From a number to one of the pictures that taught a base, with its caption."""


def make_priors(
    base: Base,
    nouns: Sequence[str],
    settings: PriorSettings,
    size: Size,
    folder: Path,
    *,
    world: World | None = None,
) -> Iterator[PriorStep]:
    """Draw what is not there yet, or take it from the base's own `world`; it may be interrupted.

    Raises:
        OSError: the disk refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [(noun, index) for noun in sorted(set(nouns)) for index in range(settings.pictures)]
    if world is not None:
        wanted = wanted[: settings.pictures]
    for number, (noun, index) in enumerate(wanted):
        path = folder / f"{number:05d}.png"
        if not (path.is_file() and path.with_suffix(".json").is_file()):
            made = world(index) if world else _drawn(base, noun, index, settings, size)
            made[0].save(path)
            path.with_suffix(".json").write_text(json.dumps(made[1]), encoding="utf-8")
        yield PriorStep(number + 1, len(wanted))


def _drawn(
    base: Base, noun: str, index: int, settings: PriorSettings, size: Size
) -> tuple[Image.Image, str]:
    asked = SampleRequest(noun, size, seed_of(noun, index))
    return draw(base, asked, SampleSettings(steps=settings.steps)), noun


def prior_composer(paths: Sequence[Path]) -> Composer:
    """Return what shows any of some pictures with their prompts, fitted into the wanted size."""

    def compose(rng: Random, size: Size) -> Composition:
        path = rng.choice(paths)
        with Image.open(path) as opened:
            wanted = (size.width, size.height)
            image = ImageOps.fit(opened.convert("RGB"), wanted, Image.Resampling.LANCZOS)
        return Composition(image, Image.new("L", image.size, 255), _prompt(path))

    return compose


def mark_priors(paths: Sequence[Path], maker: "MaskMaker") -> Iterator[PriorStep]:
    """Mark the figure in each of a prior's pictures, once; one that is uncertain has an empty mask.

    Raises:
        OSError: the disk refuses.
    """
    for number, path in enumerate(paths):
        if not (label := mask_beside(path)).is_file():
            with Image.open(path) as opened:
                picture = opened.convert("RGB")
            found = maker.mask_of(picture, _prompt(path))
            mask = found.mask if found.doubt is None else Image.new("L", picture.size)
            mask.save(label)
        yield PriorStep(number + 1, len(paths))


def mixed_priors(paths: Sequence[Path]) -> Composer | None:
    """Return what shows two of a prior's figures side by side, as Seg-Mix shows subjects.

    MuDI mixes what preserves the prior as well, so that two on one canvas are not the subjects'
    alone (arXiv 2404.04243). None where no picture is marked.
    """
    cut: dict[str, list[SubjectPicture]] = {}
    for path in paths:
        with Image.open(path) as opened, Image.open(mask_beside(path)) as label:
            if (bounds := label.getbbox()) is not None:
                figure = opened.convert("RGBA")
                figure.putalpha(label.convert("L"))
                picture = SubjectPicture(
                    path.name, figure.crop(bounds), opened.convert("RGB"), _prompt(path)
                )
                cut.setdefault(_prompt(path), []).append(picture)
    if not cut:
        return None
    return seg_mix([TrainingSubject(n, "", n, 1.0, tuple(each)) for n, each in cut.items()])


def _prompt(path: Path) -> str:
    return str(json.loads(path.with_suffix(".json").read_text("utf-8")))
