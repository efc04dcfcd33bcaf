"""A subject's picture, ready to be placed: layers composited, drawings posed."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image

from renderers.cast.faces.felt import opened
from renderers.cast.puppets.names import MADE
from renderers.cast.puppets.posed import posed, source_files
from schemas.errors import StoryInvalid


def load_figure(layers: Sequence[str], root: Path) -> Image.Image:
    """Return the layers composited, the lowest first, as one RGBA picture.

    The picture is the caller's own to change.

    Raises:
        StoryInvalid: a name leads out of `root`, a picture has more than 40 million pixels or
            no mask, or the layers differ in size.
        AssetMissing: a picture is absent or cannot be read.
    """
    files = tuple((name, source_files(name, root)) for name in layers)
    stamps = tuple(path.stat().st_mtime_ns for _, paths in files for path in paths)
    return _composited(files, root, stamps).copy()


@lru_cache(maxsize=6)
def _composited(
    files: tuple[tuple[str, tuple[Path, ...]], ...], root: Path, stamps: tuple[int, ...]
) -> Image.Image:
    figure, *others = (
        posed(name, root).picture if name.startswith(MADE) else opened(name, root)
        for name, _ in files
    )
    for (name, _), layer in zip(files[1:], others, strict=True):
        if layer.size != figure.size:
            raise StoryInvalid(
                f"picture {name} is {layer.width}×{layer.height}, "
                f"but {files[0][0]} is {figure.width}×{figure.height}"
            )
        figure = Image.alpha_composite(figure, layer)
    return figure
