"""What a panel is drawn from, as digests: the decision whether its picture is still fresh.

A renderer's code is the digest of the modules that draw, so that an update of the program redraws
exactly what it may have changed.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from renderers import own_settings
from schemas.base import Value, digest_of
from schemas.plan import PanelPlan
from schemas.settings import Weights
from storyboard.digests import Digests
from storyboard.panels.sources import code_digest


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
    if weights.kind != "file" and weights.inside is None:
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
