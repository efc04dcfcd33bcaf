"""The cards of a story's characters, read when they are first asked for."""

from collections.abc import Collection, Iterator
from pathlib import Path

from renderers.cast.references import card_for
from renderers.cast.strangers import person_of
from schemas.cast import Card
from schemas.errors import StoryInvalid
from schemas.story import Panel, Story


class Cards(dict[str, Card | None]):
    """The cards of those who are seen, each read when it is first asked for."""

    def __init__(self, story: Story, root: Path) -> None:
        super().__init__()
        self._characters, self._root = story.characters, root

    def __missing__(self, who: str) -> Card | None:
        character = self._characters[who]
        self[who] = card_for(character, self._root) or person_of(character)
        return self[who]


def made_up(story: Story, seen: Collection[str]) -> Iterator[str]:
    """Say who is drawn as a person of its look, because there are no pictures.

    Args:
        seen: ids of those who are in some panel.
    """
    for who, character in story.characters.items():
        pictures = character.references or character.packaged
        if who in seen and not pictures and person_of(character) is not None:
            look = f'"{character.look}"' if character.look else "no look that is told"
            yield (
                f"{character.name} has no pictures and is drawn as a person of {look}, made of the "
                "packaged people's drawings; references: [picture.png] brings your own"
            )


def check_known(story: Story, panel: Panel, name: str) -> None:
    """Refuse a panel in which somebody is named who is not in the cast.

    Raises:
        StoryInvalid: somebody is.
    """
    related = [who for relation in panel.relations for who in (relation.subject, relation.object)]
    speaking = [line.speaker for line in panel.dialogue]
    for who in (*panel.characters, *related, *speaking):
        if who not in story.characters:
            raise StoryInvalid(f"{name}: {who!r} is not in the cast")
