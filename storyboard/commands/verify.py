"""Checks what a build left on disk, and puts right what can be."""

from collections.abc import Sequence
from pathlib import Path

from schemas.errors import StoryboardError
from storyboard.building.manifest import MARK
from storyboard.building.verifying import Damage, verified
from storyboard.commands.console import answer, answer_json
from storyboard.panels.folder import Folder
from storyboard.request import Order


def verify_all(places: Sequence[Path], *, json: bool) -> int:
    """Print what is not as it was written; 5 where something could not be put right."""
    found = [finding for place in places for finding in verified(Folder(_built(place)))]
    if json:
        rows = [{**each._asdict(), "path": str(each.path)} for each in found]
        answer_json(rows)
    else:
        answer("\n".join(_line(each) for each in found) or "everything is as it was written")
    return 5 if any(not each.mended for each in found) else 0


def _line(finding: Damage) -> str:
    return f"{finding.path}: {finding.what}{': brought back' if finding.mended else ''}"


def _built(place: Path) -> Path:
    """Return the build directory that is meant: itself, or that of a story."""
    folder = place if place.is_dir() else Order(place).folder
    if not (folder / MARK).is_file():
        hint = "Name a folder that render wrote, such as build/coffee, or the story."
        raise StoryboardError(f"{folder} is no build directory", hint=hint)
    return folder
