"""Prints every problem of some stories."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from storyboard.commands.console import ADVISED, answer, answer_json
from storyboard.commands.stories import existing


def check_stories(stories: Sequence[Path], *, format: str, strict: bool) -> int:
    """Print the problems of some stories.

    Returns:
        3 where one is not valid, which warnings make it with `strict`; `ADVISED` where all that
        `strict` finds is advice on pictures.
    """
    from storyboard.building.examination import examined
    from storyboard.diagnostics.codes import ADVICE
    from storyboard.diagnostics.formats import as_json, as_sarif, as_text

    found = [problem for path in stories for problem in examined(existing(path))]
    if format == "text":
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        answer(as_text(found, colour=colour), painted=True)
    else:
        answer_json(as_json(found) if format == "json" else as_sarif(found))
    if any(problem.is_error or (strict and problem.code not in ADVICE) for problem in found):
        return 3
    return ADVISED if strict and found else 0
