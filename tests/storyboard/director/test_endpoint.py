"""Whose server, whose key: the user's own configuration, and a key for its own address alone."""

from pathlib import Path

import pytest

from schemas.errors import StoryboardError
from storyboard.director.endpoint import OPENAI, configured

URL, OTHER = "http://localhost:11434/v1", "https://example.org/v1"
EVIL = "https://api.openai.com.evil.org/v1"


def test_without_configuration_nobody_is_asked(tmp_path: Path) -> None:
    assert configured(environ={}, home=tmp_path) is None


@pytest.mark.parametrize(
    ("url", "environ", "expected"),
    [
        (URL, {}, (URL, None)),
        (None, {"STORYBOARD_DIRECTOR_URL": URL, "STORYBOARD_DIRECTOR_KEY": "k"}, (URL, "k")),
        (OTHER, {"STORYBOARD_DIRECTOR_URL": URL, "STORYBOARD_DIRECTOR_KEY": "k"}, (OTHER, None)),
        (None, {"OPENAI_API_KEY": "o"}, (OPENAI, "o")),
        (URL, {"OPENAI_API_KEY": "o"}, (URL, None)),
        (EVIL, {"OPENAI_API_KEY": "o"}, (EVIL, None)),
        (f"{URL}/", {}, (URL, None)),
    ],
)
def test_a_key_belongs_to_its_address(
    url: str | None, environ: dict[str, str], expected: tuple[str, str | None], tmp_path: Path
) -> None:
    found = configured(url, environ=environ, home=tmp_path)
    assert found is not None
    assert (found.url, found.key) == expected


def test_a_file_configures_it_too(tmp_path: Path) -> None:
    (tmp_path / "director.toml").write_text(f'url = "{URL}"\nkey = "k"\nmodel = "qwen"\n')
    found = configured(environ={}, home=tmp_path)
    assert found == (URL, "k", "qwen")
    other = configured(OTHER, environ={}, home=tmp_path)
    assert other is not None
    assert other.key is None


def test_a_key_is_in_no_repr(tmp_path: Path) -> None:
    found = configured(environ={"OPENAI_API_KEY": "secret"}, home=tmp_path)
    assert "secret" not in repr(found)
    assert "secret" not in str(found)


@pytest.mark.parametrize(
    ("text", "told"), [("url = ", "cannot be read"), ("port = 3", "port"), ("url = 3", "url")]
)
def test_a_broken_file_is_told(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "director.toml").write_text(text)
    with pytest.raises(StoryboardError, match=told):
        configured(environ={}, home=tmp_path)


@pytest.mark.parametrize(
    "url", ["localhost:11434", "file:///etc/passwd", "http://", "http://a:b@c/v1"]
)
def test_an_address_that_is_none_is_told(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoryboardError) as caught:
        configured(url, environ={}, home=tmp_path)
    assert caught.value.hint
