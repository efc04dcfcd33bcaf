"""How pictures are named that feel what nobody drew: `felt:<mood>:<picture>`."""

FELT = "felt:"
"""What the names of such pictures begin with."""


def felt_name(mood: str, picture: str) -> str:
    """Name a picture onto whose face a mood is drawn."""
    return f"{FELT}{mood}:{picture}"


def felt_mood(name: str) -> str | None:
    """Return the mood that is drawn onto a picture; None where none is."""
    return name.removeprefix(FELT).split(":", 1)[0] if name.startswith(FELT) else None


def unfelt(name: str) -> str:
    """Return the name of the picture as it was drawn."""
    return name.removeprefix(FELT).split(":", 1)[-1] if name.startswith(FELT) else name
