"""The one door for pictures: whatever a file holds comes out upright, in 8 bits, with alpha."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from renderers.cast.figures import load_figure
from renderers.conditioning.maps import condition
from renderers.methods.collage import compose
from renderers.pictures import FORMATS, flattened, open_picture
from schemas.errors import AssetMissing
from schemas.geometry import Size
from tests.renderers.panels import panel

RED, GREEN, BLUE = (220, 30, 30), (30, 180, 30), (30, 30, 220)
SIZE = Size(width=64, height=64)


def halves() -> Image.Image:
    """Red over green, so that which side is up can be seen."""
    picture = Image.new("RGB", (40, 60), GREEN)
    picture.paste(RED, (0, 0, 40, 30))
    return picture


def near(picture: Image.Image, at: tuple[int, int], colour: tuple[int, ...]) -> bool:
    seen = picture.convert("RGB").getpixel(at)
    return all(abs(a - b) < 12 for a, b in zip(seen, colour, strict=True))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_named_format_is_read(kind: str, tmp_path: Path) -> None:
    halves().save(tmp_path / "a.pic", format=kind)
    picture = open_picture("a.pic", tmp_path / "a.pic")
    assert (picture.mode, picture.size) == ("RGBA", (40, 60))
    assert near(picture, (20, 10), RED)
    assert near(picture, (20, 50), GREEN)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I"])
def test_every_kind_of_pixel_comes_out_as_it_looks(mode: str, tmp_path: Path) -> None:
    if mode.startswith("I"):
        picture = Image.new(mode, (9, 9), 160 * 257)
    else:
        picture = Image.new("RGB", (9, 9), (160, 160, 160)).convert(mode)
    if mode == "P":
        picture = halves().resize((9, 9)).quantize(4)
        picture.putpalette([160] * 12)
    path = tmp_path / f"a.{'tiff' if mode in ('CMYK', 'I') else 'png'}"
    picture.save(path)
    seen = open_picture("a", path).getpixel((4, 4))
    assert all(abs(channel - 160) <= 4 for channel in seen[:3])  # type: ignore[index]
    assert seen[3] == 255  # type: ignore[index]


def test_an_8_bit_grey_in_32_bits_is_not_darkened(tmp_path: Path) -> None:
    Image.new("I", (5, 5), 160).save(tmp_path / "a.tiff")
    assert open_picture("a", tmp_path / "a.tiff").getpixel((2, 2)) == (160, 160, 160, 255)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_camera_s_orientation_is_followed(orientation: int, tmp_path: Path) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = halves().transpose(undo[orientation]) if orientation > 1 else halves()
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(tmp_path / "a.jpg", exif=exif, quality=95)
    picture = open_picture("a.jpg", tmp_path / "a.jpg")
    assert picture.size == (40, 60)
    assert near(picture, (20, 10), RED)


def test_a_file_s_own_colours_are_followed(tmp_path: Path) -> None:
    picture = Image.new("RGB", (8, 8), (200, 100, 50))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ"))
    picture.save(tmp_path / "odd.png", icc_profile=profile.tobytes())
    picture.save(tmp_path / "broken.png", icc_profile=b"no profile")
    assert open_picture("broken.png", tmp_path / "broken.png").getpixel((1, 1))[:3] == (  # type: ignore[index]
        200,
        100,
        50,
    )
    assert open_picture("odd.png", tmp_path / "odd.png").mode == "RGBA"


def test_an_animation_shows_its_first_frame(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in (RED, BLUE)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    assert near(open_picture("a.gif", tmp_path / "a.gif"), (3, 3), RED)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "an empty file"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "EPS"),
        (b"%PDF-1.7\n", "PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIC"),
        (b"8BPS\x00\x01", "PSD"),
    ],
)
def test_what_is_not_read_is_named(content: bytes, kind: str, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(AssetMissing, match=kind) as caught:
        open_picture("a.png", tmp_path / "a.png")
    assert "PNG" in str(caught.value.hint)


def test_numbers_that_are_no_colours_are_refused(tmp_path: Path) -> None:
    Image.new("F", (5, 5), 0.5).save(tmp_path / "a.tiff")
    with pytest.raises(AssetMissing, match="floating-point"):
        open_picture("a.tiff", tmp_path / "a.tiff")


def test_nothing_hidden_shows_through() -> None:
    hidden = Image.new("RGBA", (4, 4), (*RED, 0))
    assert flattened(hidden, "white").getpixel((1, 1)) == (255, 255, 255)


Reader = Callable[[Path, str], Image.Image]


def as_scaffold(root: Path, name: str) -> Image.Image:
    return compose(panel().but(scaffold=name, segments=()), SIZE, root)


def as_pose_map(root: Path, name: str) -> Image.Image:
    return condition(panel().but(pose_map=name), SIZE, root=root).pose


def as_reference(root: Path, name: str) -> Image.Image:
    return load_figure([name], root).convert("RGB")


@pytest.mark.parametrize("read", [as_scaffold, as_pose_map, as_reference])
def test_references_scaffolds_and_pose_maps_come_through_the_same_door(
    read: Reader, tmp_path: Path
) -> None:
    grey = np.full((48, 48), 150 * 257, np.uint16)
    grey[:, :8] = 255 * 257
    grey[:, -8:] = 255 * 257
    grey[:8] = 255 * 257
    grey[-8:] = 255 * 257
    Image.fromarray(grey).save(tmp_path / "grey.png")
    picture = read(tmp_path, "grey.png")
    centre = picture.getpixel((picture.width // 2, picture.height // 2))
    assert all(abs(channel - 150) <= 3 for channel in centre)  # type: ignore[union-attr]
    (tmp_path / "eps.png").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n")
    with pytest.raises(AssetMissing, match="EPS"):
        read(tmp_path, "eps.png")
