"""Where questions go and which key they bear: the user's own configuration, never a story's."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from schemas.errors import StoryboardError

OPENAI = "https://api.openai.com/v1"
_OPENAI_HOST = "api.openai.com"


class Endpoint(NamedTuple):
    """A server that speaks OpenAI's chat completions, and the key for that server alone."""

    url: str
    key: str | None
    model: str | None = None
    """The model to ask where neither story nor command line names one."""

    def __repr__(self) -> str:
        """Return everything but the key, so that no log and no traceback can hold it."""
        return f"Endpoint(url={self.url!r}, key={'…' if self.key else None}, model={self.model!r})"


def configured(
    url: str | None = None,
    *,
    openai: bool = True,
    environ: Mapping[str, str] = os.environ,
    home: Path | None = None,
) -> Endpoint | None:
    """Return the endpoint of the command line, the environment or the configuration file.

    The variables are `STORYBOARD_DIRECTOR_URL`, `…_KEY` and `…_MODEL`; the file is
    `storyboard/director.toml` in the user's configuration folder, with `url`, `key` and `model`.
    `OPENAI_API_KEY` is used for OpenAI's own server and for no other. A key of the environment or
    the file belongs to the address that stands beside it: another address on the command line
    does not get it.

    Args:
        url: of the command line; it wins.
        openai: whether `OPENAI_API_KEY` alone means that OpenAI's server may be asked. It may lie
            there for other work, so a story that names a director is no reason.
        environ: the environment.
        home: the configuration folder; otherwise the user's.

    Raises:
        StoryboardError: the file cannot be read, or an address is none.
    """
    file = _read_file(home or _configuration_folder(environ))
    own = environ.get("STORYBOARD_DIRECTOR_URL") or file.get("url")
    chosen = url or own or (OPENAI if openai and environ.get("OPENAI_API_KEY") else None)
    if chosen is None:
        return None
    _check_address(chosen)
    key = environ.get("STORYBOARD_DIRECTOR_KEY") or file.get("key")
    if own is not None and _host(own) != _host(chosen):
        key = None
    if key is None and _host(chosen) == _OPENAI_HOST:
        key = environ.get("OPENAI_API_KEY")
    model = environ.get("STORYBOARD_DIRECTOR_MODEL") or file.get("model")
    return Endpoint(chosen.rstrip("/"), key, model)


def _configuration_folder(environ: Mapping[str, str]) -> Path:
    base = environ.get("XDG_CONFIG_HOME") or environ.get("APPDATA")
    return (Path(base) if base else Path.home() / ".config") / "storyboard"


def _read_file(folder: Path) -> dict[str, str]:
    path = folder / "director.toml"
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise StoryboardError(
            f"{path} cannot be read: {error}", hint='It holds lines such as url = "http://…".'
        ) from error
    unknown = sorted(set(read) - {"url", "key", "model"})
    wrong = [name for name, value in read.items() if not isinstance(value, str)]
    if unknown or wrong:
        raise StoryboardError(
            f"{path}: {', '.join(unknown or wrong)} is not understood",
            hint="It holds url, key and model, each a text.",
        )
    return read


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise StoryboardError(
            f"the director's address {url!r} is no web address",
            hint="Write for example http://localhost:11434/v1 for Ollama.",
        )
    if parts.username or parts.password:
        raise StoryboardError(
            "the director's address holds a password",
            hint="Put the key into STORYBOARD_DIRECTOR_KEY instead.",
        )


def _host(url: str) -> str | None:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.hostname != _OPENAI_HOST else _OPENAI_HOST
