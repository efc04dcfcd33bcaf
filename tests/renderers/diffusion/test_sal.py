"""Subject-aware guidance in the renderer: what it needs, what it changes."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from renderers.diffusion.sal import subjects_of
from renderers.diffusion.segmenter import Segmenter, SegmenterShape
from renderers.methods.msp import Msp
from schemas.errors import AssetMissing, StoryboardError
from schemas.settings import InitSettings, SalSettings
from tests.renderers.diffusion.conftest import drawn, panel, pixels


def test_subjects_are_known_by_id_or_token_and_by_nothing_else() -> None:
    names = [(), ("dee", "sks"), ("Mira", "Hta"), ("stranger", "woman")]
    assert subjects_of(names, ("hta", "dee")) == [None, 1, 0, None]


@pytest.mark.parametrize("reading", ["target", "confidence", "feature"])
@pytest.mark.parametrize("sees", ["latents", "pixels"])
def test_subject_aware_guidance_changes_the_picture(
    msp: Callable[..., Msp], tmp_path: Path, reading: str, sees: str
) -> None:
    channels = 4 if sees == "latents" else 3
    shape = SegmenterShape(channels, ("hta", "sks"), (8, 16), sees)  # type: ignore[arg-type]
    folder = Segmenter(shape).save(tmp_path / "segmenter")
    sal = SalSettings(model=str(folder), reading=reading, start=0, end=1, every=1)  # type: ignore[arg-type]
    plans = [panel("sks", "hta"), panel("unknown")]
    settings = {"init": InitSettings(strength=0.9), "steps": 5}
    plain, guided = (drawn(msp(sal=wanted, **settings), *plans) for wanted in (None, sal))
    assert not np.array_equal(pixels(plain[0]), pixels(guided[0]))
    assert np.array_equal(pixels(plain[1]), pixels(guided[1]))


def test_guidance_without_what_it_needs_is_said(msp: Callable[..., Msp], tmp_path: Path) -> None:
    with pytest.raises(StoryboardError, match="has no segmenter"):
        msp(sal=SalSettings())
    for channels, sees in ((64, "latents"), (4, "pixels")):
        shape = SegmenterShape(channels, ("sks",), (8, 16), sees)  # type: ignore[arg-type]
        folder = Segmenter(shape).save(tmp_path / sees)
        with pytest.raises(AssetMissing, match=f"reads {channels} channels"):
            msp(sal=SalSettings(model=str(folder)))
    with pytest.raises(ValueError, match="compares with the collage"):
        msp(sal=SalSettings(reading="feature"))


def test_pixels_are_seen_in_half_precision_and_through_a_tiny_decoder(
    msp: Callable[..., Msp], tmp_path: Path
) -> None:
    from diffusers.models.autoencoders.autoencoder_tiny import AutoencoderTiny

    shape = SegmenterShape(3, ("hta", "sks"), (8, 16), "pixels")
    folder = str(Segmenter(shape).save(tmp_path / "segmenter"))
    few = {
        "num_encoder_blocks": (1, 1),
        "num_decoder_blocks": (1, 1),
        "encoder_block_out_channels": (8, 8),
        "decoder_block_out_channels": (8, 8),
    }
    AutoencoderTiny(**few).save_pretrained(tmp_path / "tiny")
    pictures = []
    for decoder in (None, str(tmp_path / "tiny")):
        sal = SalSettings(model=folder, decoder=decoder, start=0, end=1, every=1, scale=0.1)
        renderer = msp(sal=sal, dtype="float16", init=InitSettings(strength=0.9))
        pictures.append(pixels(*drawn(renderer, panel("sks", "hta"))))
    assert not np.array_equal(*pictures)
    AutoencoderTiny(latent_channels=8, **few).save_pretrained(tmp_path / "other")
    with pytest.raises(AssetMissing, match="reads 8 channels, and this model's latents have 4"):
        msp(sal=SalSettings(model=folder, decoder=str(tmp_path / "other")))
