"""Digests of code: of some modules, and of all of this project's that they import."""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from schemas.base import digest_of

_HERE = Path(__file__).resolve().parents[2]
_DRAWING = "renderers|storyboard"
"""Packages whose code shapes a result; schemas only carry it, and their content is digested."""
_FROM = re.compile(
    rf"^[ \t]*from[ \t]+((?:{_DRAWING})(?:\.\w+)*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)",
    re.MULTILINE,
)
_IMPORT = re.compile(r"^[ \t]*import[ \t]+([^\n]*)", re.MULTILINE)
_NAME = re.compile(rf"[\"']((?:{_DRAWING})(?:\.\w+)+)[\"']")
"""A module that is imported by its name, as parts of models are."""
_MODULE = re.compile(rf"(?:{_DRAWING})(?:\.\w+)*")
_REMARK = re.compile(r"#[^\n]*")
_ALIAS = re.compile(r"\bas\s+\w+")


@cache
def code_digest(*modules: str, within: tuple[str, ...] = ("",)) -> str:
    """Digest the sources of some modules and of all of this project's that they import.

    `within` is how the names of those begin that count; what they rest on may change.
    """
    found: dict[str, str] = {}
    pending = list(modules)
    while pending:
        module = pending.pop()
        if module not in found and (source := _source(module)) is not None:
            found[module] = hashlib.sha256(source).hexdigest()
            pending += (name for name in imports(source.decode()) if name.startswith(within))
    return digest_of(found)


def _source(module: str) -> bytes | None:
    """Read a module without importing its package, which may be heavy; None for a mere name."""
    place = _HERE.joinpath(*module.split("."))
    for path in (place.with_suffix(".py"), place / "__init__.py"):
        if path.is_file():
            return path.read_bytes()
    return None


def imports(source: str) -> Iterator[str]:
    """Yield this project's modules that a source imports; a name may turn out to be none.

    Statements are found by how they look: parsing every module of a renderer takes half a second.
    """
    for module, names in _FROM.findall(source):
        yield module
        for name in re.findall(r"\w+", _ALIAS.sub("", _REMARK.sub("", names))):
            yield f"{module}.{name}"
    for names in _IMPORT.findall(source):
        yield from _MODULE.findall(_ALIAS.sub("", _REMARK.sub("", names)))
    yield from _NAME.findall(source)
