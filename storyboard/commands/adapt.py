"""Makes story files of scripts, and scripts of story files."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from schemas.errors import StoryboardError
from storyboard import files
from storyboard.commands.console import answer, say
from storyboard.commands.stories import existing
from storyboard.request import DirectorMode

if TYPE_CHECKING:
    from storyboard.scripts.script import Script


def adapt_script(
    script: Path,
    *,
    out: Path | None,
    form: Literal["fountain", "comic", "final-draft", "prose"] | None,
    director: DirectorMode | None = None,
    url: str | None = None,
) -> int:
    """Write a script's story file beside it, and tell its problems; 3 where it needs a hand.

    Args:
        script: what is read.
        out: the story file; the script's name with another ending, where None.
        form: what the script is, where name and text do not say.
        director: whether a language model splits prose, and how; see `DirectorMode`.
        url: where its questions go.

    Raises:
        StoryboardError: there is a file already, or the director cannot be asked.
        StoryInvalid: the script cannot be read.
    """
    from storyboard.diagnostics.formats import as_text
    from storyboard.reading import check_text
    from storyboard.scripts.adapting import adapted

    target = out or script.with_suffix(".yaml")
    _refuse(target)
    prose = _ProseReader(target, director or ("auto" if url else "off"), url)
    text = adapted(existing(script), form=form, prose=prose)
    files.write(target, text)
    answer(target)
    _, problems = check_text(text, name=str(target), folder=target.parent)
    if problems:
        answer(as_text(list(problems), colour=False))
    for note in prose.notes:
        say(f"note: {note}")
    say(f"\nEvery guess is a comment in it. Read it, then: storyboard plan {target} --sketch")
    return 3 if any(problem.is_error for problem in problems) else 0


class _ProseReader:
    """Reads prose by a director or by rules, and notes what its author should know."""

    def __init__(self, target: Path, mode: DirectorMode, url: str | None) -> None:
        self._target, self._mode, self._url = target, mode, url
        self.notes: list[str] = []

    def __call__(self, text: str, *, title: str) -> "Script":
        from storyboard.scripts.prose import read_prose

        if self._mode == "off":
            self.notes.append(
                "prose is split by rules, a paragraph a picture; a language model does it better: "
                "add --director auto (see docs/director.md)"
            )
            return read_prose(text, title=title)
        return self._directed(text, title)

    def _directed(self, text: str, title: str) -> "Script":
        from storyboard.director.choosing import model_for
        from storyboard.director.costs import price
        from storyboard.director.prose_director import ProseDirector
        from storyboard.director.recording import recording_path

        model = model_for(recording_path(self._target), mode=self._mode, url=self._url)
        assert model is not None  # None where nobody asked for one
        director = ProseDirector(model)
        script = director.read(text, title=title)
        self.notes += director.notes
        if model.spent.questions:
            self.notes.append(f"the director was asked: {model.spent.told(price())}")
        return script


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
        _refuse(out)
        files.write(out, text)
        answer(out)


def _refuse(target: Path) -> None:
    if target.exists():
        raise StoryboardError(
            f"{target} is there already; nothing was written",
            hint="Name another file with --out FILE.",
        )
