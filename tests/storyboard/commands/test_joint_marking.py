"""The page on which joints are marked, asked as a browser asks."""

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.drawn_people import STYLES, drawn
from renderers.cast.own_pictures import own_view
from schemas.errors import StoryboardError
from storyboard.commands.joint_marking import MarkingServer, mark_character

MARKS = {"keypoints": [[0.5, at / 20, 1] for at in range(17)] + [[None, None, 0]]}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MarkingServer]:
    drawn(STYLES[0])[0].resize((320, 480)).save(tmp_path / "mira.png")
    with MarkingServer("Mira", ("mira.png",), tmp_path) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        serving.start()
        yield server
        server.shutdown()
        serving.join()


def asked(
    server: MarkingServer,
    path: str,
    data: object = None,
    *,
    token: str | None = None,
    kind: str = "application/json",
    host: str | None = None,
) -> tuple[int, bytes, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection(*server.server_address[:2], timeout=20)  # type: ignore[arg-type]
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    connection.request(
        "GET" if data is None else "POST",
        f"/{token or server.token}/{path}",
        None if data is None else body,
        {"Content-Type": kind, "Host": host or server.host},
    )
    answer = connection.getresponse()
    found = answer.status, answer.read(), answer.headers
    connection.close()
    return found


def test_the_page_shows_what_was_read(server: MarkingServer) -> None:
    assert server.server_address[0] == "127.0.0.1"
    status, page, headers = asked(server, "")
    assert (status, headers.get_content_type()) == (200, "text/html")
    text = page.decode()
    nonce = text.partition('script nonce="')[2].partition('"')[0]
    assert f"'nonce-{nonce}'" in headers["Content-Security-Policy"]
    pictures = json.loads(text.partition("const PICTURES = ")[2].partition(";\n")[0])
    assert [picture["name"] for picture in pictures] == ["mira.png"]
    assert len(pictures[0]["joints"]) == 18
    status, data, _ = asked(server, "picture/0")
    assert (status, data[:4]) == (200, b"\x89PNG")


def test_marks_are_kept_beside_the_picture_with_what_stood_there(server: MarkingServer) -> None:
    sidecar = server.root / "mira.json"
    sidecar.write_text('{"mood": "happy"}')
    said = {**MARKS, "head": {"left": 0.3, "top": 0.1, "right": 0.7, "bottom": 0.3}}
    status, data, _ = asked(server, "marks/0", {**said, "mouth": [0.5, 0.28]})
    assert (status, json.loads(data)) == (200, {"saved": "mira.json"})
    assert json.loads(sidecar.read_text())["mood"] == "happy"
    view = own_view("mira.png", server.root)
    assert (view.mood, view.mouth) == ("happy", (0.5, 0.28))
    pose = view.drawings[0].keypoints
    assert pose is not None
    assert pose.joint("l_ear") is None
    assert pose.keypoints[3] is not None
    assert pose.keypoints[3].point == (0.5, 0.15)
    assert not list(server.root.glob(".new-*"))


def test_an_editor_s_export_is_put_aside(server: MarkingServer) -> None:
    export = json.dumps({"people": [{"pose_keypoints_2d": [0.5, 0.5, 1] * 18}]})
    (server.root / "mira.json").write_text(export)
    assert asked(server, "marks/0", MARKS)[0] == 200
    assert (server.root / "mira.by-hand.json").read_text() == export


REFUSED: tuple[tuple[str, object, int], ...] = (
    ("nothing", None, 404),
    ("picture/1", None, 404),
    ("picture/-1", None, 404),
    ("picture/0/../../etc/passwd", None, 404),
    ("marks/0", b"{", 400),
    ("marks/0", b"[" * 60_000, 400),
    ("marks/0", b"x" * 64_001, 413),
    ("marks/0", {"keypoints": [[0.5, 9.0, 1]] * 18}, 400),
    ("marks/0", {"keypoints": [[0.5, 0.5, 1]] * 17}, 400),
    ("marks/0", {**MARKS, "picture": "../other.png"}, 400),
    ("marks/0", b'{"keypoints": NaN}', 400),
)


def test_what_is_no_request_of_the_page_changes_nothing(server: MarkingServer) -> None:
    for path, data, status in REFUSED:
        assert asked(server, path, data)[0] == status, (path, status)
    assert [path.name for path in server.root.iterdir()] == ["mira.png"]


def test_strangers_are_not_answered(server: MarkingServer) -> None:
    assert asked(server, "", token="x" * 32)[0] == 404
    assert asked(server, "marks/0", MARKS, token="x")[0] == 404
    assert asked(server, "", host="evil.example")[0] == 404
    assert asked(server, "marks/0", MARKS, kind="text/plain")[0] == 400
    assert not (server.root / "mira.json").exists()


def test_the_page_ends_the_command(tmp_path: Path) -> None:
    drawn(STYLES[0])[0].resize((320, 480)).save(tmp_path / "mira.png")
    with MarkingServer("Mira", ("mira.png",), tmp_path) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        serving.start()
        assert asked(server, "done", {})[0] == 200
        serving.join(20)
        assert not serving.is_alive()


def test_who_has_no_pictures_is_told(tmp_path: Path) -> None:
    story = tmp_path / "story.yaml"
    story.write_text("cast: [dee]\nscenes: [{panels: [Dee waits.]}]")
    with pytest.raises(StoryboardError, match="dee has no pictures of your own"):
        mark_character(story, "dee")
    with pytest.raises(StoryboardError, match='"eve" is not in the cast'):
        mark_character(story, "eve")
    Image.new("RGBA", (20, 20)).save(tmp_path / "eve.png")
    story.write_text("characters: {eve: {references: [eve.png]}}\nscenes: [{panels: [Eve waits.]}]")
    with pytest.raises(StoryboardError, match="entirely transparent"):
        mark_character(story, "eve")
