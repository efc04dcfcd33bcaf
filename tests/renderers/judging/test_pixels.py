"""The independent judge reads pictures of any size, and knows the cast."""

from pathlib import Path

import pytest
import torch
from PIL import Image

from renderers.judging.networks import PictureReader, ReaderShape, load_reader, save
from renderers.judging.pixels import PixelJudge, read
from schemas.errors import AssetMissing
from tests.renderers.panels import box, panel, segment

TINY = ReaderShape(("sks", "hta"), widths=(8, 16, 16), dilations=(1, 2))


def test_pictures_are_read_in_whole_cells_at_about_one_size() -> None:
    assert read(Image.new("RGB", (512, 512)), TINY).shape == (1, 3, 256, 256)
    assert read(Image.new("RGB", (64, 64)), TINY._replace(resolution=384)).shape[2:] == (384, 384)
    high, wide = read(Image.new("RGB", (900, 300)), TINY).shape[2:]
    assert (high % 8, wide % 8) == (0, 0)
    assert high * wide == pytest.approx(256**2, rel=0.1)


def test_a_reader_is_kept_and_an_absent_one_told(tmp_path: Path) -> None:
    network = PictureReader(TINY).eval()
    kept = load_reader(save(network, tmp_path / "kept"))
    assert kept.shape == TINY
    x = torch.rand(1, 3, 64, 64)
    assert torch.allclose(kept(x), network(x), atol=2e-2)
    with pytest.raises(AssetMissing):
        load_reader(tmp_path / "absent")


def test_maps_are_shares_of_the_cast_and_a_verdict_names_ids() -> None:
    judge = PixelJudge(PictureReader(TINY).eval())
    picture = Image.new("RGB", (128, 128), "white")
    assert judge.maps(picture).shape == (2, 32, 32)
    assert judge.maps(picture).sum(0).max() <= 1 + 1e-5
    planned = panel(segment(box(0.1, 0.1, 0.9, 0.9), "mira"))
    (finding,) = judge.judge(planned, picture).findings
    assert finding.judged
    assert finding.found in ("mira", "hta", None)
