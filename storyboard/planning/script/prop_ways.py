"""How things are there, as a text says it: in hand, worn, sat upon, before one, seen through."""

from renderers.props.library import find
from schemas.ways import Way
from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.handling import is_worn
from storyboard.planning.script.walk_state import Met, WalkState

_WAYS: dict[str, Way] = {
    "hold": "hand",
    "lift": "hand",
    "raise": "hand",
    "wave": "hand",
    "hand": "hand",
    "give": "hand",
    "offer": "hand",
    "eat": "hand",
    "drink": "hand",
    "read": "hand",
    "play": "hand",
    "steal": "hand",
    "grab": "hand",
    "carry": "carried",
    "bring": "carried",
    "wear": "head",
    "ride": "ridden",
    "fly": "ridden",
    "climb": "stand",
}
HAVING = frozenset(_WAYS)
"""Verbs that are seen where their thing is seen with whoever has it."""
_LIFTED = frozenset(("hold", "lift", "raise"))
"""What is done with a thing that is seen in a hand above the head, where it is done `up`."""
_SEATS = frozenset(("sit", "lie", "sleep", "lounge", "squeeze", "curl", "rest", "recline", "nap"))
_STANDS = frozenset(("stand", "step", "balance", "jump", "dance", "climb"))
_CONTESTED = frozenset(("fight", "argue", "quarrel", "struggle", "wrestle", "squabble"))
_TASTED = frozenset(("eat", "drink", "sip", "slurp", "lick", "bite", "nibble"))
EATEN = frozenset(("eat", "have", "cook", "prepare", "serve", "enjoy", "share", "finish", "make"))
"""What is done with a meal that is seen on the table."""
_PULLED = frozenset(("pull", "tug", "haul", "heave", "yank", "tow", "hold", "cling"))
"""What is done on or at something that both hands have."""
_ABOARD = frozenset(
    (
        "row",
        "paddle",
        "sail",
        "float",
        "drift",
        "sit",
        "ride",
        "travel",
        "fish",
        "be",
        "stand",
        "go",
    )
)
"""What one does in a boat or on a mount that one is seen in."""
_COVER = frozenset(("hide", "crouch", "duck", "peek", "peep", "kneel", "stand", "cower", "wait"))
"""What one does behind something that is seen before one."""
_DRESSING = frozenset(("put", "pull", "try", "slip"))
_TAKING = frozenset(
    ("hold", "pick", "lift", "raise", "dig", "pull", "take", "get", "bring", "show")
)
_PASSING = frozenset(
    ("pass", "swim", "fly", "float", "drift", "glide", "look", "peer", "stare", "appear", "hover")
)
_PANES = frozenset(("window", "porthole", "windscreen"))
"""What one sees things through."""
_IDLE = frozenset(("stand", "wait"))
"""What one does under a tree without hiding."""
_BENEATH = ("under", "underneath", "beneath")
_GATHERING = frozenset(
    ("dance", "sit", "stand", "gather", "crouch", "sing", "kneel", "lie", "sleep")
)
_WORK = frozenset(("stand", "sit", "work", "be", "wait", "play", "cook", "serve", "talk", "speak"))


def has_thing(met: Met, way: Way | None) -> bool:
    """Tell whether whoever the clause is about has the thing: one has no clock one looks at."""
    if way == "eyes":
        return True
    if met.leads or met.verb in lists.LOOKING | lists.PERCEIVING:
        return False
    on_body = way in ("seat", "ridden", "stand", "hand", "before")
    return met.preposition in ("", "with", *_BENEATH) or on_body or _gathers(met)


def _gathers(met: Met) -> bool:
    """Tell whether people are all around a thing: they dance around a campfire."""
    return met.preposition in ("around", "round") and met.verb in _GATHERING


def _taken(walk: WalkState, met: Met, noun: str) -> Way | None:
    """Return how a thing is there that is put on or taken out; None where it is neither."""
    at = walk.chunks.index(met.chunk)
    before = [chunk.lemma for chunk in walk.chunks[max(0, at - 2) : at]]
    if met.preposition or met.leads or " ".join(before) not in lists.PHRASAL:
        return None
    if before[1] == "on":
        prop = find(noun)
        if before[0] == "pull" and prop is not None and not is_worn(prop):
            return "hand"
        if before[0] == "slip" and (prop is None or not is_worn(prop)):
            return None  # slips on a banana peel
        return "head" if before[0] in _DRESSING else None
    return "hand" if before[0] in _TAKING else None


def _outside(walk: WalkState, met: Met) -> Way | None:
    """Return that a thing is seen through a window, where it is said to pass or be at one."""
    at = walk.chunks.index(met.chunk)
    following = walk.chunks[at + 1 : at + 4]
    passes = [chunk.kind == "verb" and chunk.lemma in _PASSING for chunk in following[:1]]
    if not met.leads or not any(passes):
        return None
    panes = (chunk.lemma for chunk in following if chunk.kind == "noun")
    return "window" if next(panes, "") in _PANES else None


def is_seat_without_verb(met: Met) -> bool:
    """Tell whether somebody is said to be on a seat, and not how: Dee, alone, on a bench."""
    where = met.preposition in ("on", "in") and met.verb in ("", "be") and not met.absent
    prop = find(met.chunk.lemma) if where and not met.leads else None
    return prop is not None and prop.ways[0] == "seat"


def way_of(walk: WalkState, met: Met, noun: str) -> Way | None:
    """Return how a thing is there, as far as the text says it."""
    return _taken(walk, met, noun) or _outside(walk, met) or _way(met, noun)


def _way(met: Met, noun: str) -> Way | None:
    verb, where = met.verb, met.preposition
    if is_seat_without_verb(met):
        return "seat"
    if not where:
        return "before" if met.chunk.lemma in lists.MEALS else _WAYS.get(verb)
    if verb in _LIFTED and where == "up":
        return "hand"
    if verb in _SEATS and where in ("on", "in", "into"):
        prop = find(noun)
        return None if prop is not None and prop.ways[0] in ("air", "background") else "seat"
    if verb in _ABOARD and where in ("in", "on", "aboard") and _is_ridden(noun):
        return "ridden"
    if verb in _PULLED and where in ("on", "at", "onto"):
        return "hand"
    if verb in _STANDS and where in ("on", "onto", "on top of"):
        return "stand"
    if verb == "climb" and where in ("up", "down"):
        return "stand"
    if verb in ("fly", "ride", "sail", "float", "sit") and where in ("on", "on the back of"):
        return "ridden"
    if verb in lists.LOOKING and where == "through":
        return "eyes"
    if (verb in _CONTESTED and where == "over") or (verb in _TASTED and where == "from"):
        return "hand"
    if _gathers(met):
        return "ground"
    hidden = verb in _COVER and (where == "behind" or (where in _BENEATH and verb not in _IDLE))
    at_it = verb in _WORK and where in ("at", "behind") and _is_worked_at(noun)
    return "before" if hidden or at_it else None


def is_mount(noun: str) -> bool:
    """Tell whether a noun means an animal of the library that people can ride."""
    prop = find(noun)
    return prop is not None and prop.kind == "animal" and "ridden" in prop.ways


def is_animal(noun: str) -> bool:
    """Tell whether a noun means an animal of the library."""
    prop = find(noun)
    return prop is not None and prop.kind == "animal"


def _is_ridden(noun: str) -> bool:
    prop = find(noun)
    return prop is not None and prop.ways[0] == "ridden"


def _is_worked_at(noun: str) -> bool:
    """Tell whether one is at a thing with it before one, as at a table."""
    prop = find(noun)
    return prop is not None and "before" in prop.anchors
