"""The whole document: from the tree of nodes to a `Story`, every problem reported."""

import re
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from schemas.director import DirectorSettings
from schemas.plugins import AnySettings
from schemas.quality import Quality
from schemas.story import Story
from storyboard.diagnostics import quoted
from storyboard.reading import renderer_settings, scenes
from storyboard.reading.cast import CHARACTER, Cast
from storyboard.reading.cast_files import shared_characters
from storyboard.reading.contradictions import check_names
from storyboard.reading.font_names import FONT
from storyboard.reading.keys import Key, Kind, Section, WithReport
from storyboard.reading.kinds import (
    by_name,
    defined,
    described,
    mapping,
    one_or_many,
    seed,
    suggested,
    text,
)
from storyboard.reading.model_settings import settings_of
from storyboard.reading.nodes import Mapping, Node, is_null
from storyboard.reading.own_props import PROPS
from storyboard.reading.packaged import packaged_characters
from storyboard.reading.page import PAGE, read_page
from storyboard.reading.positions import Positions
from storyboard.reading.renderer_settings import renderer_schema
from storyboard.reading.report import Report
from storyboard.reading.scenes import SCENE, read_scenes
from storyboard.reading.story_settings import PLACE, SettingTable
from storyboard.reading.training_settings import TRAINING
from storyboard.reading.world import World

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""What language tags look like."""
_TAG = text("the language")


def _language(node: Node, context: WithReport) -> str | None:
    language: str | None = _TAG.read(node, context)
    if language is not None and not LANGUAGE.fullmatch(language):
        context.report.add(
            "SB023",
            node,
            f"{quoted(language)} is not a language",
            expected="a language tag such as en, de or pt-BR",
        )
        return None
    return language


def _renderer(node: Node, world: World) -> AnySettings | None:
    world.renderer.update(renderer_settings.read_given(world.report, node))
    return renderer_settings.settings(world.report, node, world.renderer)


_CHARACTER, _SCENE = defined("character", mapping(CHARACTER)), defined("scene", mapping(SCENE))
STORY = Section[World](
    "a story",
    (
        Key(
            "title",
            text("the title", prose=True),
            "the book's title",
            default="from the file's name: `the-fox.yaml` is *The fox*",
        ),
        Key("author", text("the author"), "who wrote it", default="none"),
        Key(
            "language",
            described(_language, _TAG),
            "the language of its words, as a tag such as `en` or `pt-BR`",
            default="`en`",
        ),
        Key(
            "style",
            text("the style"),
            "words about the drawing style that join every prompt; empty for none",
            default="`flat-colour comic, clean ink outlines`",
            clearable=True,
        ),
        Key(
            "negative",
            text("the negative prompt"),
            "what no picture shall show; joins every negative prompt",
            default="nothing",
            clearable=True,
        ),
        Key(
            "seed",
            seed(),
            "a whole number from which all randomness follows; each panel's own is made of it and "
            "the panel's id, or its action where it has none",
            default="`0`",
        ),
        Key(
            "renderer",
            Kind(_renderer, renderer_schema),
            "what draws: a name (`renderer: collage`) or a mapping of settings",
            default="`msp` with its defaults",
        ),
        Key(
            "director",
            settings_of(DirectorSettings, "the director", short="model"),
            "a language model that reads the actions, by name (`director: qwen3`) or with "
            "settings, as [the director](director.md) tells",
            default="rules read them",
        ),
        Key(
            "training",
            TRAINING,
            "how `storyboard train` teaches the model your characters: a recipe "
            "(`training: lora`) or a mapping of settings",
            default="nothing is trained",
        ),
        Key(
            "quality",
            settings_of(Quality, "the quality", short="identity"),
            "what a judge must find in every picture, or it is drawn again: the share of the "
            "subjects who are themselves (`quality: 0.8`), or a mapping, as "
            "[judging](judging.md) tells",
            default="nothing is judged",
        ),
        Key(
            "page",
            defined("page", described(read_page, mapping(PAGE))),
            "the page: a size (`page: a5`) or a mapping",
            default="US comic, left to right",
        ),
        Key(
            "font",
            FONT,
            "the lettering of captions, and of all whose voice has no font: `Comic Neue`, "
            "`Bangers`, or a font file such as `fonts/Mine.ttf`",
            default="`Comic Neue`; `Bangers` for effects",
        ),
        Key(
            "cast",
            Kind(
                lambda node, world: world.cast.read_listed(node),
                lambda _: one_or_many(suggested(packaged_characters())),
            ),
            "packaged characters by id, and files of shared characters, such as `family.yaml`",
            default="nobody",
        ),
        Key(
            "characters",
            Kind(
                lambda node, world: world.cast.read_own(node),
                lambda known: by_name(_CHARACTER.schema(known)),
            ),
            "your own characters, or changes to packaged ones, by id",
            default="nobody",
        ),
        Key(
            "props",
            PROPS,
            "things of your own, by the words that name them in actions: a picture, or a mapping",
            default="only the packaged ones",
        ),
        Key(
            "settings",
            Kind(
                lambda node, world: world.settings.read(node),
                lambda known: by_name(PLACE.schema(known)),
            ),
            "places by name",
            default="none",
        ),
        Key(
            "scenes",
            Kind(read_scenes, lambda known: one_or_many(_SCENE.schema(known), least=1)),
            "the story itself",
            default="required",
        ),
    ),
    hint="a story starts with keys such as title: and scenes:",
    told_elsewhere=True,
)
"""In the order in which they are read: what refers to others stands below them."""


class Document(NamedTuple):
    """A story and where its parts stand."""

    story: Story
    positions: Positions


def read_document(report: Report, root: Node | None, *, path: Path) -> Document | None:
    """Read a story's root node; None where there are errors, which `report` then has."""
    if root is None or is_null(root):
        report.add(
            "SB011",
            (0, 0),
            "the file is empty",
            hint="storyboard init writes a story to start from",
        )
        return None
    world = World(report, Cast(report, shared_characters), SettingTable(report), {})
    fields = STORY.read(root, world)
    if not isinstance(root, Mapping):
        return None
    world.cast.warn_of_shared_tokens()
    values, drafts = fields.values, fields.values.get("scenes") or ()
    if not drafts:
        report.add(
            "SB011",
            fields.keys.get("scenes", root),
            "the story has no scenes",
            hint="scenes: is a list of scenes, each with panels:",
        )
    if "style" in fields.cleared:
        values["style"] = ""
    values["title"] = values.get("title") or _title_of(path)
    values |= {"cast_files": tuple(world.cast.files)}
    values |= {"characters": world.cast.characters, "scenes": scenes.made(drafts, world)}
    known = {key: value for key, value in values.items() if key in Story.model_fields}
    story = None if report.has_errors else _story(report, root, known)
    if story is None:
        return None
    panels = {
        f"{panel.scene}-{panel.id}": (panel.draft.node, panel.draft.nodes)
        for scene in drafts
        for panel in scene.panels
    }
    positions = Positions(report.source, root, fields.nodes, world.cast.nodes, panels)
    check_names(report, story, positions)
    return Document(story, positions)


def _story(report: Report, root: Node, values: dict[str, Any]) -> Story | None:
    given = {key: value for key, value in values.items() if value is not None}
    try:
        return Story.model_validate(given)
    except ValidationError as error:
        for detail in error.errors():
            where = ".".join(str(step) for step in detail["loc"])
            report.add("SB090", root, f"{where}: {detail['msg']}")
        return None


def _title_of(path: Path) -> str:
    """Return the title that a file's name suggests: `the-fox.yaml` is The fox."""
    return " ".join(re.split(r"[-_\s]+", path.stem)).strip().capitalize() or "Untitled"
