"""Groups of settings whose names, types, ranges and meanings are those of a pydantic model."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.reading.keys import Definitions, Kind, Schema, WithReport
from storyboard.reading.model_schema import draft07, for_editors
from storyboard.reading.nodes import Mapping, Node, Scalar, kind, plain_data, span
from storyboard.reading.report import Report
from storyboard.renderer_models import advice, expectation, group, names_in

Given = dict[str, Any]
"""Settings as plain data, as they were written."""
Path = tuple[str | int, ...]
"""The keys that lead to a setting."""


class Owner(NamedTuple):
    """Whose settings they are, and the codes by which their problems are told."""

    model: type[BaseModel]
    name: str
    """What a message calls it, as `the renderer msp`."""
    unknown: str = "SB020"
    misfit: str = "SB022"


def settings_of(model: type[BaseModel], what: str, *, short: str | None = None) -> Kind[WithReport]:
    """Take a mapping of a model's settings; the value is the model's.

    Args:
        model: its fields are the keys, its docstrings tell editors what they mean.
        what: what a message calls the settings, as `training`.
        short: the setting that a text alone gives, where one may stand for the mapping.
    """
    owner = Owner(model, what)

    def read(node: Node, context: WithReport) -> Any:
        if short and isinstance(node, Scalar):
            given: Given = {short: node.text.strip()}
            node = Mapping(((Scalar(short, True, node.start, node.start), node),), *span(node))
        elif isinstance(node, Mapping):
            given = {str(key): value for key, value in _plain(node).items()}
        else:
            context.report.add("SB022", node, f"{what} must be a mapping, not {kind(node)}")
            return None
        found, problems = checked(model, without_nulls(with_texts(model, given, node)))
        for detail in problems:
            if not report_problem(context.report, node, detail, owner):
                context.report.add("SB021", node, f"{what} without {dotted(detail['loc'])}")
        return found

    def schema(_: Definitions) -> Schema:
        mapping = for_editors(draft07(model), model)
        return {"anyOf": [mapping, mapping["properties"][short]]} if short else mapping

    return Kind(read, schema)


def _plain(node: Mapping) -> dict[str, object]:
    data = plain_data(node)
    assert isinstance(data, dict)
    return data


def without_nulls(given: Given) -> Given:
    """Return the settings that say something."""
    return {
        key: without_nulls(value) if isinstance(value, dict) else value
        for key, value in given.items()
        if value is not None
    }


def _validated(model: type[BaseModel], given: Given) -> BaseModel:
    # Authors know a setting by its alias alone.
    return model.model_validate(given, by_alias=True, by_name=False)


def checked(model: type[BaseModel], given: Given) -> tuple[Any, list[ErrorDetails]]:
    """Return settings as their model, or None, and everything that is wrong with them.

    What is wrong is left out and the rest validated again, because pydantic looks for
    contradictions only where everything else fits.
    """
    problems, gone = [], set[Path]()
    while True:
        try:
            found = _validated(model, given)
        except ValidationError as error:
            # A default that takes a wrong value's place contradicts nobody.
            problems += [each for each in error.errors() if gone.isdisjoint(paths_of(each))]
            wrong = {path for each in error.errors() for path in _likeliest(each, given)}
            if not wrong:
                return None, problems
            gone |= wrong
            for path in wrong:
                given = _without(given, path)
        else:
            return None if problems else found, problems


def paths_of(detail: ErrorDetails) -> list[Path]:
    """Return the settings that a problem is about."""
    keys = detail.get("ctx", {}).get("keys", ()) if detail["type"] == "contradiction" else ()
    return [(*detail["loc"], *key.split(".")) for key in keys] or [detail["loc"]]


def _likeliest(detail: ErrorDetails, given: Given) -> Iterator[Path]:
    """Yield the first setting that a problem is about and that is given."""
    yield from [path for path in paths_of(detail) if _holds(given, path)][:1]


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


def with_texts(model: type[BaseModel] | None, given: Given, node: Node) -> Given:
    """Read as text what is wanted as text: `model: 42` is a number to YAML."""
    try:
        if model is not None:
            _validated(model, without_nulls(given))
    except ValidationError as error:
        for each in error.errors():
            at = find(node, each["loc"]) if each["type"] == "string_type" else None
            if isinstance(at, Scalar):
                given = _replaced(given, each["loc"], at.text)
    return given


def _replaced(given: Given, path: Path, value: str) -> Given:
    first, *rest = path
    inner = _replaced(given[str(first)], tuple(rest), value) if rest else value
    return {**given, str(first): inner}


def find(node: Node | None, path: Path, *, key: bool = False) -> Node | None:
    """Return the value (or key) that a path of keys leads to, or None where `node` lacks it."""
    for step in path:
        pairs = node.pairs if isinstance(node, Mapping) else ()
        found = next((pair for pair in pairs if pair[0].text == step), None)
        if found is None:
            return node if isinstance(step, int) else None
        node = found[0] if key and step == path[-1] else found[1]
    return node


def dotted(path: Path) -> str:
    """Return a setting's name as it is written in messages: `init.strength`."""
    return ".".join(str(step) for step in path)


def report_problem(report: Report, node: Node, detail: ErrorDetails, owner: Owner) -> bool:
    """Report a problem where the node gives what it is about; return whether it does."""
    if detail["type"] == "contradiction":
        found = (find(node, path, key=True) for path in paths_of(detail))
        if at := next((each for each in found if each is not None), None):
            message = f"these settings contradict each other: {detail['msg']}"
            either = listed([dotted(path) for path in paths_of(detail)])
            report.add(owner.misfit, at, message, hint=f"leave out {either}")
        return at is not None
    path = detail["loc"]
    at = find(node, path, key=detail["type"] == "extra_forbidden")
    if at is None:
        return False  # The value comes from elsewhere and was reported there.
    if detail["type"] == "extra_forbidden":
        inner = group(owner.model, path[:-1])
        known = [] if inner is None else names_in(inner)
        report.add(
            owner.unknown,
            at,
            f"{owner.name} has no setting {quoted(dotted(path))}",
            expected=listed(known, limit=24),
            hint=did_you_mean(str(path[-1]), known),
        )
    else:
        report.add(
            owner.misfit,
            span(at),
            f"the setting {quoted(dotted(path))} does not fit",
            expected=expectation(detail),
            hint=advice(owner.model, detail),
        )
    return True
