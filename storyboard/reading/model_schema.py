"""pydantic's JSON Schema (2020-12) as draft-07, which editors' YAML servers understand."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

Schema = dict[str, Any]


def draft07(model: type[BaseModel]) -> Schema:
    """Return a model's schema as draft-07, with the fields' docstrings as descriptions."""
    described = dict(_described(model))
    schema = _converted(model.model_json_schema(), described)
    assert isinstance(schema, dict)
    return schema


def for_editors(schema: Schema, model: type[BaseModel]) -> Schema:
    """Return a closed schema without definitions: what they define is written in place.

    A mapping that is given in parts over several places has no required keys.
    """
    definitions = schema.pop("definitions", {})
    inlined = _inlined(schema, definitions)
    assert isinstance(inlined, dict)
    inlined.setdefault("description", inspect.getdoc(model) or "")
    return inlined


def _converted(node: Any, described: dict[tuple[str, str], str]) -> Any:
    if isinstance(node, list):
        return [_converted(item, described) for item in node]
    if not isinstance(node, dict):
        return node
    schema = {key: _converted(value, described) for key, value in node.items()}
    schema.pop("discriminator", None)
    if "$defs" in schema:
        schema["definitions"] = schema.pop("$defs")
    if isinstance(reference := schema.get("$ref"), str):
        schema["$ref"] = reference.replace("#/$defs/", "#/definitions/")
    if "prefixItems" in schema:
        schema["items"] = schema.pop("prefixItems")
    for key, field in _fields(schema):
        if text := described.get((schema.get("title", ""), key)):
            field.setdefault("description", text)
        if "$ref" in field and len(field) > 1:
            field["allOf"] = [{"$ref": field.pop("$ref")}]
        field.pop("title", None)
    return schema


def _fields(schema: Schema) -> Iterator[tuple[str, Schema]]:
    if schema.get("type") == "object" and isinstance(schema.get("properties"), dict):
        yield from schema["properties"].items()


def _described(model: type[BaseModel]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield `(model, field), docstring` of a model and of every model within it."""
    seen = [model]
    for each in seen:
        for name, text in _docstrings(each):
            field = each.model_fields[name]
            yield (each.__name__, field.alias or name), text
        seen += [inner for inner in _inner_models(each) if inner not in seen]


def _inner_models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    queue: list[Any] = [field.annotation for field in model.model_fields.values()]
    while queue:
        annotation = queue.pop()
        if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
            yield annotation
        queue += getattr(annotation, "__args__", ())


def _docstrings(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Yield the docstrings that stand below a model's fields, inherited ones too."""
    for base in reversed(model.__mro__):
        if not issubclass(base, BaseModel) or base is BaseModel:
            continue
        tree = ast.parse(textwrap.dedent(inspect.getsource(base))).body[0]
        assert isinstance(tree, ast.ClassDef)
        for field, text in zip(tree.body, tree.body[1:], strict=False):
            match field, text:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(written))),
                ) if name in model.model_fields:
                    yield name, " ".join(written.split())


def _inlined(node: Any, definitions: Schema) -> Any:
    if isinstance(node, list):
        return [_inlined(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if isinstance(reference := node.get("$ref"), str):
        return _inlined(definitions[reference.rpartition("/")[2]], definitions)
    return {key: _inlined(value, definitions) for key, value in node.items()}
