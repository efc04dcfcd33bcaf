"""What a panel is drawn from, as digests: the decision whether its picture is still fresh.

A renderer's code is the digest of the modules that draw, so that an update of the program redraws
exactly what it may have changed.
"""

import ast
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from renderers import own_settings
from schemas.base import Value, digest_of
from schemas.plan import PanelPlan
from schemas.settings import Weights
from storyboard.digests import Digests

_HERE = Path(__file__).resolve().parents[2]
_DRAWING = {"renderers", "storyboard"}
"""Packages whose code shapes a result; schemas only carry it, and their content is digested."""


_MODULE = re.compile(r"(?:renderers|storyboard)(?:\.\w+)+")


class Fingerprint(Value):
    """Everything that a panel's pixels depend on; equal fingerprints mean equal pictures."""

    drawing: str
    """Digest of the panel's plan without its words."""
    pictures: dict[str, str] = {}
    """By picture name: the references, masks, pose maps and scaffolds it reads."""
    weights: dict[str, str] = {}
    """By model or adapter name."""
    code: str = ""
    """The renderer's version."""


def fingerprint(
    panel: PanelPlan, *, root: Path, digests: Digests, online: bool = False
) -> Fingerprint:
    """Digest all that the panel's picture depends on; `online`, a model may be downloaded.

    Raises:
        AssetMissing: a picture or a model that the panel names is not there.
    """
    read = read_by(panel, root=root, digests=digests, online=online)
    return Fingerprint(
        drawing=panel.drawing_digest(),
        pictures=read.pictures,
        weights=read.weights,
        code=renderer_version(panel.renderer.name),
    )


class FilesRead(NamedTuple):
    """The digests of all files that a panel is drawn from, by the names that its plan has."""

    pictures: dict[str, str]
    weights: dict[str, str]


def read_by(panel: PanelPlan, *, root: Path, digests: Digests, online: bool = False) -> FilesRead:
    """Digest the files that drawing the panel reads; `online`, a model may be downloaded.

    Raises:
        AssetMissing: a picture or a model that the panel names is not there.
    """
    from renderers.cast.puppets.posed import source_files

    files = {name: source_files(name, root) for name in pictures_of(panel)}
    pictures = {name: "+".join(map(digests.of, paths)) for name, paths in files.items()}
    return FilesRead(pictures, _weights_of(panel, root, digests, online))


def pictures_of(panel: PanelPlan) -> tuple[str, ...]:
    """Return the names of the picture files that the panel reads, each once."""
    layers = [name for part in panel.segments if part.figure for name in part.figure.layers]
    layers += [name for part in panel.segments for name in part.references]
    authored = (panel.masks, panel.pose_map, panel.scaffold, panel.setting.art)
    return tuple(sorted({*layers, *filter(None, authored)}))


def _weights_of(panel: PanelPlan, root: Path, digests: Digests, online: bool) -> dict[str, str]:
    """Digest the models and adapters that draw the panel."""
    found = {}
    for name in sorted({part.weights for part in panel.segments if part.weights}):
        found[name] = digests.of(root / name)
    settings = own_settings(panel.renderer)
    for each in settings.weights() if settings else ():
        found[_key(each)] = _digest(each, root, digests, online)
    return found


def _key(weights: Weights) -> str:
    return f"{weights.name}/{weights.inside}" if weights.inside else weights.name


def _digest(weights: Weights, root: Path, digests: Digests, online: bool) -> str:
    from renderers.diffusion.models.locate import files_in, find_weights

    found = find_weights(weights, root=root, online=online)
    if weights.kind == "model" and weights.inside is None:
        # Only what decides what the model draws: a folder may hold much besides.
        rows = {path.relative_to(found).as_posix(): path for path in files_in(found)}
        return digest_of({name: digests.of(path) for name, path in rows.items()})
    return digests.of(found)


@cache
def renderer_version(name: str) -> str:
    """Return the digest of the modules that draw, or a plug-in's name and version."""
    import renderers
    from renderers import plugins

    if name in renderers.BUILT_IN:
        return code_digest(renderers.BUILT_IN[name].partition(":")[0])
    plugin = plugins.added().get(name)
    if plugin is None:
        return ""
    return f"{plugin.dist.name} {plugin.dist.version}" if plugin.dist else plugin.value


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
            pending += (name for name in _imports(source) if name.startswith(within))
    return digest_of(found)


def _source(module: str) -> bytes | None:
    """Read a module without importing its package, which may be heavy; None for a mere name."""
    place = _HERE.joinpath(*module.split("."))
    for path in (place.with_suffix(".py"), place / "__init__.py"):
        if path.is_file():
            return path.read_bytes()
    return None


def _imports(source: bytes) -> Iterator[str]:
    """Yield this project's modules that a source imports; a name may turn out to be none."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                candidates = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module), names=names, level=0):
                candidates = [module, *(f"{module}.{alias.name}" for alias in names)]
            case ast.Constant(value=str(name)) if _MODULE.fullmatch(name):
                candidates = [name]  # Imported by its name, as parts of models are.
            case _:
                continue
        yield from (name for name in candidates if name.split(".")[0] in _DRAWING)
