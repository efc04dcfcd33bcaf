"""Panel pictures as documents embed them."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFile

from schemas.book import PanelImage
from storyboard.writers.pictures import embedded


def test_a_picture_of_noise_is_embedded_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not fit into the byte a pixel that Pillow gives an optimised JPEG."""
    monkeypatch.setattr(ImageFile, "MAXBLOCK", 65536)
    noise = np.random.default_rng(7).integers(0, 256, (512, 512, 3), dtype=np.uint8)
    path = tmp_path / "noise.png"
    Image.fromarray(noise).save(path)
    picture = embedded(PanelImage(panel="a-1", path=str(path), width=512, height=512))
    assert picture.suffix == "jpg"
    assert len(picture.data) > 512 * 512
