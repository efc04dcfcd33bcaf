"""The gate: judges what was drawn, draws again what falls short, and keeps the best.

An attempt is a panel with a seed of its own, drawn and stored like any other; the first is the
panel as planned. So all candidates stay in the store, and the same story gives the same book.
"""

from collections.abc import Collection, Iterator, Sequence

from renderers.judges import check_judge, networks_of
from renderers.judging.error_rates import told
from schemas.errors import StoryboardError
from schemas.plan import PanelPlan
from schemas.quality import JudgeSettings
from storyboard.building.candidates import (
    Candidate,
    candidates_of,
    chosen_attempt,
    drawn_candidates,
)
from storyboard.building.preparing import Prepared, write_changed
from storyboard.building.quality_report import REPORT, quality_page
from storyboard.events import Event, Notice, Outcome, PanelDone, PanelFailed
from storyboard.panels.choices import read_choices
from storyboard.panels.collecting import collected
from storyboard.panels.executors import executor_for
from storyboard.panels.jobs import Job
from storyboard.panels.judging import PanelJudge, judge_version
from storyboard.panels.standing import NextAttempt, Standing, standing
from storyboard.panels.survey import job_for
from storyboard.request import Order


class Gate:
    """Stands between the drawn panels of one run and its book."""

    def __init__(self, prepared: Prepared, order: Order) -> None:
        """Look at nothing yet.

        Raises:
            StoryInvalid: a panel asks for a judge that nobody has.
            AssetMissing: a network that is to judge is not here.
        """
        self._prepared, self._order = prepared, order
        self._judges: dict[JudgeSettings, PanelJudge] = {}
        self._unreadable: set[str] = set()
        self._failed: set[str] = set()
        self._standings: dict[str, Standing | None] = {}
        choices = read_choices(order.story)
        self._picked = {
            each.id: choices[each.id]
            for each in prepared.plan.panels
            if each.id in choices and choices[each.id].fits(each)
        }
        self.panels = {
            each.id: each
            for each in prepared.plan.panels
            if each.quality is not None and each.id not in self._picked
        }
        for judge in {each.quality.judge for each in self.panels.values() if each.quality}:
            check_judge(judge)
            networks_of(judge, prepared.root, online=order.online)

    def standing(self, panel: PanelPlan) -> Standing | None:
        """Return how a panel stands; None where nothing is asked of it, or it cannot be drawn."""
        if panel.id not in self._standings:
            self._standings[panel.id] = self._looked_up(panel)
        return self._standings[panel.id]

    def _looked_up(self, panel: PanelPlan) -> Standing | None:
        if panel.quality is None:
            return None
        try:
            return standing(
                panel,
                panel.quality,
                store=self._prepared.folder.store,
                job_of=self._job,
                judge=judge_version(panel.quality.judge, self._prepared.root),
            )
        except StoryboardError:  # whoever surveys the panel says what is missing
            return None

    def _changed(self, name: str) -> None:
        """Forget how a panel stood: something was drawn or judged."""
        self._standings.pop(name, None)

    def settled(self) -> Prepared:
        """Return what is to be in the book, as far as it is known: the best attempts so far."""
        plan = self._prepared.plan
        panels = tuple(self._chosen(each) for each in plan.panels)
        return self._prepared._replace(plan=plan.but(panels=panels))

    def watched(self, events: Iterator[Outcome]) -> Iterator[Event]:
        """Judge each panel as soon as it is there, so that a gate too high is told early."""
        for event in events:
            yield event
            if isinstance(event, PanelDone) and event.panel in self.panels:
                self._changed(event.panel)
                yield from self._judged(event.panel)

    def redrawn(self, asked: Collection[str], failed: Sequence[PanelFailed]) -> Iterator[Event]:
        """Draw and judge until all asked panels pass or have no attempt left; publish the best."""
        self._failed |= {failure.panel for failure in failed}
        mine = [each for each in self.panels if each in asked]
        while waiting := {name: at for name in mine if (at := self._next(name))}:
            jobs = [each.job for each in waiting.values() if each.entry is None]
            yield from self._drawn(jobs)
            for name in waiting:
                if name not in self._failed:
                    yield from self._judged(name)
        for name in mine:
            yield from self._published(name)

    def short(self) -> tuple[str, ...]:
        """Return the panels whose best attempt is not good enough, or that no judge can read."""
        found = {name: self.standing(panel) for name, panel in self.panels.items()}
        poor = {name for name, at in found.items() if at and at.best and not at.passes}
        return tuple(name for name in self.panels if name in poor | self._unreadable)

    def reported(self) -> Iterator[Event]:
        """Write the report on the judged panels, where there are any."""
        found = {name: self.standing(panel) for name, panel in self.panels.items()}
        shown = {name: at for name, at in found.items() if at and at.attempts}
        if shown:
            asked = sorted({at.quality.judge.name for at in shown.values()})
            page = quality_page(self._prepared.plan.title, shown, rates=told(asked))
            yield from write_changed(self._prepared.folder.path / REPORT, page)

    def candidates(self) -> set[str]:
        """Return the digests of all attempts, which the store is not to forget."""
        found = map(self.standing, self.panels.values())
        judged = {digest for at in found if at for digest in at.kept}
        return judged | {
            each.entry.record.key
            for panel in self._prepared.plan.panels
            for each in self.candidates_of(panel)
        }

    def candidates_of(self, panel: PanelPlan) -> tuple[Candidate, ...]:
        """Return the attempts at a panel that the store holds, from the first on."""
        record = self._prepared.folder.record(panel.id)
        try:
            return candidates_of(
                panel, self._prepared, job_of=self._job, shown=record.key if record else None
            )
        except StoryboardError:  # whoever surveys the panel says what is missing
            return ()

    def more(self, asked: Collection[str], *, first: int = 1) -> Iterator[Event]:
        """Draw the candidates that the order asks for beside what is in the book.

        With `first` 0 the panel as planned is drawn as well, where it is not there.
        """
        if self._order.candidates > 1:
            yield from drawn_candidates(
                self._prepared,
                asked,
                range(first, self._order.candidates),
                job_of=self._job,
                executor=executor_for(self._order),
            )

    def _job(self, panel: PanelPlan) -> Job:
        return job_for(
            panel,
            root=self._prepared.root,
            folder=self._prepared.folder,
            digests=self._prepared.digests,
            online=self._order.online,
            keep=self._order.keep,
        )

    def _chosen(self, panel: PanelPlan) -> PanelPlan:
        if (choice := self._picked.get(panel.id)) is not None:
            return chosen_attempt(panel, choice)
        at = self.standing(panel)
        return at.best.job.panel if at and at.best and at.next is None else panel

    def _next(self, name: str) -> NextAttempt | None:
        at = None if name in self._failed else self.standing(self.panels[name])
        return at.next if at else None

    def _drawn(self, jobs: Sequence[Job]) -> Iterator[Event]:
        """Draw attempts; one that fails leaves the panel with those before it."""
        events = collected(
            jobs,
            executor=executor_for(self._order),
            folder=self._prepared.folder,
            root=self._prepared.root,
        )
        for event in events:
            if isinstance(event, PanelFailed):
                self._failed.add(event.panel)
                yield Notice(f"{event.panel}: another attempt failed: {event.message}")
            elif isinstance(event, PanelDone):
                self._changed(event.panel)
            else:
                yield event

    def _judged(self, name: str) -> Iterator[Notice]:
        """Judge a panel's next attempt, if its picture is there, and tell what is wrong with it."""
        panel = self.panels[name]
        at = self._next(name)
        if at is None or at.entry is None or panel.quality is None:
            return
        try:
            verdict = self._judge(panel.quality.judge).verdict(at.job.panel, at.entry)
        except StoryboardError as problem:
            self._failed.add(name)
            self._unreadable.add(name)
            yield Notice(f"{name}: its picture is not judged: {problem}")
            return
        self._prepared.folder.store.judged(at.entry, verdict)
        self._changed(name)
        if panel.segments and not verdict.judged and at.number == 0:
            yield Notice(
                f"{name}: the judge {panel.quality.judge.name} knows nobody of those in it, "
                "or sees too little of them; auto knows everybody with pictures"
            )
        after = self.standing(panel)
        if after and after.next is not None:
            yield Notice(
                f"{name}: {verdict.faults()} ({_reached(verdict.identity, panel)}); "
                f"attempt {after.next.number + 1} of {panel.quality.attempts} follows"
            )

    def _judge(self, asked: JudgeSettings) -> PanelJudge:
        prepared, online = self._prepared, self._order.online
        made = PanelJudge(asked, prepared.plan.panels, prepared.root, online=online)
        return self._judges.setdefault(asked, made)

    def _published(self, name: str) -> Iterator[Notice]:
        """Put the best attempt into the author's view, and tell of one that is not the first."""
        panel, folder = self.panels[name], self._prepared.folder
        at = self.standing(panel)
        if at is None or at.best is None:
            return
        best, record = at.best, folder.record(name)
        if record is None or (record.key, record.verdict) != (best.entry.record.key, best.verdict):
            folder.store.publish(best.entry, folder.panels)
        number = f"attempt {best.number + 1} of {at.quality.attempts}"
        if not at.passes:
            yield Notice(
                f"{name}: falls short: {best.verdict.faults()} "
                f"({_reached(best.verdict.identity, panel)}); {number} is in the book"
            )
        elif best.number and record and record.verdict is None:
            yield Notice(
                f"{name}: {number} is in the book: {_reached(best.verdict.identity, panel)}"
            )


def _reached(identity: float, panel: PanelPlan) -> str:
    asked = panel.quality.identity if panel.quality else 0
    return f"identity {identity:.2f} of {asked:.2f} asked"
