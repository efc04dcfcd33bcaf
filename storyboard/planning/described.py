"""A decided panel whole, in words: for the models, and for readers who cannot see it."""

from collections.abc import Mapping, Sequence

from renderers.places.words import known_place
from renderers.prompts import background_prompt, joined, panel_prompt
from schemas.angles import ANGLES
from schemas.plan import LedgerEntry, Segment
from schemas.shots import SHOTS, ShotName
from schemas.story import Character, Panel, Setting
from storyboard.planning.casting.bodies import Body
from storyboard.planning.ledger import shows_all
from storyboard.planning.staging.signs import is_sign
from storyboard.planning.wording import ADJECTIVES, with_article, with_indefinite

_TURNED = {"left": "turned left", "right": "turned right", "back": "seen from behind"}


def whole_prompt(
    panel: Panel, shot: ShotName, setting: Setting, segments: Sequence[Segment], *, style: str
) -> str:
    """Describe the whole panel: shot, who is there, what they do, with what, where, in which style.

    The order is what survives a text encoder that reads only the first words.
    """
    things = [each.prompt for each in segments if each.way is not None and not is_sign(each)]
    action = panel.action.strip().rstrip(".")
    return panel_prompt(
        shot,
        [segment.prompt for segment in segments if segment.way is None],
        action=joined((action, "; ".join(dict.fromkeys(things)), ANGLES[panel.angle].words)),
        setting=background_prompt(setting.prompt, light=setting.light, weather=setting.weather),
        style=style,
    )


def alt_text(
    panel: Panel,
    shot: ShotName,
    setting: Setting,
    segments: Sequence[Segment],
    characters: Mapping[str, Character],
    ledger: Sequence[LedgerEntry],
    bodies: Sequence[Body],
) -> str:
    """Tell a reader what they would see, without the words that are lettered.

    Args:
        ledger: what the picture shows of what is asked for. The action and the place are told in
            the author's words only where all of them are shown, lest the text describe another
            picture.
        bodies: the subjects as drawn, who are described by what is drawn of them.
    """
    opening = _capital(SHOTS[shot].words)
    if angle := ANGLES[panel.angle].words:
        opening += f", {angle}"
    action = panel.action.strip() if shows_all(ledger) else ""
    parts = [f"{opening}: {_ended(action)}" if action else f"{opening}."]
    drawn = {body.id: body for body in bodies}
    people = sorted(
        (each for each in segments if not is_sign(each)),
        key=lambda segment: segment.region.bounds.centre[0],
    )
    if people:
        described = "; ".join(_seen(each, characters, drawn) for each in people)
        described = f"From left to right: {described}" if len(people) > 1 else described
        parts.append(_ended(_capital(described)))
    place = _place_shown(setting, ledger)
    return " ".join((*parts, _ended(_capital(place)))) if place else " ".join(parts)


def _place_shown(setting: Setting, ledger: Sequence[LedgerEntry]) -> str:
    """Return the place in the author's words, or what is drawn in its stead."""
    lacking = {entry.told for entry in ledger if entry.shown == "not shown"}
    place = setting.prompt
    if "setting" in lacking:
        known = known_place(setting)
        place = with_indefinite(known) if known is not None else "a plain backdrop"
    light = None if "light" in lacking else setting.light
    weather = None if "weather" in lacking else setting.weather
    return joined((place, light, weather))


def _seen(segment: Segment, characters: Mapping[str, Character], drawn: Mapping[str, Body]) -> str:
    """Say who that is, as drawn: in which mood, doing what, turned where."""
    body = drawn.get(segment.subject)
    if body is None:
        return joined((segment.prompt, _TURNED.get(segment.facing)))
    name, asked = characters[segment.subject].name, segment.pose_word
    pose, feeling = (body.pose_word, body.mood) if body.layers else (asked, segment.mood)
    mood = None if feeling in ("neutral", pose) else ADJECTIVES.get(feeling or "", feeling)
    doing = with_article(pose) if pose else None
    stand_in = None if body.layers else "a plain figure"
    return joined((name, stand_in, mood, doing, _TURNED.get(segment.facing)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ended(text: str) -> str:
    return text if text[-1:] in ".!?\u2026" else f"{text}."
