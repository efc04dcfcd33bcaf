"""What is compared and by what: a suite's methods, metrics and judges as written."""

import re
from typing import NamedTuple

from schemas.suite import MetricChoice
from schemas.training import Training
from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.evaluation.composition_keys import pairs_of
from storyboard.evaluation.judge_names import judge_name
from storyboard.evaluation.metrics import METRICS
from storyboard.reading.files import WEIGHTS
from storyboard.reading.keys import Key, Kind, Section, WithReport
from storyboard.reading.kinds import by_name, file, one_or_many, suggested, text
from storyboard.reading.model_settings import Given
from storyboard.reading.nodes import Node, Scalar
from storyboard.reading.renderer_settings import read_given, renderer_schema
from storyboard.reading.training_settings import TRAINING
from storyboard.reading.values import items
from storyboard.reading.world import World


class MethodDraft(NamedTuple):
    """A method as written; its settings are laid over the suite's when a size is chosen."""

    key: Scalar
    node: Node
    """Where its settings stand; its name where it has none."""
    given: Given
    weights: str | None
    training: Training | None
    classes: dict[str, str]
    trained_by: tuple[str, ...]


def _renderer(node: Node, world: World) -> Given:
    return read_given(world.report, node)


SETTINGS: Kind[World] = Kind(_renderer, renderer_schema)
"""A renderer's name or settings, as plain data."""


def _classes(node: Node, world: World) -> dict[str, str]:
    found = {}
    for key, value in pairs_of(node, world, "classes"):
        who = world.cast.find(key)
        words = text("a class").read(value, world)
        if who is not None and words is not None:
            found[who] = words
    return found


def _judges(node: Node, context: WithReport) -> tuple[str, ...]:
    found = (judge_name(item, context) for item in items(node))
    return tuple(dict.fromkeys(each for each in found if each is not None))


JUDGES: Kind[WithReport] = Kind(
    _judges, lambda _: one_or_many(suggested(("latents", "pixels", "likeness", "auto")))
)
METHOD = Section[World](
    "a method",
    (
        Key(
            "renderer",
            SETTINGS,
            "what draws: a name, or a mapping of settings, laid over the suite's",
            default="the suite's",
        ),
        Key(
            "weights",
            file("weights", suffixes=WEIGHTS),
            "an adapter file that was trained on the subjects together, and that all of them hear",
            default="none",
        ),
        Key(
            "training",
            TRAINING,
            "how the subjects are taught its model, as in a story: a recipe "
            "(`training: seg-mix`) or a mapping; `--train` trains what is not trained yet",
            default="its model as it is",
        ),
        Key(
            "classes",
            Kind(_classes, lambda known: by_name(text("a class").schema(known))),
            "by subject, the words for what it is, instead of its own `class`",
            default="the characters' own",
        ),
        Key(
            "trained_by",
            JUDGES,
            "the judges that chose what its weights learned from: they alone prove nothing",
            default="none",
        ),
    ),
    short="renderer",
    hint="write a renderer's name, or {renderer: {name: msp, init: {from: noise}}}",
)


def _read_methods(node: Node, world: World) -> tuple[MethodDraft, ...]:
    found = []
    for key, value in pairs_of(node, world, "methods"):
        fields = METHOD.read(value, world)
        values = fields.values
        found.append(
            MethodDraft(
                key,
                fields.nodes.get("renderer", key),
                values.get("renderer") or {},
                values.get("weights"),
                values.get("training"),
                values.get("classes") or {},
                values.get("trained_by") or (),
            )
        )
    return tuple(found)


METRIC = Section[WithReport](
    "a metric",
    (
        Key(
            "name",
            text("a metric's name"),
            "what is measured",
            default="required",
            example="name: found",
        ),
        Key(
            "model",
            text("a network"),
            "the folder of the network that the metric is named after, relative to the suite",
            default="none is needed",
        ),
    ),
    short="name",
)


def _metrics(node: Node, context: WithReport) -> tuple[MetricChoice, ...]:
    spellings = {re.sub(r"[\s_-]", "", name).casefold(): name for name in METRICS}
    found = []
    for item in items(node):
        values = METRIC.read(item, context).values
        if (written := values.get("name")) is None:
            continue
        name = spellings.get(re.sub(r"[\s_-]", "", written).casefold())
        if name is None:
            context.report.add(
                "SB023",
                item,
                f"there is no metric {quoted(written)}",
                expected=listed(METRICS, limit=30),
                hint=did_you_mean(written, METRICS),
            )
        elif METRICS[name].network and not values.get("model"):
            context.report.add(
                "SB021",
                item,
                f"the metric {name} without model",
                hint=f"write {{name: {name}, model: FOLDER}}: no value bears that name without it",
            )
        elif values.get("model") and not METRICS[name].network:
            context.report.add("SB020", item, f"the metric {name} has no model to choose")
        else:
            found.append(MetricChoice(name=name, model=values.get("model")))
    return tuple(dict.fromkeys(found))


CHOSEN_METRICS: Kind[WithReport] = Kind(
    _metrics,
    lambda known: one_or_many({"anyOf": [{"enum": [*METRICS]}, METRIC.schema(known)]}),
)
METHODS: Kind[World] = Kind(_read_methods, lambda known: by_name(METHOD.schema(known)))
