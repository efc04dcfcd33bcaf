"""CLIP-I, CLIP-T and DINO are measured by the network that a suite names, and by no other."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from renderers.judging.encoders import load_encoder
from schemas.errors import AssetMissing
from schemas.suite import MetricChoice
from storyboard.evaluation.metrics import columns_of
from storyboard.evaluation.network_instrument import load_network_instrument, words_of
from tests.renderers.judging import tiny_networks
from tests.storyboard import fakes

PANEL = fakes.panel()
RED, BLUE = (Image.new("RGB", (32, 32), colour) for colour in ("red", "blue"))


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_networks.clip(tmp_path_factory.mktemp("clip"))


def test_a_picture_is_compared_with_its_subjects_and_its_words(clip: Path) -> None:
    instrument = load_network_instrument("clip", str(clip), {"dee": [RED, BLUE]}, Path())
    seen = instrument.seen(PANEL, RED)
    encoder = load_encoder(str(clip))
    picture, own = encoder.pictures([RED])[0], encoder.pictures([RED, BLUE])
    cosines = own @ picture / np.linalg.norm(own, axis=1) / np.linalg.norm(picture)
    assert seen["subjects"] == [pytest.approx(cosines.mean(), abs=1e-4)]
    told = words_of(PANEL)
    words = encoder.texts([told])[0]  # type: ignore[attr-defined]
    expected = words @ picture / np.linalg.norm(words) / np.linalg.norm(picture)
    assert seen["text"] == pytest.approx(expected, abs=1e-4)
    assert 0 <= seen["score"] <= 2.5


def test_rare_tokens_are_no_words() -> None:
    assert PANEL.prompt == "medium shot, sks woman cartoon, smile, a park"
    assert words_of(PANEL) == "medium shot, woman cartoon, smile, a park"


def test_another_kind_of_network_is_refused(clip: Path) -> None:
    with pytest.raises(AssetMissing, match="holds a clip network, and the metric is of vit"):
        load_network_instrument("vit", str(clip), {}, Path())


def test_columns_of_a_network_name_it_in_what_they_read() -> None:
    (column,) = columns_of([MetricChoice(name="CLIP-I", model="clip-b32")], ("pixels",))
    assert column.name == "CLIP-I"
    assert column.instruments == ("network clip clip-b32",)
    assert column.value({"network clip clip-b32": {"subjects": [0.5, 0.7]}}) == pytest.approx(0.6)
    assert column.value({}) is None
