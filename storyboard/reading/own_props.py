"""Things of the author's own, by the words that name them in actions."""

from typing import get_args

from schemas.story import OwnProp
from schemas.ways import Way
from storyboard.diagnostics import quoted
from storyboard.reading.keys import Key, Kind, Section, WithReport
from storyboard.reading.kinds import by_name, decimal, file, word
from storyboard.reading.nodes import Mapping, Node, kind

_WAYS = {way: way for way in get_args(Way)}
PROP = Section[WithReport](
    "a prop",
    (
        Key(
            "picture",
            file("a prop's picture"),
            "the picture of it; a plain background is cut off",
            default="required",
            example="picture: art/orb.png",
        ),
        Key(
            "size",
            decimal("size", low=0, high=100, above=True),
            "its longer side, in heights of a standing adult",
            default="`0.3`",
        ),
        Key(
            "way",
            word(_WAYS, "a way of being there"),
            "how it is there where the action does not say it: `hand`, `carried`, `table`, "
            "`ground`, `head`, `face`, `neck`, `ridden`, `seat`, `stand`, `air`, "
            "`background`, `window`, `eyes`, `before`",
            default="`hand`",
        ),
    ),
    hint="write picture: below the prop's name",
    short="picture",
)


def _read(node: Node, context: WithReport) -> dict[str, OwnProp] | None:
    if not isinstance(node, Mapping):
        message = f"props must be a mapping of names, not {kind(node)}"
        context.report.add("SB022", node, message)
        return None
    found = {}
    for key, value in node.pairs:
        given = PROP.read(value, context).values
        name = " ".join(key.text.lower().split())
        if not name:
            context.report.add("SB022", key, f"{quoted(key.text)} names no prop")
        elif given.get("picture"):
            found[name] = OwnProp(**{field: each for field, each in given.items() if each})
    return found


PROPS = Kind[WithReport](_read, lambda known: by_name(PROP.schema(known)))
"""The story's `props`; its value is a mapping of `OwnProp`s."""
