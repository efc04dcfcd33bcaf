"""Renderer settings: the story's, and a panel's laid over them, checked against their models.

Nothing here knows any setting: names, types and ranges come from `schemas.settings`. Those of a
plug-in only the plug-in knows, which is not imported to check a story; they are kept as given.
"""

from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from schemas.plugins import AnySettings, PluginSettings
from schemas.settings import RendererSettings
from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.reading.nodes import Mapping, Node, Scalar, is_null, kind, plain_data, span
from storyboard.reading.report import Report
from storyboard.reading.source import Span

Given = dict[str, Any]
_UNION = get_args(get_args(RendererSettings)[0]) or (get_args(RendererSettings)[0],)
MODELS: dict[str, type[BaseModel]] = {model.model_fields["name"].default: model for model in _UNION}
"""Settings models by renderer name."""
DEFAULT = next(iter(MODELS))


def read_given(report: Report, node: Node) -> Given:
    """Read a renderer's name, or a mapping of its settings, as plain data."""
    if isinstance(node, Scalar) and not is_null(node):
        return {"name": node.text.strip()}
    if not isinstance(node, Mapping):
        report.add("SB022", node, f"renderer must be a name or a mapping, not {kind(node)}")
        return {}
    data = plain_data(node)
    assert isinstance(data, dict)
    return data


def laid_over(base: Given, changes: Given) -> Given:
    """Lay a panel's settings over others; another renderer starts from its own defaults.

    A setting with nothing after it goes back to its default.
    """
    if changes.get("name", base.get("name", DEFAULT)) != base.get("name", DEFAULT):
        return changes
    merged = dict(base)
    for key, value in changes.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        merged[key] = {**base[key], **value} if both else value
    return merged


def _said(given: Given) -> Given:
    """Return the settings that say something."""
    return {
        key: _said(value) if isinstance(value, dict) else value
        for key, value in given.items() if value is not None
    }  # fmt: skip


def settings(report: Report, node: Node | None, given: Given) -> AnySettings | None:
    """Validate settings; problems are reported where `node` gives the value in question."""
    given = _said(given)
    name = str(given.get("name", DEFAULT))
    given = {**given, "name": name}
    if name not in MODELS:
        return _plugin(report, node, given)
    try:
        checked: Any = _validated(MODELS[name], given, node)
    except ValidationError as error:
        for detail in error.errors() if node is not None else ():
            _report(report, node, detail, name)
        return None
    else:
        validated: RendererSettings = checked
        return validated


def _plugin(report: Report, node: Node | None, given: Given) -> PluginSettings | None:
    from renderers import names  # Here, since few stories name a renderer that is not packaged.

    if given["name"] in names():
        return PluginSettings.model_validate(given)
    if node is not None:
        at = _find(node, ("name",)) or node
        report.add("SB060", at, f"there is no renderer {quoted(given['name'])}",
                   expected=listed(names()), hint=did_you_mean(given["name"], names()))  # fmt: skip
    return None


def _validated(model: type[BaseModel], given: Given, node: Node | None) -> BaseModel:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        # `model: 42` is a number to YAML, but where text is wanted it is text.
        texts = [each for each in error.errors() if each["type"] == "string_type"]
        for each in texts:
            at = None if node is None else _find(node, each["loc"])
            if isinstance(at, Scalar):
                given = _replaced(given, each["loc"], at.text)
        return model.model_validate(given)


def _replaced(given: Given, path: tuple[str | int, ...], value: str) -> Given:
    first, *rest = path
    inner = _replaced(given[str(first)], tuple(rest), value) if rest else value
    return {**given, str(first): inner}


def _find(node: Node | None, path: tuple[str | int, ...], *, key: bool = False) -> Node | None:
    """Return the value (or key) that a path of keys leads to, or None where `node` lacks it."""
    for step in path:
        pairs = node.pairs if isinstance(node, Mapping) else ()
        found = next((pair for pair in pairs if pair[0].text == step), None)
        if found is None:
            return node if isinstance(step, int) else None
        node = found[0] if key and step == path[-1] else found[1]
    return node


def _report(report: Report, node: Node | None, detail: ErrorDetails, name: str) -> None:
    path = detail["loc"]
    at = _find(node, path, key=detail["type"] == "extra_forbidden")
    if at is None:
        return  # The value comes from elsewhere and was reported there.
    setting = ".".join(str(step) for step in path)
    if detail["type"] == "contradiction":
        report.add("SB062", span(at), f"these settings contradict each other: {detail['msg']}")
    elif detail["type"] == "extra_forbidden":
        known = _known(MODELS[name], path[:-1])
        report.add(
            "SB061", at, f"the renderer {name} has no setting {quoted(setting)}",
            expected=listed(known, limit=24), hint=did_you_mean(str(path[-1]), known),
        )  # fmt: skip
    else:
        place: Span = span(at)
        report.add("SB062", place, f"the setting {quoted(setting)} does not fit",
                   expected=_expectation(detail))  # fmt: skip


def _known(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """Return the names of the settings that a path of settings leads to."""
    for step in path:
        fields = model.model_fields.items()
        annotation = next(field.annotation for key, field in fields if step in (key, field.alias))
        choices = (annotation, *get_args(annotation))  # The latter of `Model | None`.
        model = next(
            each for each in choices if isinstance(each, type) and issubclass(each, BaseModel)
        )
    return [field.alias or name for name, field in model.model_fields.items()]


def _expectation(detail: ErrorDetails) -> str:
    """Say what pydantic expected in our words: `at most 1000`, `"ddim" or "euler"`."""
    context = detail.get("ctx", {})
    limits = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    for key, words in limits.items():
        if key in context:
            return f"{words} {context[key]}"
    if "expected" in context:
        return str(context["expected"]).replace("'", '"')
    kinds = {
        "int": "a whole number", "float": "a number", "bool": "true or false", "string": "text",
        "model": "a mapping",
    }  # fmt: skip
    return kinds.get(detail["type"].split("_")[0], detail["msg"].lower())
