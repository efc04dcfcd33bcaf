"""Words for clothes: how what they name is cut, and of what colour it is where none is said."""

from types import MappingProxyType

from renderers.cast.puppets.wardrobe import worn_name
from renderers.colour_words import COLOURS

_KINDS: MappingProxyType[str, tuple[str, str]] = MappingProxyType(
    {
        word: (kind, colour)
        for kind, colour, words in (
            ("coat", "#8f6b4a", "coat, overcoat, trench coat, winter coat, fur coat"),
            ("coat", "#f3ce62", "raincoat, rain coat"),
            ("coat", "#f4f1ea", "lab coat, doctor's coat, white coat"),
            ("jacket", "#6a5a4c", "jacket, blazer, leather jacket, cardigan, tuxedo, suit jacket"),
            ("jumper", "#7f9a6a", "jumper, sweater, pullover, hoodie, sweatshirt, shirt, blouse"),
            ("t-shirt", "#d9dde3", "t-shirt, tshirt, tee shirt, jersey"),
            ("vest", "#8a8f6a", "vest, waistcoat, safety vest"),
            ("dress", "#5f8fc9", "dress, gown, ball gown, evening dress, summer dress"),
            ("dress", "#f8f5ee", "wedding dress, bridal gown, wedding gown"),
            ("robe", "#c9c0d6", "robe, bathrobe, dressing gown, kimono, nightgown, tunic"),
            ("skirt", "#9a5f8f", "skirt, kilt, miniskirt"),
            ("apron", "#f1ece0", "apron"),
            ("cape", "#b03a48", "cape, cloak"),
        )
        for word in words.split(", ")
    }
)
"""What words for clothes mean, and their colour where none is said."""


def garment_of(noun: str) -> str | None:
    """Return what a noun phrase for clothes is drawn as, as `wardrobe` names it; None of others."""
    words = noun.lower().split()
    names = (" ".join(words[start:]) for start in range(len(words)))
    known = next((_KINDS[name] for name in names if name in _KINDS), None)
    if known is None:
        return None
    said = next((COLOURS[word] for word in words if word in COLOURS), known[1])
    return worn_name(known[0], said)
