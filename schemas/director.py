"""What a story says of its director: that a language model may help, never where one is asked."""

from pydantic import Field

from schemas.base import Value


class DirectorSettings(Value):
    """A language model reads the actions; its answers are recorded beside the story.

    Where questions go and which key they bear is the user's own configuration.
    """

    model: str | None = None
    """The model's name at the user's server; without it, the one of the user's configuration."""

    language: str | None = None
    """The language in which the actions are written; without it, the story's."""

    budget: int | None = Field(default=None, gt=0)
    """The most tokens that one run may spend; without it, no limit."""
