"""Begins a story: a file that renders as it stands, and the schema that editors read."""

from importlib.resources import files as resources
from pathlib import Path

from schemas.errors import StoryboardError
from storyboard import files

SCHEMA = "story.schema.json"


def begin(folder: Path) -> Path:
    """Write a story and its schema into a folder, and return the story's path.

    Raises:
        StoryboardError: a story is there already, or the folder cannot be written.
    """
    name = folder.resolve().name if folder != Path() else "story"
    story = folder / f"{name}.yaml"
    if story.exists():
        raise StoryboardError(
            f"{story} is there already; nothing was written",
            hint=f"Draw it with storyboard render {story}, or begin in another folder.",
        )
    files.write(story, _template(story, title=name.replace("-", " ").replace("_", " ").title()))
    schema = resources("schemas") / SCHEMA
    if schema.is_file():
        files.write(folder / SCHEMA, schema.read_bytes())
    return story


def _template(story: Path, *, title: str) -> str:
    template = resources("storyboard.authoring") / "templates" / "story.yaml"
    text = template.read_text(encoding="utf-8")
    return text.replace("{file}", story.name).replace("{title}", _quoted(title))


def _quoted(title: str) -> str:
    return title if title.replace(" ", "").isalpha() else f'"{title}"'
