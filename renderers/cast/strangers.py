"""Strangers: people without a biography, made of the cast's drawings in other colours.

"A waiter", "two children", "an old woman with dark skin and a red coat": the words decide whose
drawings are taken, how tall somebody is and what is dyed; what they leave open is hashed from
them, so that the same words are the same person in every panel.
"""

import re
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from types import MappingProxyType

from renderers.cast.references import packaged_card
from renderers.colour_words import COLOURS
from renderers.dyes import HAIR, dyed_name
from schemas.cast import Card, Drawing, Face, View
from schemas.story import Character
from schemas.vocabulary.words import listed

__all__ = ["is_somebody", "person_of", "stranger"]

PARTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "dee": {"skin": "#f8e4c8", "hair": HAIR, "top": "#bcd0ec"},
        "priya": {"skin": "#ecdcd0", "hair": HAIR, "top": "#f494b0", "bottom": "#384c5c"},
        "sophie": {"skin": "#ecc8a8", "hair": "#bcbcac", "top": "#507898"},
        "dey": {"hair": HAIR, "skin": "#ecdcc4", "top": "#bcc498", "shoes": "#846450"},
        "ringo": {"hair": HAIR, "skin": "#bca48c", "top": "#889cdc", "shoes": "#545454"},
        "ethan": {"hair": HAIR, "skin": "#f8c498", "top": "#b0d8f0"},
        "aryan": {"hair": HAIR, "skin": "#f0d4c8", "top": "#e89800", "bottom": "#40607c"},
        "bill": {
            "skin": "#fcc89c",
            "hair": "#482c04",
            "top": "#00305c",
            "tie": "#9c1000",
            "shoes": "#643c00",
        },
    }
)
"""The colours of the cast's drawings that can be dyed; black hair is dyed on faces alone."""
_WOMEN, _MEN = ("dee", "priya"), ("ringo", "ethan", "aryan", "dey", "bill")
_GLASSES, _BEARDS = ("dee", "ethan", "aryan"), ("dey", "aryan", "ethan", "ringo")

_FEMALE = frozenset(
    listed(
        "woman, women, girl, girls, lady, ladies, waitress, nurse, actress, bride, queen, "
        "princess, witch, mother, mum, mom, aunt, sister, daughter, wife, grandmother, granny, "
        "grandma, hostess, stewardess, nun, businesswoman, policewoman, saleswoman, ballerina, "
        "heroine, blouse, dress, skirt"
    )
)
_MALE = frozenset(
    listed(
        "man, men, boy, boys, gentleman, waiter, actor, groom, king, prince, wizard, father, dad, "
        "uncle, brother, son, husband, grandfather, grandpa, monk, businessman, policeman, "
        "salesman, butler, hero, postman, fireman, fisherman, sheriff, cowboy, knight, priest"
    )
)
_YOUNG = frozenset(
    listed("child, children, kid, kids, boy, boys, girl, girls, pupil, pupils, toddler")
)
_OLD = frozenset(listed("old, elderly, aged, grandmother, grandfather, granny, grandma, grandpa"))
_OTHERS = frozenset(
    listed(
        "person, people, somebody, someone, stranger, crowd, guest, guests, audience, passenger, "
        "passengers, customer, customers, teacher, doctor, dentist, chef, cook, baker, farmer, "
        "soldier, guard, thief, robber, burglar, pirate, pilot, driver, conductor, cashier, "
        "clerk, shopkeeper, tourist, tourists, neighbour, neighbor, student, students, worker, "
        "workers, builder, judge, lawyer, patient, player, players, fan, fans, singer, dancer, "
        "musician, reporter, photographer, detective, officer, police, cop, sailor, captain, "
        "astronaut, clown, magician, spectator, spectators, family, parent, parents, friend, "
        "friends, villager, villagers, colleague, boss, secretary, scientist, librarian, "
        "receptionist, hairdresser, barber, waiters, waitresses, nurses, doctors, soldiers, "
        "guards, thieves, robbers, pirates, sailors"
    )
)
_CLOTHES: Mapping[str, str] = MappingProxyType(
    {
        "nurse": "#f4f6f8",
        "doctor": "#f4f6f8",
        "dentist": "#f4f6f8",
        "chef": "#f7f5ee",
        "cook": "#f7f5ee",
        "baker": "#f7f5ee",
        "scientist": "#f4f6f8",
        "bride": "#fbf7f2",
        "policeman": "#2f4f86",
        "policewoman": "#2f4f86",
        "police": "#2f4f86",
        "cop": "#2f4f86",
        "officer": "#2f4f86",
        "guard": "#5a6472",
        "soldier": "#6f8050",
        "sheriff": "#b08a55",
        "thief": "#4a4a54",
        "robber": "#4a4a54",
        "burglar": "#4a4a54",
        "fireman": "#c8442f",
        "farmer": "#a8713f",
        "pirate": "#a8343f",
        "sailor": "#e8eef4",
        "captain": "#33507f",
        "pilot": "#33507f",
        "king": "#8a3fa0",
        "queen": "#8a3fa0",
        "prince": "#4f6fc0",
        "princess": "#ee9fc4",
        "witch": "#5b4a78",
        "wizard": "#5b4aa8",
        "priest": "#4a4a54",
        "judge": "#4a4a54",
        "postman": "#d8a93a",
        "clown": "#f2b632",
        "astronaut": "#e8eef4",
        "waiter": "#3a3f4a",
        "waitress": "#3a3f4a",
        "butler": "#3a3f4a",
        "builder": "#e88a3a",
    }
)
_SKINS = ("#f8e0c8", "#f2cfae", "#e3b38c", "#c68e63", "#9a6642", "#74492f")
_TONES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "dark": _SKINS[4:],
        "black": _SKINS[4:],
        "brown": _SKINS[3:5],
        "tanned": _SKINS[2:4],
        "pale": _SKINS[:1],
        "fair": _SKINS[:2],
        "light": _SKINS[:2],
        "white": _SKINS[:2],
    }
)
_HAIRS = ("#3a2a1c", "#6b4522", "#a8672d", "#d9b25f", "#b9b9b4", "#8a3f24")
_HAIR_WORDS = {
    "blond": 3,
    "blonde": 3,
    "red": 5,
    "ginger": 2,
    "grey": 4,
    "gray": 4,
    "white": 4,
    "brown": 1,
    "dark": 0,
    "black": 0,
    "fair": 3,
    "golden": 3,
    "auburn": 5,
    "redhead": 5,
    "brunette": 1,
    "silver": 4,
}
_TOPS = (
    "#c8554e",
    "#e39a4a",
    "#e8c65a",
    "#7fae6f",
    "#5f9fa8",
    "#6f8fce",
    "#9a7cc0",
    "#d98fae",
    "#b58a62",
    "#8f99a6",
)
_BOTTOMS = ("#3d4654", "#5a4a3d", "#46586b", "#6b5f52")
_LEGWEAR = r"(?:trousers|pants|jeans|shorts|skirt|leggings)"
_UNLIKE = frozenset(
    listed(
        "robot, android, alien, ghost, monster, creature, skeleton, mermaid, dragon, zombie, "
        "dwarf, elf, troll, giant, snowman, angel, fairy, goblin, orc, demon, devil, cyborg, mummy"
    )
)
"""Whom no dyed drawing of a person shows."""
_GARMENTS = r"(?:coat|shirt|t-shirt|blouse|dress|jumper|sweater|jacket|suit|uniform|clothes|top)"


def is_somebody(noun: str) -> bool:
    """Tell whether a noun phrase names people, of whom `stranger` can make one."""
    return not _words(noun).isdisjoint(_FEMALE | _MALE | _YOUNG | _OTHERS | _CLOTHES.keys())


def person_of(character: Character) -> Card | None:
    """Return a card of a character without pictures: a person of its `look`, always the same.

    None where it is no person, or one of whom nobody drew the like: a robot, a ghost.
    """
    about = f"{character.class_noun} {character.look}"
    if character.kind != "person" or _words(about) & _UNLIKE:
        return None
    card = stranger(about, salt=character.id, shaven=True)
    return card.but(
        id=character.id,
        name=character.name,
        token=character.token,
        class_noun=character.class_noun,
        look=character.look,
        height=card.height if character.height == 1 else character.height,
    )


def stranger(look: str, *, nth: int = 0, salt: str = "", shaven: bool = False) -> Card:
    """Return a card of somebody who looks as the words say; the same words, the same person.

    Args:
        look: such as `waiter`, `a girl with glasses`, `an old man with dark skin in a red coat`.
        nth: of several whom the same words name, which one; they differ.
        salt: chance is hashed from it too.
        shaven: nobody has a beard of whom the words do not say it, nor that it is a man.
    """
    words, text = _words(look), " ".join(look.lower().split())
    bases = _bases(words)
    if shaven and not words & (_MALE | {"beard", "bearded", "moustache"}):
        bases = [who for who in bases if who not in _BEARDS] or bases
    base = _pick(bases, text + salt, nth, "base")
    parts = PARTS[base]
    colours = _colours(words, text, nth, salt)
    dyes = {colour: colours.get(part, colour) for part, colour in parts.items()}
    card = packaged_card(base)
    height = card.height * (0.62 if words & _YOUNG else 1.0)
    name = text.removeprefix("a ").removeprefix("an ").removeprefix("the ")
    return card.but(
        id=re.sub(r"\W+", "-", f"{name} {nth + 1}" if nth else name).strip("-") or "stranger",
        name=name,
        token=name,
        class_noun="person cartoon",
        look=text,
        height=height,
        views=tuple(_dyed_view(view, dyes) for view in card.views),
    )


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower()))


def _bases(words: set[str]) -> Sequence[str]:
    """Return whose drawings may be taken: by age and sex, glasses and beard."""
    female, male = bool(words & _FEMALE), bool(words & _MALE)
    if words & _OLD and not male:
        return ("sophie",)
    bases: Sequence[str] = _WOMEN if female else _MEN if male else (*_WOMEN, *_MEN)
    if words & _YOUNG:  # Nobody's child has a beard.
        bases = _WOMEN if female or not male else ("bill",)
    for word, having in (("glasses", _GLASSES), ("beard", _BEARDS), ("bearded", _BEARDS)):
        if word in words:
            bases = [who for who in bases if who in having] or bases
    return bases


def _colours(words: set[str], text: str, nth: int, salt: str) -> dict[str, str]:
    """Return what every part is dyed: what the words say, else by chance of the words."""
    skins = next(
        (_TONES[word] for word in re.findall(r"(\w+)[- ]skin", text) if word in _TONES), _SKINS
    )
    hairs = [_HAIRS[_HAIR_WORDS[word]] for word in _hair_words(text) if word in _HAIR_WORDS]
    grey = [_HAIRS[4]] if words & _OLD else []
    said = [COLOURS[word] for word in re.findall(rf"(\w+) {_GARMENTS}\b", text) if word in COLOURS]
    worn = [_CLOTHES[word] for word in sorted(words) if word in _CLOTHES]
    legs = [COLOURS[word] for word in re.findall(rf"(\w+) {_LEGWEAR}\b", text) if word in COLOURS]
    text += salt
    return {
        "skin": _pick(skins, text, nth, "skin"),
        "hair": _pick(hairs or grey or _HAIRS[:4], text, nth, "hair"),
        "top": (said or worn or [_pick(_TOPS, text, nth, "top")])[0],
        "bottom": (legs or [_pick(_BOTTOMS, text, nth, "bottom")])[0],
        "tie": _pick(_TOPS, text, nth, "tie"),
    }


def _hair_words(text: str) -> list[str]:
    """Return the words before *hair*, *curls* or *beard*, and those for people by their hair."""
    return [
        *re.findall(r"(\w+)(?:[ -]\w+)?[- ](?:hair|haired|curls|locks|beard)", text),
        *re.findall(r"(\w+)[- ](?:hair|haired|curls|locks|beard)", text),
        *re.findall(r"\b(blonde?|redhead|ginger|brunette)\b", text),
    ]


def _pick(options: Sequence[str], text: str, nth: int, what: str) -> str:
    """Return one of some options: hashed from the words, each next person's another."""
    digest = blake2b(f"{text}|{what}".encode(), digest_size=4).digest()
    return options[(int.from_bytes(digest, "big") + nth) % len(options)]


def _dyed_view(view: View, dyes: Mapping[str, str]) -> View:
    return view.but(
        drawings=tuple(_dyed(each, dyes) for each in view.drawings),
        faces=tuple(_dyed_face(each, dyes) for each in view.faces),
    )


def _dyed(drawing: Drawing, dyes: Mapping[str, str]) -> Drawing:
    below = {old: new for old, new in dyes.items() if old != HAIR}
    return drawing.but(picture=dyed_name(drawing.picture, below))


def _dyed_face(face: Face, dyes: Mapping[str, str]) -> Face:
    return face.but(picture=dyed_name(face.picture, dyes))
