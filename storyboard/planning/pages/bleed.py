"""Where panels meet the page's edge: pictures run over it, words keep inside it. In points."""

from schemas.geometry import Box
from schemas.story import PageFormat

_CLOSE = 0.5
"""A side nearer to the page's edge than this, which no knife cuts to, would leave a white hair."""


def bled(box: Box, page: PageFormat) -> Box:
    """Return a panel, with the sides that touch the trimmed page's edge moved out into the bleed.

    One that is bled already stays as it is.
    """
    return Box(
        left=-page.bleed if box.left < _CLOSE else box.left,
        top=-page.bleed if box.top < _CLOSE else box.top,
        right=page.width + page.bleed if box.right > page.width - _CLOSE else box.right,
        bottom=page.height + page.bleed if box.bottom > page.height - _CLOSE else box.bottom,
    )


def trimmed(box: Box, page: PageFormat) -> Box:
    """Return what is left of a panel when the page has been cut."""
    return Box(
        left=max(box.left, 0),
        top=max(box.top, 0),
        right=min(box.right, page.width),
        bottom=min(box.bottom, page.height),
    )
