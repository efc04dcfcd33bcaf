"""The planner: a story in, a plan out. Pure but for reading pictures' cards; nothing is drawn."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from renderers.cast.own_props import own_props
from schemas.cast import Card
from schemas.directions import Role
from schemas.geometry import Box
from schemas.plan import PanelPlan, PanelWords, Plan, Segment, Speaker
from schemas.quality import quality_over
from schemas.story import Scene, Setting, Story
from storyboard.memory import TextMemory
from storyboard.planning.casting.bodies import Body
from storyboard.planning.casting.cards import Cards, made_up, unposed
from storyboard.planning.casting.dressing import dressing_of
from storyboard.planning.casting.enlarging import enlarged
from storyboard.planning.casting.posing import can_be_posed
from storyboard.planning.casting.roles import Choose, body_of, chooser, drawn_otherwise, role_of
from storyboard.planning.craft.beats import beat_notes
from storyboard.planning.described import alt_text, whole_prompt
from storyboard.planning.drafts import PanelDraft, drafts_of
from storyboard.planning.ledger import ledger_of
from storyboard.planning.pages.flow import SceneShape, shape_of
from storyboard.planning.pages.pagination import lay_out
from storyboard.planning.remembering import PlanMemory
from storyboard.planning.script.director import Director, director_for
from storyboard.planning.script.focus import part_of
from storyboard.planning.script.seeds import seeds_of
from storyboard.planning.script.weather import afloat, weathered
from storyboard.planning.staging.acting import noises, with_attitudes
from storyboard.planning.staging.asked import Asked, asked_of
from storyboard.planning.staging.faced import going_alike, turned_to
from storyboard.planning.staging.handing import in_all_hands
from storyboard.planning.staging.implements import with_implements
from storyboard.planning.staging.in_hand import acting, at_hand, bearing
from storyboard.planning.staging.pairs import borne_by, unborne
from storyboard.planning.staging.rounding import DIGITS
from storyboard.planning.staging.segments import fixed_by_hand, placed_segments, wishes_of
from storyboard.planning.staging.sharing import with_seats
from storyboard.planning.staging.stage import Frame, Wish
from storyboard.planning.staging.throwing import spaced
from storyboard.planning.staging.viewing import angle_notes
from storyboard.planning.staging.water import swimming
from storyboard.planning.word_room import room_for_words, rooms
from storyboard.planning.wording import scene_prompt


class PlanWithNotes(NamedTuple):
    """A plan and what its author should know of it."""

    plan: Plan
    notes: tuple[str, ...]


def plan_story(story: Story, *, root: Path, director: Director | None = None) -> Plan:
    """Decide every panel of a story; pictures that are paths are relative to `root`.

    Args:
        director: reads the actions; None is the rules for the story's language.

    Raises:
        StoryInvalid: relations contradict one another, or a layout makes no sense.
        AssetMissing: an author's own picture is absent or unreadable.
    """
    return plan_with_notes(story, root=root, director=director).plan


def plan_with_notes(
    story: Story, *, root: Path, director: Director | None = None, memory: TextMemory | None = None
) -> PlanWithNotes:
    """Plan a story, and collect what was decided otherwise than the author may expect.

    Args:
        director: reads the actions; None is the rules for the story's language.
        memory: knows panels that were decided before; only what rules read is remembered.

    Raises:
        StoryInvalid, AssetMissing: as `plan_story` does.
    """
    ruled, director = director is not None, director or director_for(story.language)
    known = PlanMemory(None if ruled else memory, story, root=root)
    seeds = seeds_of(story)
    drafts = [list(drafts_of(story, scene, director, seeds, known)) for scene in story.scenes]
    cards = Cards(story, root)
    choose = chooser(cards, story.characters, root=root)
    pages, layout_notes = lay_out(
        story.page, list(map(_shape, story.scenes, drafts)), recall=partial(known.pages, story.page)
    )
    frames = {frame.panel: frame.box for page in pages for frame in page.frames}
    decided = [
        known.decided(
            draft,
            frames[draft.id],
            partial(_decided, story, draft, cards, choose, frames[draft.id], root),
        )
        for scene in drafts
        for draft in scene
    ]
    plan = Plan(
        title=story.title,
        author=story.author,
        language=story.language,
        page=story.page,
        font=story.font,
        speakers={
            who: Speaker(name=one.name, voice=one.voice) for who, one in story.characters.items()
        },
        panels=tuple(panel for panel, _ in decided),
        pages=pages,
    )
    told = (note for _, notes in decided for note in notes)
    about = _of_pictures(plan, story, cards, root)
    return PlanWithNotes(plan, (*layout_notes, *about, *told))


def _of_pictures(plan: Plan, story: Story, cards: Cards, root: Path) -> Iterator[str]:
    """Say who is drawn without pictures, and whose own do not suit their places."""
    seen = {segment.subject for panel in plan.panels for segment in panel.segments}
    yield from made_up(story, seen)
    yield from unposed(story, seen, cards)
    yield from enlarged(plan, story, cards, root)


def _shape(scene: Scene, drafts: Sequence[PanelDraft]) -> SceneShape:
    panels = (
        shape_of(
            draft.id, draft.panel, draft.shot, draft.outline.subjects, opens=draft is drafts[0]
        )
        for draft in drafts
    )
    return SceneShape(scene.id, scene.layout, tuple(panels))


def _frame(draft: PanelDraft, box: Box) -> Frame:
    # Corners are rounded; no picture may depend on where its frame lies on the page.
    width, height = round(box.width, 2), round(box.height, 2)
    return Frame(
        shot=draft.shot,
        aspect=round(width / height, DIGITS),
        angle=draft.panel.angle,
        part=part_of(draft.panel.action, draft.shot),
        room=room_for_words(draft.panel, width=width, height=height),
    )


def _decided(
    story: Story,
    draft: PanelDraft,
    cards: Mapping[str, Card | None],
    choose: Choose,
    box: Box,
    root: Path,
) -> tuple[PanelPlan, list[str]]:
    """Decide one panel, once its frame is known."""
    panel, shot = draft.panel, draft.shot
    setting = _setting(draft)
    frame = _frame(draft, box)
    segments, bodies, notes = _segments(story, draft, cards, choose, setting, frame, root)
    renderer = panel.renderer or story.renderer
    ledger = ledger_of(panel, draft.directions, bodies, segments, setting, renderer)
    plan = PanelPlan(
        id=draft.id,
        scene=draft.scene.id,
        aspect=frame.aspect,
        shot=shot,
        camera=panel.angle,
        action=panel.action,
        setting=setting,
        prompt=whole_prompt(panel, shot, setting, segments, style=story.style),
        background_prompt=scene_prompt(setting, style=story.style),
        negative_prompt=story.negative,
        segments=segments,
        seed=draft.seed,
        renderer=renderer,
        ledger=ledger,
        masks=panel.masks,
        pose_map=panel.pose_map,
        scaffold=panel.scaffold,
        quality=quality_over(story.quality, panel.quality),
        alt=alt_text(panel, shot, setting, segments, story.characters, ledger, bodies),
        room=rooms(panel, [each.region for each in segments], room=frame.room, aspect=frame.aspect),
        words=PanelWords(captions=panel.captions, lines=panel.dialogue, effects=panel.sfx),
    )
    return plan, [f"{draft.id}: {note}" for note in notes]


def _setting(draft: PanelDraft) -> Setting:
    """Return a panel's place, with the weather and the water that its action tells."""
    setting = draft.panel.setting or draft.scene.setting
    return afloat(weathered(setting, draft.panel.action), draft.directions)


def _segments(
    story: Story,
    draft: PanelDraft,
    cards: Mapping[str, Card | None],
    choose: Choose,
    setting: Setting,
    frame: Frame,
    root: Path,
) -> tuple[tuple[Segment, ...], list[Body], list[str]]:
    wishes = wishes_of(draft.panel, draft.solved, shot=draft.shot)
    own = own_props({**story.props, **draft.panel.props}, root)
    dressing = dressing_of(draft.directions.props)
    props = asked_of(dressing.others, setting, own)
    roles = swimming(_roles(draft, cards, wishes, props), props, setting)
    wishes = spaced(unborne(wishes, roles, draft.solved.order), roles, draft.solved.order)
    bodies: list[Body] = []
    notes = [*draft.directions.notes, *beat_notes(draft.panel.action, draft.directions)]
    notes += angle_notes(draft.panel, fixed_by_hand(draft.panel, roles))
    for who, role in roles.items():
        worn = dressing.clothes.get(who, "")
        body = body_of(who, role, choose=choose, aspect=frame.aspect, worn=worn)
        notes += drawn_otherwise(story.characters[who], role, body)
        bodies.append(body)
    held = in_all_hands(at_hand(props, roles), roles, draft.solved.order)
    seated = with_seats(held, bodies, setting, borne_by(wishes))
    equipped = turned_to(with_implements(seated, bodies), bodies, roles)
    segments = placed_segments(
        story,
        draft.panel,
        bodies,
        roles,
        wishes,
        frame,
        (*with_attitudes(equipped, draft.directions), *noises(draft.directions, bodies)),
        draft.directions.extras,
        root=root,
    )
    return segments, bodies, notes


def _roles(
    draft: PanelDraft,
    cards: Mapping[str, Card | None],
    wishes: Mapping[str, Wish],
    props: Sequence[Asked],
) -> dict[str, Role]:
    """Return what everybody does, with the things of the panel and with each other."""
    order = draft.solved.order
    roles = {
        who: role_of(
            who,
            draft.panel,
            draft.directions,
            draft.solved,
            cards[who],
            nearest=wishes[who].nearest,
        )
        for who in order
    }
    stated = {who for who, one in draft.panel.characters.items() if one.pose is not None}
    turned = {who for who, one in draft.panel.characters.items() if one.facing is not None}
    people = {who for who in roles if can_be_posed(cards[who])}
    animals = {who for who in roles if (card := cards[who]) and card.kind == "animal"}
    acted = acting(roles, order, props, people, stated, turned, animals)
    told = draft.directions.roles.items()
    headed = {who for who, role in told if role.facing in ("left", "right")}  # runs to the left
    return bearing(going_alike(acted, props, turned | headed), wishes, people, stated)
