"""How people touch: for each pose word, how near two stand, where they look, what their arms do."""

from typing import Literal, NamedTuple

from schemas.directions import Role

Arm = Literal["near", "far", "inner"]
"""The arm towards the reader of who turns to the other, the one behind it, or the one beside the
other where both face the reader."""
Aim = Literal["torso", "between", "shoulder", "far shoulder", "upper shoulder", "front", "before"]
"""What a hand is led to: the other's back, the middle between both, a shoulder (the nearer, the
farther, the upper one of who lies), the near side of the chest, a place just before it."""


class Reach(NamedTuple):
    """What one arm does."""

    arm: Arm
    to: Aim
    level: float = 0.0
    """How far down, from neck (0) to hips (1)."""
    around: bool = False
    """Whether the arm is about the other: the near one before both bodies, others behind them."""
    aside: float = 0.0
    """How far on this side of what the hand is led to, in the distance of both."""


class Touch(NamedTuple):
    """How two stand who touch."""

    apart: float
    """Between their axes, in their mean height."""
    arms: tuple[Reach, ...] = ()
    both: bool = True
    """Whether the other does the same."""
    turned: Literal["to each other", "to the reader", "apart", "alike"] = "to each other"
    other: str | None = None
    """What the other does, where nothing else is said of it."""
    strict: bool = False
    """Whether they only touch where the other does just that."""
    alone: str | None = None
    """What it is where nobody else is there."""
    heads: float | None = None
    """The gap between their heads, in their mean height; counts instead of `apart`."""
    answer: tuple[Reach, ...] = ()
    """What the arms of the other do, where it does its part; where both do the same and nothing
    is said, what those of the one do."""
    level: bool = False
    """Whether the smaller one comes up to the other's face, as on tiptoe."""
    lying: bool = False
    """Whether they only touch where the other lies."""
    lips: bool = False
    """Whether their mouths meet, where both heads are seen from the side."""
    behind: bool = False
    """Whether the one who touches is behind the other, and not before it."""
    mood: str | None = None
    """What one feels of whom nothing is said."""
    answer_mood: str | None = None
    """What the other feels; where both do the same, what the one does."""

    @property
    def embraces(self) -> bool:
        """Whether both are so near that one hides a part of the other."""
        return self.both and self.heads is not None


TOUCHES = {
    "hugging": Touch(
        0.2,
        (Reach("near", "torso", 0.12, around=True), Reach("far", "torso", 0.4, around=True)),
        answer=(Reach("near", "torso", 0.55, around=True), Reach("far", "torso", 0.3, around=True)),
        heads=-0.02,
        level=True,
        mood="smile",
    ),
    "kissing": Touch(
        0.2,
        (Reach("near", "torso", 0.5, around=True), Reach("far", "torso", 0.5, around=True)),
        answer=(Reach("near", "torso", 0.08, around=True), Reach("far", "torso", 0.3, around=True)),
        heads=-0.03,
        level=True,
        lips=True,
        mood="smile",
    ),
    "shaking hands": Touch(0.42, (Reach("near", "between", 0.7),), mood="smile"),
    "handing over": Touch(
        0.52,
        (Reach("near", "between", 0.5), Reach("far", "between", 0.5)),
        both=False,
        other="reaching",
        answer=(Reach("near", "between", 0.6), Reach("far", "between", 0.6)),
        mood="smile",
        answer_mood="smile",
    ),
    "high five": Touch(0.5, (Reach("far", "between", -0.45, aside=0.06),), mood="happy"),
    "dancing together": Touch(
        0.36,
        (Reach("near", "torso", 0.7, around=True), Reach("far", "between", -0.35)),
        alone="dancing",
        answer=(Reach("near", "torso", 0.3, around=True), Reach("far", "between", -0.35)),
        mood="smile",
    ),
    "holding hands": Touch(
        0.33, (Reach("inner", "between", 0.98),), turned="to the reader", mood="smile"
    ),
    "back to back": Touch(0.26, turned="apart", alone="arms folded"),
    "hand on shoulder": Touch(0.36, (Reach("far", "shoulder"),), both=False, mood="smile"),
    "arm around": Touch(
        0.27,
        (Reach("inner", "far shoulder", around=True),),
        both=False,
        turned="to the reader",
        mood="smile",
        answer_mood="smile",
    ),
    "whispering": Touch(0.26, both=False, heads=-0.015, level=True),
    "punching": Touch(
        0.5,
        (Reach("far", "before", 0.06),),
        both=False,
        other="flinching",
        mood="angry",
        answer_mood="shocked",
    ),
    "pushing": Touch(
        0.42,
        (Reach("near", "front", 0.2), Reach("far", "front", 0.34)),
        both=False,
        other="flinching",
        mood="angry",
        answer_mood="shocked",
    ),
    "pulling": Touch(
        0.5,
        (Reach("near", "between", 0.4), Reach("far", "between", 0.5)),
        both=False,
        other="reaching",
        answer=(Reach("near", "between", 0.4), Reach("far", "between", 0.5)),
    ),
    "fighting over": Touch(
        0.58,
        (Reach("near", "between", 0.35, aside=0.24), Reach("far", "between", 0.55, aside=0.24)),
        alone="pulling",
        mood="angry",
    ),
    "tending": Touch(
        0.2,
        (Reach("far", "upper shoulder"), Reach("near", "upper shoulder")),
        both=False,
        turned="alike",
        heads=-0.03,
        lying=True,
    ),
    "waking": Touch(
        0.2,
        (Reach("near", "upper shoulder"),),
        both=False,
        turned="alike",
        other="sleeping",
        alone="stretching",
        behind=True,
    ),
    "carrying": Touch(
        0.0, both=False, turned="to the reader", other="being carried", strict=True, behind=True
    ),
}
"""Touch by pose word."""
ON_FOOT = ("walking", "running", "tiptoeing", "marching")
STRIDING = ("holding hands", "arm around")
"""How one walks, and the touches during which one can; both then go one way."""


def touch_word(role: Role) -> str | None:
    """Return the pose by which somebody touches another; of others, what its body does."""
    words = [pose for pose in role.poses if isinstance(pose, str)]
    return next((word for word in words if word in TOUCHES), words[0] if words else None)
