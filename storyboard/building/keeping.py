"""Keeps drawn panels as they are staged when only words change.

The planner leaves room for the words, so longer ones would move figures and shift the layout of
the page, and panels would have to be drawn again. An author who mends a sentence does not expect
that: where planning with the words that were drawn gives the drawn pictures, that staging stays
and the new words find their room in it.
"""

from collections.abc import Callable, Collection, Mapping

from schemas.plan import PanelPlan, PanelWords, Plan
from schemas.story import Panel, Scene, Story
from storyboard.panels.folder import Folder
from storyboard.panels.store import Record


def staged_as_drawn(
    story: Story,
    plan: Plan,
    *,
    folder: Folder,
    anew: Collection[str],
    replan: Callable[[Story], Plan],
) -> Plan:
    """Return the plan, staged as it was drawn where that spares drawings.

    Args:
        story: what was planned.
        plan: as it would be staged from nothing.
        folder: where the drawn panels are.
        anew: ids of panels whose words count as they are now, for they are drawn again anyhow.
        replan: the planner.
    """
    found = ((panel, folder.record(panel.id)) for panel in plan.panels)
    records = {panel.id: record for panel, record in found if record}
    before = {
        panel.id: words
        for panel in plan.panels
        if panel.id in records
        and panel.id not in anew
        and (words := _other_words(panel, records[panel.id]))
    }
    if not before:
        return plan
    plans, spared = [plan], -1
    while before and spared != len(before):
        spared = len(before)
        plans.append(replan(_with_words(story, before)))
        # What is drawn again all the same had better be staged for its new words.
        fresh = _fresh(plans[-1], records)
        before = {panel: words for panel, words in before.items() if panel in fresh}
    best = max(plans, key=lambda each: len(_fresh(each, records)))
    return best if best is plan else _reworded(best, plan)


def _fresh(plan: Plan, records: Mapping[str, Record]) -> set[str]:
    """Return the ids of the panels that are staged just as they were drawn."""
    return {
        panel.id
        for panel in plan.panels
        if panel.id in records and records[panel.id].inputs.drawing == panel.drawing_digest()
    }


def _other_words(panel: PanelPlan, record: Record) -> PanelWords | None:
    """Return the words a panel was drawn for, where they are not those of now."""
    try:
        words = PanelWords.model_validate(record.plan.get("words"))
    except ValueError:
        return None
    return words if words != panel.words and _voices(words) == _voices(panel.words) else None


def _voices(words: PanelWords) -> set[tuple[str, bool]]:
    """Return who speaks, and whether from within: a new speaker must come into the picture."""
    return {(line.speaker, line.how == "off-panel") for line in words.lines}


def _with_words(story: Story, words: Mapping[str, PanelWords]) -> Story:
    def changed(scene: Scene, panel: Panel) -> Panel:
        old = words.get(f"{scene.id}-{panel.id}")
        if old is None:
            return panel
        return panel.but(captions=old.captions, dialogue=old.lines, sfx=old.effects)

    return story.but(
        scenes=tuple(
            scene.but(panels=tuple(changed(scene, panel) for panel in scene.panels))
            for scene in story.scenes
        )
    )


def _reworded(staged: Plan, worded: Plan) -> Plan:
    """Give every panel of one plan the words of the other."""
    return staged.but(
        panels=tuple(
            old.but(words=new.words, alt=new.alt)
            for old, new in zip(staged.panels, worded.panels, strict=True)
        )
    )
