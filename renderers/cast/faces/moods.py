"""What a face does in each mood: brows, eyes, mouth, tears, blush.

Lengths are in distances between the eyes.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

MouthShape = Literal[
    "smile", "grin", "laugh", "frown", "flat", "small", "round", "shout", "wave", "crooked", "teeth"
]
EyeShape = Literal["shut", "shut up", "half", "wink"]
"""Shut with the lashes below, shut and arched with laughter, half shut, only the left one shut."""


class Brow(NamedTuple):
    """How a brow lies: how much higher than at rest its inner and its outer end are."""

    inner: float
    outer: float


class Feelings(NamedTuple):
    """What a mood changes on a face; None leaves a part as it is drawn."""

    brows: Brow | None = None
    left_brow: Brow | None = None
    """Where the left one does something else."""
    mouth: MouthShape | None = None
    eyes: EyeShape | None = None
    tears: Literal["drops", "streams"] | None = None
    blush: bool = False
    sweat: bool = False

    @property
    def told_by_brows(self) -> bool:
        """Whether it would be another mood without them: anger with a sad mouth."""
        return self.brows is not None and self.brows.inner < -0.1

    @property
    def adds(self) -> bool:
        """Whether something comes onto the face, and not only other lines."""
        return self.tears is not None or self.blush or self.sweat

    def onto(self, mood: str | None) -> "Feelings":
        """Return what is still to be changed on a face that shows a mood already.

        Onto a face that an artist drew sad come the tears alone.
        """
        if mood in (None, "neutral") or not self.adds:
            return self
        return Feelings(tears=self.tears, blush=self.blush, sweat=self.sweat)


_WORRIED, _ANGRY, _RAISED = Brow(0.16, -0.1), Brow(-0.2, 0.08), Brow(0.14, 0.12)

FEELINGS: Mapping[str, Feelings] = MappingProxyType(
    {
        "neutral": Feelings(mouth="flat"),
        "smile": Feelings(mouth="smile"),
        "happy": Feelings(Brow(0.06, 0.04), mouth="grin"),
        "laugh": Feelings(Brow(0.08, 0.05), mouth="laugh"),
        "laughing hard": Feelings(Brow(0.1, 0.05), mouth="laugh", eyes="shut up"),
        "excited": Feelings(_RAISED, mouth="laugh"),
        "wink": Feelings(mouth="smile", eyes="wink"),
        "smirk": Feelings(Brow(-0.05, 0.05), Brow(0.08, 0.14), mouth="crooked"),
        "sly": Feelings(Brow(-0.14, 0.08), mouth="crooked"),
        "curious": Feelings(Brow(0.02, 0.02), Brow(0.14, 0.16), mouth="small"),
        "thinking": Feelings(Brow(-0.08, 0.0), Brow(0.1, 0.1), mouth="flat"),
        "confused": Feelings(Brow(-0.08, 0.02), Brow(0.16, 0.1), mouth="wave"),
        "annoyed": Feelings(Brow(-0.13, 0.03), mouth="frown"),
        "irritated": Feelings(Brow(-0.17, 0.05), mouth="teeth"),
        "angry": Feelings(_ANGRY, mouth="frown"),
        "shouting": Feelings(_ANGRY, mouth="shout"),
        "sad": Feelings(_WORRIED, mouth="frown"),
        "cry": Feelings(_WORRIED, mouth="frown", tears="drops"),
        "crying loudly": Feelings(_WORRIED, mouth="shout", eyes="shut", tears="streams"),
        "worried": Feelings(Brow(0.13, -0.06), mouth="wave"),
        "afraid": Feelings(Brow(0.2, 0.0), mouth="wave", sweat=True),
        "surprised": Feelings(_RAISED, mouth="round"),
        "shocked": Feelings(Brow(0.2, 0.12), mouth="shout"),
        "amazed": Feelings(_RAISED, mouth="round"),
        "embarrassed": Feelings(Brow(0.1, -0.04), mouth="small", blush=True),
        "tired": Feelings(Brow(0.05, -0.06), mouth="flat", eyes="half"),
        "asleep": Feelings(mouth="small", eyes="shut"),
        "rolling eyes": Feelings(Brow(0.08, 0.08), mouth="frown", eyes="half"),
    }
)
"""Every mood that can be drawn; where somebody looks cannot, for pupils are nobody's to move."""
