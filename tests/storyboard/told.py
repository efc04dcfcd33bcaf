"""Small stories for the planner's tests, told with the packaged cast."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from renderers.cast.references import packaged_card
from schemas.plan import PanelPlan
from schemas.story import Character, Line, Panel, Placement, Relation, Scene, Setting, Story
from storyboard.planning.pages.layout import capacity, parse_layout
from storyboard.planning.planner import PlanWithNotes, plan_with_notes

ROOT = Path("nowhere")
"""The packaged cast needs no folder."""


@cache
def character(who: str) -> Character:
    """Return a packaged character as a story has it."""
    card = packaged_card(who)
    return Character(
        id=who,
        name=card.name,
        token=card.token,
        class_noun=card.class_noun,
        look=card.look,
        kind=card.kind,
        packaged=who,
    )


def cast(*who: str) -> dict[str, Character]:
    """Return some packaged characters by id."""
    return {each: character(each) for each in who}


def panel(
    action: str = "",
    *,
    characters: Mapping[str, Mapping[str, Any]] | Iterable[str] = (),
    says: Iterable[tuple[str, str]] = (),
    relations: Iterable[str] = (),
    id: str = "1",
    **more: Any,
) -> Panel:
    """Return a panel; `characters` may be plain ids, relations are told as in a story file."""
    staged = characters if isinstance(characters, Mapping) else {who: {} for who in characters}
    return Panel(
        id=id,
        action=action,
        characters={who: Placement(**how) for who, how in staged.items()},
        dialogue=tuple(Line(speaker=who, says=text) for who, text in says),
        relations=tuple(relation(text) for text in relations),
        **more,
    )


def relation(text: str) -> Relation:
    """Read `dee left of ringo`."""
    subject, *words, other = text.split()
    return Relation.model_validate(
        {"subject": subject, "relation": " ".join(words), "object": other}
    )


def story(*panels: Panel, layout: Any = None, **more: Any) -> Story:
    """Return a story of one scene with everybody in the cast."""
    characters = cast(
        "dee", "dey", "priya", "ringo", "ethan", "aryan", "bill", "sophie", "cup", "dog", "cat"
    )
    scene = Scene(id="s", setting=Setting(prompt="a park"), layout=layout, panels=panels)
    return Story(**({"title": "T", "characters": characters, "scenes": (scene,)} | more))


def planned(*panels: Panel, **more: Any) -> PlanWithNotes:
    """Plan panels of one scene."""
    return plan_with_notes(story(*panels, **more), root=ROOT)


def only(one: Panel, *, layout: Any = "six", **more: Any) -> PanelPlan:
    """Plan a single panel, in the first place of a layout whose other places stay empty."""
    others = [panel(id=f"empty-{index}") for index in range(capacity(parse_layout(layout)) - 1)]
    return planned(one, *others, layout=layout, **more).plan.panels[0]
