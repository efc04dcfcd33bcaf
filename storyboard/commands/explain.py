"""Prints what a problem's code means."""

from schemas.errors import StoryboardError
from storyboard.commands.console import answer


def explain_code(code: str) -> None:
    """Print what a problem's code means.

    Raises:
        StoryboardError: there is no such code.
    """
    from storyboard.diagnostics.codes import CODES

    entry = CODES.get(code.upper())
    if entry is None:
        hint = f"Codes go from {min(CODES)} to {max(CODES)}."
        raise StoryboardError(f'there is no code "{code}"', hint=hint)
    answer(f"{code.upper()}: {entry.title} ({entry.severity})\n\n{entry.explanation}")
