"""Makes story files of scripts, and scripts of story files."""

from pathlib import Path
from typing import Literal

from schemas.errors import StoryboardError
from storyboard import files
from storyboard.commands.console import answer, say
from storyboard.commands.stories import existing


def adapt_script(
    script: Path,
    *,
    out: Path | None,
    form: Literal["fountain", "comic", "final-draft", "prose"] | None,
) -> int:
    """Write a script's story file beside it, and tell its problems; 3 where it needs a hand.

    Raises:
        StoryboardError: there is a file already.
        StoryInvalid: the script cannot be read.
    """
    from storyboard.diagnostics.formats import as_text
    from storyboard.reading import check_text
    from storyboard.scripts.adapting import adapted

    target = out or script.with_suffix(".yaml")
    text = adapted(existing(script), form=form)
    _write(target, text)
    answer(target)
    _, problems = check_text(text, name=str(target), folder=target.parent)
    if problems:
        answer(as_text(list(problems), colour=False))
    say(f"\nEvery guess is a comment in it. Read it, then: storyboard plan {target} --sketch")
    return 3 if any(problem.is_error for problem in problems) else 0


def write_script(story: Path, *, out: Path | None, form: Literal["fountain", "comic"]) -> None:
    """Write a story as a script; to standard output where no file is named.

    Raises:
        StoryErrors: the story is not valid.
        StoryboardError: there is a file already.
    """
    from storyboard.reading import read_story
    from storyboard.scripts.adapting import scripted

    text = scripted(read_story(existing(story)), form)
    if out is None:
        answer(text, end="")
    else:
        _write(out, text)
        answer(out)


def _write(target: Path, text: str) -> None:
    if target.exists():
        raise StoryboardError(
            f"{target} is there already; nothing was written",
            hint="Name another file with --out FILE.",
        )
    files.write(target, text)
