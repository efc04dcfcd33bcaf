"""Errors that address the author; they exit without a traceback. Anything else is our bug."""


class StoryboardError(Exception):
    """Something the author, or the machine's owner, can put right."""

    exit_code = 2

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class StoryInvalid(StoryboardError):
    """The story file does not say what it must."""

    exit_code = 3


class AssetMissing(StoryboardError):
    """A model, a picture or a font is absent or unreadable."""

    exit_code = 4
