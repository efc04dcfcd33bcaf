"""Networks of transformers embed pictures and texts, as metrics and judges want them."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from renderers.judging.encoders import load_encoder
from schemas.errors import AssetMissing
from tests.renderers.judging import tiny_networks

PICTURES = [Image.new("RGB", (20, 40), colour) for colour in ("red", "teal")]


def test_clip_embeds_pictures_and_texts_in_one_space(tmp_path: Path) -> None:
    encoder = load_encoder("clip", root=tiny_networks.clip(tmp_path / "clip").parent)
    assert encoder.kind == "clip"
    assert encoder.pictures(PICTURES).shape == (2, 8)
    texts = encoder.texts(["a dog", "a dog that " + "barks " * 60])
    assert texts.shape == (2, 8)
    assert np.isfinite(texts).all()


def test_dinov2_gives_the_mean_of_its_states_or_the_first(tmp_path: Path) -> None:
    folder = str(tiny_networks.dinov2(tmp_path / "dino"))
    mean, first = (load_encoder(folder, pooling=each) for each in ("mean", "first"))
    assert mean.pictures(PICTURES).shape == first.pictures(PICTURES).shape == (2, 16)
    assert not np.allclose(mean.pictures(PICTURES), first.pictures(PICTURES))
    with pytest.raises(ValueError, match="dinov2 network embeds no text"):
        mean.texts(["a dog"])


def test_an_ensemble_lays_embeddings_of_length_one_side_by_side(tmp_path: Path) -> None:
    names = [str(tiny_networks.clip(tmp_path / "c")), str(tiny_networks.dinov2(tmp_path / "d"))]
    rows = load_encoder(names).pictures(PICTURES)
    assert rows.shape == (2, 24)
    assert np.linalg.norm(rows[:, :8], axis=1) == pytest.approx([1, 1])


def test_what_is_absent_or_no_encoder_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssetMissing, match="which judge: embedding names"):
        load_encoder("no/such/folder", what="judge: embedding")
    folder = tiny_networks.dinov2(tmp_path / "bare")
    (folder / "preprocessor_config.json").unlink()
    with pytest.raises(AssetMissing, match=r"preprocessor_config\.json is missing"):
        load_encoder(str(folder))
