"""Poses from files beside the story, as OpenPose and its editors write them."""

import json
from collections.abc import Iterator
from json import JSONDecodeError

from schemas.openpose import PoseFromFile, pose_from_file
from schemas.story import Story
from storyboard.diagnostics import quoted
from storyboard.reading.files import one_file
from storyboard.reading.nodes import Scalar
from storyboard.reading.report import Report

SUFFIX = ".json"
_LARGEST = 1_000_000
"""Bytes; one person's joints are a thousand."""
_EXPECTED = "18, 25 or 17 joints of one person, as OpenPose editors export them"


def pose_file(report: Report, node: Scalar) -> PoseFromFile | None:
    """Read the file that a pose names; what is wrong with it is reported."""
    name = one_file(report, node, what="a pose", suffixes=(SUFFIX,))
    if name is None:
        return None
    try:
        with (report.source.folder / name).open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise ValueError("it is larger than a megabyte")
        return pose_from_file(json.loads(data), name)
    except (OSError, ValueError, RecursionError) as error:
        what = f"the pose {quoted(name)} cannot be read: {_reason(error)}"
        report.add("SB042", node, what, expected=_EXPECTED)
        return None


def _reason(error: Exception) -> str:
    if isinstance(error, JSONDecodeError):
        return f"it is no JSON at line {error.lineno}, column {error.colno} ({error.msg})"
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)


def pose_files(story: Story) -> Iterator[str]:
    """Yield the files, relative to the story, from which poses were read."""
    for scene in story.scenes:
        for panel in scene.panels:
            for placed in panel.characters.values():
                if isinstance(placed.pose, PoseFromFile):
                    yield placed.pose.file
