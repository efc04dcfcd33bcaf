"""The attempts that an author chose, in `<story>.lock.yaml` beside the story."""

from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from pydantic import Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from schemas.base import Value
from schemas.errors import StoryboardError
from schemas.plan import PanelPlan
from storyboard import files

_HEAD = "# What storyboard pick chose, and render keeps to. Delete a line to let it go.\n"


class Choice(Value):
    """One panel's chosen attempt."""

    attempt: int = Field(ge=1, le=99)
    """From 1, as `storyboard pick` counts them."""
    of: str = Field(pattern=r"^[0-9a-f]{16}$")
    """What was planned then: a choice among pictures of another plan is none."""

    @classmethod
    def among(cls, panel: PanelPlan, attempt: int) -> "Choice":
        """Choose an attempt at a panel as it is planned now."""
        return cls(attempt=attempt, of=panel.drawing_digest()[:16])

    def fits(self, panel: PanelPlan) -> bool:
        """Whether the panel is still planned as it was."""
        return self.of == panel.drawing_digest()[:16]


class Choices(Value):
    """All that an author chose for a story."""

    panels: dict[str, Choice] = {}


def choices_file(story: Path) -> Path:
    """Return where a story's choices are kept: `rain.yaml` has `rain.lock.yaml`."""
    return story.with_suffix(".lock.yaml")


def read_choices(story: Path) -> Mapping[str, Choice]:
    """Return the chosen attempt of each panel for which there is one.

    Raises:
        StoryboardError: the file cannot be read, or is no list of choices.
    """
    path = choices_file(story)
    if not path.is_file():
        return {}
    with files.explained(path):
        text = path.read_text("utf-8", errors="replace")
    try:
        data = YAML(typ="safe", pure=True).load(text)
        return Choices.model_validate(data or {}).panels
    except (YAMLError, ValidationError, ValueError, RecursionError) as error:
        raise StoryboardError(
            f"{path} does not hold choices of storyboard pick",
            hint="Put it right, or delete it and pick again.",
        ) from error


def write_choices(story: Path, panels: Mapping[str, Choice]) -> Path:
    """Keep the chosen attempts beside the story; return the file.

    Raises:
        StoryboardError: the disk refuses.
    """
    stream = StringIO()
    kept = Choices(panels=dict(sorted(panels.items())))
    YAML(typ="safe", pure=True).dump(kept.model_dump(mode="json"), stream)
    files.write(choices_file(story), (_HEAD + stream.getvalue()).encode())
    return choices_file(story)
