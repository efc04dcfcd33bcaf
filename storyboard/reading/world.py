"""What the keys of a story refer to: its characters, settings and renderer."""

from typing import NamedTuple

from storyboard.reading.cast import Cast
from storyboard.reading.model_settings import Given
from storyboard.reading.report import Report
from storyboard.reading.story_settings import SettingTable


class World(NamedTuple):
    """What was read so far; it grows while the story's keys are read in the order of their table.

    A scene can name a character, because `characters` stands before `scenes` in that table,
    wherever the author wrote them.
    """

    report: Report
    cast: Cast
    settings: SettingTable
    renderer: Given
    """The story's renderer settings as written."""
