"""Characters' own pictures that are not posed, or badly, as problems at their places."""

from collections.abc import Iterator
from pathlib import Path

from renderers.cast.own_pictures import own_view
from schemas.story import Story
from storyboard.diagnostics import Diagnostic
from storyboard.reading.positions import Positions


def unposed_pictures(story: Story, positions: Positions, root: Path) -> Iterator[Diagnostic]:
    """Yield what speaks against posing the characters' own pictures."""
    for who, character in story.characters.items():
        at = positions.characters.get(who, positions.root)
        drawings = [
            own_view(name, root, kind=character.kind).drawings[0] for name in character.references
        ]
        if len({drawing.pose for drawing in drawings}) > 1:
            continue  # Several poses are drawn: what is not drawn is told where it is asked for.
        for drawing in drawings:
            for doubt in drawing.doubts:
                if doubt.remedy:
                    message = f"{drawing.picture}: {doubt.what}"
                    yield positions.problem("SB055", at, message, hint=doubt.remedy)
