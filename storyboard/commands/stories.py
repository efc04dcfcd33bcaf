"""The story files that a command line names."""

from pathlib import Path

from schemas.errors import StoryboardError


def existing(path: Path) -> Path:
    """Return the path of a file that is there.

    Raises:
        StoryboardError: there is none, or it is a folder or a device.
    """
    if path.is_file():
        return path
    if path.is_dir():
        inside = ", ".join(str(story) for story in sorted(path.glob("*.y*ml"))[:5])
        hint = f"In it: {inside}." if inside else "Begin a story there with storyboard init."
        raise StoryboardError(f"{path} is a folder, not a story", hint=hint)
    if path.exists():
        raise StoryboardError(f"{path} is no file that can be read again, as a pipe or a device")
    from storyboard.diagnostics import did_you_mean

    near = did_you_mean(path.name, [story.name for story in path.parent.glob("*.y*ml")])
    raise StoryboardError(f"there is no file {path}", hint=near)
