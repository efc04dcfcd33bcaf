"""What a panel is drawn from, as digests: the decision whether its picture is still fresh.

A file is read once and remembered by its size, time and place; a renderer's code is the digest of
the modules that draw, so that an update of the program redraws exactly what it may have changed.
"""

import ast
import hashlib
import json
import time
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

from schemas.base import Value, digest_of
from schemas.errors import AssetMissing
from schemas.plan import PanelPlan
from schemas.settings import DiffusionSettings, MspSettings
from storyboard import files

_HERE = Path(__file__).resolve().parents[1]
_DRAWING = {"renderers", "storyboard"}
"""Packages whose code shapes a result; schemas only carry it, and their content is digested."""

_RACY = 2_000_000_000
"""A file touched this recently (ns) may change again within one tick of the clock."""


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


class Digests:
    """SHA-256 of files and folders, remembered between runs by size, time and inode."""

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        self._known = _remembered(memory)
        self._dirty = False

    def of(self, path: Path) -> str:
        """Return the digest of a file, or of a folder's files and their names.

        Raises:
            AssetMissing: it cannot be read.
        """
        try:
            return self._of_folder(path) if path.is_dir() else self._of_file(path)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise AssetMissing(f"cannot read {path} ({reason})") from error

    def save(self) -> None:
        """Write the memory back, if anything new was read."""
        if self._dirty:
            files.write(self._memory, json.dumps(self._known, indent=0, sort_keys=True))
            self._dirty = False

    def _of_folder(self, folder: Path) -> str:
        rows = {
            path.relative_to(folder).as_posix(): self._of_file(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }
        return digest_of(rows)

    def _of_file(self, path: Path) -> str:
        status = path.stat()
        sign = [status.st_size, status.st_mtime_ns, status.st_ino]
        match self._known.get(str(path.absolute())):
            case [*known, str(digest)] if known == sign:
                return digest
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if time.time_ns() - status.st_mtime_ns > _RACY:
            self._known[str(path.absolute())] = [*sign, digest]
            self._dirty = True
        return digest


def _remembered(memory: Path) -> dict[str, list[object]]:
    try:
        known = json.loads(memory.read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def fingerprint(
    panel: PanelPlan, *, root: Path, digests: Digests, online: bool = False
) -> Fingerprint:
    """Digest all that the panel's picture depends on; `online`, a model may be downloaded.

    Raises:
        AssetMissing: a picture or a model that the panel names is not there.
    """
    from renderers.references import picture_path

    return Fingerprint(
        drawing=panel.drawing_digest(),
        pictures={name: digests.of(picture_path(name, root)) for name in pictures_of(panel)},
        weights=_weights_of(panel, root, digests, online),
        code=renderer_version(panel.renderer.name),
    )


def pictures_of(panel: PanelPlan) -> tuple[str, ...]:
    """Return the names of the picture files that the panel reads, each once."""
    layers = [name for part in panel.segments if part.figure for name in part.figure.layers]
    authored = [name for name in (panel.masks, panel.pose_map, panel.scaffold) if name]
    return tuple(sorted({*layers, *authored}))


def _weights_of(
    panel: PanelPlan, root: Path, digests: Digests, online: bool
) -> dict[str, str]:
    """Digest the models and adapters that draw the panel."""
    found = {}
    for name in sorted({part.weights for part in panel.segments if part.weights}):
        found[name] = digests.of(root / name)
    if isinstance(panel.renderer, DiffusionSettings):
        found[panel.renderer.model] = _model(panel.renderer.model, root, digests, online)
    if isinstance(panel.renderer, MspSettings) and (part := _controlnet(panel.renderer)):
        from renderers.diffusion.locate import find_part

        found[part] = digests.of(find_part(part, root=root, online=online))
    return found


def _controlnet(settings: MspSettings) -> str | None:
    return settings.controlnet.model if settings.controlnet.enabled else None


def _model(name: str, root: Path, digests: Digests, online: bool) -> str:
    from renderers.diffusion.locate import find_model, model_files

    folder = find_model(name, root=root, online=online)
    rows = {
        path.relative_to(folder).as_posix(): digests.of(path)
        for path in model_files(name, root=root)
    }
    return digest_of(rows)


@cache
def renderer_version(name: str) -> str:
    """Return the digest of the modules that draw, or a plug-in's name and version."""
    import renderers

    if name in renderers.BUILT_IN:
        return code_digest(renderers.BUILT_IN[name].partition(":")[0])
    for plugin in metadata.entry_points(group=renderers.GROUP, name=name):
        return f"{plugin.dist.name} {plugin.dist.version}" if plugin.dist else plugin.value
    return ""


@cache
def code_digest(*modules: str) -> str:
    """Digest the sources of some modules and of all of this project's that they import."""
    found: dict[str, str] = {}
    pending = list(modules)
    while pending:
        module = pending.pop()
        if module not in found and (source := _source(module)) is not None:
            found[module] = hashlib.sha256(source).hexdigest()
            pending += _imports(source)
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
            case _:
                continue
        yield from (name for name in candidates if name.split(".")[0] in _DRAWING)
