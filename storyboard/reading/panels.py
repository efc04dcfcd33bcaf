"""Panels as written: what each gives, before `like` fills in the rest."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from schemas.story import Line, SoundEffect
from storyboard.reading import renderer_settings, speech
from storyboard.reading.cast import Cast
from storyboard.reading.files import one_file
from storyboard.reading.nodes import Node, Scalar, is_null, kind
from storyboard.reading.places import Places
from storyboard.reading.relations import Placed, read_relations
from storyboard.reading.report import Report
from storyboard.reading.staging import Company, read_company
from storyboard.reading.values import Fields, integer, text
from storyboard.reading.words import ANGLES, SHOTS

PANEL_KEYS = {
    "id": "The panel's name in its scene; its number if absent.",
    "like": "A panel whose staging this one takes over: its id, or scene/panel.",
    "shot": "How near the camera is: extreme-wide, wide, full, medium, close, extreme-close or "
    "over-shoulder.",
    "angle": "From where the camera looks: eye, high or low.",
    "action": "What happens, in plain words.",
    "setting": "Another place than the scene's, or changes to it.",
    "characters": "Who is in the panel and how they are staged.",
    "relations": "Spatial relations, such as dee left of ringo.",
    "caption": "The narrator's words: one text or a list.",
    "dialogue": "Who says what, in order.",
    "sfx": "Noises lettered into the picture.",
    "seed": "The panel's own seed.",
    "renderer": "Renderer settings of this panel, laid over the story's.",
    "masks": "A colour-coded segment image drawn by the author.",
    "pose_map": "A pose map drawn by the author.",
    "scaffold": "A reference picture for the scaffold stage.",
}
WORDS = ("caption", "dialogue", "sfx")
"""Keys that belong to one panel alone; `like` does not take them over."""
SEED_LIMIT = 2**63 - 1


class World(NamedTuple):
    """What a panel's keys refer to."""

    report: Report
    cast: Cast
    places: Places
    renderer: renderer_settings.Given


@dataclass
class Draft:
    """One panel as written."""

    node: Node
    id: Node | None = None
    like: Scalar | None = None
    values: dict[str, Any] = field(default_factory=dict)
    """What `like` hands on: shot, angle, action, seed, masks, …; None takes a value back."""
    setting: dict[str, str | None] | None = None
    company: Company = field(default_factory=lambda: Company({}, is_list=False))
    relations: tuple[Placed, ...] | None = None
    renderer: renderer_settings.Given | None = None
    captions: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    effects: tuple[SoundEffect, ...] = ()
    cleared: frozenset[str] = frozenset()


def read_panel(node: Node, world: World) -> Draft:
    """Read one panel; a text alone is its action."""
    report, draft = world.report, Draft(node)
    if is_null(node):
        report.add("SB021", node, "an empty panel", hint="say at least what happens: - action: …")
        return draft
    if isinstance(node, Scalar):
        draft.values["action"] = text(report, node, what="an action", prose=True)
        return draft
    fields = Fields(report, node, PANEL_KEYS, what="a panel")
    draft.id, draft.cleared = fields.get("id"), fields.cleared()
    draft.like = _like(report, fields)
    draft.values = {
        key: value for key, value in _plain_values(fields).items()
        if value is not None or key in draft.cleared
    }  # fmt: skip
    _read_references(fields, draft, world)
    _read_words(fields, draft, world)
    return draft


def _like(report: Report, fields: Fields) -> Scalar | None:
    node = fields.get("like")
    if node is None or isinstance(node, Scalar):
        return node
    report.add("SB022", node, f"like must be a panel's id, not {kind(node)}")
    return None


def _plain_values(fields: Fields) -> dict[str, Any]:
    values: dict[str, Any] = {
        "shot": fields.word("shot", SHOTS, what="a shot"),
        "angle": fields.word("angle", ANGLES, what="an angle"),
        "action": fields.text("action", what="an action", prose=True), "seed": None,
    }  # fmt: skip
    if node := fields.get("seed"):
        values["seed"] = integer(fields.report, node, what="seed", low=0, high=SEED_LIMIT)
    for key, what in (
        ("masks", "a segment image"), ("pose_map", "a pose map"), ("scaffold", "a scaffold image")
    ):  # fmt: skip
        node = fields.get(key)
        values[key] = None if node is None else one_file(fields.report, node, what=what)
    return values


def _read_references(fields: Fields, draft: Draft, world: World) -> None:
    """Read what refers to the story's settings, characters and renderer."""
    report = world.report
    if node := fields.get("setting"):
        draft.setting = world.places.given(node)
    if node := fields.get("characters"):
        draft.company = read_company(report, node, world.cast)
    if node := fields.get("relations"):
        draft.relations = read_relations(report, node, world.cast)
    if node := fields.get("renderer"):
        draft.renderer = renderer_settings.read_given(report, node)
        merged = renderer_settings.laid_over(world.renderer, draft.renderer)
        renderer_settings.settings(report, node, merged)


def _read_words(fields: Fields, draft: Draft, world: World) -> None:
    if node := fields.get("caption"):
        draft.captions = speech.captions(world.report, node)
    if node := fields.get("dialogue"):
        spoken = speech.dialogue(world.report, node, world.cast)
        draft.lines, draft.captions = spoken.lines, draft.captions + spoken.captions
    if node := fields.get("sfx"):
        draft.effects = speech.effects(world.report, node, world.cast)
