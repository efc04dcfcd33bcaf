"""The cards of a story's characters, read when they are first asked for."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from renderers.cast.references import card_for
from renderers.cast.strangers import person_of
from schemas.cast import Card
from schemas.errors import StoryInvalid
from schemas.story import Panel, Story
from storyboard.planning.casting.posing import can_be_posed


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


def unposed(story: Story, seen: Collection[str], cards: Mapping[str, Card | None]) -> Iterator[str]:
    """Say whose own pictures cannot be posed, and why.

    Args:
        seen: ids of those who are in some panel.
        cards: of those.
    """
    for who, character in story.characters.items():
        card = cards[who] if who in seen and character.references else None
        if card is None or card.kind != "person" or can_be_posed(card):
            continue
        if len({drawing.pose for view in card.views for drawing in view.drawings}) > 1:
            continue  # Several poses are drawn: what is not drawn is told where it is asked for.
        barring = [
            (drawing, doubt)
            for view in card.views
            for drawing in view.drawings
            for doubt in drawing.doubts
            if doubt.bars and doubt.remedy
        ]
        for drawing, doubt in barring[:1]:
            yield (
                f"{character.name} is shown as in {drawing.picture}, whatever the pose: "
                f"{doubt.what}; {doubt.remedy}"
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
