"""The keys of a suite file, each declared once, as a story's are in `storyboard.reading`."""

from typing import Any, NamedTuple

from schemas.suite import SUBJECTS, SuitePrompt
from storyboard.evaluation.composition_keys import BOXES_BY_COUNT, COMPOSITIONS, MOST, pairs_of
from storyboard.evaluation.method_keys import CHOSEN_METRICS, JUDGES, METHODS, SETTINGS
from storyboard.reading import story_settings
from storyboard.reading.document import STORY
from storyboard.reading.keys import Key, Kind, Section
from storyboard.reading.kinds import (
    by_name,
    decimal,
    defined,
    mapping,
    one_or_many,
    seed,
    text,
    whole,
    word,
)
from storyboard.reading.nodes import Node
from storyboard.reading.story_settings import PLACE
from storyboard.reading.synonyms import SHOTS
from storyboard.reading.values import items
from storyboard.reading.world import World


class SizeDraft(NamedTuple):
    """A size as written."""

    node: Node
    values: dict[str, Any]


PROMPT = Section[World](
    "a prompt",
    (
        Key(
            "action",
            text("a prompt's action"),
            "what they do; their names go before it, or where `{subjects}` stands",
            default="required",
            example="action: waved",
        ),
        Key("setting", PLACE, "where: a setting's name, or the place in words", default="nowhere"),
        Key("shot", word(SHOTS, "a shot"), "how near the camera is", default="`full`"),
    ),
    short="action",
)


def _prompts(node: Node, world: World) -> tuple[SuitePrompt, ...]:
    found = []
    for item in items(node):
        values = PROMPT.read(item, world).values
        if action := values.get("action"):
            action = action if SUBJECTS in action else f"{SUBJECTS} {action}"
            where = story_settings.made(values.get("setting") or {})
            shot = {"shot": values["shot"]} if values.get("shot") else {}
            found.append(SuitePrompt(action=action, setting=where, **shot))
    return tuple(found)


SIZE = Section[World](
    "a size",
    (
        Key(
            "each",
            whole("each", low=1, high=MOST),
            "at most so many compositions of each number of subjects, the first of them",
            default="all",
        ),
        Key(
            "prompts",
            whole("prompts", low=1, high=MOST),
            "at most so many prompts, the first of them",
            default="all",
        ),
        Key(
            "pictures",
            whole("pictures", low=1, high=MOST),
            "pictures a prompt",
            default="the suite's",
        ),
        Key(
            "renderer",
            SETTINGS,
            "settings laid over the suite's",
            default="the suite's",
        ),
        Key(
            "methods",
            Kind(
                lambda node, context: tuple(each for each in items(node)),
                lambda known: one_or_many(text("a method").schema(known)),
            ),
            "only these, by their names",
            default="all",
        ),
    ),
)


def _sizes(node: Node, world: World) -> dict[str, SizeDraft]:
    pairs = pairs_of(node, world, "sizes")
    return {key.text: SizeDraft(value, SIZE.read(value, world).values) for key, value in pairs}


_STORY = {key.name: key for key in STORY.keys}
SUITE = Section[World](
    "a suite",
    (
        Key("title", text("the title"), "what is evaluated", default="the file's name"),
        *(_STORY[name] for name in ("style", "negative")),
        Key(
            "seed",
            seed(),
            "a whole number from which all randomness follows; a picture's own is made of it, its "
            "composition, its prompt and its number, and is the same for every method",
            default="`0`",
        ),
        Key(
            "aspect",
            decimal("aspect", low=0.2, high=5),
            "of every picture, width over height",
            default="`1`",
        ),
        Key(
            "renderer",
            _STORY["renderer"].value,
            "settings that the methods share, as far as each has them",
            default="`msp` with its defaults",
        ),
        *(_STORY[name] for name in ("cast", "characters", "settings")),
        Key(
            "compositions",
            COMPOSITIONS,
            "who is drawn together: a list, or how many are to be made up of each number of "
            "subjects, everybody about equally often",
            default="required",
            example="compositions: {from: 1, to: 4, each: 11}",
        ),
        Key(
            "boxes",
            BOXES_BY_COUNT,
            "by the number of subjects, where each of them is, from left to right",
            default="the planner's choice",
        ),
        Key(
            "prompts",
            Kind(_prompts, lambda known: one_or_many(PROMPT.schema(known), least=1)),
            "what they do, and where: texts, or mappings",
            default="required",
            example="prompts: [stood in a park]",
        ),
        Key(
            "pictures",
            whole("pictures", low=1, high=MOST),
            "how many a prompt, each from noise of its own",
            default="`1`",
        ),
        Key(
            "methods",
            METHODS,
            "the rows of the tables, by name",
            default="required",
            example="methods: {collage: collage, msp: msp}",
        ),
        Key(
            "metrics",
            CHOSEN_METRICS,
            "what is measured",
            default="those that need no other network",
        ),
        Key("judges", JUDGES, "who judges", default="`[latents, pixels, likeness]`"),
        Key(
            "average",
            word({"all": "all", "best": "best"}, "an average"),
            "`best` counts a prompt by the best of its pictures in each metric, as MSP-Diffusion's "
            "tables do; `all` by all of them",
            default="`all`",
        ),
        Key(
            "sizes",
            Kind(_sizes, lambda known: by_name(defined("size", mapping(SIZE)).schema(known))),
            "smaller settings of the whole, by name, such as `small`",
            default="only the whole",
        ),
    ),
    hint="a suite starts with keys such as cast:, compositions:, prompts: and methods:",
)
"""In the order in which they are read: what refers to others stands below them."""
