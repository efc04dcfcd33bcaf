"""Any script to a story file: the format is known by the file's name, else by its text."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from schemas.errors import StoryInvalid
from schemas.story import Story
from storyboard.scripts.authored import as_story
from storyboard.scripts.comic import looks_like_comic, read_comic, write_comic
from storyboard.scripts.final_draft import read_final_draft
from storyboard.scripts.fountain import read_fountain, write_fountain
from storyboard.scripts.prose import read_prose
from storyboard.scripts.retelling import retold
from storyboard.scripts.script import Script

Form = Literal["fountain", "comic", "final-draft", "prose"]

_SUFFIXES: dict[str, Form] = {
    ".fountain": "fountain",
    ".spmd": "fountain",
    ".fdx": "final-draft",
    ".comic": "comic",
}
_READERS: dict[Form, Callable[..., Script]] = {
    "fountain": read_fountain,
    "comic": read_comic,
    "final-draft": read_final_draft,
}
_LARGEST = 2_000_000


def read_script(
    path: Path, *, form: Form | None = None, prose: Callable[..., Script] = read_prose
) -> Script:
    """Read a script of any known form.

    Args:
        path: the script.
        form: what it is; its name or its text say so, where None.
        prose: reads text that has no form, given its title.

    Raises:
        StoryInvalid: it is too large, not UTF-8, empty, or not of the form that it claims.
    """
    text = _text_of(path)
    title = path.stem.replace("-", " ").replace("_", " ").capitalize()
    reader = _READERS.get(form or form_of(path, text), prose)
    script = reader(text, title=title)
    if not script.scenes:
        raise StoryInvalid(
            f"{path} holds no scene and no panel", hint="Name its form with --from, if it has one."
        )
    return script


def _text_of(path: Path) -> str:
    data = path.read_bytes()
    if len(data) > _LARGEST:
        raise StoryInvalid(f"{path} has {len(data):,} bytes, more than 2 MB", hint="Cut it in two.")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise StoryInvalid(
            f"{path} is not UTF-8 text: byte {error.start}",
            hint="Save it as plain text in UTF-8; PDF and Word files must be exported first.",
        ) from error


def form_of(path: Path, text: str) -> Form:
    """Return the form of a script by its file's name, else by its text."""
    if known := _SUFFIXES.get(path.suffix.lower()):
        return known
    if text.lstrip().startswith(("<?xml", "<FinalDraft")):
        return "final-draft"
    if looks_like_comic(text):
        return "comic"
    heads = ("INT. ", "EXT. ", "INT/EXT", "I/E ", "Title:")
    return "fountain" if any(line.startswith(heads) for line in text.splitlines()) else "prose"


def adapted(
    path: Path, *, form: Form | None = None, prose: Callable[..., Script] = read_prose
) -> str:
    """Return a script's story file as YAML; arguments and errors are those of `read_script`."""
    return as_story(read_script(path, form=form, prose=prose))


def scripted(story: Story, form: Literal["fountain", "comic"]) -> str:
    """Return a story's script in a form."""
    return (write_fountain if form == "fountain" else write_comic)(retold(story))
