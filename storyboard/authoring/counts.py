"""How much there is of what comes along, as pages for readers say it."""

import re

from renderers.places.coded import SHOWS
from renderers.places.data import data_places
from renderers.props.library import prop_names
from schemas.vocabulary.phrases import POSES
from storyboard.planning.staging.signs import NAMES


def counts() -> dict[str, int]:
    """Return how many there are, by what pages call them."""
    return {
        "poses": len(POSES),
        "things and animals": len(prop_names()) - len(NAMES),
        "kinds of place": len(data_places()) + len(SHOWS),
        "places of the list": len(data_places()),
        "places in code": len(SHOWS),
    }


def with_counts(text: str) -> str:
    """Return a page on which every number before such a name is true."""
    for name, number in counts().items():
        text = re.sub(rf"\b\d+(?= {name}\b)", str(number), text)
    return text
