"""The project's own rules, where a machine can keep them."""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import renderers
import storyboard
from schemas.settings import PACKAGED

ROOT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {
    "schemas": {"schemas"},
    "renderers": {"schemas", "stories", "renderers"},
    "storyboard": {"schemas", "stories", "renderers", "storyboard"},
}
MODULES = [path for package in MAY_IMPORT for path in sorted((ROOT / package).rglob("*.py"))]
ROOMS = (
    "version",
    "printable",
    "templating",
    "files",
    "digests",
    "memory",
    "events",
    "formats",
    "request",
    "diagnostics",
    "renderer_models",
    "skeletons",
    "fonts",
    "planning",
    "reading",
    "authoring",
    "scripts",
    "director",
    "panels",
    "lettering",
    "writers",
    "building",
    "evaluation",
    "api",
    "commands",
    "cli",
    "schema_export",
)
"""Of `storyboard`, as the story passes through them."""
LONGEST_MODULE, LONGEST_BODY = 300, 38
UNUSED = {"lemminflect": "only its tables are read, by schemas.vocabulary.word_forms"}
"""Dependencies that no module of ours imports, and why they are declared all the same."""
TOOLS = {
    "beartype",
    "mypy",
    "pytest-socket",
    "pytest-timeout",
    "pytest-xdist",
    "ruff",
    "syrupy",
    "types-jsonschema",
}
"""Of the `dev` extra: programs, and plug-ins of pytest and jaxtyping, which nothing imports."""
IN_A_CIRCLE: set[frozenset[str]] = set()
"""Rooms that still import each other. It must only ever shrink."""


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_flow_one_way(package: str) -> None:
    against = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in MODULES
        if path.relative_to(ROOT).parts[0] == package
        for name in imported(path)
        if name.split(".")[0] in MAY_IMPORT and name.split(".")[0] not in MAY_IMPORT[package]
    }
    assert not against


def test_each_room_uses_only_those_before_it() -> None:
    home = ROOT / "storyboard"
    against = {
        f"{path.relative_to(home)} imports {name}"
        for path in MODULES
        if path.is_relative_to(home)
        for name in imported(path)
        if (used := name.removeprefix("storyboard.")) != name
        if (room := path.relative_to(home).parts[0].removesuffix(".py")) in ROOMS
        and ROOMS.index(used.split(".")[0]) > ROOMS.index(room)
    }
    assert not against
    rooms = {path.relative_to(home).parts[0].removesuffix(".py") for path in home.rglob("*.py")}
    assert rooms == {*ROOMS, "__init__", "__main__"}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def import_graph() -> "nx.DiGraph[str]":
    """Return who imports whom, imports inside functions included, those for types alone not."""
    names = {dotted(path) for path in MODULES}
    graph = nx.DiGraph()
    for path in MODULES:
        for node in running(parsed(path)):
            graph.add_edges_from(
                (dotted(path), name) for name in meant(node, names) if name != dotted(path)
            )
    return graph


def running(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and all below it but what only a type checker sees."""
    yield node
    if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
        return
    for child in ast.iter_child_nodes(node):
        yield from running(child)


def meant(node: ast.AST, names: set[str]) -> Iterator[str]:
    """Yield the modules that an import statement means: `from package import module` the latter."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in names)
    elif isinstance(node, ast.ImportFrom) and node.module in names:
        inside = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (name if name in names else str(node.module) for name in inside)


def circles(graph: "nx.DiGraph[str]") -> list[frozenset[str]]:
    return [frozenset(each) for each in nx.strongly_connected_components(graph) if len(each) > 1]


def test_no_module_imports_itself_by_a_detour() -> None:
    assert not circles(import_graph())


def test_no_room_imports_itself_by_a_detour() -> None:
    """The same for folders, at every depth: what lies in one folder is taken as one."""
    folders = {dotted(path) for path in MODULES if path.name == "__init__.py"}
    found = set()
    for folder in folders:
        inside = nx.DiGraph()
        for pair in import_graph().edges:
            if all(name.startswith(f"{folder}.") for name in pair):
                one, two = (".".join(name.split(".")[: folder.count(".") + 2]) for name in pair)
                inside.add_edges_from([(one, two)] if one != two else [])
        found |= set(circles(inside))
    assert found <= IN_A_CIRCLE


def test_no_two_classes_share_a_name() -> None:
    homes = defaultdict(list)
    for path in MODULES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(dotted(path))
    assert not {name: where for name, where in homes.items() if len(where) > 1}


def test_every_dependency_is_used() -> None:
    assert wanted(project()["dependencies"]) - providers(MODULES) == set(UNUSED)
    others = [
        path
        for folder in ("tests", "benchmarks", "stories")
        for path in (ROOT / folder).rglob("*.py")
    ]
    extras = project()["optional-dependencies"]
    assert wanted(extras["dev"]) - providers([*MODULES, *others]) == TOOLS
    for name in set(extras) - {"dev"}:
        assert wanted(extras[name]) <= providers(MODULES), f"{name} installs what nothing imports"


def project() -> dict[str, Any]:
    made: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return made["project"]  # type: ignore[no-any-return]


def wanted(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=\[; ]", each)[0].lower() for each in requirements}


def providers(paths: list[Path]) -> set[str]:
    """Return the distributions whose modules some sources import."""
    known = packages_distributions()
    heads = {name.split(".")[0] for path in paths for name in imported(path)}
    return {each.lower().replace("_", "-") for head in heads for each in known.get(head, [])}


def test_the_core_names_no_renderer_s_settings() -> None:
    """A renderer speaks for itself, or no other distribution could add one that does all."""
    settings = {model.__name__ for model in PACKAGED.values()} | {"DiffusionSettings"}
    places = {path.relative_to(ROOT).as_posix(): path for path in MODULES}
    core = {
        place: path
        for place, path in places.items()
        if place.startswith(("schemas/", "storyboard/")) and "schemas/settings/" not in place
    }
    found = {
        place
        for place, path in core.items()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Name | ast.alias)
        and getattr(node, "id", getattr(node, "name", "")) in settings
    }
    assert not found


@pytest.mark.parametrize("name", sorted({*renderers.BUILT_IN} - {"collage"}))
def test_a_packaged_renderer_is_known_in_three_files_at_most(name: str) -> None:
    """Its settings, its entry in the registry, and its own module.

    The collage is left out: its name is also a word for where sampling may start.
    """
    found = {
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and node.value == name
    }
    assert len(found) <= 3, found


def test_modules_and_functions_stay_small() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert not {path: lines for path, lines in lengths.items() if lines > LONGEST_MODULE}
    assert not {name: lines for name, lines in functions() if lines > LONGEST_BODY}


def functions() -> Iterator[tuple[str, int]]:
    """Yield every function's name and the lines of its body, the docstring left out.

    Parameters do not count: the formatter gives each a line, and they are a list to read.
    """
    for path in MODULES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
                yield f"{path.relative_to(ROOT)}:{node.name}", lines


def test_the_formatter_decides() -> None:
    """Tables of words, points and explanations keep their own rows; little else may."""
    sources = [*MODULES, *(p for f in ("tests", "benchmarks") for p in (ROOT / f).rglob("*.py"))]
    kept = sum(path.read_text(encoding="utf-8").count("# " + "fmt:") for path in sources)
    assert kept < 40


def test_the_version_is_the_package_s() -> None:
    assert project()["version"] == storyboard.__version__


def test_constraints_name_every_dependency_and_nothing_local() -> None:
    needed = wanted([*project()["dependencies"], *project()["optional-dependencies"]["dev"]])
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().replace("_", "-")
    pinned = {line.split("==")[0] for line in text.splitlines() if "==" in line}
    assert needed <= pinned
    assert "+" not in text
