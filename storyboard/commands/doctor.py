"""Examines this machine: is everything there that a render needs, and in order?"""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Literal, NamedTuple

from schemas.errors import StoryboardError
from storyboard.commands.console import answer_json, stdout
from storyboard.printable import visible
from storyboard.version import __version__

_PACKAGES = (
    "torch",
    "diffusers",
    "transformers",
    "safetensors",
    "numpy",
    "pillow",
    "pydantic",
    "jinja2",
    "ruamel.yaml",
    "typst",
    "fonttools",
    "uharfbuzz",
)
_ROOM = 2 * 1024**3


class Finding(NamedTuple):
    """One thing looked at."""

    what: str
    state: Literal["good", "fair", "bad"]
    """`fair` works with a limit that the text tells; `bad` needs mending."""
    text: str
    advice: str | None = None


def examine(*, json: bool = False) -> int:
    """Print what was found; 4 where something needed is missing."""
    found = tuple(findings())
    if json:
        answer_json([each._asdict() for each in found])
    else:
        _print(found)
    return 4 if any(each.state == "bad" for each in found) else 0


def _print(found: tuple[Finding, ...]) -> None:
    from rich.text import Text

    signs = {"good": ("✓", "green"), "fair": ("!", "yellow"), "bad": ("✗", "bold red")}
    for each in found:
        line = Text.assemble(signs[each.state], f" {each.what}: {visible(each.text)}")
        stdout().print(line, soft_wrap=True)
        if each.advice:
            stdout().print(Text(f"    {visible(each.advice)}", "cyan"), soft_wrap=True)


def findings() -> Iterator[Finding]:
    """Look at everything, one finding after the other; a check that breaks is a finding too."""
    for check in _checks():
        try:
            yield from check()
        except StoryboardError as error:
            yield Finding(check.__name__.strip("_"), "bad", str(error), error.hint)
        except Exception as error:
            name = check.__name__.strip("_")
            yield Finding(name, "bad", f"{type(error).__name__}: {error}")


def _checks() -> tuple[Callable[[], Iterator[Finding]], ...]:
    return _python, _packages, _device, _fonts, _typst, _cast, _models, _disk


def _python() -> Iterator[Finding]:
    text = f"{platform.python_version()} on {platform.platform(terse=True)}, {sys.prefix}"
    yield Finding("storyboard", "good", __version__)
    yield Finding("python", "good", text)


def _packages() -> Iterator[Finding]:
    for name in _PACKAGES:
        try:
            yield Finding(name, "good", metadata.version(name))
        except metadata.PackageNotFoundError:
            advice = "Install the program again: pip install storyboard-renderer"
            yield Finding(name, "bad", "not installed", advice)


def _device() -> Iterator[Finding]:
    import torch

    if torch.cuda.is_available():
        memory = torch.cuda.get_device_properties(0).total_memory / 1024**3
        yield Finding("device", "good", f"{torch.cuda.get_device_name(0)}, {memory:.0f} GB")
    elif torch.backends.mps.is_available():
        yield Finding("device", "good", "Apple GPU")
    else:
        text = f"no GPU: {os.cpu_count()} processor cores draw, {torch.get_num_threads()} threads"
        yield Finding("device", "fair", text, "The embedded model is made for that.")


def _fonts() -> Iterator[Finding]:
    folder = Path(__file__).parents[1] / "fonts"
    fonts = sorted(folder.rglob("*.[to]tf"))
    if not fonts:
        yield Finding("fonts", "bad", f"none in {folder}", "Install the program again.")
        return
    from fontTools.ttLib import TTFont

    names = {str(TTFont(font, lazy=True)["name"].getBestFamilyName()) for font in fonts}
    yield Finding("fonts", "good", f"{len(fonts)} files: {', '.join(sorted(names))}")


def _typst() -> Iterator[Finding]:
    import typst

    made = typst.compile(b"#set document(title: [x])\nx", format="pdf")
    good = isinstance(made, bytes) and made.startswith(b"%PDF")
    yield Finding("page setting", "good" if good else "bad", "a PDF can be written")


def _cast() -> Iterator[Finding]:
    from renderers.cast.references import packaged_card, packaged_ids

    names = [packaged_card(name).name for name in packaged_ids()]
    yield Finding("cast", "good" if names else "bad", f"{len(names)} characters")


def _models() -> Iterator[Finding]:
    from renderers.diffusion.models.locate import find_model, model_files, parts_of, weights_variant

    folder = find_model("toon")
    for part in parts_of(folder):
        if (folder / part).is_dir() and part not in ("tokenizer", "scheduler"):
            weights_variant(folder / part)
    size = sum(path.stat().st_size for path in model_files("toon")) / 1024**2
    yield Finding("model toon", "good", f"complete, {size:.0f} MB")


def _disk() -> Iterator[Finding]:
    here = Path.cwd()
    if not os.access(here, os.W_OK):
        yield Finding("folder", "bad", f"{here} cannot be written", "Build elsewhere with --out.")
    free = shutil.disk_usage(here).free
    enough = free > _ROOM
    advice = None if enough else "Free some space: a large book takes hundreds of megabytes."
    text = f"{free / 1024**3:.1f} GB free in {here}"
    yield Finding("disk", "good" if enough else "fair", text, advice)
