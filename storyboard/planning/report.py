"""A plan in an author's words: what each panel will contain, and what changed since last time."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any

from renderers.prompts import FACING_WORDS, joined
from schemas.geometry import Box
from schemas.plan import PanelPlan, Plan, Segment
from schemas.plugins import AnySettings
from storyboard.planning.ledger import not_shown

MOVED = 0.004
"""A figure that moves by less, in the panel's unit square, has not moved to anyone's eye."""
_WIDTH = 96


def report(plan: Plan, notes: Sequence[str] = ()) -> str:
    """Return a block for every panel, page by page, and then what the planner has to say."""
    blocks = []
    for number, page in enumerate(plan.pages, start=1):
        blocks.append(f"page {number}")
        blocks += ["\n".join(_panel_lines(plan.panel(frame.panel), plan)) for frame in page.frames]
    blocks += ["\n".join(f"note: {note}" for note in notes)] if notes else []
    return "\n\n".join(blocks)


def changes(old: PanelPlan | None, new: PanelPlan) -> tuple[str, ...]:
    """Say what changed in a panel's picture, in the author's words; nothing where it is the same.

    Words, alternative text and room for words change no picture and are not mentioned.
    """
    if old is None:
        return ("new panel",)
    if old.drawing_digest() == new.drawing_digest():
        return ()
    return tuple(dict.fromkeys(_changes(old, new)))


def _panel_lines(panel: PanelPlan, plan: Plan) -> Iterator[str]:
    angle = "" if panel.camera == "eye" else f", {panel.camera} angle"
    yield f"{panel.id}: {panel.shot}{angle}, seed {panel.seed}"
    place = joined((panel.setting.prompt, panel.setting.light, panel.setting.weather))
    if place:
        yield f"  place  {_short(place)}"
    people = sorted(panel.segments, key=lambda segment: segment.region.bounds.centre[0])
    for label, segment in zip(_labels(len(people)), people, strict=True):
        yield f"  {label:<6} {_short(_subject(segment, plan))}"
    lacking = ", ".join(entry.word for entry in not_shown(panel.ledger))
    if lacking:
        yield f"  lacks  {_short(lacking)}"
    for caption in panel.words.captions:
        yield f"  text   {_short(caption)}"
    for line in panel.words.lines:
        how = "" if line.how == "speech" else f" ({line.how})"
        yield f"  says   {_short(f'{_name(line.speaker, plan)}{how}: {line.says}')}"
    for effect in panel.words.effects:
        yield f"  sound  {_short(effect.text)}"
    for label, path in (("masks", panel.masks), ("pose", panel.pose_map), ("base", panel.scaffold)):
        if path:
            yield f"  {label:<6} {path}"


def _labels(count: int) -> Sequence[str]:
    named: Mapping[int, Sequence[str]] = {
        1: ("who",),
        2: ("left", "right"),
        3: ("left", "middle", "right"),
    }
    return named.get(count) or ("left", *["then"] * (count - 2), "right") if count else ()


def _subject(segment: Segment, plan: Plan) -> str:
    about = joined((segment.pose_word, segment.mood, FACING_WORDS.get(segment.facing)))
    pictures = "" if segment.figure else " [no pictures: drawn from words]"
    name = _name(segment.subject, plan)
    return f"{name}: {about}{pictures}" if about else f"{name}{pictures}"


def _name(who: str, plan: Plan) -> str:
    return plan.speakers[who].name if who in plan.speakers else who.removeprefix("prop:").strip(":")


def _short(text: str) -> str:
    return shorten(text, _WIDTH, placeholder=" …")


def _changes(old: PanelPlan, new: PanelPlan) -> Iterator[str]:
    yield from _segment_changes(old, new)
    if old.setting != new.setting:
        yield "setting changed"
    elif old.background_prompt != new.background_prompt:
        yield "style changed"
    plain = (
        ("shot", "shot"),
        ("camera", "angle"),
        ("aspect", "shape of the panel"),
        ("seed", "seed"),
        ("negative_prompt", "negative prompt"),
        ("masks", "mask picture"),
        ("pose_map", "pose picture"),
        ("scaffold", "scaffold picture"),
    )
    for field, word in plain:
        if getattr(old, field) != getattr(new, field):
            yield f"{word} changed"
    if old.action != new.action:
        yield "action changed"
    yield from settings_changes(old.renderer, new.renderer)


def settings_changes(old: AnySettings, new: AnySettings) -> Iterator[str]:
    """Say which of a renderer's settings changed: "steps changed"."""
    if old.name != new.name:
        yield f"renderer changed from {old.name} to {new.name}"
        return
    yield from (f"{name} changed" for name in _differing(_named(old), _named(new)))


def _named(settings: AnySettings) -> Mapping[str, Any]:
    return settings.model_dump(by_alias=True)


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name in new:
        if isinstance(new[name], dict) and isinstance(old.get(name), dict):
            yield from (f"{name} {inner}" for inner in _differing(old[name], new[name]))
        elif old.get(name) != new[name]:
            yield name


def _segment_changes(old: PanelPlan, new: PanelPlan) -> Iterator[str]:
    before = {segment.subject: segment for segment in old.segments}
    after = {segment.subject: segment for segment in new.segments}
    yield from (f"{who} left" for who in before if who not in after)
    moved = [who for who in after if who in before and _has_moved(before[who], after[who])]
    for who, segment in after.items():
        if who in before:
            yield from _subject_changes(before[who], segment, moved=who in moved)
        else:
            yield f"{who} joined"
    # After what an author changes: who moves often only makes room for that.
    yield from (f"{who} moved" for who in moved)
    if _common_order(old, after) != _common_order(new, before):
        yield "who stands before whom changed"


def _common_order(panel: PanelPlan, others: Mapping[str, Segment]) -> list[str]:
    return [segment.subject for segment in panel.segments if segment.subject in others]


def _subject_changes(old: Segment, new: Segment, *, moved: bool) -> Iterator[str]:
    who = new.subject
    found = [
        word
        for word, differs in (
            ("pose", old.pose_word != new.pose_word),
            ("mood", old.mood != new.mood),
            ("direction", old.facing != new.facing),
            ("adapter", old.weights != new.weights),
        )
        if differs
    ]
    yield from (f"{word} of {who} changed" for word in found)
    if not found and _pictures(old) != _pictures(new):
        yield f"picture of {who} changed"
    elif not found and old.prompt != new.prompt:
        yield f"description of {who} changed"
    if (
        not (moved or found)
        and _pictures(old) == _pictures(new)
        and (old.region, old.pose) != (new.region, new.pose)
    ):
        yield f"pose of {who} changed"


def _pictures(segment: Segment) -> tuple[Any, ...]:
    return (segment.figure.layers, segment.figure.mirror) if segment.figure else ()


def _has_moved(old: Segment, new: Segment) -> bool:
    """Compare where the canvases lie, or the regions where there is no canvas."""
    if old.figure and new.figure:
        return _apart(old.figure.placement, new.figure.placement)
    return old.pose_word == new.pose_word and _apart(old.region.bounds, new.region.bounds)


def _apart(one: Box, other: Box) -> bool:
    pairs = zip(one.model_dump().values(), other.model_dump().values(), strict=True)
    return any(abs(a - b) > MOVED for a, b in pairs)
