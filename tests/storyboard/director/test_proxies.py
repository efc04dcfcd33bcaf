"""A proxy of the environment passes on what is encrypted, and never gets to see a key."""

import socketserver
import threading
from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer

from schemas.errors import StoryboardError
from storyboard.director.endpoint import Endpoint
from storyboard.director.exchange import Server
from storyboard.director.proxies import proxy_for
from storyboard.director.questions import Question
from storyboard.director.replies import Unanswered
from tests.storyboard.director.servers import answer, says

KEY = "sk-very-secret"
HTTPS, HTTP = "https://models.example/v1", "http://models.example/v1"
PROXY = "http://proxy.example:3128"
QUESTION = Question(model="tiny", orders="Answer.", material="{}", answer="{}")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


class Refusing(socketserver.BaseRequestHandler):
    """A proxy that notes what it is told, and opens no tunnel."""

    heard: bytes = b""

    def handle(self) -> None:
        Refusing.heard += self.request.recv(65536)
        self.request.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")


@pytest.fixture
def proxy() -> Iterator[str]:
    Refusing.heard = b""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refusing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize(
    ("names", "url", "expected"),
    [
        ({}, HTTPS, None),
        ({"HTTPS_PROXY": PROXY}, HTTPS, PROXY),
        ({"ALL_PROXY": PROXY}, HTTPS, PROXY),
        ({"HTTPS_PROXY": "proxy.example:3128"}, HTTPS, PROXY),
        ({"HTTPS_PROXY": PROXY, "HTTP_PROXY": PROXY, "ALL_PROXY": PROXY}, HTTP, None),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "models.example"}, HTTPS, None),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "other.example"}, HTTPS, PROXY),
    ],
)
def test_only_what_is_encrypted_goes_through_a_proxy(
    names: dict[str, str], url: str, expected: str | None, environment: pytest.MonkeyPatch
) -> None:
    for name, value in names.items():
        environment.setenv(name, value)
    assert proxy_for(url) == expected


def test_a_proxy_of_another_kind_is_told(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ALL_PROXY", "socks5://proxy.example:1080")
    with pytest.raises(StoryboardError, match="none of http or https") as caught:
        proxy_for(HTTPS)
    assert caught.value.hint


def test_a_proxy_hears_the_host_and_no_key(proxy: str, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(Unanswered, match="through the environment's proxy"):
        Server(Endpoint(HTTPS, KEY), seconds=5).ask(QUESTION)
    assert Refusing.heard.startswith(b"CONNECT models.example:443 ")
    assert KEY.encode() not in Refusing.heard


def test_a_plain_address_is_asked_directly(
    proxy: str, environment: pytest.MonkeyPatch, httpserver: HTTPServer
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        environment.setenv(name, proxy)
    says(httpserver, answer())
    assert Server(Endpoint(httpserver.url_for("/v1"), KEY)).ask(QUESTION).text == answer()
    assert Refusing.heard == b""
