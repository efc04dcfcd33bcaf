"""Digests of code: what a module imports counts, nothing else does."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from storyboard.panels import sources
from storyboard.panels.sources import _HERE, _source, code_digest, imports

OURS = ("renderers", "storyboard")


def test_code_is_digested_through_its_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "renderers"
    package.mkdir()
    (package / "brush.py").write_text("from renderers import ink\nimport numpy\n")
    (package / "ink.py").write_text("BLACK = 0\n")
    (package / "other.py").write_text("x = 1\n")
    monkeypatch.setattr(sources, "_HERE", tmp_path)
    digest = code_digest.__wrapped__
    before = digest("renderers.brush")
    (package / "other.py").write_text("x = 2\n")
    assert digest("renderers.brush") == before
    (package / "ink.py").write_text("BLACK = 1\n")
    assert digest("renderers.brush") != before


def test_parts_that_are_imported_by_name_are_code_too() -> None:
    """Networks of the engine are named in a table, and their code draws no less."""
    source = _source("renderers.diffusion.models.parts")
    assert source is not None
    assert "renderers.diffusion.models.patch_autoencoder" in set(imports(source.decode()))


def _parsed(source: str) -> Iterator[str]:
    """Yield what a source imports, as Python itself understands it."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield module
                yield from (f"{module}.{alias.name}" for alias in names)
            case ast.Constant(value=str(name)) if all(
                part.isidentifier() for part in name.split(".")
            ):
                yield from [name] if "." in name else []


def test_statements_are_found_as_python_finds_them() -> None:
    for package in OURS:
        for path in sorted((_HERE / package).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            meant = {name for name in _parsed(text) if name.split(".")[0] in OURS}
            found = set(imports(text))
            assert found >= meant, path
            # Examples in docstrings look like statements, but bring no module in.
            assert not [name for name in found - meant if _source(name)], path


def test_aliases_remarks_and_lines_do_not_hide_an_import() -> None:
    text = """
from renderers.cast import (
    cards as known,  # of all
    views,
)
    import renderers.places as places, storyboard.files
from renderers import x as y
"""
    assert set(imports(text)) == {
        "renderers",
        "renderers.x",
        "renderers.cast",
        "renderers.cast.cards",
        "renderers.cast.views",
        "renderers.places",
        "storyboard.files",
    }
