"""The one door for an author's pictures: references, scaffolds, masks and pose maps alike.

Whatever the file holds, what comes out is upright, in 8 bits a channel, in sRGB and with alpha.
"""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from renderers.dyes import DYED, in_dyes, undyed
from renderers.felt_names import unfelt
from renderers.props.drawings import drawing_path, prop_picture
from renderers.props.library import PICTURE as PROP
from schemas.errors import AssetMissing, StoryInvalid
from stories import CAST

PACKAGED = "cast:"
"""What the picture names of packaged characters begin with."""

FORMATS = ("PNG", "WEBP", "JPEG", "GIF", "BMP", "TIFF", "AVIF")
"""What is read; no other parser ever sees a file from outside."""

_PIXELS = 40_000_000
_REFUSED = {
    b"%!PS": "EPS",
    b"\xc5\xd0\xd3\xc6": "EPS",
    b"%PDF": "PDF",
    b"8BPS": "PSD",
    b"gimp xcf": "XCF",
    b"<svg": "SVG",
    b"<?xml": "SVG or other XML",
    b"\xff\x0a": "JPEG XL",
    b"\x00\x00\x00\x0cJXL ": "JPEG XL",
    b"\x00\x00\x00\x0cjP  ": "JPEG 2000",
    b"v/1\x01": "OpenEXR",
    b"#?RADIANCE": "Radiance HDR",
    b"\x00\x00\x01\x00": "ICO",
}
"""How files of formats begin that authors have and that are not read."""
_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")
_SAVE_AGAIN = "Save it again as PNG, WebP or JPEG."


def picture_path(name: str, root: Path) -> Path:
    """Return a picture name's file: `cast:…` and `prop:…` are packaged, all else is in `root`.

    Raises:
        StoryInvalid: the name leads out of its folder, also by way of a symbolic link.
        AssetMissing: there is no such file.
    """
    name = undyed(unfelt(name))
    if name.startswith(PROP):
        return drawing_path(name)
    return _packaged(name) if name.startswith(PACKAGED) else _inside(name, name, root)


@lru_cache(maxsize=4096)
def _packaged(name: str) -> Path:
    return _inside(name, name.removeprefix(PACKAGED), CAST)


def _inside(name: str, relative: str, inside: Path) -> Path:
    """Return a file of a folder, which it is indeed in."""
    path = inside / relative
    try:
        resolved = path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise StoryInvalid(f"picture {name!r} is not a path: {error}") from error
    if not resolved.is_relative_to(inside.resolve()):
        raise StoryInvalid(
            f"picture {name} lies outside {inside}",
            hint="Copy the picture into the story's folder.",
        )
    if not os.path.isfile(resolved):  # Unlike Path.is_file, it does not raise at names too long.
        raise AssetMissing(f"picture {name} does not exist (looked for {path})")
    return resolved


def open_picture(name: str, path: Path) -> Image.Image:
    """Read a picture as upright 8-bit sRGB with alpha (RGBA); of an animation the first frame.

    Args:
        name: what the author calls it, for messages.
        path: where it lies; `picture_path` finds it.

    Raises:
        StoryInvalid: it has more than 40 million pixels.
        AssetMissing: it cannot be read, or its format is none of `FORMATS`.
    """
    if name.startswith(PROP):
        return prop_picture(name)
    if name.startswith(DYED):
        with _refusals(name, path):
            return in_dyes(open_picture(undyed(name), path), name)
    with _refusals(name, path), Image.open(path, formats=FORMATS) as picture:
        if picture.width * picture.height > _PIXELS:
            raise StoryInvalid(
                f"picture {name} has {picture.width}×{picture.height} pixels, more than 40 million",
                hint="Save it smaller; 2000 pixels on the longer side are plenty.",
            )
        return _in_rgba(ImageOps.exif_transpose(picture))


def flattened(picture: Image.Image, colour: str) -> Image.Image:
    """Lay a picture with alpha upon a colour, so that nothing hidden shows through; RGB."""
    plain = Image.new("RGBA", picture.size, colour)
    return Image.alpha_composite(plain, picture.convert("RGBA")).convert("RGB")


def _in_rgba(picture: Image.Image) -> Image.Image:
    if picture.mode == "F":
        raise ValueError("its pixels are floating-point numbers, not colours")
    if picture.mode.startswith("I"):
        grey = np.asarray(picture).astype(np.float64)
        # 32-bit greys are rare and hold 16 bits, or 8.
        scale = 257 if picture.mode != "I" or grey.max() > 255 else 1
        picture = Image.fromarray(np.rint(grey / scale).clip(0, 255).astype(np.uint8))
    return _in_srgb(picture).convert("RGBA")


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Follow the file's own colour profile; one that cannot be followed is left unheard."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK", "LAB"):
        return picture
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = picture.convert("RGB") if alpha else picture
    try:
        made = ImageCms.profileToProfile(
            colours, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        return picture
    if made is None:
        return picture
    if alpha:
        made.putalpha(alpha)
    return made


@contextmanager
def _refusals(name: str, path: Path) -> Iterator[None]:
    """Turn what Pillow raises into an error that names the picture and the way out."""
    try:
        yield
    except Image.DecompressionBombError as error:
        raise StoryInvalid(f"picture {name} is too large: {error}") from error
    except UnidentifiedImageError as error:
        known = _format_of(path)
        why = f"it is {known}" if known else "its format is unknown"
        raise AssetMissing(f"picture {name} cannot be read: {why}", hint=_SAVE_AGAIN) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise AssetMissing(f"picture {name} cannot be read: {error}", hint=_SAVE_AGAIN) from error


def _format_of(path: Path) -> str | None:
    """Name a file's format by its first bytes; None where they are unknown."""
    with path.open("rb") as file:
        start = file.read(32)
    if not start:
        return "an empty file"
    if start[4:8] == b"ftyp" and start[8:12] in _HEIC:
        return "HEIC"
    return next((name for magic, name in _REFUSED.items() if start.startswith(magic)), None)
