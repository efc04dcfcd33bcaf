"""The quality benchmark measures what it says: on made-up pictures, and end to end in miniature."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from renderers.judging.seam import seam
from renderers.toon.build import save_random
from renderers.toon.world import held_out

SIDE = 256


def _subject() -> np.ndarray:
    mask = np.zeros((SIDE, SIDE), np.float32)
    mask[100:156, 100:156] = 1
    return mask


def _halo(strength: int) -> Image.Image:
    pixels = np.full((SIDE, SIDE, 3), 120, np.uint8)
    pixels[90:166, 90:166] += strength
    return Image.fromarray(pixels)


def test_a_halo_around_a_subject_is_a_seam_and_the_collage_itself_has_none() -> None:
    flat = _halo(0)
    assert seam(flat, flat, _subject()) == 1
    faint, strong = (seam(_halo(strength), flat, _subject()) for strength in (20, 80))
    assert faint is not None
    assert strong is not None
    assert 1.2 < faint < strong


def test_unevenness_of_the_whole_place_is_no_seam() -> None:
    noise = np.random.default_rng(0).integers(60, 200, (SIDE, SIDE, 3)).astype(np.uint8)
    assert seam(Image.fromarray(noise), _halo(0), _subject()) == pytest.approx(1, abs=0.1)


def test_no_band_is_no_seam() -> None:
    assert seam(_halo(0), _halo(0), np.ones((SIDE, SIDE), np.float32)) is None


def test_compositions_are_held_out_reproducible_and_of_the_cast() -> None:
    from compositions import composition

    for subjects in (1, 3):
        panel = composition(subjects, 1)
        assert held_out(panel.scene)
        assert len(panel.scene.actors) == subjects
        assert panel.scene == composition(subjects, 1).scene
        assert panel.scene != composition(subjects, 2).scene


def test_every_way_of_drawing_is_a_valid_setting() -> None:
    from ways import ABLATION, MAIN, Common, settings

    told = {name: settings(way, "noise", Common()) for name, way in {**MAIN, **ABLATION}.items()}
    assert len({repr(way) for way in told.values()}) >= len(told) - 2


def test_the_benchmark_draws_judges_resumes_and_writes_its_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import toon_quality

    model, out = save_random(tmp_path / "model", seed=0, tiny=True), tmp_path / "out"
    told = [
        "toon_quality.py",
        "--out",
        str(out),
        "--model",
        str(model),
        "--panels",
        "1",
        "--counts",
        "1",
        "2",
        "--steps",
        "2",
        "--noise-steps",
        "1",
        "--strength",
        "0.5",
        "--resolution",
        "256",
        "--jobs",
        "1",
        "--ways",
        "MSP",
        "one prompt (DreamBooth)",
    ]
    monkeypatch.setattr(sys, "argv", told)
    toon_quality.main()
    first = (out / "results.jsonl").read_text("utf-8")
    rows = [json.loads(line) for line in first.splitlines()]
    assert len(rows) == 2 * (1 + 2 * 2)
    collages = [row for row in rows if row["way"] == "collage"]
    assert [row["right"] for row in collages] == [row["subjects"] for row in collages]
    assert all(row["missing"] > 0 for row in rows if row["start"] == "noise")
    text = (out / "table.md").read_text("utf-8")
    assert "| MSP | 2 |" in text
    assert text in capsys.readouterr().out
    assert (out / "sheet.jpg").exists()
    toon_quality.main()
    assert (out / "results.jsonl").read_text("utf-8") == first
    told[told.index("--panels") + 1] = "2"
    toon_quality.main()
    assert "| MSP | 4 |" in (out / "table.md").read_text("utf-8")
