"""What every renderer's settings have, and what they say of their renderer without loading it."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import Field
from pydantic_core import PydanticCustomError

from schemas.base import Value

Fraction = Annotated[float, Field(ge=0, le=1)]


def contradiction(said: str, *keys: str) -> PydanticCustomError:
    """Return the error of settings that cannot stand together, the likeliest slip first."""
    return PydanticCustomError("contradiction", "{said}", {"said": said, "keys": keys})


class Weights(NamedTuple):
    """Something trained that a renderer reads: a panel is drawn again when it changes."""

    name: str
    """As the story names it: a model, a folder or a file."""
    kind: Literal["model", "part", "file"]
    """`model`: a diffusers directory or hub id; `part`: a directory or hub id of a part alone;
    `file`: a file or folder beside the story."""
    setting: str
    """Which setting names it, for messages."""
    inside: str | None = None
    """Which part of a model is meant; None is all of it."""


class Ineffective(NamedTuple):
    """A setting that can do nothing, because of others: no error, but the author should know."""

    paths: tuple[tuple[str, ...], ...]
    """Where it may have been given: the first that was is meant; nowhere, it is a default."""
    why: str


class RendererSettings(Value):
    """Settings of one renderer, told apart from others by their field `name`."""

    drawn_by: ClassVar[str] = ""
    """`module:attribute` of what makes the renderer; a plug-in's entry point says it instead."""
    shows_names: ClassVar[bool] = False
    """Whether pictures show what their panel is called, so that it cannot be called otherwise."""

    def drawing(self) -> dict[str, Any]:
        """Return, as JSON, what changes the picture by more than rounding."""
        return self.model_dump(mode="json")

    @property
    def hears_references(self) -> bool:
        """Whether all of an author's pictures of a subject are heard, and not the fittest alone."""
        return False

    def weights(self) -> Iterator[Weights]:
        """Yield what the renderer reads beside the plan's own pictures and adapters."""
        yield from ()

    def spoken_of(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield the characters that settings name by their ids, each after its setting's path."""
        yield from ()

    def asked_for(self) -> Iterator[tuple[str, str]]:
        """Yield the characters that lists of settings name, each after its list's key: an error
        where the story has nobody of that id."""
        yield from ()

    def ineffective(self) -> Iterator[Ineffective]:
        """Yield settings that do nothing, given or not."""
        yield from ()

    def described(self, seed: int) -> Mapping[str, object]:
        """Return what a picture says of its making, in the words that diffusion tools read.

        Empty where no trained model draws.
        """
        return {}
