"""Remembers how panels were lettered, so that an edit letters only what it changed."""

from pathlib import Path

from pydantic import TypeAdapter

from schemas.geometry import Box
from schemas.plan import PanelPlan
from storyboard.lettering.jobs import LetteringStyle
from storyboard.lettering.letterer import Lettered, letter
from storyboard.memory import TextMemory

_LETTERED, _STYLE = TypeAdapter(Lettered), TypeAdapter(LetteringStyle)


class LetteringMemory:
    """Letters panels, those of the last time from memory.

    Args:
        path: the file that lasts between runs.
        code: tells this version of lettering and its fonts from any other.
    """

    def __init__(self, path: Path, *, code: str) -> None:
        self._memory = TextMemory(path, code=code)
        self.save = self._memory.save
        self._style: tuple[LetteringStyle | None, bytes] = (None, b"")

    def letter(
        self, panel: PanelPlan, box: Box, style: LetteringStyle, *, picture: Box | None = None
    ) -> Lettered:
        """Letter a panel, as `storyboard.lettering.letterer.letter` does."""
        key = self._memory.key(
            panel.model_dump_json(exclude={"renderer", "seed"}),
            box.model_dump_json(),
            picture.model_dump_json() if picture else "",
            self._look(style),
        )
        if (known := self._memory.find(key)) is not None:
            return _LETTERED.validate_json(known)
        found = letter(panel, box, style, picture=picture)
        self._memory.keep(key, _LETTERED.dump_json(found))
        return found

    def _look(self, style: LetteringStyle) -> bytes:
        """Return a style as JSON; it is the same for the whole book."""
        if self._style[0] is not style:
            self._style = style, _STYLE.dump_json(style)
        return self._style[1]
