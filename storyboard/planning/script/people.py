"""Which nouns mean somebody."""

from renderers.props.library import find
from storyboard.planning.script import word_lists as lists


def is_person(lemma: str) -> bool:
    """Tell whether a noun means somebody; a snowman, whom the library has as a thing, does not."""
    if lemma in lists.PEOPLE:
        return True
    return lemma.endswith(("woman", "man", "women", "men")) and find(lemma) is None
