"""Panels as written: what each gives, before `like` fills in the rest."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from schemas.quality import Quality
from schemas.story import Panel, Placement
from storyboard.reading import renderer_settings, story_settings
from storyboard.reading.keys import Key, Kind, Schema, Section, WithReport
from storyboard.reading.kinds import file, identity, seed, text, word
from storyboard.reading.model_settings import Given, settings_of
from storyboard.reading.named import join_named
from storyboard.reading.nodes import Node, Scalar, is_null, kind
from storyboard.reading.own_props import PROPS
from storyboard.reading.relations import WRITTEN_RELATIONS
from storyboard.reading.renderer_settings import renderer_schema
from storyboard.reading.speech import CAPTIONS, DIALOGUE, EFFECTS, Spoken
from storyboard.reading.staging import CHARACTERS
from storyboard.reading.story_settings import PLACE
from storyboard.reading.synonyms import ANGLES, SHOTS
from storyboard.reading.world import World

_LIKE: Schema = {"anyOf": [{"type": "string"}, {"type": "integer"}]}


def _like(node: Node, context: WithReport) -> Scalar | None:
    if isinstance(node, Scalar):
        return node
    context.report.add("SB022", node, f"like must be a panel's id, not {kind(node)}")
    return None


_ACTION = text("an action", prose=True)


def _action(node: Node, world: World) -> str | None:
    join_named(node, world.cast)
    action: str | None = _ACTION.read(node, world)
    return action


def _renderer(node: Node, world: World) -> Given:
    return renderer_settings.read_changes(world.report, node, world.renderer)


PANEL = Section[World](
    "a panel",
    (
        Key(
            "id",
            identity("a panel"),
            "the panel's name in its scene",
            default="its number in the scene",
            inherited=False,
        ),
        Key(
            "like",
            Kind(_like, lambda _: _LIKE),
            "a panel whose picture this one takes over: its id, or `scene/panel`",
            default="none",
            inherited=False,
        ),
        Key(
            "shot",
            word(SHOTS, "a shot"),
            "how near the camera is: `extreme-wide`, `wide`, `full`, `medium`, `close`, "
            "`extreme-close`, `over-shoulder`, `insert`, `point-of-view`",
            default="the planner's choice",
            clearable=True,
        ),
        Key(
            "angle",
            word(ANGLES, "an angle"),
            "from where the camera looks: `eye`, `high`, `low`, `birds-eye`, `worms-eye`, or "
            "`dutch`, which is tilted",
            default="`eye`",
            clearable=True,
        ),
        Key(
            "action",
            Kind(_action, _ACTION.schema),
            "what happens, in plain words; characters named here are staged",
            default="nothing",
            clearable=True,
        ),
        Key(
            "setting",
            PLACE,
            "another place than the scene's; a mapping changes parts of it",
            default="the scene's",
            clearable=True,
        ),
        Key(
            "characters",
            CHARACTERS,
            "who is there, and how they are staged",
            default="those in action and dialogue",
            clearable=True,
        ),
        Key(
            "props",
            PROPS,
            "things of your own in this panel, by name, as under the story's `props`",
            default="the story's",
            clearable=True,
        ),
        Key(
            "relations",
            WRITTEN_RELATIONS,
            "how they stand to one another, such as `dee left of ringo`",
            default="none",
            clearable=True,
        ),
        Key(
            "caption",
            CAPTIONS,
            "the narrator's words: a text or a list",
            default="none",
            field="captions",
            clearable=True,
            inherited=False,
        ),
        Key(
            "dialogue",
            DIALOGUE,
            "who says what, in order",
            default="none",
            clearable=True,
            inherited=False,
        ),
        Key(
            "sfx",
            EFFECTS,
            "noises lettered into the picture",
            default="none",
            clearable=True,
            inherited=False,
        ),
        Key("seed", seed(), "the panel's own seed", default="from the story's", clearable=True),
        Key(
            "renderer",
            Kind(_renderer, renderer_schema),
            "settings laid over the story's",
            default="the story's",
            clearable=True,
        ),
        Key(
            "quality",
            settings_of(Quality, "the quality", short="identity"),
            "what a judge must find in this picture; laid over the story's",
            default="the story's",
            clearable=True,
        ),
        Key(
            "masks",
            file("a segment image"),
            "a colour-coded segment image of your own",
            default="from the plan",
            clearable=True,
        ),
        Key(
            "pose_map",
            file("a pose map"),
            "a pose map of your own",
            default="from the plan",
            clearable=True,
        ),
        Key(
            "scaffold",
            file("a scaffold image"),
            "a reference picture for the scaffold stage",
            default="from the plan",
            clearable=True,
        ),
    ),
    short="action",
)


class Draft(NamedTuple):
    """One panel as written."""

    node: Node
    values: Mapping[str, Any]
    """By field; None takes back what `like` would hand on."""
    nodes: Mapping[str, Node]
    """Where each key's value stands."""

    @property
    def like(self) -> Scalar | None:
        """What names the panel that this one is like."""
        found: Scalar | None = self.values.get("like")
        return found


def read_panel(node: Node, world: World) -> Draft:
    """Read one panel; a text alone is its action."""
    if is_null(node):
        world.report.add(
            "SB021", node, "an empty panel", hint="say at least what happens: - action: …"
        )
        return Draft(node, {}, {})
    fields = PANEL.read(node, world)
    return Draft(node, fields.values, fields.nodes)


def made(draft: Draft, identity: str, setting: story_settings.Given, world: World) -> Panel:
    """Build the panel of a draft that is filled in; `setting` is its scene's."""
    values = {key: value for key, value in draft.values.items() if value is not None}
    values.pop("like", None)
    values["id"] = identity
    if changes := values.get("setting"):
        values["setting"] = story_settings.made({**setting, **changes})
    if written := values.get("characters"):
        values["characters"] = {
            who: Placement(**staged.given) for who, staged in written.staged.items()
        }
    values["relations"] = tuple(each.relation for each in values.get("relations", ()))
    spoken = values.pop("dialogue", Spoken((), ()))
    values["dialogue"] = spoken.lines
    values["captions"] = (*values.get("captions", ()), *spoken.captions)
    if "renderer" in values:
        merged = renderer_settings.laid_over(world.renderer, values["renderer"])
        values["renderer"] = renderer_settings.settings(world.report, None, merged)
    return Panel(**values)
