import hashlib
import json
import os
from pathlib import Path

import pytest

from schemas.errors import AssetMissing
from schemas.settings import MspSettings
from storyboard.digests import Digests
from storyboard.panels.fingerprints import fingerprint, renderer_version
from tests.storyboard.fakes import panel, says


def aged(path: Path, text: str) -> Path:
    """Write a file as if long ago: only such files are remembered."""
    path.write_text(text)
    os.utime(path, (1_000_000, 1_000_000))
    return path


def test_a_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = tmp_path / "memory.json"
    picture = aged(tmp_path / "dee.png", "picture")
    first = Digests(memory)
    digest = first.of(picture)
    first.save()
    monkeypatch.setattr(hashlib, "file_digest", lambda *_: pytest.fail("it was read again"))
    assert Digests(memory).of(picture) == digest


def test_a_changed_file_is_noticed_even_at_the_same_size(tmp_path: Path) -> None:
    digests = Digests(tmp_path / "memory.json")
    before = digests.of(aged(tmp_path / "w.safetensors", "weights 1"))
    (tmp_path / "w.safetensors").write_text("weights 2")
    assert digests.of(tmp_path / "w.safetensors") != before


def test_a_file_touched_a_moment_ago_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / "new.png").write_text("x")
    digests = Digests(tmp_path / "memory.json")
    digests.of(tmp_path / "new.png")
    digests.save()
    assert not (tmp_path / "memory.json").exists()


def test_a_damaged_memory_is_forgotten(tmp_path: Path) -> None:
    (tmp_path / "memory.json").write_text("[broken")
    picture = aged(tmp_path / "dee.png", "picture")
    assert len(Digests(tmp_path / "memory.json").of(picture)) == 64


def test_a_folder_is_its_files_and_their_names(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    aged(folder / "a.json", "1")
    digests = Digests(tmp_path / "memory.json")
    before = digests.of(folder)
    (folder / "a.json").rename(folder / "b.json")
    assert digests.of(folder) != before


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssetMissing, match=r"cannot read .*dee\.png \(no such file"):
        Digests(tmp_path / "memory.json").of(tmp_path / "dee.png")


def test_words_do_not_count_and_everything_drawn_does(tmp_path: Path) -> None:
    aged(tmp_path / "masks.png", "1")
    digests = Digests(tmp_path / "memory.json")
    plain = panel(masks="masks.png")

    def key(each: object = plain) -> str:
        return fingerprint(each, root=tmp_path, digests=digests).digest()  # type: ignore[arg-type]

    before = key()
    assert key(plain.but(words=says("hello"), alt="other", room=())) == before
    assert key(plain.but(prompt="another")) != before
    assert key(plain.but(seed=8)) != before
    (tmp_path / "masks.png").write_text("2")
    assert key() != before


def test_weights_count(tmp_path: Path) -> None:
    model = tmp_path / "mine"
    parts = ("unet", "vae", "text_encoder", "tokenizer", "scheduler")
    for part in parts:
        (model / part).mkdir(parents=True)
        aged(model / part / "config.json", "{}")
    index = {part: ["diffusers", "Some"] for part in parts}
    aged(model / "model_index.json", json.dumps(index))
    aged(model / "unet" / "diffusion_pytorch_model.safetensors", "weights 1")
    digests = Digests(tmp_path / "memory.json")
    drawn = panel(settings=MspSettings(model="mine"))
    before = fingerprint(drawn, root=tmp_path, digests=digests)
    aged(model / "unet" / "diffusion_pytorch_model.safetensors", "weights 2, trained again")
    after = fingerprint(drawn, root=tmp_path, digests=digests)
    assert before.weights.keys() == after.weights.keys() == {"mine"}
    assert before.weights != after.weights
    # How the model likes to be asked decides what it draws, too.
    aged(model / "recommended.json", '{"guidance_scale": 2}')
    assert fingerprint(drawn, root=tmp_path, digests=digests).weights != after.weights


def test_renderers_have_versions_of_their_own() -> None:
    assert renderer_version("collage") != renderer_version("msp")
    assert renderer_version("nobody's") == ""
