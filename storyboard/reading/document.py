"""The whole document: from the tree of nodes to a `Story`, every problem reported."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from schemas.errors import StoryInvalid
from schemas.settings import MspSettings
from schemas.story import Panel, Placement, Scene, Story
from storyboard.diagnostics import did_you_mean, quoted
from storyboard.planning.pages.layout import NAMED, parse_layout
from storyboard.reading import renderer_settings
from storyboard.reading.cast import ID, Cast
from storyboard.reading.likeness import Named, filled_in
from storyboard.reading.nodes import Mapping, Node, Scalar, Sequence, is_null, plain_data, span
from storyboard.reading.page import read_page
from storyboard.reading.panels import SEED_LIMIT, Draft, World, read_panel
from storyboard.reading.places import Places, made
from storyboard.reading.report import Report
from storyboard.reading.together import check_company
from storyboard.reading.values import Fields, integer, items

STORY_KEYS = {
    "title": "The book's title; from the file's name if absent.",
    "author": "Who wrote it.",
    "language": "The language of its words, as a tag such as en or pt-BR.",
    "style": "Words about the drawing style that join every prompt.",
    "negative": "What no picture shall show; joins every negative prompt.",
    "seed": "The number from which every panel's randomness follows.",
    "renderer": "What draws: a renderer's name, or its settings.",
    "page": "The page: size, reading direction, bleed, gutter, margin.",
    "cast": "Packaged characters by id.",
    "characters": "The author's own characters, or changes to packaged ones, by id.",
    "settings": "Places by name.",
    "scenes": "The story itself.",
}
SCENE_KEYS = {
    "id": "The scene's name; scene-1, scene-2, … if absent.",
    "setting": "A name of settings, or the place in words.",
    "layout": "Tiers of relative widths such as [[2, 1], [1, 1, 1]], a layout's name, "
    "or a split tree.",
    "panels": "The scene's panels in reading order.",
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def read_document(report: Report, root: Node | None, *, path: Path) -> Story | None:
    """Read a story's root node; None where there are errors, which `report` then has."""
    if root is None or is_null(root):
        report.add("SB011", (0, 0), "the file is empty",
                   hint="storyboard init writes a story to start from")  # fmt: skip
        return None
    fields = Fields(report, root, STORY_KEYS, what="a story",
                    hint="a story starts with keys such as title: and scenes:")  # fmt: skip
    if not isinstance(root, Mapping):
        return None
    values = _head(report, fields, path)
    cast = Cast(report)
    cast.read(fields.get("cast"), fields.get("characters"))
    places = Places(report, fields.get("settings"))
    renderer, given = _renderer(report, fields)
    world = World(report, cast, places, given)
    scenes = _scenes(report, fields, world)
    values |= {"renderer": renderer, "page": read_page(report, fields.get("page")),
               "characters": cast.characters, "scenes": scenes}  # fmt: skip
    return None if report.has_errors else _story(report, root, values)


def _story(report: Report, root: Node, values: dict[str, Any]) -> Story | None:
    given = {key: value for key, value in values.items() if value is not None}
    try:
        return Story.model_validate(given)
    except ValidationError as error:
        for detail in error.errors():
            where = ".".join(str(step) for step in detail["loc"])
            report.add("SB090", root, f"{where}: {detail['msg']}")
        return None


def _head(report: Report, fields: Fields, path: Path) -> dict[str, Any]:
    title = fields.text("title", what="the title", prose=True)
    values: dict[str, Any] = {
        "title": title or _title_of(path),
        "author": fields.text("author", what="the author"),
        "language": fields.text("language", what="the language"),
        "style": fields.text("style", what="the style"),
        "negative": fields.text("negative", what="the negative prompt"),
    }
    language = values["language"]
    if language is not None and not _LANGUAGE.fullmatch(language):
        node = fields.get("language")
        assert node is not None
        report.add("SB023", node, f"{quoted(language)} is not a language",
                   expected="a language tag such as en, de or pt-BR")  # fmt: skip
    if "style" in fields.cleared():
        values["style"] = ""
    if node := fields.get("seed"):
        values["seed"] = integer(report, node, what="seed", low=0, high=SEED_LIMIT)
    return values


def _title_of(path: Path) -> str:
    """Return the title that a file's name suggests: `the-fox.yaml` is The fox."""
    return " ".join(re.split(r"[-_\s]+", path.stem)).strip().capitalize() or "Untitled"


def _renderer(report: Report, fields: Fields) -> tuple[Any, renderer_settings.Given]:
    node = fields.get("renderer")
    if node is None:
        return MspSettings(), {}
    given = renderer_settings.read_given(report, node)
    return renderer_settings.settings(report, node, given), given


def _scenes(report: Report, fields: Fields, world: World) -> list[Scene]:
    node = fields.get("scenes")
    nodes = list(items(node)) if node is not None else []
    if not nodes:
        at: Node = fields.at
        if "scenes" in fields:
            at = fields.key("scenes")
        hint = "scenes: is a list of scenes, each with panels:"
        report.add("SB011", at, "the story has no scenes", hint=hint)
        return []
    scenes = [
        _SceneDraft(report, each, f"scene-{number}", world) for number, each in enumerate(nodes, 1)
    ]
    _report_repeated_ids(report, scenes)
    named = [panel for scene in scenes for panel in scene.panels]
    drafts = iter(filled_in(report, named))
    return [scene.made(drafts, world) for scene in scenes]


class _SceneDraft:
    """One scene as written; its panels wait for what they are like."""

    def __init__(self, report: Report, node: Node, default: str, world: World) -> None:
        fields = Fields(report, node, SCENE_KEYS, what="a scene",
                        hint="write setting: and panels: below a dash")  # fmt: skip
        self.node = node
        self.id_node = fields.get("id")
        self.id = _identity(report, self.id_node, default, what="a scene")
        setting = fields.get("setting")
        self.setting = {} if setting is None else world.places.given(setting)
        self.layout = _layout(report, fields.get("layout"))
        panels = fields.get("panels")
        nodes = list(items(panels)) if panels is not None else []
        if not nodes and isinstance(node, Mapping):
            report.add("SB011", fields.key("panels") if "panels" in fields else node,
                       f"the scene {quoted(self.id)} has no panels")  # fmt: skip
        drafts = [read_panel(each, world) for each in nodes]
        if is_null(node):
            report.add("SB011", node, "an empty scene", hint="write panels: below the dash")
        self.panels = [
            Named(self.id, _identity(report, draft.id, str(number), what="a panel"), draft)
            for number, draft in enumerate(drafts, 1)
        ]

    def made(self, drafts: Iterator[Draft], world: World) -> Scene:
        """Build the scene, taking its filled-in panels from `drafts`."""
        panels = [_panel(named, next(drafts), self.setting, world) for named in self.panels]
        return Scene.model_construct(
            id=self.id, setting=made(self.setting), layout=self.layout, panels=tuple(panels)
        )


def _panel(named: Named, draft: Draft, setting: dict[str, str | None], world: World) -> Panel:
    check_company(world.report, draft, world.cast.characters)
    values = {key: value for key, value in draft.values.items() if value is not None}
    renderer = None
    if draft.renderer is not None:
        merged = renderer_settings.laid_over(world.renderer, draft.renderer)
        renderer = renderer_settings.settings(world.report, None, merged)
    placements = {
        who: Placement(**staged.given) for who, staged in draft.company.staged.items()
    }
    return Panel(
        **values, id=named.id, characters=placements, renderer=renderer,
        setting=None if draft.setting is None else made({**setting, **draft.setting}),
        relations=tuple(placed.relation for placed in draft.relations or ()),
        captions=draft.captions, dialogue=draft.lines, sfx=draft.effects,
    )  # fmt: skip


def _identity(report: Report, node: Node | None, default: str, *, what: str) -> str:
    if node is None:
        return default
    written = node.text.strip() if isinstance(node, Scalar) else ""
    if ID.fullmatch(written):
        return written
    slug = re.sub(r"\W+", "-", written.lower()).strip("-_")[:60]
    report.add("SB026", node, f"{what} cannot have this id", expected="letters, digits, - and _",
               hint=f"write {slug}" if slug else None)  # fmt: skip
    return default


def _report_repeated_ids(report: Report, scenes: list[_SceneDraft]) -> None:
    """Report ids that occur twice, or that together give the same file name."""
    seen: dict[str, Node] = {}
    for scene in scenes:
        own = scene.id_node or scene.node
        _check_unique(report, seen, f"{scene.id}/", own, f"the scene id {quoted(scene.id)}")
        for panel in scene.panels:
            name = f"{panel.scene}-{panel.id}"
            place = panel.draft.id or panel.draft.node
            _check_unique(report, seen, name, place, f"the panel id {quoted(name)}")


def _check_unique(report: Report, seen: dict[str, Node], name: str, at: Node, what: str) -> None:
    first = seen.setdefault(name.casefold(), at)
    if first is not at:
        report.add("SB027", at, f"{what} is given twice",
                   related=((span(first), "first given here"),))  # fmt: skip


def _layout(report: Report, node: Node | None) -> Any:
    if node is None:
        return None
    data = plain_data(node)
    try:
        parse_layout(data)
    except StoryInvalid as error:
        hint = error.hint
        if isinstance(data, str):
            hint = did_you_mean(data, NAMED) or hint
        message = str(error)
        report.add("SB045", node, message[:200] + "…" * (len(message) > 200), hint=hint)
    return _frozen(data) if isinstance(node, Sequence) else data


def _frozen(data: object) -> object:
    return tuple(_frozen(item) for item in data) if isinstance(data, list) else data
