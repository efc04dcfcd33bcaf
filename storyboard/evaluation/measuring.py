"""Measures drawn pictures, and remembers what was seen, so that nothing is looked at twice."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from renderers import toon
from renderers.diffusion.models.locate import find_part
from schemas.base import digest_of
from schemas.errors import StoryboardError
from schemas.plan import PanelPlan
from storyboard import files
from storyboard.digests import Digests
from storyboard.evaluation.metric_values import JUDGE, NETWORK, SEAM
from storyboard.evaluation.metrics import Column
from storyboard.panels.judging import judge_version
from storyboard.panels.sources import code_digest
from storyboard.panels.store import StoredPanel

if TYPE_CHECKING:
    from storyboard.evaluation.instruments import Instrument

FOLDER = "measures"
"""What is remembered, in the build directory: a file a picture."""
_FILE = re.compile(r"[0-9a-f]{64}\.json")
_NETWORKS = ("vae", "segmenter", "joints", "judges")
"""Parts of toon that look at pictures."""
_ALONE = (f"{JUDGE}latents", f"{JUDGE}pixels", SEAM)
"""Instruments that compare with nobody's own pictures."""


class Measures:
    """The instruments of an evaluation, each made when the first picture needs it."""

    def __init__(
        self,
        columns: Sequence[Column],
        judges: Sequence[str],
        *,
        panels: Sequence[PanelPlan],
        root: Path,
        folder: Path,
        digests: Digests,
    ) -> None:
        wanted = [name for column in columns for name in column.instruments]
        self.names = tuple(dict.fromkeys((*(JUDGE + judge for judge in judges), *wanted)))
        self._panels, self._root, self._folder = panels, root, folder / FOLDER
        self._versions = dict(self._versioned(digests))
        self._made: dict[str, Instrument] = {}

    def known(self, entry: StoredPanel) -> dict[str, Any]:
        """Return what today's instruments saw in a picture, as far as they looked at it."""
        kept = self._kept(entry)
        return {
            name: seen["seen"]
            for name, seen in kept.items()
            if isinstance(seen, dict) and seen.get("by") == self._versions.get(name)
        }

    def lacking(self, entry: StoredPanel) -> tuple[str, ...]:
        """Return the instruments that have not looked at a picture."""
        known = self.known(entry)
        return tuple(name for name in self.names if name not in known)

    def look(self, panel: PanelPlan, entry: StoredPanel) -> Iterator[str]:
        """Let every instrument that has not yet look at a picture; yield what it cannot read.

        Raises:
            StoryboardError: the disk refuses.
            AssetMissing: an instrument's network is absent or damaged.
        """
        lacking = self.lacking(entry)
        if not lacking:
            return
        known = {name: self._record(name, seen) for name, seen in self.known(entry).items()}
        for name in lacking:
            instrument = self._instrument(name)
            try:
                with Image.open(entry.picture) as picture:
                    seen = instrument.seen(panel, picture.convert("RGB"))
            except (StoryboardError, OSError, ValueError) as error:
                yield f"{name.removeprefix(JUDGE)}: {error}"
            else:
                known[name] = self._record(name, seen)
        files.write(self._path(entry), json.dumps(known, indent=1, sort_keys=True) + "\n")

    def forget(self, wanted: Collection[str]) -> None:
        """Delete what is remembered of pictures that the store no longer has."""
        if not self._folder.is_dir() or self._folder.is_symlink():
            return
        for path in sorted(self._folder.iterdir()):
            if _FILE.fullmatch(path.name) and path.stem not in wanted and not path.is_symlink():
                path.unlink(missing_ok=True)

    def _instrument(self, name: str) -> "Instrument":
        from storyboard.evaluation.instruments import instrument_for

        if name not in self._made:
            self._made[name] = instrument_for(name, self._panels, self._root)
        return self._made[name]

    def _record(self, name: str, seen: object) -> dict[str, Any]:
        return {"by": self._versions[name], "seen": seen}

    def _kept(self, entry: StoredPanel) -> Mapping[str, Any]:
        path = self._path(entry)
        try:
            kept = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _path(self, entry: StoredPanel) -> Path:
        if self._folder.is_symlink():
            raise files.linked(self._folder)
        return self._folder / f"{entry.record.key}.json"

    def _versioned(self, digests: Digests) -> Iterator[tuple[str, str]]:
        """Yield each instrument with a digest of its code, its networks and what it compares with.

        Raises:
            AssetMissing: a network that comes along cannot be read.
        """
        code = code_digest("storyboard.evaluation.instruments")
        networks = [digests.of(toon.FOLDER / part) for part in _NETWORKS]
        shown = {
            (part.subject, *part.figure.layers)
            for panel in self._panels
            for part in panel.segments
            if part.figure is not None
        }
        for name in self.names:
            told = judge_version(name.removeprefix(JUDGE)) if name.startswith(JUDGE) else ""
            compared = [] if name in _ALONE else sorted(map(list, shown))
            read = self._network(name, digests) if name.startswith(NETWORK) else networks
            yield name, digest_of([code, read, compared, told])[:16]

    def _network(self, name: str, digests: Digests) -> str:
        model = name.removeprefix(NETWORK).partition(" ")[2]
        return digests.of(find_part(model, root=self._root, what="a metric's model"))
