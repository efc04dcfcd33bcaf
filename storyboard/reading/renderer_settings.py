"""Renderer settings: the story's, and a panel's laid over them, checked against their models.

Nothing here knows any setting: names, types and ranges come from `schemas.settings`. Those of a
plug-in only the plug-in knows: it is imported where a story names it, and judges them itself.
"""

from schemas.errors import StoryboardError
from schemas.plugins import AnySettings, PluginSettings
from schemas.settings import PackagedSettings, RendererSettings
from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.reading.keys import Definitions, Schema
from storyboard.reading.model_schema import draft07, for_editors
from storyboard.reading.model_settings import (
    Given,
    Owner,
    Path,
    checked,
    dotted,
    find,
    report_problem,
    with_texts,
    without_nulls,
)
from storyboard.reading.nodes import Mapping, Node, Scalar, is_null, kind, plain_data
from storyboard.reading.report import Report
from storyboard.renderer_models import DEFAULT, MODELS, names_in


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
        return with_texts(MODELS.get(str(data["name"])), data, node)
    for model in MODELS.values():
        data = with_texts(model, data, node)
    return data


def read_changes(report: Report, node: Node, base: Given) -> Given:
    """Read a panel's settings and check them as they are laid over others."""
    given = read_given(report, node)
    settings(report, node, laid_over(base, given))
    return given


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


def settings(report: Report, node: Node | None, given: Given) -> AnySettings | None:
    """Validate settings; problems are reported where `node` gives the value in question."""
    given = without_nulls(given)
    name = str(given.get("name", DEFAULT))
    given = {**given, "name": name}
    if name not in MODELS:
        return _plugin(report, node, given)
    found: PackagedSettings | None
    found, problems = checked(MODELS[name], given)
    if node is not None:
        reported = [report_problem(report, node, detail, _owner(name)) for detail in problems]
        if problems and not any(reported) and not report.has_errors:
            # Each half is right, and they do not fit together.
            report.add("SB062", node, f"the settings do not fit the story's: {problems[0]['msg']}")
        if found is not None:
            _report_idle(report, node, found)
    return found


def renderer_schema(definitions: Definitions) -> Schema:
    """Describe a renderer's name or its settings, as their models do."""
    if "renderer" not in definitions:
        models = [for_editors(draft07(model), model) for model in MODELS.values()]
        plugin = {
            "type": "object",
            "required": ["name"],
            "properties": {"name": {"type": "string", "not": {"enum": list(MODELS)}}},
            "description": "A renderer that another distribution adds, with settings of its own.",
        }
        definitions["renderer"] = {"anyOf": [{"enum": list(MODELS)}, *models, plugin]}
    return {"$ref": "#/definitions/renderer"}


def _plugin(report: Report, node: Node | None, given: Given) -> PluginSettings | None:
    from renderers import names  # Here, since few stories name a renderer that is not packaged.

    if given["name"] in names():
        found = PluginSettings.model_validate(given)
        if node is not None:
            _ask_plugin(report, node, found)
        return found
    if node is not None:
        at = find(node, ("name",)) or node
        report.add(
            "SB060",
            at,
            f"there is no renderer {quoted(given['name'])}",
            expected=listed(names()),
            hint=did_you_mean(given["name"], names()),
        )
    return None


def _ask_plugin(report: Report, node: Node, given: PluginSettings) -> None:
    """Let a plug-in's own model judge its settings, as it will when it draws."""
    from renderers import own_settings

    try:
        own = own_settings(given)
    except StoryboardError as error:
        report.add("SB062", node, str(error), hint=error.hint)
    else:
        if own is not None:
            _report_idle(report, node, own)


def _owner(name: str) -> Owner:
    return Owner(MODELS[name], f"the renderer {name}", unknown="SB061", misfit="SB062")


def _report_idle(report: Report, node: Node, checked: RendererSettings) -> None:
    for paths, why in checked.ineffective():
        path = next((path for path in paths if _gives(node, path)), None)
        if path and (at := find(node, path, key=True)):
            report.add(
                "SB063", at, f"the setting {quoted(dotted(path))} does nothing here", hint=why
            )


def _gives(node: Node, path: Path) -> bool:
    value = find(node, path)
    return value is not None and not is_null(value)
