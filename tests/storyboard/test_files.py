import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.errors import StoryboardError
from storyboard import files


def test_a_file_is_replaced_whole_and_no_neighbour_stays(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "a.json"
    files.write(target, "one")
    files.write(target, b"two")
    assert target.read_text() == "two"
    assert [path.name for path in target.parent.iterdir()] == ["a.json"]


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.json"
    files.write(target, "old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(files.DiskFull, match="no room to write") as caught:
        files.write(target, "new")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert caught.value.exit_code == 5
    assert "Free some space" in str(caught.value.hint)


def test_a_file_in_place_of_a_folder_is_explained(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("")
    for path in (tmp_path / "build" / "plan.json", tmp_path / "build" / "story" / "plan.json"):
        with pytest.raises(StoryboardError, match=r"a file is where a folder must be: .*build$"):
            files.write(path, "x")


def test_refusals_name_the_way_out(tmp_path: Path) -> None:
    with (
        pytest.raises(StoryboardError, match="permission denied") as caught,
        files.explained(tmp_path / "x"),
    ):
        raise PermissionError(errno.EACCES, "Permission denied")
    assert "--out" in str(caught.value.hint)
    assert caught.value.exit_code == 2


def test_a_copy_holds_the_same_bytes_and_is_spared_what_befalls_the_source(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_text("picture")
    files.copy(source, tmp_path / "panels" / "one.png")
    with source.open("r+") as stream:
        stream.write("damaged")
    assert (tmp_path / "panels" / "one.png").read_text() == "picture"


def test_what_is_put_aside_never_takes_another_s_place(tmp_path: Path) -> None:
    names = []
    for text in ("one", "two", "three"):
        (tmp_path / "a.png").write_text(text)
        names.append(files.set_aside(tmp_path / "a.png").name)
    assert names == ["a.by-hand.png", "a.by-hand-2.png", "a.by-hand-3.png"]
    assert [(tmp_path / name).read_text() for name in names] == ["one", "two", "three"]


def test_nothing_is_written_locked_or_swept_through_a_link(tmp_path: Path) -> None:
    mine, folder = tmp_path / "mine", tmp_path / "build"
    mine.mkdir()
    folder.mkdir()
    (mine / ".new-1-a").write_text("mine")
    (folder / ".lock").symlink_to(mine / ".new-1-a")
    with pytest.raises(StoryboardError, match="symbolic link"), files.locked(folder):
        pass
    files.neighbour(folder / "b.json").symlink_to(mine / ".new-1-a")
    files.write(folder / "b.json", "ours")
    (folder / "panels").symlink_to(mine)
    files.sweep(folder / "panels")
    (folder / ".new-7-x").symlink_to(mine)
    files.sweep(folder)
    assert not (folder / ".new-7-x").is_symlink()
    assert [path.read_text() for path in mine.iterdir()] == ["mine"]
    assert (folder / "b.json").read_text() == "ours"


def test_sweeping_removes_only_what_is_unfinished(tmp_path: Path) -> None:
    files.neighbour(tmp_path / "book.pdf").write_text("half")
    folder = files.neighbour(tmp_path / "pages")
    folder.mkdir()
    (folder / "01.png").write_text("half")
    (tmp_path / "book.pdf").write_text("whole")
    (tmp_path / ".new-ideas").write_text("mine")
    files.sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"book.pdf", ".new-ideas"}


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    with (
        files.locked(tmp_path),
        pytest.raises(StoryboardError, match=f"another run \\(process {os.getpid()}\\)"),
        files.locked(tmp_path),
    ):
        pass
    with files.locked(tmp_path):
        pass


def test_a_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from storyboard import files\n"
        "with files.locked(Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", script, tmp_path]).returncode == -9
    with files.locked(tmp_path):
        assert (tmp_path / ".lock").read_text() == f"{os.getpid()}\n"
