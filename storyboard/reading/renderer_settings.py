"""Renderer settings: the story's, and a panel's laid over them, checked against their models.

Nothing here knows any setting: names, types and ranges come from `schemas.settings`. Those of a
plug-in only the plug-in knows, which is not imported to check a story; they are kept as given.
"""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from schemas.plugins import AnySettings, PluginSettings
from schemas.settings import RendererSettings
from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.reading.ineffective import idle
from storyboard.reading.nodes import Mapping, Node, Scalar, is_null, kind, plain_data, span
from storyboard.reading.report import Report
from storyboard.renderer_models import DEFAULT, MODELS, advice, expectation, group, names_in

Given = dict[str, Any]
Path = tuple[str | int, ...]


def read_given(report: Report, node: Node) -> Given:
    """Read a renderer's name, or a mapping of its settings, as plain data."""
    if isinstance(node, Scalar) and not is_null(node):
        return {"name": node.text.strip()}
    if not isinstance(node, Mapping):
        report.add("SB022", node, f"renderer must be a name or a mapping, not {kind(node)}")
        return {}
    data = plain_data(node)
    assert isinstance(data, dict)
    data = {key: value for key, value in data.items() if key != "name" or value is not None}
    if "name" in data:
        return _texts(MODELS.get(str(data["name"])), data, node)
    for model in MODELS.values():
        data = _texts(model, data, node)
    return data


def laid_over(base: Given, changes: Given) -> Given:
    """Lay a panel's settings over others; another renderer takes over those that it has too.

    So a panel that is drawn by a baseline, to be compared, is drawn with the story's own model. A
    setting with nothing after it goes back to its default.
    """
    before = str(base.get("name", DEFAULT))
    if (name := str(changes.get("name", before))) != before:
        base = shared(base, before, name)
    merged = dict(base)
    for key, value in changes.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        merged[key] = {**base[key], **value} if both else value
    return merged


def shared(given: Given, before: str, name: str) -> Given:
    """Return the settings of one renderer that another has too; what a plug-in has is unknown."""
    if before not in MODELS or name not in MODELS:
        return {}
    both = {*names_in(MODELS[before])} & {*names_in(MODELS[name])} - {"name"}
    return {key: value for key, value in given.items() if key in both}


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
    checked, problems = _checked(MODELS[name], given)
    if node is not None:
        told = [_report(report, node, detail, name) for detail in problems]
        if problems and not any(told) and not report.has_errors:
            # Each half is right, and they do not fit together.
            report.add("SB062", node, f"the settings do not fit the story's: {problems[0]['msg']}")
        if checked is not None:
            _report_idle(report, node, checked)
    return checked


def _plugin(report: Report, node: Node | None, given: Given) -> PluginSettings | None:
    from renderers import names  # Here, since few stories name a renderer that is not packaged.

    if given["name"] in names():
        return PluginSettings.model_validate(given)
    if node is not None:
        at = _find(node, ("name",)) or node
        report.add("SB060", at, f"there is no renderer {quoted(given['name'])}",
                   expected=listed(names()), hint=did_you_mean(given["name"], names()))  # fmt: skip
    return None


def _validated(model: type[BaseModel], given: Given) -> BaseModel:
    # Authors know a setting by its alias alone.
    return model.model_validate(given, by_alias=True, by_name=False)


def _checked(
    model: type[BaseModel], given: Given
) -> tuple[RendererSettings | None, list[ErrorDetails]]:
    """Validate; what is wrong is left out and the rest validated again, until all is found.

    pydantic looks for contradictions only where everything else fits.
    """
    problems, gone = [], set[Path]()
    while True:
        try:
            checked: Any = _validated(model, given)
        except ValidationError as error:
            # A default that takes a wrong value's place contradicts nobody.
            problems += [each for each in error.errors() if gone.isdisjoint(_paths(each))]
            wrong = {path for each in error.errors() for path in _likeliest(each, given)}
            if not wrong:
                return None, problems
            gone |= wrong
            for path in wrong:
                given = _without(given, path)
        else:
            return None if problems else checked, problems


def _paths(detail: ErrorDetails) -> list[Path]:
    """Return the settings that a problem is about."""
    keys = detail.get("ctx", {}).get("keys", ()) if detail["type"] == "contradiction" else ()
    return [(*detail["loc"], *key.split(".")) for key in keys] or [detail["loc"]]


def _likeliest(detail: ErrorDetails, given: Given) -> Iterator[Path]:
    """Yield the first setting that a problem is about and that is given."""
    yield from [path for path in _paths(detail) if _holds(given, path)][:1]


def _holds(given: Any, path: Path) -> bool:
    for step in path:
        if not isinstance(given, dict) or step not in given:
            return False
        given = given[str(step)]
    return True


def _without(given: Given, path: Path) -> Given:
    if not _holds(given, path):
        return given
    first, *rest = path
    left = {key: value for key, value in given.items() if key != first}
    return {**left, str(first): _without(given[str(first)], tuple(rest))} if rest else left


def _texts(model: type[BaseModel] | None, given: Given, node: Node) -> Given:
    """Read as text what is wanted as text: `model: 42` is a number to YAML."""
    try:
        if model is not None:
            _validated(model, _said(given))
    except ValidationError as error:
        for each in error.errors():
            at = _find(node, each["loc"]) if each["type"] == "string_type" else None
            if isinstance(at, Scalar):
                given = _replaced(given, each["loc"], at.text)
    return given


def _replaced(given: Given, path: Path, value: str) -> Given:
    first, *rest = path
    inner = _replaced(given[str(first)], tuple(rest), value) if rest else value
    return {**given, str(first): inner}


def _find(node: Node | None, path: Path, *, key: bool = False) -> Node | None:
    """Return the value (or key) that a path of keys leads to, or None where `node` lacks it."""
    for step in path:
        pairs = node.pairs if isinstance(node, Mapping) else ()
        found = next((pair for pair in pairs if pair[0].text == step), None)
        if found is None:
            return node if isinstance(step, int) else None
        node = found[0] if key and step == path[-1] else found[1]
    return node


def _report(report: Report, node: Node, detail: ErrorDetails, name: str) -> bool:
    """Report a problem where the node gives what it is about; tell whether it does."""
    if detail["type"] == "contradiction":
        found = (_find(node, path, key=True) for path in _paths(detail))
        if at := next((each for each in found if each is not None), None):
            message = f"these settings contradict each other: {detail['msg']}"
            report.add("SB062", at, message, hint=f"leave out {_either(detail)}")
        return at is not None
    path = detail["loc"]
    at = _find(node, path, key=detail["type"] == "extra_forbidden")
    if at is None:
        return False  # The value comes from elsewhere and was reported there.
    if detail["type"] == "extra_forbidden":
        inner = group(MODELS[name], path[:-1])
        known = [] if inner is None else names_in(inner)
        report.add(
            "SB061", at, f"the renderer {name} has no setting {quoted(_dotted(path))}",
            expected=listed(known, limit=24), hint=did_you_mean(str(path[-1]), known),
        )  # fmt: skip
    else:
        report.add("SB062", span(at), f"the setting {quoted(_dotted(path))} does not fit",
                   expected=expectation(detail), hint=advice(MODELS[name], detail))  # fmt: skip
    return True


def _report_idle(report: Report, node: Node, checked: RendererSettings) -> None:
    for paths, why in idle(checked):
        path = next((path for path in paths if _gives(node, path)), None)
        if path and (at := _find(node, path, key=True)):
            report.add("SB063", at, f"the setting {quoted(_dotted(path))} does nothing here",
                       hint=why)  # fmt: skip


def _gives(node: Node, path: Path) -> bool:
    value = _find(node, path)
    return value is not None and not is_null(value)


def _either(detail: ErrorDetails) -> str:
    return listed([_dotted(path) for path in _paths(detail)])


def _dotted(path: Path) -> str:
    return ".".join(str(step) for step in path)
