"""Which models and weights that a story names cannot be used, known without loading any."""

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from schemas.errors import AssetMissing
from schemas.plan import PanelPlan, Plan
from schemas.settings import RendererSettings
from storyboard.building.refusals import refusal
from storyboard.diagnostics import Diagnostic
from storyboard.digests import Digests
from storyboard.reading.nodes import Node
from storyboard.reading.positions import Positions


def unusable(plan: Plan, positions: Positions, root: Path) -> Iterator[Diagnostic]:
    """Yield what panels' renderers would read and cannot use whole, each once."""
    from renderers.diffusion.images.layout import check_adapter
    from renderers.diffusion.models.words_ahead import check_words
    from storyboard.panels.fingerprints import read_by

    known: set[str] = set()
    whole = _Wholeness(Path())
    for panel in plan.panels:
        own = "renderer" in positions.panels[panel.id][1]
        at = positions.in_panel(panel.id, "renderer") if own else positions.in_story("renderer")
        attempts = (
            partial(read_by, panel, root=root, digests=whole),
            partial(_check_parts, panel, root),
            partial(check_adapter, panel.renderer, root),
            partial(check_words, panel),
        )
        for problem in (each for one in attempts for each in refusal("SB064", positions, at, one)):
            if problem.message not in known:
                known.add(problem.message)
                yield problem
    yield from _misfits(plan, positions, root)


def _check_parts(panel: PanelPlan, root: Path) -> None:
    """Make sure that each part of the panel's models has weights that are loaded.

    Raises:
        AssetMissing: one has none, or only pickles.
    """
    from renderers.diffusion.models.adapter_heads import check_adapter
    from renderers.diffusion.models.locate import weights_variant

    for name in dict.fromkeys(name for _, name in _adapters(panel)):
        check_adapter(root / name)
    for folder in _models(panel, root):
        for part in ("unet", "vae", "text_encoder", "text_encoder_2"):
            if (folder / part).is_dir():
                weights_variant(folder / part)


def _adapters(panel: PanelPlan) -> Iterator[tuple[str, str]]:
    """Yield the LoRAs and learned words that a panel names: whose, empty for all, and the file."""
    yield from ((each.subject, each.weights) for each in panel.segments if each.weights)
    yield from (("", each.file) for each in getattr(panel.renderer, "loras", ()))


def _models(panel: PanelPlan, root: Path) -> Iterator[Path]:
    """Yield the directories of the models that draw a panel.

    Raises:
        AssetMissing: there is no such model here.
    """
    from renderers.diffusion.models.locate import find_model

    settings = panel.renderer
    for each in settings.weights() if isinstance(settings, RendererSettings) else ():
        if each.kind == "model" and each.inside is None:
            yield find_model(each.name, root=root)


def _misfits(plan: Plan, positions: Positions, root: Path) -> Iterator[Diagnostic]:
    """Yield the LoRAs that do not fit a model that would draw with them, or do in part."""
    known = set[tuple[str, Path]]()
    for panel in plan.panels:
        with suppress(AssetMissing):  # of the model, which is told already
            models = tuple(_models(panel, root))
            for who, name in _adapters(panel):
                at = positions.characters.get(who) or positions.in_panel(panel.id, "renderer")
                for model in models:
                    if (name, model) not in known:
                        known.add((name, model))
                        yield from _misfit(positions, at, root / name, model)


def _misfit(positions: Positions, at: Node, file: Path, model: Path) -> Iterator[Diagnostic]:
    from renderers.diffusion.models.lora_ahead import fit_ahead

    try:
        fit = fit_ahead(file, model)
    except AssetMissing as error:
        yield positions.problem("SB064", at, str(error), hint=error.hint)
        return
    if fit and fit.left_out:
        yield positions.problem("SB065", at, fit.told(file.name))


class _Wholeness(Digests):
    """Digests that look whether files can be read and are whole, and digest none."""

    def of(self, path: Path) -> str:
        """Return nothing of a file that can be read.

        Raises:
            AssetMissing: it cannot be, or it is a damaged file of tensors.
        """
        if not os.access(path, os.R_OK):
            raise AssetMissing(f"cannot read {path}")
        if path.suffix.lower() == ".safetensors" and path not in self.used:
            self.used[path] = []
            _check_tensors(path)
        return ""


def _check_tensors(path: Path) -> None:
    """Read a file's head, which tells whether it is all there."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as tensors:
            empty = not list(tensors.keys())
    except (SafetensorError, OSError) as error:
        hint = "the download may be incomplete; fetch it again"
        raise AssetMissing(f"{path} is damaged ({error})", hint=hint) from error
    if empty:
        raise AssetMissing(f"{path} holds no tensors")
