"""Files that cannot be read at all: told in one diagnostic, never raised."""

import os
from pathlib import Path

import pytest

from storyboard.diagnostics.errors import StoryErrors
from storyboard.diagnostics.formats import as_text
from storyboard.reading import check_file, check_text, read_story
from tests.storyboard.reading.helpers import codes, read

STORY = "scenes: [{panels: [x]}]\n"


def problem(path: Path | str) -> str:
    story, (only,) = check_file(path)
    assert story is None
    return as_text([only])


def test_a_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "umbrella.yaml").write_text(STORY)
    assert problem("umbrela.yaml") == (
        "umbrela.yaml:1:1: error[SB001]: there is no such file\n"
        "   = help: did you mean umbrella.yaml?"
    )


def test_a_folder_is_no_story(tmp_path: Path) -> None:
    assert problem(tmp_path) == f"{tmp_path}:1:1: error[SB001]: this is a folder, not a story file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(STORY)
    path.chmod(0)
    assert "SB001" in problem(path)


def test_permission_is_asked_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    assert problem("story.yaml") == (
        "story.yaml:1:1: error[SB001]: reading the file is not permitted\n"
        "   = help: check its permissions"
    )


@pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 5000 + ".yaml"])
def test_impossible_names_are_told(name: str) -> None:
    assert "SB001" in problem(name)


def test_a_ten_megabyte_story_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_bytes(b"title: x\n" + b"# padding\n" * 1_000_000)
    assert problem("story.yaml") == (
        "story.yaml:1:1: error[SB002]: the file exceeds 2 MB, the limit of a story\n"
        "   = help: split a long book into several story files"
    )


def test_the_limit_can_be_raised(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text("#" * 300 + "\n" + STORY)
    assert check_file(path, size_limit=200)[0] is None
    assert check_file(path, size_limit=400)[0] is not None


def test_bytes_that_are_not_utf8_are_placed(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_bytes("title: Rain\nauthor: René\n".encode("latin-1"))
    assert problem("story.yaml") == (
        "story.yaml:2:12: error[SB003]: byte 0xe9 is not UTF-8\n"
        " 2 | author: Ren�\n"
        "   |            ^\n"
        "   = help: save the file as UTF-8; older editors may have used Windows-1252 or Latin-1"
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_utf16_is_recognised(encoding: str) -> None:
    (only,) = check_text(("\ufeff" * (encoding[-1] == "e") + STORY).encode(encoding))[1]
    assert only.hint == "the file looks like UTF-16; save it as UTF-8"


def test_control_characters_are_placed() -> None:
    (only,) = check_text("title: a\nauthor: b\x1b[31m\n")[1]
    assert (only.code, only.line, only.column) == ("SB003", 2, 10)
    assert "\x1b" not in as_text([only])


@pytest.mark.parametrize("escape", [r"\0", r"\e[31m", r"\x7f", r"\ud800", r"\uffff"])
def test_escapes_cannot_smuggle_control_characters(escape: str) -> None:
    assert codes(f'title: "a{escape}b"\n{STORY}') == ["SB003"]


def test_a_byte_order_mark_is_no_problem() -> None:
    assert check_text(b"\xef\xbb\xbf" + STORY.encode())[1] == ()


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_any_line_break_will_do(line_break: str) -> None:
    text = f"title: Rain\n{STORY}sead: 3\n".replace("\n", line_break)
    (only,) = check_text(text)[1]
    assert (only.line, only.column, only.source_line) == (3, 1, "sead: 3")


def test_read_story_raises_all_problems_as_text() -> None:
    Path("story.yaml").write_text("titel: x\nsead: 3\n")
    with pytest.raises(StoryErrors) as raised:
        read_story("story.yaml")
    assert [each.code for each in raised.value.diagnostics] == ["SB011", "SB020", "SB020"]
    assert str(raised.value) == as_text(raised.value.diagnostics)
    assert raised.value.exit_code == 3


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.png").write_bytes(b"")
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    (folder / "loop.png").symlink_to(folder / "loop.png")
    text = "scenes: [{panels: [{masks: link.png, scaffold: loop.png}]}]"
    assert codes(text, folder=folder) == ["SB051", "SB050"]
    assert codes("characters: {m: {references: '*.png'}}\n" + STORY, folder=folder) == ["SB051"]


def test_references_are_pictures_sorted_and_none_twice(tmp_path: Path) -> None:
    for name in ("b.png", "a.PNG", "a.json", "deep/c.jpg"):
        (tmp_path / "art" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "art" / name).write_bytes(b"")
    story = read(
        "characters: {m: {references: [art/b.png, art, art/**/*.jpg]}}\n" + STORY, folder=tmp_path
    )
    assert story.characters["m"].references == ("art/b.png", "art/a.PNG", "art/deep/c.jpg")


def test_packaged_pictures_can_be_referred_to() -> None:
    name = "cast:dee/card.json"
    story = read(f"characters: {{m: {{references: '{name}'}}}}\n{STORY}")
    assert story.characters["m"].references == (name,)
    assert codes(f"characters: {{m: {{references: 'cast:../x.png'}}}}\n{STORY}") == ["SB050"]


def test_impossible_paths_are_told() -> None:
    long = "x" * 4000
    text = f"characters: {{m: {{references: {long}, weights: {long}}}}}\n"
    assert codes(text + f"scenes: [{{panels: [{{masks: {long}}}]}}]") == ["SB052", "SB050", "SB050"]
    assert codes(f"characters: {{m: {{references: 'cast:{long}'}}}}\n{STORY}") == ["SB050"]
