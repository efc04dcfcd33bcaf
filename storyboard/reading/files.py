"""Files that a story names: inside its own folder, there, and of the right kind."""

import glob
import os
from pathlib import Path, PurePosixPath, PureWindowsPath

from storyboard.diagnostics import did_you_mean, quoted
from storyboard.reading.keys import WithReport
from storyboard.reading.nodes import Node
from storyboard.reading.report import Report
from storyboard.reading.values import items, text

_MASK = "-masklabel"
"""How the names of masks end, which lie beside their pictures and are no pictures themselves."""
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif")
WEIGHTS = (".safetensors", ".bin", ".pt", ".ckpt")
PACKAGED = "cast:"
"""Starts the picture names of packaged characters."""
_MATCH_LIMIT = 1000


def one_file(
    report: Report, node: Node, *, what: str, suffixes: tuple[str, ...] = PICTURES
) -> str | None:
    """Read the path of a file beside the story; returned with forward slashes."""
    written = text(report, node, what=what)
    if written is None or not _inside(report, node, written):
        return None
    path = report.source.folder / written
    if os.path.isdir(path):  # Unlike Path.is_dir, it does not raise at impossible names.
        report.add("SB053", node, f"{quoted(written)} is a folder, {what} must be a file")
        return None
    if not (os.path.isfile(path) and os.access(path, os.R_OK)):
        report.add("SB050", node, f"there is no file {quoted(written)}", hint=_nearby(path))
        return None
    if path.suffix.lower() not in suffixes:
        report.add(
            "SB053",
            node,
            f"{quoted(written)} cannot be {what}",
            expected=f"a file ending in {', '.join(suffixes)}",
        )
        return None
    return PurePosixPath(written).as_posix()


def references(node: Node, context: WithReport) -> tuple[str, ...]:
    """Read the patterns of a character's pictures and return the pictures, sorted, none twice."""
    found: dict[str, None] = {}
    for item in items(node):
        written = text(context.report, item, what="a reference")
        if written is not None:
            found |= dict.fromkeys(_matches(context.report, item, written))
    return tuple(found)


def _matches(report: Report, node: Node, pattern: str) -> list[str]:
    if pattern.startswith(PACKAGED):
        return _packaged(report, node, pattern)
    if not _inside(report, node, pattern):
        return []
    if pattern.count("**") > 1:
        report.add("SB052", node, f"{quoted(pattern)} has more than one **")
        return []
    folder = report.source.folder
    if os.path.isdir(folder / pattern):
        pattern = f"{pattern.rstrip('/')}/*"
    if os.path.isfile(folder / pattern):  # Brackets in its name are no pattern.
        name = one_file(report, node, what="a reference")
        return [name] if name else []
    names = sorted(_pictures(folder, pattern))
    if not names:
        report.add(
            "SB052",
            node,
            f"no picture matches {quoted(pattern)}",
            hint=_nearby(folder / pattern) or f"paths are relative to {folder or '.'}",
        )
    return [name for name in names[:_MATCH_LIMIT] if _inside(report, node, name)]


def _pictures(folder: Path, pattern: str) -> list[str]:
    try:
        matches = glob.glob(pattern, root_dir=folder, recursive=True)
    except (OSError, ValueError):
        return []
    return [
        Path(name).as_posix()
        for name in matches
        if Path(name).suffix.lower() in PICTURES
        and os.path.isfile(folder / name)
        and not Path(name).stem.endswith(_MASK)
    ]


def _packaged(report: Report, node: Node, name: str) -> list[str]:
    from stories import CAST

    relative = PurePosixPath(name.removeprefix(PACKAGED))
    if ".." in relative.parts or not os.path.isfile(CAST / relative):
        report.add("SB050", node, f"there is no packaged picture {quoted(name)}")
        return []
    return [name]


def _inside(report: Report, node: Node, written: str) -> bool:
    """Whether a path stays in the story's folder, links followed; reported where it does not."""
    folder = report.source.folder
    absolute = PureWindowsPath(written).is_absolute() or PurePosixPath(written).is_absolute()
    try:
        root = Path(os.path.realpath(folder))
        ok = not absolute and Path(os.path.realpath(folder / written)).is_relative_to(root)
    except (OSError, ValueError):
        ok = False
    if not ok:
        report.add(
            "SB051",
            node,
            f"{quoted(written)} is outside the story's folder",
            hint="copy the file beside the story and name it relative to the story",
        )
    return ok


def _nearby(path: Path) -> str | None:
    if "\\" in path.name:
        return "write / between folders, on every system"
    try:
        return did_you_mean(path.name, [each.name for each in path.parent.iterdir()])
    except (OSError, ValueError):
        return None
