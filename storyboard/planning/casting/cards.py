"""The cards of a story's characters, read when they are first asked for."""

from pathlib import Path

from renderers.cast.references import card_for
from schemas.cast import Card
from schemas.story import Story


class Cards(dict[str, Card | None]):
    """The cards of those who are seen, each read when it is first asked for."""

    def __init__(self, story: Story, root: Path) -> None:
        super().__init__()
        self._characters, self._root = story.characters, root

    def __missing__(self, who: str) -> Card | None:
        self[who] = card_for(self._characters[who], self._root)
        return self[who]
