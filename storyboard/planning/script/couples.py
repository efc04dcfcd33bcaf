"""What the other of two does whom an action makes touch: the carried lies, the woken sleeps."""

from collections.abc import Iterator, Mapping

from schemas.directions import Directions, Role
from schemas.story import Character
from schemas.vocabulary.phrases import POSES
from storyboard.planning.touches import TOUCHES


def coupled(directions: Directions, characters: Mapping[str, Character]) -> Directions:
    """Give the other of two who touch its part, where the action says nothing else of it."""
    roles = dict(directions.roles)
    for who, other, pose in _parts(directions):
        people = all(characters[one].kind == "person" for one in (who, other))
        if people and roles[other].pose in (None, "standing"):
            roles[other] = roles[other].but(poses=(pose,))
    return directions if roles == directions.roles else directions.but(roles=roles)


def _parts(directions: Directions) -> Iterator[tuple[str, str, str]]:
    """Yield who does something to or with whom, and what the latter does then."""
    for relation in directions.relations:
        pose = directions.roles[relation.subject].pose
        known = POSES.get(pose) if isinstance(pose, str) else None
        if relation.relation == "beside" and known and known.posture in ("sitting", "riding"):
            yield relation.subject, relation.object, known.word
    held = {
        each.subject: each.object for each in directions.relations if each.relation == "holding"
    }
    for who, role in directions.roles.items():
        touch = TOUCHES.get(role.pose) if isinstance(role.pose, str) else None
        if touch is None or touch.other is None:
            continue
        other = held.get(who) or (None if touch.strict else _faced(role))
        if other in directions.roles and other != who:
            yield who, str(other), touch.other


def _faced(role: Role) -> str | None:
    return None if role.away else role.facing
