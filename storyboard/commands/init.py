"""Begins a story, and says what to type next."""

import shlex
from pathlib import Path

from storyboard.commands.console import answer, say


def begin_story(folder: Path) -> None:
    """Write a first story, and say what to type next."""
    from storyboard.authoring.starter import begin

    story = begin(folder)
    answer(story)
    pasted = shlex.quote(str(story))
    say(
        f"\nNow draw it:            storyboard render {pasted}"
        f"\nOr preview it at once:  storyboard render {pasted} --renderer collage"
        f"\nThen edit it and draw again: only what you changed is drawn."
    )
