"""What a word of the vocabulary knows about itself."""

from typing import Literal

from schemas.base import Value

Posture = Literal["standing", "sitting", "riding", "jumping", "lying", "crouching"]


def listed(text: str) -> tuple[str, ...]:
    """Split a table's comma-separated cell."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


class Word(Value):
    """A canonical word that prompts, cards and stories share."""

    word: str
    aliases: tuple[str, ...] = ()
    """Other phrases authors use. One that begins with a known verb in its -ing form stands
    for all forms of the verb, and articles and possessives may come between its words."""
    codes: tuple[str, ...] = ()
    """Names under which picture collections file it; never looked for in running text."""
    nearest: tuple[str, ...] = ()
    """What to show where this is not drawn, best first."""


class PoseWord(Word):
    """What the body does."""

    posture: Posture = "standing"
    prop: str | None = None
    same: tuple[str, ...] = ()
    """Words that show this just as well; tried before `nearest`."""
    directed: bool = False
    """Whether the gesture goes to one side, so that it matters which."""


class MoodWord(Word):
    """What the face says."""

    unhappy: bool = False
    """Whether the corners of the mouth go down."""


def pose_word(
    word: str,
    posture: Posture = "standing",
    *,
    aliases: str = "",
    codes: str = "",
    same: str = "",
    nearest: str = "",
    prop: str | None = None,
    directed: bool = False,
) -> PoseWord:
    """Return a pose word from a table's comma-separated cells."""
    return PoseWord(
        word=word,
        posture=posture,
        prop=prop,
        directed=directed,
        aliases=listed(aliases),
        codes=listed(codes),
        same=listed(same),
        nearest=listed(nearest),
    )
