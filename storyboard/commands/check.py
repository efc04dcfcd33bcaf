"""Prints every problem of some stories."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from storyboard.commands.console import answer, answer_json
from storyboard.commands.stories import existing

NOT_SHOWN = 7
"""The exit code where a story says what its pictures do not show."""


def check_stories(stories: Sequence[Path], *, format: str, strict: bool) -> int:
    """Print the problems of some stories.

    Returns:
        3 where one is not valid, which warnings make it with `strict`; `NOT_SHOWN` where all
        that `strict` finds is what pictures do not show.
    """
    from storyboard.building.examination import examined
    from storyboard.diagnostics.formats import as_json, as_sarif, as_text

    found = [problem for path in stories for problem in examined(existing(path))]
    if format == "text":
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        answer(as_text(found, colour=colour), painted=True)
    else:
        answer_json(as_json(found) if format == "json" else as_sarif(found))
    if any(problem.is_error or (strict and problem.code != "SB048") for problem in found):
        return 3
    return NOT_SHOWN if strict and found else 0
