"""Scenes as written, and the names that they and their panels go by."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from schemas.errors import StoryInvalid
from schemas.story import Scene
from storyboard.diagnostics import did_you_mean, quoted
from storyboard.planning.pages.layout import NAMED, parse_layout
from storyboard.reading import panels, story_settings
from storyboard.reading.contradictions import check_statements
from storyboard.reading.inheritance import NamedPanel, filled_in
from storyboard.reading.keys import Definitions, Fields, Key, Kind, Schema, Section, WithReport
from storyboard.reading.kinds import defined, identity, mapping, one_or_many
from storyboard.reading.nodes import Mapping, Node, is_null, plain_data, span
from storyboard.reading.nodes import Sequence as List
from storyboard.reading.overlap import check_overlaps
from storyboard.reading.panels import PANEL, Draft, read_panel
from storyboard.reading.report import Report
from storyboard.reading.story_settings import PLACE
from storyboard.reading.values import items
from storyboard.reading.world import World


def _panels(node: Node, world: World) -> tuple[Draft, ...]:
    return tuple(read_panel(item, world) for item in items(node))


def _layout(node: Node, context: WithReport) -> Any:
    data = plain_data(node)
    try:
        parse_layout(data)
    except StoryInvalid as error:
        hint = error.hint
        if isinstance(data, str):
            hint = did_you_mean(data, NAMED) or hint
        message = str(error)
        message = message[:200] + "…" * (len(message) > 200)
        context.report.add("SB045", node, message, hint=hint)
    return _frozen(data) if isinstance(node, List) else data


def _frozen(data: object) -> object:
    return tuple(_frozen(item) for item in data) if isinstance(data, list) else data


def _layout_schema(definitions: Definitions) -> Schema:
    grid = {"type": "string", "pattern": "^grid-[1-6]x[1-6]$"}
    split = {"$ref": "#/definitions/split"}
    parts = {"type": "array", "items": split, "minItems": 1}
    size = {"type": "number", "exclusiveMinimum": 0}
    tree = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "size": {"description": "Size relative to its neighbours.", **size},
            "rows": parts,
            "columns": parts,
        },
        "oneOf": [{"required": ["rows"]}, {"required": ["columns"]}],
    }
    definitions["split"] = {"anyOf": [size, parts, tree]}
    return {"anyOf": [{"enum": list(NAMED)}, grid, split]}


_PANEL = defined("panel", mapping(PANEL))
SCENE = Section[World](
    "a scene",
    (
        Key(
            "id",
            identity("a scene"),
            "the scene's name, which begins its panels' file names",
            default="`scene-1`, `scene-2`, …",
        ),
        Key(
            "setting",
            PLACE,
            "the place: a name of `settings`, words, or a mapping",
            default="nowhere in particular",
        ),
        Key(
            "layout",
            defined("layout", Kind(_layout, _layout_schema)),
            "how its pages are divided: tiers of relative widths such as `[[2, 1], [1, 1, 1]]`, a "
            "layout's name, or a split tree",
            default="the planner's choice",
            clearable=True,
        ),
        Key(
            "panels",
            Kind(_panels, lambda known: one_or_many(_PANEL.schema(known), least=1)),
            "the panels in reading order",
            default="required",
        ),
    ),
    hint="write setting: and panels: below a dash",
    told_elsewhere=True,
)


class SceneDraft(NamedTuple):
    """One scene as written; its panels wait for what they are like."""

    node: Node
    id: str
    fields: Fields
    panels: tuple[NamedPanel, ...]


def read_scenes(node: Node, world: World) -> tuple[SceneDraft, ...]:
    """Read the story's `scenes`; ids that occur twice are reported."""
    scenes = tuple(
        _scene(item, f"scene-{number}", world) for number, item in enumerate(items(node), 1)
    )
    _report_repeated_ids(world.report, scenes)
    return scenes


def made(scenes: Sequence[SceneDraft], world: World) -> tuple[Scene, ...]:
    """Build the scenes, their panels filled in from those that they are like."""
    drafts = iter(filled_in(world.report, [panel for scene in scenes for panel in scene.panels]))
    return tuple(_made(scene, drafts, world) for scene in scenes)


def _scene(node: Node, default: str, world: World) -> SceneDraft:
    report, fields = world.report, SCENE.read(node, world)
    name = fields.values.get("id") or default
    drafts = fields.values.get("panels") or ()
    if is_null(node):
        report.add("SB011", node, "an empty scene", hint="write panels: below the dash")
    elif not drafts and isinstance(node, Mapping):
        report.add(
            "SB011", fields.keys.get("panels", node), f"the scene {quoted(name)} has no panels"
        )
    named = (
        NamedPanel(name, draft.values.get("id") or str(number), draft)
        for number, draft in enumerate(drafts, 1)
    )
    return SceneDraft(node, name, fields, tuple(named))


def _made(scene: SceneDraft, drafts: Iterator[Draft], world: World) -> Scene:
    setting = scene.fields.values.get("setting") or {}
    built = []
    for named in scene.panels:
        draft = next(drafts)
        check_overlaps(world.report, draft, world.cast.characters)
        panel = panels.made(draft, named.id, setting, world)
        check_statements(world.report, draft, panel)
        built.append(panel)
    return Scene.model_construct(
        id=scene.id,
        setting=story_settings.made(setting),
        layout=scene.fields.values.get("layout"),
        panels=tuple(built),
    )


def _report_repeated_ids(report: Report, scenes: Sequence[SceneDraft]) -> None:
    """Report ids that occur twice, or that together give the same file name."""
    seen: dict[str, Node] = {}
    for scene in scenes:
        own = scene.fields.nodes.get("id", scene.node)
        _check_unique(report, seen, f"{scene.id}/", own, f"the scene id {quoted(scene.id)}")
        for panel in scene.panels:
            name = f"{panel.scene}-{panel.id}"
            place = panel.draft.nodes.get("id", panel.draft.node)
            _check_unique(report, seen, name, place, f"the panel id {quoted(name)}")


def _check_unique(report: Report, seen: dict[str, Node], name: str, at: Node, what: str) -> None:
    first = seen.setdefault(name.casefold(), at)
    if first is not at:
        report.add(
            "SB027", at, f"{what} is given twice", related=((span(first), "first given here"),)
        )
