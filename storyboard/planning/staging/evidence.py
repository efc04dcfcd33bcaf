"""What is seen of things in a panel: that they are there, how they look, and how they are."""

from collections.abc import Sequence

from renderers.colour_words import COLOURS
from renderers.dyes import undyed
from renderers.places.shown import is_of_place, is_the_place, thing_of_place
from renderers.props.library import PICTURE, find
from renderers.props.nouns import SIZES
from schemas.plan import Segment
from schemas.story import Setting
from storyboard.planning.casting.dressing import is_worn, is_worn_in
from storyboard.planning.staging.asked import USED_AS, is_part
from storyboard.planning.staging.extras import SUBJECT as EXTRA
from storyboard.planning.staging.signs import SIGNS

_PUDDLES = ("puddle", "puddles")


def is_there(noun: str, segments: Sequence[Segment], setting: Setting) -> bool:
    """Tell whether a thing is drawn, held by a figure, or said of the place."""
    head = noun.split(" of ")[0].split()[-1]
    props = {segment.subject.partition(":")[2] for segment in segments if segment.way is not None}
    held = {segment.holds for segment in segments if segment.holds is not None}
    named = any(head in name.split() or name in noun for name in props | held)
    said = f"{setting.prompt} {setting.light or ''} {setting.weather or ''}".lower()
    wet = head in _PUDDLES and (setting.weather or "") in ("rain", "storm")
    placed = is_the_place(setting, noun) or thing_of_place(setting, noun)
    of_place = head in said or bool(placed) or is_of_place(setting, noun)
    worn = is_worn(noun, segments)
    return named or wet or worn or of_place or is_part(noun, props) or _drawn_as(noun, props)


def has_state(state: str, noun: str, segments: Sequence[Segment]) -> bool:
    """Tell whether a thing is seen in a state: by its sign, by its drawing, or by where it is."""
    sign = SIGNS.get(state)  # type: ignore[call-overload]
    if sign is not None and any(sign.name in each.subject for each in segments):
        return True
    there = [each for each in segments if _means(noun, each)]
    if state == "flying":
        return any(each.way in ("air", "window", "ridden") for each in there)
    return any(each.token.startswith(state) for each in segments if each.way is not None)


def has_look(word: str, noun: str, segments: Sequence[Segment], setting: Setting) -> bool:
    """Tell whether a describing word is seen: a size, a colour that a thing was dyed in."""
    there = [each for each in segments if _means(noun, each)]
    if word in SIZES or any(_is_own(each) for each in there):
        return bool(there)
    if word in COLOURS and is_worn_in(word, noun, segments):
        return True
    if word in COLOURS:  # What a figure's own drawing holds has the colour that it has.
        held = any(each.holds is not None and each.holds in noun for each in segments)
        return held or any(word in each.prompt.split() for each in there)
    kind = find(noun)
    named = any(word in each.token.split() for each in there)
    named = named or (bool(there) and kind is not None and word in kind.name.split())
    return named or word in f"{setting.prompt} {setting.light or ''}".lower().split()


def _is_own(segment: Segment) -> bool:
    """Tell whether a thing is a picture of the author's, who knows what it looks like."""
    layers = segment.figure.layers if segment.figure is not None else ()
    return any(not undyed(layer).startswith(PICTURE) for layer in layers)


def _means(noun: str, segment: Segment) -> bool:
    if segment.way is None:
        return False
    if segment.subject.startswith(EXTRA):
        return set(noun.split()) <= set(segment.token.split())
    prop = find(noun)
    names = (noun,) if prop is None else (prop.name, USED_AS.get(prop.name))
    token = segment.token.removeprefix("sleeping ")
    return token in names or token in noun


def _drawn_as(noun: str, props: set[str]) -> bool:
    """Tell whether a noun is a synonym of a prop that is drawn."""
    prop = find(noun)
    names = {name.split("#")[0].strip() for name in props}
    return prop is not None and bool({prop.name, USED_AS.get(prop.name)} & names)
