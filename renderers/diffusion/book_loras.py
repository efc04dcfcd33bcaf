"""The adapter files that a story names: the characters' own, and those that everything hears."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from renderers.diffusion.models.adapters import Adapters
from renderers.diffusion.models.model import Model
from schemas.plan import PanelPlan
from schemas.settings import DiffusionSettings


class BookLoras:
    """Loads the files that panels name, each once.

    Raises:
        AssetMissing: one that everything hears is absent, damaged, or made for another model.
    """

    def __init__(self, model: Model, settings: DiffusionSettings, root: Path) -> None:
        self._adapters = Adapters(model)
        self._settings = settings
        self._root = root
        found = (self._load(each.file, each.scale) for each in settings.loras)
        self.style = tuple(name for name in found if name is not None)
        """The LoRAs that everything hears."""

    def own(self, plans: Iterable[PanelPlan]) -> dict[str, str | None]:
        """Return each character's file and its LoRA, if it is one.

        Raises:
            AssetMissing: a file is absent, damaged, or made for another model.
        """
        scale = self._settings.lora_scale
        return {
            segment.weights: self._load(segment.weights, scale, segment.token)
            for plan in plans
            for segment in plan.segments
            if segment.weights
        }

    def notes(self, plan: PanelPlan) -> Iterator[str]:
        """Yield what is to be said of a panel's files: that not all of one could be used."""
        style = (each.file for each in self._settings.loras)
        own = (each.weights for each in plan.segments if each.weights)
        for path in dict.fromkeys((*style, *own)):
            if note := self._adapters.note(self._root / path):
                yield note

    def _load(self, file: str, strength: float, token: str | None = None) -> str | None:
        path = self._root / file
        return self._adapters.load(path, token=token or path.stem, strength=strength)
