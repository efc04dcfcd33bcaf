"""The architecture page names folders, files and functions: they are there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
HOMES = (
    "",
    "storyboard",
    "renderers",
    "schemas",
    *(f"storyboard/{each.name}" for each in (ROOT / "storyboard").iterdir() if each.is_dir()),
    *(f"renderers/{each.name}" for each in (ROOT / "renderers").iterdir() if each.is_dir()),
    "renderers/diffusion/models",
    "tests",
)
"""Where a path on the page may begin: a row names a folder once, and files in it after that."""


def section(title: str) -> str:
    return PAGE.partition(f"## {title}")[2].partition("\n## ")[0]


def places(text: str) -> list[str]:
    """Return what looks like a file or a folder of ours."""
    quoted = re.findall(r"`([\w/.]+)`", text)
    return [each for each in quoted if each.endswith((".py", "/"))]


def found(place: str) -> list[Path]:
    return [path for home in HOMES if (path := ROOT / home / place).exists()]


def defined(paths: list[Path]) -> set[str]:
    """Return the functions, classes and methods of some files or whole folders."""
    files = [f for path in paths for f in (path.rglob("*.py") if path.is_dir() else [path])]
    names = set[str]()
    for tree in (ast.parse(file.read_text(encoding="utf-8")) for file in files):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                names |= {f"{node.name}.{each.name}" for each in node.body if is_function(each)}
            names |= {node.name} if isinstance(node, ast.ClassDef) or is_function(node) else set()
    return names


def is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef)


@pytest.mark.parametrize("title", ["Rooms", "The life of a panel", "Where do I add"])
def test_every_place_that_the_page_names_is_there(title: str) -> None:
    assert not [place for place in places(section(title)) if not found(place)]


ROWS = re.findall(r"^\| \d+ \|.*\|.*\|.*\|$", section("The life of a panel"), re.MULTILINE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_the_life_of_a_panel_passes_functions_that_are_there(row: str) -> None:
    _, _, _, functions, where, _ = row.split("|")
    homes = [path for place in places(where) for path in found(place)]
    names = {name.rpartition(".")[2] for name in defined(homes)} | defined(homes)
    missing = [
        each
        for each in re.findall(r"`([\w.]+)`", functions)
        if each not in names and each.rpartition(".")[2] not in names
    ]
    assert homes
    assert not missing


def test_the_walk_has_every_stage() -> None:
    assert [int(row.split("|")[1]) for row in ROWS] == list(range(1, len(ROWS) + 1))
    assert len(ROWS) > 12
