"""The small vocabularies of story files: each word with the other spellings authors use.

A table leads from every folded spelling (see `values.fold`) to the word meant.
"""

from collections.abc import Mapping
from typing import get_args

from schemas import angles, shots
from schemas.cast import Facing, Kind
from schemas.story import BalloonShape, Depth, How


def _table(synonyms: Mapping[str, str]) -> dict[str, str]:
    """Turn `{word: "spelling, spelling"}` into `{spelling: word}`, the words first."""
    table = {word.replace("-", " "): word for word in synonyms}
    for word, spellings in synonyms.items():
        for spelling in filter(None, spellings.split(", ")):
            table.setdefault(spelling, word)
    return table


SHOTS = _table({name: shot.spellings for name, shot in shots.SHOTS.items()})
ANGLES = _table({name: angle.spellings for name, angle in angles.ANGLES.items()})
AT = _table(
    {
        "far left": "leftmost, very left, outer left",
        "left": "on the left, at left, left side",
        "centre": "center, middle, mid, in the middle, in the centre, in the center",
        "right": "on the right, at right, right side",
        "far right": "rightmost, very right, outer right",
        "top left": "upper left, left top, up left",
        "top": "top centre, top center, upper, above, up",
        "top right": "upper right, right top, up right",
        "bottom left": "lower left, left bottom",
        "bottom": "bottom centre, bottom center, lower, below",
        "bottom right": "lower right, right bottom",
    }
)
DEPTHS = _table(
    {
        "front": "in front, foreground, near, nearer, fore",
        "middle": "mid, middle ground, midground, normal",
        "behind": "back, background, in the background, far, rear",
    }
)
FACINGS = _table(
    {
        "left": "to the left, leftwards",
        "right": "to the right, rightwards",
        "front": "forward, forwards, camera, the camera, viewer, the viewer, reader, the reader, "
        "us",
        "back": "away, backwards, from behind",
    }
)
KINDS = _table(
    {
        "person": "human, people, character, woman, man, girl, boy, child",
        "animal": "pet, creature, beast",
        "object": "thing, prop, item",
    }
)
BALLOONS = _table({"round": "oval, soft", "square": "box, rectangular, angular", "rough": "jagged"})
HOWS = _table(
    {
        "speech": "say, says, said, saying, speak, speaks, normal, speaking, talk, talks",
        "whisper": "whispers, whispering, whispered, quiet, quietly, softly",
        "shout": "shouts, shouting, yell, yells, yelling, scream, screams, screaming, loud, loudly",
        "thought": "think, thinks, thinking, thoughts, thinks to herself, thinks to himself",
        "radio": "phone, telephone, tv, television, electronic, robot, by phone, on the phone",
        "off-panel": "off, offpanel, off screen, offscreen, os, o.s., off camera, voice over",
    }
)
READINGS = _table(
    {
        "ltr": "left to right, western, left",
        "rtl": "right to left, manga, right",
        "scroll": "vertical, down, top to bottom, webtoon",
    }
)
NARRATORS = frozenset(("narrator", "narration", "caption"))
"""Speakers whose words are captions."""
RESERVED_IDS = NARRATORS | frozenset(FACINGS)
"""Words that no character can be called."""

RELATIONS = _table(
    {
        "left of": "to the left of, on the left of, at the left of",
        "right of": "to the right of, on the right of, at the right of",
        "in front of": "infront of, before, nearer than",
        "behind": "in back of, at the back of",
        "above": "over, higher than",
        "below": "under, beneath, underneath, lower than",
        "on": "on top of, upon, atop",
        "beside": "next to, by, alongside, besides, at the side of",
        "facing": "faces, looking at, looks at, look at, watching, watches, turned to, towards, "
        "toward",
        "near": "close to, not far from",
        "far from": "away from, far away from",
        "holding": "holds, hold, carrying, carries, carry, with, has, in hand",
    }
)

assert set(get_args(shots.ShotName)) == set(SHOTS.values())
assert set(get_args(angles.AngleName)) == set(ANGLES.values())
assert set(get_args(Depth)) == set(DEPTHS.values())
assert set(get_args(Facing)) == set(FACINGS.values())
assert set(get_args(Kind)) == set(KINDS.values())
assert set(get_args(How)) == set(HOWS.values())
assert set(get_args(BalloonShape)) == set(BALLOONS.values())
