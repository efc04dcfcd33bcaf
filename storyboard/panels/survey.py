"""Compares a plan with what is on disk: which pictures are fresh, which are not, and why."""

import os
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from schemas.errors import StoryboardError
from schemas.plan import PanelPlan, Plan
from storyboard.digests import Digests
from storyboard.events import PanelFailed, Reason
from storyboard.panels.fingerprints import Fingerprint, fingerprint
from storyboard.panels.folder import Folder
from storyboard.panels.jobs import Job
from storyboard.panels.store import Record, Store, StoredPanel


class Survey(NamedTuple):
    """The work that a plan leaves to do."""

    fresh: tuple[str, ...]
    reasons: tuple[Reason, ...]
    """For each panel to draw or to bring back, in the plan's order."""
    draw: tuple[Job, ...]
    restore: tuple[StoredPanel, ...]
    adopt: tuple[tuple[Job, StoredPanel], ...]
    """Panels whose very picture was drawn under another name, before others were put in front."""
    failed: tuple[PanelFailed, ...]
    """Panels that name a file which is not there."""
    left_out: tuple[str, ...]
    by_hand: tuple[Path, ...]
    """Published pictures of panels to make that somebody changed."""


class _Finding(NamedTuple):
    job: Job
    why: tuple[str, ...]
    entry: StoredPanel | None = None
    namesake: StoredPanel | None = None
    """What was drawn for an equal panel of another name."""
    by_hand: tuple[Path, ...] = ()


def survey(
    plan: Plan,
    *,
    root: Path,
    folder: Folder,
    digests: Digests,
    only: Sequence[str] = (),
    force: bool = False,
    online: bool = False,
    keep: bool = False,
) -> Survey:
    """Decide for every panel whether its picture is fresh; nothing is written.

    Raises:
        StoryboardError: `only` names a panel that the story does not have.
    """
    asked = chosen(plan, only)
    found: list[_Finding] = []
    failed: list[PanelFailed] = []
    for panel in plan.panels:
        try:
            job = job_for(
                panel, root=root, folder=folder, digests=digests, online=online, keep=keep
            )
        except StoryboardError as error:
            if panel.id in asked:
                failed.append(PanelFailed.of(panel.id, error))
            continue
        found.append(_finding(job, folder, digests, force=force and panel.id in asked))
    found = found if force else _with_namesakes(found, folder.store)
    return _sorted(plan, asked, found, failed)


def job_for(
    panel: PanelPlan,
    *,
    root: Path,
    folder: Folder,
    digests: Digests,
    online: bool = False,
    keep: bool = False,
) -> Job:
    """Fingerprint what a panel is drawn from; `keep` passes over a change of the program.

    Raises:
        AssetMissing: a picture or a model that the panel names is not there.
    """
    with digests.recorded() as read:
        inputs = fingerprint(panel, root=root, digests=digests, online=online)
    inputs = _as_drawn(inputs, folder.record(panel.id)) if keep else inputs
    return Job(panel, inputs, read)


def _sorted(
    plan: Plan, asked: Collection[str], found: Sequence[_Finding], failed: Sequence[PanelFailed]
) -> Survey:
    """Say what is to be done about each finding."""
    stale = [each for each in found if each.why]
    work = [each for each in stale if each.job.panel.id in asked]
    unread = {panel.id for panel in plan.panels} - {each.job.panel.id for each in found}
    return Survey(
        fresh=tuple(each.job.panel.id for each in found if not each.why),
        reasons=tuple(
            Reason(each.job.panel.id, each.why, bool(each.entry or each.namesake)) for each in work
        ),
        draw=tuple(each.job for each in work if not (each.entry or each.namesake)),
        restore=tuple(each.entry for each in work if each.entry),
        adopt=tuple((each.job, each.namesake) for each in work if each.namesake),
        failed=tuple(failed),
        left_out=tuple(
            panel.id
            for panel in plan.panels
            if panel.id not in asked and panel.id in unread | {each.job.panel.id for each in stale}
        ),
        by_hand=tuple(path for each in work for path in each.by_hand),
    )


def _as_drawn(inputs: Fingerprint, record: Record | None) -> Fingerprint:
    """Pass over a change of the program, so that only the author's changes count."""
    return inputs.but(code=record.inputs.code) if record else inputs


def _finding(job: Job, folder: Folder, digests: Digests, *, force: bool) -> _Finding:
    panel, key = job.panel.id, job.inputs.digest()
    record, picture = folder.record(panel), folder.picture(panel)
    by_hand = folder.by_hand(panel, record, digests)
    if force:
        return _Finding(job, ("asked for with --force",), by_hand=by_hand)
    if record is None:
        reasons: tuple[str, ...] = ("not drawn yet",)
    elif record.key != key:
        reasons = why(record, job)
    elif not os.path.lexists(picture):
        reasons = ("its picture was deleted",)
    elif picture in by_hand or digests.of(picture) != record.picture:
        reasons = ("its picture was changed by hand",)
    else:
        return _Finding(job, ())
    return _Finding(job, reasons, folder.store.find(key), by_hand=by_hand)


def _with_namesakes(found: Sequence[_Finding], store: Store) -> list[_Finding]:
    """Find what was drawn under other names for the panels that would be drawn."""
    if all(each.entry or not each.why for each in found):
        return list(found)
    known = {look: entry for entry in store.entries() if (look := _look_of(entry))}
    return [
        each._replace(namesake=_intact(known.get(_look(each.job.panel, each.job.inputs) or "")))
        if each.why and not each.entry
        else each
        for each in found
    ]


def _look(panel: PanelPlan, inputs: Fingerprint) -> str | None:
    look = panel.look_digest()
    return look and inputs.but(drawing=look).digest()


def _look_of(entry: StoredPanel) -> str | None:
    try:
        return _look(PanelPlan.model_validate(entry.record.plan), entry.record.inputs)
    except ValueError:
        return None


def _intact(entry: StoredPanel | None) -> StoredPanel | None:
    return None if entry is None or entry.damaged() else entry


def why(record: Record, job: Job) -> tuple[str, ...]:
    """Say in words what changed since a panel was drawn."""
    old, new = record.inputs, job.inputs
    reasons = [*_plan_changes(record, job.panel)] if old.drawing != new.drawing else []
    reasons += [f"picture {name} changed" for name in _differing(old.pictures, new.pictures)]
    reasons += [f"model {name} changed" for name in _differing(old.weights, new.weights)]
    if old.code != new.code:
        reasons.append(f"the program that draws with {job.panel.renderer.name} changed")
    return tuple(reasons)


def _plan_changes(record: Record, panel: PanelPlan) -> Iterable[str]:
    from storyboard.planning.report import changes

    try:
        before = PanelPlan.model_validate(record.plan)
    except ValueError:
        return ["the format of plans changed"]
    return changes(before, panel) or ["its plan changed"]


def _differing(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """Return the names that both have, with different content; others show in the plan."""
    return sorted(name for name in old.keys() & new.keys() if old[name] != new[name])


def chosen(plan: Plan, only: Sequence[str]) -> frozenset[str]:
    """Return the ids of the panels that `only` asks for: all, where it is empty.

    A choice is a scene, `scene/panel` or a whole panel id.

    Raises:
        StoryboardError: a choice fits no panel.
    """
    if not only:
        return frozenset(panel.id for panel in plan.panels)
    return frozenset(panel.id for choice in only for panel in _chosen(plan, choice))


def _chosen(plan: Plan, choice: str) -> list[PanelPlan]:
    name = choice.strip("/").replace("/", "-")
    panels = [panel for panel in plan.panels if name in (panel.id, panel.scene)]
    if not panels:
        from storyboard.diagnostics import did_you_mean

        names = {panel.scene for panel in plan.panels} | {_path(panel) for panel in plan.panels}
        hint = did_you_mean(choice, sorted(names)) or f"The panels are: {', '.join(sorted(names))}."
        raise StoryboardError(f'no scene or panel "{choice}" in the story', hint=hint)
    return panels


def _path(panel: PanelPlan) -> str:
    return f"{panel.scene}/{panel.id.removeprefix(panel.scene + '-')}"
