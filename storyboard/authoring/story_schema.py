"""The JSON Schema (draft-07) of story files as authors write them, for editors.

It allows every shorthand that the reader understands and suggests the words of the
vocabularies. Where the reader also accepts any spelling of a word, the schema knows the
dictionary form and the listed synonyms in lower case.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from schemas.geometry import JOINTS
from schemas.vocabulary.phrases import MOODS, POSES
from storyboard.authoring.schema_tools import draft07, for_editors
from storyboard.planning.pages.layout import NAMED
from storyboard.reading import cast, page, panels, places, relations, speech, staging, words
from storyboard.reading.document import SCENE_KEYS, STORY_KEYS
from storyboard.reading.packaged import packaged_characters
from storyboard.renderer_models import MODELS

Schema = dict[str, Any]

_PUNCTUATION = r"!-,./:-@\[-^`{-~"
ID_PATTERN = rf"^[^\s{_PUNCTUATION}_-][^\s{_PUNCTUATION}]*$"
"""Says what ids lack, because the letters of all scripts have no short name in JavaScript."""
_LENGTH = r"^\s*(\d+\.?\d*|\.\d+)\s*(pt|in|mm|cm|px)?\s*$"
_PAGE_SIZE = r"^\s*[\d.]+\s*(pt|in|mm|cm|px)?\s*[x*×]\s*[\d.]+\s*(pt|in|mm|cm|px)\s*$"


def story_schema() -> Schema:
    """Return the schema of story files as authored, deterministic to the byte."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A storyboard story", "description": "A story that becomes a lettered comic book.",
        **_mapping(STORY_KEYS, {
            "title": _ref("text"), "author": _ref("text"), "language": _ref("text"),
            "style": _nullable(_ref("text")), "negative": _nullable(_ref("text")),
            "seed": _ref("seed"), "renderer": _ref("renderer"), "page": _ref("page"),
            "cast": _one_or_many(_suggested(packaged_characters())),
            "characters": _named(_ref("character")), "settings": _named(_ref("place")),
            "scenes": _one_or_many(_ref("scene"), least=1),
        }, required=("scenes",)),
        "definitions": _definitions(),
    }  # fmt: skip


def _definitions() -> Schema:
    return {
        "text": {"type": ["string", "number", "boolean"]},
        "texts": _one_or_many(_ref("text")),
        "seed": {"type": "integer", "minimum": 0, "maximum": panels.SEED_LIMIT},
        "id": _or_number({"type": "string", "pattern": ID_PATTERN}, kind="integer"),
        "length": _or_number({"type": "string", "pattern": _LENGTH}),
        "page": _page(), "character": _character(), "place": _place(), "scene": _scene(),
        "layout": _layout(), "split": _split(), "panel": _panel(), "company": _company(),
        "placement": _placement(), "pose": _pose(), "relation": _relation(), "line": _line(),
        "said": _said(), "effect": _effect(), "renderer": _renderer(),
    }  # fmt: skip


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _mapping(
    descriptions: Mapping[str, str], properties: Mapping[str, Schema], *,
    required: Iterable[str] = (),
) -> Schema:  # fmt: skip
    """Describe a closed mapping; `descriptions` are the reader's own keys."""
    assert set(descriptions) == set(properties)
    described = {
        # Draft-07 ignores what stands beside a $ref, so a description needs a frame.
        key: {"description": descriptions[key], **_framed(properties[key])} for key in descriptions
    }
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": described}
    return schema | ({"required": list(required)} if required else {})


def _or_number(schema: Schema, *, kind: str = "number") -> Schema:
    return {"anyOf": [schema, {"type": kind, "minimum": 0}]}


def _framed(schema: Schema) -> Schema:
    return {"allOf": [schema]} if "$ref" in schema else schema


def _nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_or_many(schema: Schema, *, least: int = 0) -> Schema:
    return {"anyOf": [{"type": "array", "items": schema, "minItems": least}, schema]}


def _named(schema: Schema) -> Schema:
    return {"type": "object", "additionalProperties": _nullable(schema)}


def _words(table: Mapping[str, str]) -> Schema:
    """Suggest the words meant; allow their other spellings."""
    meant = list(dict.fromkeys(table.values()))
    return {"anyOf": [{"enum": meant}, {"enum": sorted(set(table) - set(meant))}]}


def _suggested(choices: Iterable[str]) -> Schema:
    """Suggest words, but allow any text: the reader knows more forms of them."""
    return {"anyOf": [{"enum": list(choices)}, {"type": "string"}]}


def _page() -> Schema:
    names = [name + turned for turned in ("", " landscape") for name in page.SIZES]
    size = {"anyOf": [{"enum": names}, {"type": "string", "pattern": _PAGE_SIZE}]}
    keys = _mapping(page.PAGE_KEYS, {
        "size": size, "reading": _words(words.READINGS), "bleed": _ref("length"),
        "gutter": _ref("length"), "margin": _ref("length"),
    })  # fmt: skip
    return {"anyOf": [keys, size]}


def _character() -> Schema:
    voice = _mapping(cast.VOICE_KEYS, {"balloon": _words(words.BALLOONS), "font": _ref("text")})
    return _mapping(cast.CHARACTER_KEYS, {
        "name": _ref("text"), "token": _ref("text"), "class": _ref("text"), "look": _ref("text"),
        "kind": _words(words.KINDS), "references": _ref("texts"), "weights": {"type": "string"},
        "height": {"type": "number", "exclusiveMinimum": 0, "maximum": 10},
        "voice": {"anyOf": [voice, _words(words.BALLOONS)]},
    })  # fmt: skip


def _place() -> Schema:
    keys = _mapping(places.SETTING_KEYS, {
        "like": _ref("text"), "prompt": _ref("text"), "light": _nullable(_ref("text")),
        "weather": _nullable(_ref("text")),
    })  # fmt: skip
    return {"anyOf": [_ref("text"), keys]}


def _scene() -> Schema:
    return _mapping(SCENE_KEYS, {
        "id": _ref("id"), "setting": _ref("place"), "layout": _nullable(_ref("layout")),
        "panels": _one_or_many(_ref("panel"), least=1),
    }, required=("panels",))  # fmt: skip


def _layout() -> Schema:
    grid = {"type": "string", "pattern": "^grid-[1-6]x[1-6]$"}
    return {"anyOf": [{"enum": list(NAMED)}, grid, _ref("split")]}


def _split() -> Schema:
    parts = {"type": "array", "items": _ref("split"), "minItems": 1}
    size = {"type": "number", "exclusiveMinimum": 0}
    tree = {
        "type": "object", "additionalProperties": False,
        "properties": {
            "size": {"description": "Size relative to its neighbours.", **size},
            "rows": parts, "columns": parts,
        },
        "oneOf": [{"required": ["rows"]}, {"required": ["columns"]}],
    }  # fmt: skip
    return {"anyOf": [size, parts, tree]}


def _panel() -> Schema:
    clearable = {
        "shot": _words(words.SHOTS), "angle": _words(words.ANGLES), "action": _ref("text"),
        "setting": _ref("place"), "characters": _ref("company"),
        "relations": _one_or_many(_ref("relation")), "seed": _ref("seed"),
        "renderer": _ref("renderer"), "masks": {"type": "string"}, "pose_map": {"type": "string"},
        "scaffold": {"type": "string"}, "caption": _ref("texts"),
        "dialogue": _one_or_many(_ref("line")), "sfx": _one_or_many(_ref("effect")),
    }  # fmt: skip
    properties = {key: _nullable(schema) for key, schema in clearable.items()}
    like = {"anyOf": [{"type": "string"}, {"type": "integer"}]}
    keys = _mapping(panels.PANEL_KEYS, {"id": _ref("id"), "like": like, **properties})
    return {"anyOf": [keys, _ref("text")]}


def _company() -> Schema:
    listed = {"anyOf": [{"type": "string"}, _named(_ref("placement"))]}
    return {"anyOf": [_named(_ref("placement")), _one_or_many(listed)]}


def _placement() -> Schema:
    fraction = {"type": "number", "minimum": 0, "maximum": 1}
    keys = {
        "at": _words(words.AT), "depth": _words(words.DEPTHS), "pose": _ref("pose"),
        "mood": _suggested(MOODS),
        "facing": _suggested(dict.fromkeys(words.FACINGS.values())),
        "region": {"type": "array", "items": fraction, "minItems": 4, "maxItems": 4},
    }  # fmt: skip
    properties = {key: _nullable(schema) for key, schema in keys.items()}
    return {"anyOf": [_mapping(staging.PLACEMENT_KEYS, properties), _words(words.AT)]}


def _pose() -> Schema:
    row = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3}
    joint = _nullable(row)
    rows = {"type": "array", "items": joint, "minItems": len(JOINTS), "maxItems": len(JOINTS)}
    by_name = _mapping(dict.fromkeys(JOINTS, "[x, y] or [x, y, visibility]"),
                       dict.fromkeys(JOINTS, joint))  # fmt: skip
    keypoints = _mapping(staging.POSE_KEYS, {"keypoints": {"anyOf": [rows, by_name]}},
                         required=("keypoints",))  # fmt: skip
    return {"anyOf": [*_suggested(POSES)["anyOf"], keypoints]}


def _relation() -> Schema:
    keys = _mapping(relations.RELATION_KEYS, {
        "subject": _ref("text"), "relation": _words(words.RELATIONS), "object": _ref("text"),
    }, required=relations.RELATION_KEYS)  # fmt: skip
    return {"anyOf": [{"type": "string", "pattern": r"\S\s+\S+\s+\S"}, keys]}


def _said() -> Schema:
    keys = {key: speech.LINE_KEYS[key] for key in ("says", "how")}
    spoken = {"says": _ref("text"), "how": _words(words.HOWS)}
    return {"anyOf": [_ref("text"), _mapping(keys, spoken, required=("says",))]}


def _line() -> Schema:
    explicit = _mapping(speech.LINE_KEYS, {
        "speaker": _ref("text"), "says": _ref("text"), "how": _words(words.HOWS),
    }, required=("speaker", "says"))  # fmt: skip
    short = {
        "type": "object", "minProperties": 1, "additionalProperties": _ref("said"),
        "properties": {"how": _words(words.HOWS)},
        "not": {"anyOf": [{"required": ["says"]}, {"required": ["speaker"]}]},
    }  # fmt: skip
    return {"anyOf": [short, explicit]}


def _effect() -> Schema:
    keys = _mapping(speech.EFFECT_KEYS, {"text": _ref("text"), "near": _ref("text")},
                    required=("text",))  # fmt: skip
    return {"anyOf": [_ref("text"), keys]}


def _renderer() -> Schema:
    models = [for_editors(draft07(model), model) for model in MODELS.values()]
    return {"anyOf": [{"enum": list(MODELS)}, *models, _plugin()]}


def _plugin() -> Schema:
    name = {"type": "string", "not": {"enum": list(MODELS)}}
    return {
        "type": "object", "required": ["name"], "properties": {"name": name},
        "description": "A renderer that another distribution adds, with settings of its own.",
    }  # fmt: skip
