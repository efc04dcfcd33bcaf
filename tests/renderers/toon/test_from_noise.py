"""toon-noise is trained in miniature; a run that was stopped ends where the unbroken one ends."""

from pathlib import Path
from random import Random

import pytest
import torch

from renderers.toon import noise_model
from renderers.toon.train_noise import main
from renderers.toon.training import backdrops, from_noise
from renderers.toon.training.lessons import HINT_PIXELS, ODDS, Stock, lesson, stacked
from renderers.toon.world import held_out


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw a few backdrops of one shape."""
    folder = tmp_path_factory.mktemp("noise")
    dice, found = Random(1), []
    while len(found) < 4:
        place = backdrops.draw(dice)
        if place.cells == (16, 16):
            found.append(place)
    backdrops.keep({(16, 16): found}, folder / "backdrops.pt")
    return folder


def run(places: Path, folder: Path, *samples: int) -> dict[str, torch.Tensor]:
    folder.mkdir()
    (folder / "backdrops.pt").write_bytes((places / "backdrops.pt").read_bytes())
    main(["projection", "--folder", str(folder), "--tiny"])
    for count in samples:
        told = ["--samples", str(count), "--cooling", "0", "--batch", "6"]
        main(["denoiser", "--folder", str(folder), *told])
    state = torch.load(folder / "from-noise.pt", weights_only=True)
    assert state["step"] == samples[-1] // 6
    network: dict[str, torch.Tensor] = state["network"]
    return network


def test_a_stopped_run_ends_where_the_unbroken_one_ends(places: Path, tmp_path: Path) -> None:
    whole, broken = run(places, tmp_path / "a", 18), run(places, tmp_path / "b", 6, 18)
    assert all(torch.allclose(whole[name], broken[name], atol=1e-6) for name in whole)
    main(["assemble", "--folder", str(tmp_path / "a")])
    loaded = noise_model.load(tmp_path / "a" / "model-half")
    kept = whole["1.unet.conv_out.weight"]
    assert torch.allclose(loaded.unet.conv_out.weight, kept, atol=1e-3)


def test_the_decoder_learns_beside_the_denoiser_and_is_assembled(
    places: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    run(places, folder, 6)
    main(["backdrops", "--folder", str(folder), "--fine", "--count", "2"])
    for count in ("4", "8"):
        told = ["--samples", count, "--cooling", "4", "--batch", "4", "--tiny"]
        main(["decoder", "--folder", str(folder), *told])
    state = torch.load(folder / "decoder.pt", weights_only=True)
    assert state["step"] == 2
    before = noise_model.load(folder / "model").vae
    main(["assemble", "--folder", str(folder)])
    after = noise_model.load(folder / "model-half").vae
    assert torch.allclose(after.encoder.weight, before.encoder.weight, atol=1e-3)
    assert after.mender is not None
    assert after.mender.picture_out.weight.abs().sum() > 0


def test_backdrops_are_kept_as_they_were(places: Path) -> None:
    found = backdrops.kept(places / "backdrops.pt")
    assert list(found) == [(16, 16)]
    first = found[16, 16][0]
    assert first.picture.shape == (256, 256, 3)
    assert first.setting.prompt


def test_a_lesson_is_its_seed_s_and_shows_what_it_says(places: Path) -> None:
    stock = Stock(backdrops.kept(places / "backdrops.pt"))
    for seed in range(6):
        one, again = (lesson(stock, (16, 16), seed) for _ in range(2))
        assert one.prompt == again.prompt
        assert (one.picture == again.picture).all()
        assert one.hint.shape == (16 * HINT_PIXELS, 16 * HINT_PIXELS, 4)
        assert one.who.sum(0, dtype=int).max() <= 260
    pictures, hints, who, heads = stacked([one, again])
    assert (pictures.shape[1], hints.shape[1], who.shape[2:], heads.shape[1:]) == (
        3,
        4,
        (16, 16),
        (16, 16),
    )
    assert sum(ODDS.subjects) == 100


def test_no_held_out_scene_is_learned_from(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from renderers.toon.training import lessons

    scenes = []
    monkeypatch.setattr(lessons, "told", lambda scene, *_: (scenes.append(scene), ("", ()))[1])
    stock = Stock(backdrops.kept(places / "backdrops.pt"))
    for seed in range(8):
        lesson(stock, (16, 16), seed)
    assert not any(map(held_out, scenes))


def test_noise_levels_lean_to_noise_and_each_batch_holds_pure_noise() -> None:
    torch.manual_seed(0)
    t = from_noise.timesteps(1000, 2.0)
    assert t[0] == 999
    assert (t >= 500).float().mean() == pytest.approx(2 / 3, abs=0.02)


def test_who_is_where_costs_nothing_where_it_is_told_rightly() -> None:
    who = torch.zeros(1, 2, 2, 2)
    who[0, 1, 0, 0] = 1
    right = torch.full((1, 3, 2, 2), -20.0)
    right[0, 0], right[0, 0, 0, 0], right[0, 2, 0, 0] = 20, -20, 20
    assert from_noise.who_loss(right, who) < 1e-3 < from_noise.who_loss(-right, who)
