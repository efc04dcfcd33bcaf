"""Every damage of a build is found, and what the store still holds is brought back."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from storyboard.building.verifying import Damage, verified
from storyboard.panels.folder import Folder
from tests.storyboard.building.test_build import HOME, ONE, TWO, Studio


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Studio:
    made = Studio(monkeypatch, tmp_path)
    made.render(formats=("pdf", "png"))
    return made


def found(studio: Studio) -> list[Damage]:
    return list(verified(Folder(studio.folder)))


def rot(path: Path) -> None:
    """Flip a bit as a worn disk does: nobody's clock notices."""
    status, data = path.stat(), bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_a_build_as_it_was_written_is_clean(studio: Studio) -> None:
    assert found(studio) == []


@pytest.mark.parametrize("damage", [rot, Path.unlink])
@pytest.mark.parametrize("name", [f"{ONE}.png", f"{TWO}.masks.png"])
def test_published_pictures_come_back_from_the_store(
    studio: Studio, name: str, damage: Callable[[Path], None]
) -> None:
    picture = studio.folder / "panels" / name
    whole = picture.read_bytes()
    damage(picture)
    (finding,) = found(studio)
    assert (finding.path, finding.mended) == (picture, True)
    assert picture.read_bytes() == whole
    assert found(studio) == []


@pytest.mark.parametrize("damage", [rot, Path.unlink])
def test_the_store_comes_back_from_published_pictures(
    studio: Studio, damage: Callable[[Path], None]
) -> None:
    record = Folder(studio.folder).record(HOME)
    assert record is not None
    picture = studio.folder / "store" / record.key / "panel.png"
    damage(picture)
    (finding,) = found(studio)
    assert (finding.path, finding.mended) == (picture, True)
    assert Folder(studio.folder).store.find(record.key) is not None


@pytest.mark.parametrize("name", [f"panels/{ONE}.json", "book.pdf", "pages/01.png", "plan.json"])
def test_the_rest_is_said_and_the_next_render_mends_it(studio: Studio, name: str) -> None:
    whole = (studio.folder / name).read_bytes()
    rot(studio.folder / name)
    if name.endswith(f"{ONE}.json"):
        (studio.folder / name).write_bytes(whole[:100])
    assert [(each.path, each.mended) for each in found(studio)] == [(studio.folder / name, False)]
    studio.render(formats=("pdf", "png"))
    assert (studio.folder / name).read_bytes() == whole
    assert found(studio) == []
    assert studio.painter.painted == []


def test_a_picture_lost_in_both_places_is_drawn_again(studio: Studio) -> None:
    record = Folder(studio.folder).record(ONE)
    assert record is not None
    rot(studio.folder / "panels" / f"{ONE}.png")
    rot(studio.folder / "store" / record.key / "panel.png")
    assert [each.mended for each in found(studio)] == [False, False]
    assert studio.render(formats=("pdf", "png")).drawn == (ONE,)
    assert found(studio) == []
