"""What a near shot is about: eyes, hands, a thing; and through whose eyes we look."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from schemas.directions import Directions, Role, WordUse
from schemas.shots import ShotName
from schemas.story import Character, Panel
from storyboard.planning.script.mentions import named_in

Part = Literal["face", "eyes", "mouth", "hands", "feet"]

_PARTS: Mapping[Part, re.Pattern[str]] = {
    "eyes": re.compile(r"\b(eyes?|gaze|pupils?|eyelids?)\b", re.IGNORECASE),
    "mouth": re.compile(r"\b(mouth|lips?|teeth)\b", re.IGNORECASE),
    "hands": re.compile(r"\b(hands?|fingers?|fists?|palms?|thumbs?)\b", re.IGNORECASE),
    "feet": re.compile(r"\b(foot|feet|shoes?|boots?|toes)\b", re.IGNORECASE),
}
_MEETING, _MET = "handing over", "reaching"
"""What the hands of two do that nothing is said of."""
_SEES = re.compile(
    r"\b(sees?|looks? (at|into|through|out|up|down|over)|watch(es)?|notices?|stares?|peers?"
    r"|gazes?|spots?|reads?|finds?|discovers?|observes?)\b",
    re.IGNORECASE,
)


def part_of(action: str, shot: ShotName | None) -> Part:
    """Return which part of somebody a shot shows: in the nearest shots what its action names."""
    if shot not in ("extreme-close", "insert"):
        return "face"
    found = [
        (match.start(), part) for part, words in _PARTS.items() if (match := words.search(action))
    ]
    return min(found)[1] if found else "face"


def whose_part(action: str, directions: Directions) -> list[str]:
    """Return whom an extreme close-up is of: one, or the two whose hands it shows."""
    named = [*directions.roles]
    if part_of(action, "extreme-close") == "hands" and len(named) == 2:
        return named
    return [*directions.doers][:1] or named[:1]


def focused(
    directions: Directions, panel: Panel, characters: Mapping[str, Character]
) -> Directions:
    """Return directions without those whom a panel's shot leaves out of the picture.

    An insert shows a thing, and of people the part that is named; a point of view does not show
    whose it is.
    """
    shot = panel.shot or directions.shot
    part = part_of(panel.action, shot)
    if part != "face":
        return _of_part(directions, part, named_in(panel.action, characters))
    if shot == "insert":
        return _insert(directions, panel)
    return _point_of_view(directions, panel) if shot == "point-of-view" else directions


def _of_part(directions: Directions, part: Part, named: Sequence[str]) -> Directions:
    """Return directions for one part of somebody, whose it is seen to be though it does nothing."""
    # Shoes that somebody wears are no shoes that stand there.
    props = tuple(each for each in directions.props if not _PARTS[part].search(each.noun))
    roles = dict(directions.roles) or {who: Role() for who in named}
    if part == "hands" and len(roles) == 2 and not any(role.poses for role in roles.values()):
        one, other = roles
        roles = {
            one: roles[one].but(poses=(_MEETING,), facing=other),
            other: roles[other].but(poses=(_MET,), facing=one),
        }
    elif part == "hands":
        held = {each.of for each in props if each.way in ("hand", "carried", None)}
        roles = {
            who: role if role.poses or who in held else role.but(poses=("hands clasped",))
            for who, role in roles.items()
        }
    return directions.but(props=props, roles=roles)


def _insert(directions: Directions, panel: Panel) -> Directions:
    if directions.props:
        return _without(directions, set(directions.roles) - set(panel.characters))
    return _noted(
        directions,
        "an insert shows a thing, hands or eyes, and its action names none: the face is shown",
    )


def _point_of_view(directions: Directions, panel: Panel) -> Directions:
    viewers = set(_viewers(directions, panel))
    if viewers:
        return _without(directions, viewers)
    return _noted(
        directions,
        "a point of view shows what somebody sees, and its action does not say who: "
        'name them first ("Dee sees …"), or stage those who are seen under characters',
    )


def _viewers(directions: Directions, panel: Panel) -> Iterator[str]:
    """Yield whose eyes we look through: who is not staged, who sees, or who is acted upon."""
    doers, named = directions.doers, tuple(directions.roles)
    if panel.characters:
        yield from (who for who in named if who not in panel.characters)
    elif doers and _SEES.search(panel.action):
        yield doers[0]
    elif len(named) > 1:
        yield from [who for who in named if who not in doers][-1:]


def _without(directions: Directions, left_out: set[str]) -> Directions:
    """Return directions in which some are not there, and nothing that they do is to be shown."""
    return directions.but(
        roles={who: role for who, role in directions.roles.items() if who not in left_out},
        relations=tuple(
            each for each in directions.relations if not {each.subject, each.object} & left_out
        ),
        props=tuple(
            each.but(of=None) if each.of in left_out else each for each in directions.props
        ),
        uses=tuple(_unused(use, left_out) for use in directions.uses),
    )


def _unused(use: WordUse, left_out: set[str]) -> WordUse:
    """Ask no picture for a word that is about people who are left out."""
    if not use.of:
        return use
    rest = tuple(who for who in use.of if who not in left_out)
    return use.but(of=rest) if rest else use.but(kind="other")


def _noted(directions: Directions, note: str) -> Directions:
    return directions.but(notes=(*directions.notes, note))
