"""Panel pictures as the bytes that documents embed."""

import io
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageFile, UnidentifiedImageError

from schemas.book import PanelImage
from schemas.errors import AssetMissing

_QUALITY = 92
_FLAT = 0.3
"""A PNG of fewer bytes a pixel is flat art, which JPEG would only blur and enlarge."""


class Picture(NamedTuple):
    """An encoded picture."""

    data: bytes
    suffix: str
    """`png` or `jpg`."""

    @property
    def mime(self) -> str:
        """The media type."""
        return "image/png" if self.suffix == "png" else "image/jpeg"


def embedded(image: PanelImage) -> Picture:
    """Return a panel's picture for embedding: flat art as PNG, all else as JPEG.

    Raises:
        AssetMissing: the file is absent or no picture.
    """
    path = Path(image.path)
    try:
        state = path.stat()
        return _encoded(path, state.st_mtime_ns, state.st_size)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise AssetMissing(
            f"the picture of panel {image.panel} cannot be read: {path}",
            hint="render the story again; the panel will be redrawn",
        ) from error


@lru_cache(maxsize=64)
def _encoded(path: Path, _changed: int, length: int) -> Picture:
    with Image.open(path) as picture:
        whole = picture.format == "PNG" and picture.mode in ("RGB", "L", "P")
        if whole and length < _FLAT * picture.width * picture.height:
            return Picture(path.read_bytes(), "png")
        plain = picture.convert("RGB")
    # Pillow gives an optimised JPEG a byte a pixel, which a picture of noise does not fit into.
    ImageFile.MAXBLOCK = max(ImageFile.MAXBLOCK, 3 * plain.width * plain.height)
    data = io.BytesIO()
    plain.save(data, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return Picture(data.getvalue(), "jpg")
