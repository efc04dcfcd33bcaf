"""Data that ships with the package: example stories and the packaged cast."""

from pathlib import Path

STORIES = Path(__file__).parent
"""The folder of the example stories."""
CAST = STORIES / "cast"
"""The packaged cast: `<id>/card.json` and the pictures it names."""
PLACES_FOLDER = STORIES / "places"
"""The places as data: `places.toml` and the drawings that it names."""
PROPS = STORIES / "props"
"""The packaged things and animals: `index.json` and their drawings."""
WORDS = STORIES / "words"
"""What nouns mean: `nouns.txt.gz`."""


def example_path(name: str) -> Path:
    """Return an example story's file by its name, with or without `.yaml`.

    Raises:
        FileNotFoundError: no such example; the message lists those there are.
    """
    path = STORIES / f"{name.removesuffix('.yaml')}.yaml"
    if path.parent != STORIES or not path.is_file():
        known = ", ".join(example_names()) or "none"
        raise FileNotFoundError(f'there is no example story "{name}" (there are: {known})')
    return path


def example_names() -> tuple[str, ...]:
    """Return the names of the example stories."""
    return tuple(sorted(path.stem for path in STORIES.glob("*.yaml")))
