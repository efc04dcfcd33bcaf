"""Drawn panels by content: whatever was drawn once for a fingerprint is never drawn again.

An entry is a folder named by the fingerprint's digest, renamed into place when it is complete. The
author's view, `panels/`, is links to the entries in use; earlier versions stay for a while, so that
going back to one costs nothing.
"""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, NamedTuple

from PIL import Image
from pydantic import Field

from renderers.base import Drawn
from schemas.base import Value
from schemas.book import PanelImage
from schemas.plan import PanelPlan
from storyboard import files
from storyboard.panels import provenance
from storyboard.panels.fingerprints import Fingerprint

_PICTURE = "panel.png"
_RECORD = "panel.json"


class Record(Value):
    """Where a picture comes from: the JSON beside every panel."""

    format: Literal["storyboard-panel/1"] = "storyboard-panel/1"
    panel: str
    key: str = Field(alias="digest")
    """Digest of `inputs`; the panel is fresh while this is what the plan asks for."""
    inputs: Fingerprint
    picture: str
    """SHA-256 of the PNG, by which a picture changed by hand is known."""
    width: int
    height: int
    shown: tuple[str, ...] = ()
    """Suffixes of the pictures of what the model was shown."""
    notes: tuple[str, ...] = ()
    created_by: dict[str, str] = {}
    plan: dict[str, Any]
    """The panel's plan: seed, prompts, settings, geometry."""


class Entry(NamedTuple):
    """A complete drawn panel in the store."""

    folder: Path
    record: Record

    @property
    def picture(self) -> Path:
        """The PNG."""
        return self.folder / _PICTURE

    def image(self, path: Path | None = None) -> PanelImage:
        """Describe the picture for the page maker, at the path it is published under."""
        record = self.record
        return PanelImage(
            panel=record.panel, path=str(path or self.picture),
            width=record.width, height=record.height,
        )  # fmt: skip


class Store:
    """The entries of one build directory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, digest: str) -> Entry | None:
        """Return the intact entry of that digest, or None."""
        folder = self.folder / digest
        record = read_record(folder / _RECORD)
        if record is None or record.key != digest:
            return None
        with suppress(OSError):
            if sha256((folder / _PICTURE).read_bytes()).hexdigest() == record.picture:
                return Entry(folder, record)
        return None

    def keep(self, drawn: Drawn, panel: PanelPlan, inputs: Fingerprint) -> Entry:
        """Write a drawn panel, seen whole or not at all; it replaces an entry of its digest.

        Raises:
            StoryboardError: the disk refuses.
        """
        picture = png(drawn.image, provenance.png_texts(panel))
        record = Record(
            panel=panel.id, key=inputs.digest(), inputs=inputs,
            picture=sha256(picture).hexdigest(),
            width=drawn.image.width, height=drawn.image.height, shown=tuple(sorted(drawn.shown)),
            notes=drawn.notes, created_by=provenance.made_with(),
            plan=panel.model_dump(mode="json"),
        )  # fmt: skip
        parts = {f"{name}.png": png(image) for name, image in drawn.shown.items()}
        text = record.model_dump_json(indent=1, by_alias=True)
        parts |= {_PICTURE: picture, _RECORD: text.encode()}
        folder = self.folder / record.key
        with files.explained(folder):
            _place(folder, parts)
        return Entry(folder, record)

    def publish(self, entry: Entry, panels: Path) -> None:
        """Link an entry into the author's view, its JSON last: only then is the panel fresh."""
        name = entry.record.panel
        for part in entry.record.shown:
            files.link(entry.folder / f"{part}.png", panels / f"{name}.{part}.png")
        files.link(entry.picture, panels / f"{name}.png")
        files.link(entry.folder / _RECORD, panels / f"{name}.json")
        with suppress(OSError):
            os.utime(entry.folder)

    def forget(self, *, wanted: Iterable[str], spare: int) -> None:
        """Delete all but the wanted entries and the `spare` latest others."""
        keep = set(wanted)
        others = [path for path in self.folder.glob("[0-9a-f]*") if path.name not in keep]
        others.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
        for path in others[spare:]:
            shutil.rmtree(path, ignore_errors=True)


def read_record(path: Path) -> Record | None:
    """Read a panel's JSON; None where there is none or it is damaged."""
    try:
        return Record.model_validate(json.loads(path.read_bytes()))
    except (OSError, ValueError):
        return None


def png(image: Image.Image, texts: Mapping[str, str] | None = None) -> bytes:
    """Encode a picture; the same picture and texts give the same bytes."""
    stream = BytesIO()
    image.save(stream, "PNG", pnginfo=provenance.chunks(texts or {}))
    return stream.getvalue()


def _place(folder: Path, parts: Mapping[str, bytes]) -> None:
    fresh = files.neighbour(folder)
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        for name, data in parts.items():
            files.write(fresh / name, data)
        if folder.exists():  # a forced or damaged one; panels/ still holds links to its files
            os.rename(folder, files.neighbour(folder).with_suffix(".old"))
        os.rename(fresh, folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(files.neighbour(folder).with_suffix(".old"), ignore_errors=True)
