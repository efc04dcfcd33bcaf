"""Renders a story: plans it, draws what is not fresh, and writes the book."""

from collections.abc import Generator, Iterator, Sequence
from typing import NamedTuple

from schemas.book import PanelImage
from schemas.errors import StoryboardError
from schemas.plan import PanelPlan
from schemas.story import Story
from storyboard import files
from storyboard.building.binding import bind
from storyboard.building.candidates import stale_choices
from storyboard.building.gate import Gate
from storyboard.building.lacking import newly_lacking
from storyboard.building.manifest import check_ours, claimed, read_manifest
from storyboard.building.own_fonts import with_own_fonts
from storyboard.building.preparing import Prepared, prepare, write_plan
from storyboard.building.unchanged import question, remember
from storyboard.digests import sign_of
from storyboard.events import (
    Event,
    Notice,
    PanelDone,
    PanelFailed,
    Planned,
    RenderResult,
    Written,
)
from storyboard.formats import chosen_formats
from storyboard.panels.collecting import brought, set_aside
from storyboard.panels.executors import executor_for
from storyboard.panels.folder import Folder
from storyboard.panels.jobs import Executor
from storyboard.panels.placeholders import stand_in
from storyboard.panels.store import StoredPanel
from storyboard.panels.survey import Survey, chosen, survey
from storyboard.request import Order

_SPARE = 3
"""Earlier versions kept in the store, for every panel of the book."""
_TOLERANCE = 0.1
"""How far an outdated picture's aspect ratio may be from its frame's: sizes are rounded."""


def render_events(order: Order) -> Iterator[Event]:
    """Render a story, yielding what happens; the last event is the `RenderResult`.

    Errors are those of `storyboard.api.render`.
    """
    from storyboard.building.pages import check_letters

    chosen_formats(order.formats, dpi=order.dpi)
    before = sign_of(order.story) if order.story.is_file() else None
    asked = question(order) if order.whole else None
    prepared = prepare(order)
    folder = prepared.folder
    check_ours(folder.path, order.story)
    with files.locked(folder.path):
        claimed(folder.path, order.story)
        folder.sweep()
        lacking = tuple(newly_lacking(folder.path / "plan.json", prepared.plan))
        yield from write_plan(prepared, given=order.plan)
        yield from (Notice(words, advice=True) for words in lacking)
        gate, planned = Gate(prepared, order), prepared.plan.panels
        prepared = gate.settled()
        work = _survey(prepared, order)
        yield from _new_notes(prepared)
        yield from map(Notice, (*prepared.untrained, *stale_choices(order.story, planned)))
        if work.reasons or work.failed:
            check_letters(with_own_fonts(prepared.plan, prepared.root))
        yield Planned(work.reasons, len(work.fresh))
        ended = yield from _pictures(prepared, work, executor_for(order), gate)
        yield from gate.redrawn(chosen(prepared.plan, order.only), ended.failed)
        yield from gate.more(chosen(prepared.plan, order.only))
        yield from gate.reported()
        result = yield from _bound(gate.settled(), work, ended, order, gate)
        complete = not (result.failed or result.left_out) and _repeatable(prepared.story)
        # A story saved while it was being read is nobody's answer, even if it was then undone.
        if asked and complete and before == sign_of(order.story):
            remember(asked, prepared.digests.used, result)
        yield result


def _new_notes(prepared: Prepared) -> Iterator[Notice]:
    """Tell what the last run has not told already."""
    folder = prepared.folder.path
    manifest = read_manifest(folder)
    told = set(manifest.notes)
    yield from (Notice(note, advice=True) for note in prepared.notes if note not in told)
    if manifest.notes != prepared.notes:
        manifest.but(notes=prepared.notes).save(folder)


def foreseen(order: Order) -> tuple[Planned, tuple[PanelFailed, ...]]:
    """Say what a render would draw and why, and what it could not; nothing is written."""
    work = _survey(Gate(prepare(order), order).settled(), order)
    return Planned(work.reasons, len(work.fresh)), work.failed


def _survey(prepared: Prepared, order: Order) -> Survey:
    return survey(
        prepared.plan,
        root=prepared.root,
        folder=prepared.folder,
        digests=prepared.digests,
        only=order.only,
        force=order.force,
        online=order.online,
        keep=order.keep,
    )


def _repeatable(story: Story) -> bool:
    """Whether all that a story depends on is known by name; patterns may match more tomorrow."""
    names = [name for each in story.characters.values() for name in each.references]
    return story.training is None and all(name.startswith("cast:") for name in names)


class _Pictures(NamedTuple):
    """How the pictures' work ended."""

    done: tuple[PanelDone, ...]
    failed: tuple[PanelFailed, ...]

    def named(self, how: str) -> tuple[str, ...]:
        return tuple(each.panel for each in self.done if each.how == how)


def _pictures(
    prepared: Prepared, work: Survey, executor: Executor, gate: Gate
) -> Generator[Event, None, _Pictures]:
    """Bring back and draw what is not fresh; the disk's refusal ends the run, nothing else.

    Failures are held back until some panel succeeds: if none does, one mistake may explain all.
    """
    yield from set_aside(work)
    done: list[PanelDone] = []
    failed: list[PanelFailed] = []
    told = 0
    made = brought(work, executor=executor, folder=prepared.folder, root=prepared.root)
    for event in gate.watched(made):
        if isinstance(event, PanelFailed):
            failed.append(event)
        else:
            yield event
        if isinstance(event, PanelDone):
            done.append(event)
        if done or work.fresh:
            yield from failed[told:]
            told = len(failed)
    if not (done or work.fresh):
        _raise_common(failed)
    yield from failed[told:]
    return _Pictures(tuple(done), tuple(failed))


def _raise_common(failed: Sequence[PanelFailed]) -> None:
    """Where one mistake of the author's is to blame for all failures, say only that."""
    if failed and failed[0].code not in (1, 5) and len({each.message for each in failed}) == 1:
        error = StoryboardError(failed[0].message, hint=failed[0].hint)
        error.exit_code = failed[0].code
        raise error


def _bound(
    prepared: Prepared, work: Survey, ended: _Pictures, order: Order, gate: Gate
) -> Generator[Event, None, RenderResult]:
    folder = prepared.folder
    images, digests = _images(prepared, work, ended.failed)
    if work.left_out:
        yield Notice(f"{len(work.left_out)} panels left out by --only are shown as they are")
    books = []
    for event in bind(
        prepared.plan,
        images,
        root=prepared.root,
        folder=folder.path,
        digests=prepared.digests,
        formats=order.formats,
        dpi=order.dpi,
    ):
        if isinstance(event, Written):
            books.append(event.path)
        yield event
    folder.store.forget(
        wanted=digests, spare=_SPARE * len(prepared.plan.panels), also=gate.candidates
    )
    prepared.digests.save()
    if prepared.memories:
        prepared.memories.save()
    return RenderResult(
        folder=folder.path,
        books=tuple(books),
        drawn=ended.named("drawn"),
        restored=ended.named("restored"),
        fresh=work.fresh,
        failed=ended.failed,
        left_out=work.left_out,
        notes=prepared.notes,
        fell_short=gate.short(),
        strict=order.strict,
    )


def _images(
    prepared: Prepared, work: Survey, failed: Sequence[PanelFailed]
) -> tuple[dict[str, PanelImage], set[str]]:
    """Choose every panel's picture for the book; also return the store's digests in use."""
    because = {failure.panel: failure.message for failure in failed}
    images, digests = {}, set()
    for panel in prepared.plan.panels:
        entry = None
        if panel.id not in because:
            entry = _published(panel, prepared.folder, exact=panel.id not in work.left_out)
        path = prepared.folder.picture(panel.id) if entry else None
        if entry is None:
            entry = stand_in(
                panel,
                store=prepared.folder.store,
                root=prepared.root,
                because=because.get(panel.id, ""),
            )
        images[panel.id] = entry.image(path.absolute() if path else None)
        digests.add(entry.record.key)
    return images, digests


def _published(panel: PanelPlan, folder: Folder, *, exact: bool) -> StoredPanel | None:
    """Return the picture in the author's view; an outdated one only where it fits its frame."""
    record = folder.record(panel.id)
    if record is None or not folder.picture(panel.id).is_file():
        return None
    fits = abs(record.width / record.height / panel.aspect - 1) < _TOLERANCE
    if not exact and not fits:
        return None
    return StoredPanel(folder.store.folder / record.key, record)
