"""Drawn panels by content: whatever was drawn once for a fingerprint is never drawn again.

An entry is a folder named by the fingerprint's digest, renamed into place when it is complete. The
author's view, `panels/`, is copies of the entries in use; earlier versions stay for a while, so
that going back to one costs nothing.
"""

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from PIL import Image
from pydantic import Field, StringConstraints, TypeAdapter

from renderers.base import Drawn
from schemas.base import Value
from schemas.book import PanelImage
from schemas.errors import StoryboardError
from schemas.plan import PanelPlan
from schemas.quality import PanelVerdict
from storyboard import files
from storyboard.digests import sign_of
from storyboard.panels import provenance
from storyboard.panels.fingerprints import Fingerprint

Suffix = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,31}$")]
"""What is between a panel's name and `.png`; no more of a path."""

_PICTURE = "panel.png"
_RECORD = "panel.json"
_SUFFIX: TypeAdapter[str] = TypeAdapter(Suffix)


class Record(Value):
    """Where a picture comes from: the JSON beside every panel."""

    format: Literal["storyboard-panel/2"] = "storyboard-panel/2"
    panel: str = Field(pattern=r"^[^\W_][\w-]*$", max_length=200)
    key: str = Field(alias="digest", pattern=r"^[0-9a-f]{64}$")
    """Digest of `inputs`; the panel is fresh while this is what the plan asks for."""
    inputs: Fingerprint
    picture: str
    """SHA-256 of the PNG, by which a picture changed by hand is known."""
    width: int
    height: int
    shown: dict[Suffix, str] = {}
    """The pictures of what the model was shown: SHA-256 by file suffix."""
    notes: tuple[str, ...] = ()
    created_by: dict[str, str] = {}
    plan: dict[str, Any]
    """The panel's plan: seed, prompts, settings, geometry."""
    verdict: PanelVerdict | None = None
    """What a judge found in the picture; None where nobody judged it."""

    def files(self) -> dict[str, str]:
        """Return the SHA-256 of each picture by its name in the store."""
        return {_PICTURE: self.picture, **{f"{name}.png": sha for name, sha in self.shown.items()}}

    def published(self, name: str) -> str:
        """Return what a file of the store is called in the author's view."""
        return f"{self.panel}.png" if name == _PICTURE else f"{self.panel}.{name}"


class StoredPanel(NamedTuple):
    """A complete drawn panel in the store."""

    folder: Path
    record: Record

    @property
    def picture(self) -> Path:
        """The PNG."""
        return self.folder / _PICTURE

    def damaged(self) -> list[str]:
        """Read every picture, and return the names of those that are not what was written."""
        expected = self.record.files().items()
        return [name for name, digest in expected if _sha(self.folder / name) != digest]

    def delete(self) -> None:
        """Delete what the record names; a folder with anything else in it stays, with that."""
        with suppress(OSError):
            for name in (_RECORD, *self.record.files()):  # the record first: then there is no entry
                (self.folder / name).unlink(missing_ok=True)
            self.folder.rmdir()

    def image(self, path: Path | None = None) -> PanelImage:
        """Describe the picture for the page maker, at the path it is published under."""
        record = self.record
        return PanelImage(
            panel=record.panel,
            path=str(path or self.picture),
            width=record.width,
            height=record.height,
        )


class Store:
    """The entries of one build directory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, digest: str) -> StoredPanel | None:
        """Return the intact entry of that digest, or None."""
        folder = self.folder / digest
        if self.folder.is_symlink() or folder.is_symlink():
            return None
        record = read_record(folder / _RECORD)
        if record is None or record.key != digest:
            return None
        entry = StoredPanel(folder, record)
        return None if entry.damaged() else entry

    def entries(self, *, but: Collection[str] = ()) -> Iterator[StoredPanel]:
        """Yield every entry but some whose record can be read, its pictures unread."""
        if self.folder.is_symlink() or not self.folder.is_dir():
            return
        for folder in sorted(self.folder.iterdir()):
            passed = folder.name in but or folder.is_symlink()
            record = None if passed else read_record(folder / _RECORD)
            if record is not None and record.key == folder.name:
                yield StoredPanel(folder, record)

    def keep(self, drawn: Drawn, panel: PanelPlan, inputs: Fingerprint) -> StoredPanel:
        """Write a drawn panel, seen whole or not at all; it replaces an entry of its digest.

        Raises:
            StoryboardError: the disk refuses, or the renderer names a picture as no file can be.
        """
        picture = png(drawn.image, provenance.png_texts(panel))
        parts = {f"{_suffix(name)}.png": png(image) for name, image in drawn.shown.items()}
        record = Record(
            panel=panel.id,
            key=inputs.digest(),
            inputs=inputs,
            picture=sha256(picture).hexdigest(),
            width=drawn.image.width,
            height=drawn.image.height,
            shown={
                name.removesuffix(".png"): sha256(data).hexdigest()
                for name, data in sorted(parts.items())
            },
            notes=drawn.notes,
            created_by=provenance.made_with(),
            plan=panel.model_dump(mode="json"),
        )
        text = record.model_dump_json(indent=1, by_alias=True)
        parts |= {_PICTURE: picture, _RECORD: text.encode()}
        folder = self.folder / record.key
        with files.explained(folder):
            _place(folder, parts)
        return StoredPanel(folder, record)

    def adopt(self, entry: StoredPanel, panel: PanelPlan, inputs: Fingerprint) -> StoredPanel:
        """Keep an entry's pictures under another panel's name, as if they were drawn for it.

        Raises:
            StoryboardError: the disk refuses.
        """
        pictures = {name: _opened(entry.folder / f"{name}.png") for name in entry.record.shown}
        drawn = Drawn(panel.id, _opened(entry.picture), pictures, entry.record.notes)
        return self.keep(drawn, panel, inputs)

    def judged(self, entry: StoredPanel, verdict: PanelVerdict) -> StoredPanel:
        """Keep what a judge found in an entry's picture.

        Raises:
            StoryboardError: the disk refuses.
        """
        record = entry.record.but(verdict=verdict)
        text = record.model_dump_json(indent=1, by_alias=True)
        files.write(entry.folder / _RECORD, text.encode())
        return StoredPanel(entry.folder, record)

    def publish(self, entry: StoredPanel, panels: Path) -> None:
        """Copy an entry into the author's view, its JSON last: only then is the panel fresh."""
        record = entry.record
        for name in record.files():
            files.copy(entry.folder / name, panels / record.published(name))
        files.copy(entry.folder / _RECORD, panels / f"{record.panel}.json")
        with suppress(OSError):
            os.utime(entry.folder)

    def forget(
        self, *, wanted: Iterable[str], spare: int, also: Callable[[], Collection[str]] = frozenset
    ) -> None:
        """Delete all but the wanted entries and the `spare` latest others.

        `also` says what else is wanted; it is asked only where there is something to delete.
        """
        kept = set(wanted)
        if not self.folder.is_dir() or len(set(os.listdir(self.folder)) - kept) <= spare:
            return  # without reading a record
        others = list(self.entries(but=kept))
        if len(others) <= spare:
            return
        more = also()
        others = [each for each in others if each.record.key not in more]
        others.sort(key=lambda each: (each.folder.stat().st_mtime_ns, each.folder.name))
        for entry in others[: max(0, len(others) - spare)]:
            entry.delete()


def _suffix(name: str) -> str:
    try:
        return _SUFFIX.validate_python(name)
    except ValueError as error:
        known = "such as masks or pose"
        message = f"a renderer shows a picture called {name!r}: use a word {known}"
        raise StoryboardError(message) from error


def read_record(path: Path) -> Record | None:
    """Read a panel's JSON; None where there is none or it is damaged."""
    try:
        return _record(path, tuple(sign_of(path)))
    except (OSError, ValueError, RecursionError):
        return None


@lru_cache(maxsize=4000)
def _record(path: Path, _sign: tuple[int, ...]) -> Record:
    return Record.model_validate_json(path.read_bytes())


def png(image: Image.Image, texts: Mapping[str, str] | None = None) -> bytes:
    """Encode a picture; the same picture and texts give the same bytes."""
    stream = BytesIO()
    image.save(stream, "PNG", pnginfo=provenance.chunks(texts or {}))
    return stream.getvalue()


def _opened(path: Path) -> Image.Image:
    with files.explained(path), Image.open(path) as picture:
        return picture.copy()


def _sha(path: Path) -> str | None:
    with suppress(OSError):
        return sha256(path.read_bytes()).hexdigest()
    return None


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
        files.sync(folder.parent)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(files.neighbour(folder).with_suffix(".old"), ignore_errors=True)
