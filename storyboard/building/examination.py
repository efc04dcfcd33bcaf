"""Everything that is wrong with a story and can be known without drawing it.

`check` tells all of it; `plan` and `render` refuse a story for what concerns the whole of it, and
draw the other panels where a file of one panel's is to blame.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from schemas.errors import StoryboardError
from schemas.geometry import Size
from schemas.plan import Plan
from schemas.quality import JudgeSettings
from schemas.story import OwnProp, Story
from storyboard.building.advising import craft_warnings, otherwise
from storyboard.building.refusals import refusal
from storyboard.building.unposed import unposed_pictures
from storyboard.building.unshown import unshown
from storyboard.building.weights_ahead import unusable
from storyboard.diagnostics import Diagnostic
from storyboard.planning.script.director import Director
from storyboard.reading import Document, read_file
from storyboard.reading.nodes import Node
from storyboard.reading.positions import Positions

if TYPE_CHECKING:
    from storyboard.planning.planner import PlanWithNotes

_GRID = 256
"""Pixels of the longer side at which masks are tried."""


class Findings(NamedTuple):
    """What examining a story that can be read brings to light."""

    whole: tuple[Diagnostic, ...]
    """What keeps the book from being planned and lettered."""
    panels: tuple[Diagnostic, ...] = ()
    """What keeps single panels from being drawn."""
    unshown: tuple[Diagnostic, ...] = ()
    """What the story says and its pictures will not show."""
    craft: tuple[Diagnostic, ...] = ()
    """What a professional would object to in its scenes."""
    unposed: tuple[Diagnostic, ...] = ()
    """What speaks against posing the characters' pictures."""


def examined(path: Path) -> tuple[Diagnostic, ...]:
    """Return all problems of a story file, sorted by place; a director's recorded answers count.

    Raises:
        StoryboardError: the recording, or the user's configuration of a director, cannot be read.
    """
    from storyboard.director.choosing import model_director

    document, problems = read_file(path)
    if document is None:
        return problems
    director = model_director(document.story, path, asking=False)
    found = examine(document, path.parent, director=director)
    return tuple(
        sorted(
            (*problems, *chain(*found)),
            key=lambda each: (each.line, each.column, each.code),
        )
    )


def examine(document: Document, root: Path, *, director: Director | None = None) -> Findings:
    """Examine a story that was read without errors; nothing is drawn and no model is loaded.

    Args:
        document: the story, and where its parts stand.
        root: the story file's folder.
        director: reads the actions; None is the rules for the story's language.
    """
    story, positions = document
    whole = [*_references(story, positions, root)]
    pictures = [*_pictures(story, positions, root), *_judges(story, positions, root)]
    if whole:
        return Findings(tuple(whole), tuple(pictures))
    planned, refusals = _planned(document, root, director)
    if planned is None:
        return Findings(tuple(refusals), tuple(pictures))
    plan = planned.plan
    panels = [*pictures, *unusable(plan, positions, root)]
    if not pictures:
        panels += _masks(plan, positions, root)
    return Findings(
        tuple(letters(plan, positions, root)),
        tuple(panels),
        (*unshown(plan, positions), *otherwise(plan, planned.notes, positions)),
        tuple(craft_warnings(plan, positions)),
        tuple(unposed_pictures(story, positions, root)),
    )


def _references(story: Story, positions: Positions, root: Path) -> Iterator[Diagnostic]:
    """Yield what is wrong with the characters' own pictures, each of them."""
    from renderers.cast.own_pictures import card_from_references

    for who, character in story.characters.items():
        at = positions.characters.get(who, positions.root)
        for name in character.references:
            alone = character.but(references=(name,))
            yield from refusal("SB054", positions, at, partial(card_from_references, alone, root))


def _pictures(story: Story, positions: Positions, root: Path) -> Iterator[Diagnostic]:
    """Yield what is wrong with the pictures that panels name."""
    from renderers.cast.own_props import prop_of_picture
    from renderers.pictures import open_picture, picture_path

    def opened(name: str) -> None:
        open_picture(name, picture_path(name, root))

    def things(props: Mapping[str, OwnProp], at: Node) -> Iterator[Diagnostic]:
        for word, own in props.items():
            yield from refusal("SB054", positions, at, partial(prop_of_picture, word, own, root))

    yield from things(story.props, positions.in_story("props"))
    for scene in story.scenes:
        for panel in scene.panels:
            yield from things(panel.props, positions.in_panel(f"{scene.id}-{panel.id}", "props"))
            for key in ("masks", "pose_map", "scaffold"):
                if name := getattr(panel, key):
                    at = positions.in_panel(f"{scene.id}-{panel.id}", key)
                    yield from refusal("SB054", positions, at, partial(opened, name))
            if art := (panel.setting or scene.setting).art:
                at = positions.in_panel(f"{scene.id}-{panel.id}", "setting")
                yield from refusal("SB054", positions, at, partial(opened, art))


def _judges(story: Story, positions: Positions, root: Path) -> Iterator[Diagnostic]:
    """Yield the judges that nobody has, and those whose networks are not here."""
    from renderers.judges import check_judge, networks_of

    def asked(judge: JudgeSettings) -> None:
        check_judge(judge)
        networks_of(judge, root)

    if story.quality is not None:
        at = positions.in_story("quality")
        yield from refusal("SB062", positions, at, partial(asked, story.quality.judge))
    for scene in story.scenes:
        for panel in scene.panels:
            if panel.quality is not None:
                at = positions.in_panel(f"{scene.id}-{panel.id}", "quality")
                attempt = partial(asked, panel.quality.judge)
                yield from refusal("SB062", positions, at, attempt)


def _planned(
    document: Document, root: Path, director: Director | None
) -> tuple["PlanWithNotes | None", list[Diagnostic]]:
    """Plan the story, or say which panels cannot be planned."""
    from storyboard.planning.planner import plan_story, plan_with_notes

    story, positions = document
    try:
        return plan_with_notes(story, root=root, director=director), []
    except StoryboardError as error:
        found: list[Diagnostic] = []
        for scene in story.scenes:
            for panel in scene.panels:
                alone = story.but(scenes=(scene.but(panels=(panel,), layout=None),))
                at = positions.in_panel(f"{scene.id}-{panel.id}", "relations", "characters")
                found += refusal("SB047", positions, at, partial(plan_story, alone, root=root))
        whole = positions.problem("SB047", positions.root, str(error), hint=error.hint)
        return None, found or [whole]


def letters(plan: Plan, positions: Positions, root: Path) -> Iterator[Diagnostic]:
    """Yield each text of a plan that no font can draw.

    Raises:
        AssetMissing: a font file that the plan names cannot be used.
    """
    from storyboard.building.own_fonts import with_own_fonts
    from storyboard.building.pages import LETTERS_HINT, look_of, named_letters
    from storyboard.lettering.letterer import check

    look = look_of(with_own_fonts(plan, root))
    for panel in plan.panels:
        for words, letters in check(panel, look):
            at = positions.in_panel(panel.id, "dialogue", "caption", "sfx", text=words)
            message = f"no font at hand has {named_letters(letters)}"
            yield positions.problem("SB071", at, message, hint=LETTERS_HINT)


def _masks(plan: Plan, positions: Positions, root: Path) -> Iterator[Diagnostic]:
    """Yield the panels in which a figure that the author placed would not be seen at all."""
    from renderers.conditioning.maps import segment_masks

    for panel in plan.panels:
        at = positions.in_panel(panel.id, "masks", "characters")
        if at is not positions.in_panel(panel.id):
            attempt = partial(segment_masks, panel, _size_of(panel.aspect), root=root)
            yield from refusal("SB047", positions, at, attempt)


def _size_of(aspect: float) -> Size:
    shorter = max(1, round(_GRID * min(aspect, 1 / aspect)))
    return Size(width=_GRID if aspect >= 1 else shorter, height=shorter if aspect >= 1 else _GRID)
