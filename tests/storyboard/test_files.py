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
    with pytest.raises(StoryboardError, match="a file is where a folder must be"):
        files.write(tmp_path / "build" / "plan.json", "x")


def test_refusals_name_the_way_out(tmp_path: Path) -> None:
    with (
        pytest.raises(StoryboardError, match="permission denied") as caught,
        files.explained(tmp_path / "x"),
    ):
        raise PermissionError(errno.EACCES, "Permission denied")
    assert "--out" in str(caught.value.hint)
    assert caught.value.exit_code == 2


def test_a_link_shows_the_same_bytes_and_survives_the_source(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_text("picture")
    files.link(source, tmp_path / "panels" / "one.png")
    source.unlink()
    assert (tmp_path / "panels" / "one.png").read_text() == "picture"


def test_where_no_link_can_be_made_a_copy_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "source").write_text("picture")
    files.link(tmp_path / "source", tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == "picture"


def test_sweeping_removes_only_what_is_unfinished(tmp_path: Path) -> None:
    files.neighbour(tmp_path / "book.pdf").write_text("half")
    folder = files.neighbour(tmp_path / "pages")
    folder.mkdir()
    (folder / "01.png").write_text("half")
    (tmp_path / "book.pdf").write_text("whole")
    files.sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["book.pdf"]


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
