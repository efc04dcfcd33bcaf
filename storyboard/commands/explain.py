"""Prints what a problem's code means."""

from schemas.errors import StoryboardError
from storyboard.commands.console import answer


def explain_code(code: str | None) -> None:
    """Print what a problem's code means; without a code, all there are.

    Raises:
        StoryboardError: there is no such code.
    """
    from storyboard.diagnostics import quoted
    from storyboard.diagnostics.codes import CODES

    if code is None:
        for known, each in CODES.items():
            answer(f"{known}  {each.title}" + (" (warning)" if each.severity != "error" else ""))
        return
    entry = CODES.get(code.strip().upper())
    if entry is None:
        hint = "storyboard explain, without a code, lists all of them."
        raise StoryboardError(f"there is no code {quoted(code)}", hint=hint)
    answer(f"{code.strip().upper()}: {entry.title} ({entry.severity})\n\n{entry.explanation}")
