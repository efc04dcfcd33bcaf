"""What a panel's action asks for, as a value: who does what, beside whom, with what, where.

Whatever reads an action, rules or a language model, returns `Directions`; nothing later reads
the action's sentences again. What the author states under `characters` and `relations` is no
part of it, and wins over it.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from schemas.base import Value
from schemas.geometry import Pose
from schemas.openpose import PoseFromFile
from schemas.shots import ShotName
from schemas.story import Depth, Relation
from schemas.ways import State, Way


class Role(Value):
    """What one subject of a panel does; None and nothing where nothing asks for anything."""

    poses: tuple[str | PoseFromFile | Pose, ...] = ()
    """What the body does, as words of the pose vocabulary, or keypoints in the panel's unit
    square. Of several, whichever the subject's pictures show best is taken."""
    mood: str | None = None
    """A word of the mood vocabulary."""
    facing: str | None = None
    """left, right, front, back, or the id of the subject looked at."""
    away: bool = False
    """Whether the subject turns away from whom `facing` names."""
    at: str | None = None
    """The side of the picture: far left, left, centre, right, far right."""
    depth: Depth | None = None
    stated: bool = True
    """Whether the direction is asked for; a default gives way to the pose."""
    felt: bool = True
    """Whether the mood is asked for, not only heard in a line."""
    acts: bool = True
    """Whether the subject does something, and is not only mentioned beside others."""

    @property
    def pose(self) -> str | Pose | None:
        """The first of the poses."""
        return self.poses[0] if self.poses else None


class PropRole(Value):
    """What a thing or an animal that is no subject of the story does in a panel."""

    noun: str
    """What it is, as a noun phrase: `gift`, `red bow tie`."""
    of: str | None = None
    """The id of the subject that has it, wears it, sits on it or is near it."""
    also: tuple[str, ...] = ()
    """The ids of those who have it as well: who sit on one sofa, who pull at one rope."""
    way: Way | None = None
    """None leaves it to what is usual for such a thing."""
    count: int = Field(default=1, ge=1)
    state: State | None = None
    """How it is: a burning house, a sleeping dragon."""
    pose: str | None = None
    """What the body of a stranger does, as a word of the pose vocabulary."""
    mood: str | None = None
    """What the face of a stranger says, as a word of the mood vocabulary."""


class WordUse(Value):
    """What a noun or a verb of the action was taken for."""

    word: str
    start: int
    end: int
    """Where it stands in the action; the whole of it, where the action says it in other words."""
    kind: Literal["who", "pose", "mood", "thing", "extra", "state", "look", "deed", "other"]
    """`state` is how a thing is, `look` says its colour, size or make, `deed` is a verb of which
    nothing was made, `other` what no picture needs to show."""
    of: tuple[str, ...] = ()
    """The ids of those whom it is about."""
    value: str = ""
    """The word of the vocabulary, or the noun phrase."""
    about: str = ""
    """The noun phrase of the thing that a state or a look is of."""


class Directions(Value):
    """Everything that an action asks of the staging of its panel."""

    roles: Mapping[str, Role] = {}
    """Everyone whom the action puts into the picture, by id, in order of mention."""
    relations: tuple[Relation, ...] = ()
    """Who is where beside whom; gives way to what the author states."""
    props: tuple[PropRole, ...] = ()
    extras: tuple[PropRole, ...] = ()
    """People who are no characters of the story: `waiter`, `crowd`."""
    place: str | None = None
    """Where it happens, where the action says it and the setting does not."""
    shot: ShotName | None = None
    """The shot that shows it best, where whoever read it proposes one; the author's own wins."""
    beats: tuple[str, ...] = ()
    """Moments of which one picture can show only one, in the action's own words and order."""
    uses: tuple[WordUse, ...] = ()
    """What the action's nouns and verbs were taken for, in the order of the text."""
    not_understood: tuple[str, ...] = ()
    """Words of the action of which nothing was made."""
    notes: tuple[str, ...] = ()
    """What the author should know of how the action was read."""

    @property
    def doers(self) -> tuple[str, ...]:
        """Whoever does something, in order of mention."""
        return tuple(who for who, role in self.roles.items() if role.acts)
