"""The project's own rules, where a machine can keep them."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import storyboard

ROOT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {
    "schemas": {"schemas"},
    "renderers": {"schemas", "stories", "renderers"},
    "storyboard": {"schemas", "stories", "renderers", "storyboard"},
}
MODULES = [path for package in MAY_IMPORT for path in sorted((ROOT / package).rglob("*.py"))]
ROOMS = (
    "files", "digests", "events", "request", "diagnostics", "renderer_models", "skeletons",
    "planning", "reading", "authoring", "scripts", "panels", "fonts", "lettering", "writers",
    "building", "api", "commands", "cli", "schema_export",
)  # fmt: skip
"""Of `storyboard`, as the story passes through them."""
LONGEST_MODULE, LONGEST_FUNCTION = 300, 40


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_flow_one_way(package: str) -> None:
    against = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in MODULES if path.relative_to(ROOT).parts[0] == package
        for name in imported(path)
        if name.split(".")[0] in MAY_IMPORT and name.split(".")[0] not in MAY_IMPORT[package]
    }  # fmt: skip
    assert not against


def test_each_room_uses_only_those_before_it() -> None:
    home = ROOT / "storyboard"
    against = {
        f"{path.relative_to(home)} imports {name}"
        for path in MODULES if path.is_relative_to(home)
        for name in imported(path) if (used := name.removeprefix("storyboard.")) != name
        if (room := path.relative_to(home).parts[0].removesuffix(".py")) in ROOMS
        and ROOMS.index(used.split(".")[0]) > ROOMS.index(room)
    }  # fmt: skip
    assert not against
    rooms = {path.relative_to(home).parts[0].removesuffix(".py") for path in home.rglob("*.py")}
    assert rooms == {*ROOMS, "__init__", "__main__"}


def test_modules_and_functions_stay_small() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert not {path: lines for path, lines in lengths.items() if lines > LONGEST_MODULE}
    assert not {name: lines for name, lines in functions() if lines > LONGEST_FUNCTION}


def functions() -> Iterator[tuple[str, int]]:
    """Yield every function's name and its lines without the docstring."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                first = node.body[0]
                said = first if ast.get_docstring(node) else None
                doc = (said.end_lineno or 0) - said.lineno + 1 if said else 0
                name = f"{path.relative_to(ROOT)}:{node.name}"
                yield name, (node.end_lineno or 0) - node.lineno + 1 - doc


def test_the_version_is_the_package_s() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == storyboard.__version__


def test_constraints_name_every_dependency_and_nothing_local() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().replace("_", "-")
    pinned = {line.split("==")[0] for line in text.splitlines() if "==" in line}
    names = {each.split(">")[0].split("<")[0].split("=")[0] for each in wanted}
    assert names <= pinned
    assert "+" not in text
