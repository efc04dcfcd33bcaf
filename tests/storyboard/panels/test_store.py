import json
import os
from pathlib import Path

from PIL import Image

from renderers.base import Drawn
from schemas.settings import MspSettings
from storyboard.panels.fingerprints import Fingerprint
from storyboard.panels.store import Store, StoredPanel, read_record
from tests.storyboard.fakes import panel


def kept(store: Store, name: str = "one", colour: str = "red") -> StoredPanel:
    picture = Image.new("RGB", (6, 4), colour)
    drawn = Drawn("rain-one", picture, {"masks": Image.new("L", (6, 4))}, ("be warned",))
    settings = MspSettings(steps=8, guidance_scale=3)
    return store.keep(drawn, panel(settings=settings), Fingerprint(drawing=name))


def test_what_is_kept_is_found(tmp_path: Path) -> None:
    store = Store(tmp_path)
    entry = kept(store)
    found = store.find(Fingerprint(drawing="one").digest())
    assert found == entry
    assert (found.record.width, found.record.height, found.record.notes) == (6, 4, ("be warned",))
    assert Image.open(found.picture).getpixel((0, 0)) == (255, 0, 0)
    assert store.find(Fingerprint(drawing="two").digest()) is None


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = kept(Store(tmp_path / "a")), kept(Store(tmp_path / "b"))
    assert one.picture.read_bytes() == two.picture.read_bytes()
    assert (one.folder / "panel.json").read_bytes() == (two.folder / "panel.json").read_bytes()


def test_damaged_entries_are_not_found_and_can_be_replaced(tmp_path: Path) -> None:
    store = Store(tmp_path)
    entry = kept(store)
    entry.picture.write_bytes(b"half a pict")
    assert store.find(entry.record.key) is None
    kept(store)
    assert store.find(entry.record.key) is not None
    assert [path.name for path in tmp_path.iterdir()] == [entry.record.key]


def test_publishing_shows_the_panel_under_its_name(tmp_path: Path) -> None:
    store, panels = Store(tmp_path / "store"), tmp_path / "panels"
    entry = kept(store)
    store.publish(entry, panels)
    assert sorted(path.name for path in panels.iterdir()) == [
        "rain-one.json",
        "rain-one.masks.png",
        "rain-one.png",
    ]
    assert read_record(panels / "rain-one.json") == entry.record


def test_the_picture_says_how_it_was_made(tmp_path: Path) -> None:
    with Image.open(kept(Store(tmp_path)).picture) as picture:
        texts = picture.text  # type: ignore[attr-defined]
    assert texts["parameters"].splitlines()[-1].startswith("Steps: 8, Sampler: DDIM, CFG scale: 3")
    assert json.loads(texts["storyboard"])["segments"][0]["prompt"] == "sks woman cartoon, smile"
    assert "digitalsourcetype/trainedAlgorithmicMedia" in texts["XML:com.adobe.xmp"]


def test_the_store_forgets_the_oldest_that_nobody_wants(tmp_path: Path) -> None:
    store = Store(tmp_path)
    entries = [kept(store, name) for name in ("a", "b", "c", "d")]
    for age, entry in enumerate(entries):
        store.publish(entry, tmp_path / "panels")
        stamp = 1_000_000 + age
        os.utime(entry.folder, (stamp, stamp))
    store.forget(wanted=[entries[0].record.key], spare=2)
    left = {entry.record.inputs.drawing for entry in entries if store.find(entry.record.key)}
    assert left == {"a", "c", "d"}


def test_a_record_that_is_no_record_is_none(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"format": "else"}')
    (tmp_path / "y.json").write_bytes(b"\xff{")
    assert read_record(tmp_path / "x.json") is None
    assert read_record(tmp_path / "y.json") is None
    assert read_record(tmp_path / "z.json") is None
