"""Remembers how panels were lettered, so that an edit letters only what it changed."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from schemas.base import digest_of
from schemas.geometry import Box
from schemas.plan import PanelPlan
from storyboard import files
from storyboard.lettering.jobs import LetteringStyle
from storyboard.lettering.letterer import Lettered, letter

_LETTERED = TypeAdapter(Lettered)


class LetteringMemory:
    """Letters panels, those of the last time from memory.

    What is remembered is kept under the digest of all that a lettering comes of, and with a digest
    of its own: a memory that was damaged is a memory that was lost.

    Args:
        path: the file that lasts between runs.
        code: tells this version of lettering and its fonts from any other.
    """

    def __init__(self, path: Path, *, code: str) -> None:
        self._path = path
        self._code = code
        self._known = _read(path)
        self._used: dict[str, str] = {}

    def letter(
        self, panel: PanelPlan, box: Box, style: LetteringStyle, *, picture: Box | None = None
    ) -> Lettered:
        """Letter a panel, as `storyboard.lettering.letterer.letter` does."""
        key = self._key(panel, box, style, picture)
        found = _recalled(self._known.get(key)) or letter(panel, box, style, picture=picture)
        text = _LETTERED.dump_json(found).decode()
        self._used[key] = f"{_sha(text)} {text}"
        return found

    def save(self) -> None:
        """Write back what this run used, and forget the rest.

        Raises:
            StoryboardError: the disk refuses.
        """
        if self._used != self._known:
            files.write(self._path, json.dumps(self._used, ensure_ascii=False))

    def _key(self, panel: PanelPlan, box: Box, style: LetteringStyle, picture: Box | None) -> str:
        speakers = {who: one.model_dump(mode="json") for who, one in style.speakers.items()}
        return digest_of(
            {
                "code": self._code,
                "panel": panel.model_dump(mode="json", exclude={"renderer", "seed"}),
                "box": box.model_dump(mode="json"),
                "picture": picture.model_dump(mode="json") if picture else None,
                "style": [speakers, *(value for value in style if value is not style.speakers)],
            }
        )


def _recalled(remembered: Any) -> Lettered | None:
    if not isinstance(remembered, str):
        return None
    digest, _, text = remembered.partition(" ")
    if digest != _sha(text):
        return None
    try:
        return _LETTERED.validate_json(text)
    except ValueError:
        return None


def _read(path: Path) -> dict[str, Any]:
    try:
        known = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}


def _sha(text: str) -> str:
    return sha256(text.encode()).hexdigest()
