"""Which shot shows a panel best, where the author did not say."""

from collections.abc import Sequence

from renderers.props.library import find
from schemas.directions import Directions, PropRole, Role
from schemas.shots import ShotName
from schemas.story import Panel
from schemas.vocabulary.phrases import POSES

_ON_FOOT = {"running", "walking", "kicking", "carrying", "pushing"}
_BEAST = 1.5
"""From this size on, in adults, an animal is shown whole beside whole people."""
_TALKATIVE = 130
"""More letters than this leave no height for whole figures."""


def shot_of(
    panel: Panel,
    directions: Directions,
    subjects: Sequence[str],
    *,
    opens: bool,
    animals: bool = False,
) -> ShotName:
    """Return the author's shot, else the director's, else one by rules.

    The rules show places wide, bodies in motion and crowds full, talk medium, thoughts
    close. A scene's first panel shows the place, unless it says too much for that.

    Args:
        animals: whether only animals are there; they are shown whole, in their real size.
    """
    if chosen := panel.shot or directions.shot:
        return chosen
    letters = sum(len(line.says) for line in panel.dialogue) + sum(map(len, panel.captions))
    if not subjects:
        return "wide"
    if opens and letters < _TALKATIVE:
        return "wide" if len(subjects) > 1 else "full"
    strangers = sum(each.count for each in directions.extras)
    crowded = len(subjects) + strangers > 3 or (strangers and _does(directions.extras))
    crowded = crowded or any(each.way in ("ridden", "stand") for each in directions.props)
    if animals or crowded or _beasts(directions) or _moves(panel, directions, subjects):
        return "full"
    if (
        len(subjects) == 1
        and panel.dialogue
        and all(line.how == "thought" for line in panel.dialogue)
    ):
        return "close"
    return "medium"


def _does(extras: Sequence[PropRole]) -> bool:
    """Tell whether a stranger does something that must be seen."""
    return any(each.pose is not None for each in extras)


def _beasts(directions: Directions) -> bool:
    """Tell whether an animal larger than people is there, which nearer shots would hide."""
    found = (find(each.noun) for each in directions.props if each.way is None)
    return any(
        each is not None
        and each.kind == "animal"
        and each.size > _BEAST
        and each.ways[0] == "ground"
        for each in found
    )


def _moves(panel: Panel, directions: Directions, subjects: Sequence[str]) -> bool:
    """Tell whether somebody's legs must be seen."""
    asked = [panel.characters[who].pose for who in subjects if who in panel.characters]
    directed = [pose for who in subjects for pose in directions.roles.get(who, Role()).poses]
    poses = [pose for pose in (*asked, *directed) if isinstance(pose, str)]
    return any(
        pose in _ON_FOOT or (pose in POSES and POSES[pose].posture != "standing") for pose in poses
    )
