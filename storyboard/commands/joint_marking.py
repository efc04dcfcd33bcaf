"""Serves a page on this machine alone, on which a character's joints are marked."""

import io
import json
import secrets
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from renderers.cast.cutouts import open_cutout
from renderers.pictures import picture_path
from schemas.errors import StoryboardError
from storyboard.authoring.marks import keep_marks, markable, marking_page, marks_of
from storyboard.commands.console import say

_LOOPBACK = "127.0.0.1"
_LARGEST = 64_000
"""Bytes that the page may send; marks are three thousand."""
_PATIENCE = 30
"""Seconds after which a connection that says nothing is dropped."""


def mark_character(story: Path, who: str) -> None:
    """Serve the page until it is done or interrupted.

    Raises:
        StoryboardError: the story is invalid, has no such character, or the character has no
            pictures of its author's.
    """
    from storyboard.commands.character_sheet import character_of
    from storyboard.reading import read_story

    character = character_of(read_story(story), who)
    names = markable(character)
    if not names:
        raise StoryboardError(
            f"{who} has no pictures of your own", hint="Give references: [picture.png]."
        )
    with MarkingServer(character.name, names, story.parent) as server:
        say(f"Mark {character.name} at {server.url}")
        say("The page is served to this machine alone, until you finish there or press Ctrl-C.")
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            say("Stopped. What was saved is kept.")
    for path in sorted(server.written):
        say(f"{path}: written")


class MarkingServer(ThreadingHTTPServer):
    """Serves one character's pictures on the loopback interface, at an address nobody guesses."""

    daemon_threads = True

    def __init__(self, who: str, names: tuple[str, ...], root: Path) -> None:
        """Listen on a free port.

        Args:
            who: the character's name, for the page.
            names: its pictures, relative to `root`.
            root: the story's folder.

        Raises:
            StoryInvalid, AssetMissing: a picture, or the file beside it, cannot be used.
        """
        self.who, self.names, self.root = who, names, root
        self.pictures = {at: marks_of(name, root) for at, name in enumerate(names)}
        self.token = secrets.token_urlsafe(24)
        self.written: set[Path] = set()
        self._writing = threading.Lock()
        super().__init__((_LOOPBACK, 0), _Answer)

    @property
    def host(self) -> str:
        """The address and port by which a browser must have asked."""
        return f"{_LOOPBACK}:{self.server_address[1]}"

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://{self.host}/{self.token}/"

    def keep(self, at: int, said: object) -> Path:
        """Write the marks of a picture.

        Raises:
            StoryInvalid, StoryboardError: they are not marks, or the disk refuses.
        """
        with self._writing:
            path = keep_marks(self.names[at], self.root, said)
            self.written.add(path)
            self.pictures[at] = marks_of(self.names[at], self.root)
        return path

    def finish(self) -> None:
        """End serving, once the answer that is being given is out."""
        threading.Thread(target=self.shutdown, daemon=True).start()


class _Answer(BaseHTTPRequestHandler):
    """One request of the page."""

    server: MarkingServer
    timeout = _PATIENCE
    server_version = "storyboard"
    sys_version = ""

    def do_GET(self) -> None:
        """Send the page, or one of the pictures."""
        match self._asked():
            case [""]:
                nonce = secrets.token_urlsafe(12)
                page = marking_page(self.server.who, self.server.pictures, nonce=nonce)
                self._send(page.encode(), "text/html; charset=utf-8", nonce=nonce)
            case ["picture", number] if (at := self._number(number)) is not None:
                name = self.server.names[at]
                picture = open_cutout(name, picture_path(name, self.server.root))
                with io.BytesIO() as data:
                    picture.save(data, "PNG", compress_level=1)
                    self._send(data.getvalue(), "image/png")
            case _:
                self._refuse(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """Keep marks, or end."""
        match self._asked():
            case ["done"]:
                self._answer({"done": True})
                self.server.finish()
            case ["marks", number] if (at := self._number(number)) is not None:
                self._keep(at)
            case _:
                self._refuse(HTTPStatus.NOT_FOUND)

    def _keep(self, at: int) -> None:
        length = self.headers.get("Content-Length", "")
        if self.headers.get_content_type() != "application/json" or not length.isdecimal():
            return self._refuse(HTTPStatus.BAD_REQUEST)
        if int(length) > _LARGEST:
            return self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            path = self.server.keep(at, json.loads(self.rfile.read(int(length))))
        except (ValueError, RecursionError):
            return self._answer({"error": "what came is no JSON"}, HTTPStatus.BAD_REQUEST)
        except StoryboardError as error:
            return self._answer({"error": str(error)}, HTTPStatus.BAD_REQUEST)
        return self._answer({"saved": path.name})

    def _asked(self) -> list[str] | None:
        """Return the path below the token; None for whoever does not know it."""
        _, token, *rest = (self.path.split("?")[0] + "/").split("/")[:-1] or [""]
        known = secrets.compare_digest(token.encode(), self.server.token.encode())
        # A page elsewhere may point a name of its own here; only ours is answered.
        return rest if known and self.headers.get("Host") == self.server.host else None

    def _number(self, text: str) -> int | None:
        return int(text) if text.isdecimal() and int(text) in self.server.pictures else None

    def _answer(self, data: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> None:
        self._send(json.dumps(data).encode(), "application/json", status=status)

    def _refuse(self, status: HTTPStatus) -> None:
        self.close_connection = True
        self._answer({"error": status.phrase}, status)

    def _send(
        self, data: bytes, kind: str, *, status: HTTPStatus = HTTPStatus.OK, nonce: str = ""
    ) -> None:
        own = f"'nonce-{nonce}'" if nonce else "'none'"
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header(
            "Content-Security-Policy",
            f"default-src 'none'; img-src 'self'; connect-src 'self'; script-src {own}; "
            f"style-src {own}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        )
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: the terminal is the author's."""
