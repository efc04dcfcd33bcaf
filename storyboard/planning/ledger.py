"""The ledger of a panel: of every noun and verb of its action, whether the picture shows it."""

from collections.abc import Iterator, Mapping, Sequence

from renderers.places.shown import is_the_place, thing_of_place
from schemas.directions import Directions, WordUse
from schemas.plan import LedgerEntry, Segment, Shown
from schemas.plugins import AnySettings, PluginSettings
from schemas.story import Setting
from schemas.vocabulary.phrases import ranked_moods, ranked_poses
from storyboard.planning.casting.bodies import Body
from storyboard.planning.staging.asked import is_part
from storyboard.planning.staging.extras import SUBJECT as EXTRA
from storyboard.planning.staging.extras import mean_those_there


def ledger_of(
    directions: Directions,
    bodies: Sequence[Body],
    segments: Sequence[Segment],
    setting: Setting,
    renderer: AnySettings,
) -> tuple[LedgerEntry, ...]:
    """Account for the words of an action, in the order of the text.

    What no picture shows is left to the words where the renderer draws from words.
    """
    drawn = {body.id: body for body in bodies}
    lacking: Shown = "words" if draws_from_words(renderer) else "not shown"
    return tuple(
        LedgerEntry(
            word=use.word,
            start=use.start,
            end=use.end,
            shown="shown" if _is_shown(use, drawn, segments, setting) else lacking,
        )
        for use in directions.uses
    )


def shows_all(entries: Sequence[LedgerEntry]) -> bool:
    """Tell whether nothing that the words say is missing from the picture."""
    return all(entry.shown != "not shown" for entry in entries)


def not_shown(entries: Sequence[LedgerEntry]) -> Iterator[LedgerEntry]:
    """Yield what neither a picture shows nor a model is left to draw from words, each word once."""
    named = set[str]()
    for entry in entries:
        if entry.shown == "not shown" and entry.word.lower() not in named:
            named.add(entry.word.lower())
            yield entry


def draws_from_words(renderer: AnySettings) -> bool:
    """Tell whether a renderer's pictures can show what only the prompt says.

    The packaged model draws the packaged cast and places; any other model, and other
    distributions' renderers, are taken to know the words.
    """
    return isinstance(renderer, PluginSettings) or getattr(renderer, "model", "toon") != "toon"


def _is_shown(
    use: WordUse, drawn: Mapping[str, Body], segments: Sequence[Segment], setting: Setting
) -> bool:
    match use.kind:
        case "who":
            return all(who in drawn for who in use.of)
        case "pose":
            carried = any(each.way in ("carried", "hand") for each in segments)
            return (use.value == "carrying" and carried) or _hold_so(drawn, use)
        case "mood":
            return all(_looks_so(drawn.get(who), use.value) for who in use.of)
        case "thing":
            return _is_there(use.value, segments, setting)
        case "extra":
            strangers = (each.subject for each in segments if each.subject.startswith(EXTRA))
            there = any(use.value in subject for subject in strangers)
            return there or mean_those_there(use.value, len(drawn), len(drawn))
        case "deed":
            return False
    return True


def _hold_so(drawn: Mapping[str, Body], use: WordUse) -> bool:
    """Tell whether all hold themselves so; beside people who do, an animal need not."""
    people = [who for who in use.of if who in drawn and drawn[who].kind == "person"]
    absent = [who for who in use.of if who not in drawn]
    return all(_holds_so(drawn.get(who), use.value) for who in (*absent, *(people or use.of)))


def _holds_so(body: Body | None, pose: str) -> bool:
    """Tell whether a body shows a pose; skeletons with flesh on show every one.

    A picture of which nobody said the pose is taken to stand.
    """
    if body is None or not body.layers:
        return body is not None
    shown = body.pose_word or "standing"
    if pose == "standing" and body.posture == "standing":
        return True
    return shown == pose or ranked_poses(pose).get(shown, 9) < 1


def _looks_so(body: Body | None, mood: str) -> bool:
    if body is None or not body.layers:
        return body is not None
    if mood == "asleep" and body.posture == "lying":
        return True
    if body.mood is None:  # A picture of which nobody said the mood is taken to be calm.
        return body.lacks is None
    return ranked_moods(mood).get(body.mood, 9) < 1


def _is_there(noun: str, segments: Sequence[Segment], setting: Setting) -> bool:
    """Tell whether a thing is drawn, held by a figure, or said of the place."""
    head = noun.split(" of ")[0].split()[-1]
    props = {segment.subject.partition(":")[2] for segment in segments if segment.way is not None}
    held = {segment.holds for segment in segments if segment.holds is not None}
    named = any(head in name.split() or name in noun for name in props | held)
    said = f"{setting.prompt} {setting.light or ''} {setting.weather or ''}".lower()
    placed = head in said or is_the_place(setting, noun) or thing_of_place(setting, noun)
    return named or bool(placed) or is_part(noun, props) or _drawn_as(noun, props)


def _drawn_as(noun: str, props: set[str]) -> bool:
    """Tell whether a noun is a synonym of a prop that is drawn."""
    from renderers.props.library import find

    prop = find(noun)
    return prop is not None and any(prop.name == name.split("#")[0].strip() for name in props)
