"""Own pictures that are too small for their place."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from renderers.cast.faces.felt import plain_name
from renderers.cast.puppets.names import MADE, recipe_of
from renderers.cast.puppets.posed import posed_view
from renderers.conditioning.maps import panel_size
from schemas.cast import Card, View
from schemas.plan import Figure, PanelPlan, Plan
from schemas.story import Story

_SOFT = 2.0
"""A picture that is enlarged by more looks soft beside its place's crisp lines."""


class _Enlarged(NamedTuple):
    times: float
    panel: str
    view: View


def enlarged(
    plan: Plan, story: Story, cards: Mapping[str, Card | None], root: Path
) -> Iterator[str]:
    """Say whose own picture is enlarged too much, and where it is worst."""
    worst: dict[str, _Enlarged] = {}
    for panel in plan.panels:
        for segment in panel.segments:
            character = story.characters.get(segment.subject)
            card = cards[segment.subject] if character and character.references else None
            if card is None or segment.figure is None:
                continue
            found = _enlarged(panel, segment.figure, card, root)
            before = worst.get(segment.subject)
            if found is not None and found.times > (before.times if before else _SOFT):
                worst[segment.subject] = found
    for who, (times, where, view) in worst.items():
        drawing = view.drawings[0]
        high = drawing.outline.bounds.height * view.canvas.height
        yield (
            f"{where}: {story.characters[who].name} is drawn {times:.1f} times as large as in "
            f"{drawing.picture}, where the figure is {high:.0f} pixels high, and looks soft; "
            f"{times * high:.0f} would do"
        )


def _enlarged(panel: PanelPlan, figure: Figure, card: Card, root: Path) -> _Enlarged | None:
    """Measure how much larger a figure is than its picture; None where nobody can tell."""
    drawn = getattr(panel.renderer, "resolution", None)
    resolution = getattr(panel.renderer, "final_resolution", drawn)
    layer = figure.layers[0]
    is_made = layer.startswith(MADE)
    source = plain_name(recipe_of(layer).layers[0] if is_made else layer)
    views = [view for view in card.views if view.drawings[0].picture == source]
    if not views or not isinstance(resolution, int) or figure.projection is not None:
        return None
    (view, *_) = views
    height = figure.placement.height * panel_size(panel.aspect, resolution).height
    stature = posed_view(layer, root).stature / view.stature if is_made else 1.0
    return _Enlarged(height * stature / view.canvas.height, panel.id, view)
