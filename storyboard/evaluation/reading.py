"""A suite file to a `Suite`, with every problem of the file found at once."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from schemas.errors import StoryboardError
from schemas.geometry import Box
from schemas.suite import EvaluatedMethod, MetricChoice, SubjectSet, Suite
from storyboard.diagnostics import Diagnostic, did_you_mean, listed, quoted
from storyboard.diagnostics.errors import StoryErrors
from storyboard.evaluation.composition_keys import GeneratedSets, ListedSet
from storyboard.evaluation.generating import generated, name_of
from storyboard.evaluation.judge_names import guides_of
from storyboard.evaluation.method_keys import MethodDraft
from storyboard.evaluation.metrics import USUAL
from storyboard.evaluation.suite_keys import SUITE, SizeDraft
from storyboard.reading import renderer_settings
from storyboard.reading.cast import Cast
from storyboard.reading.keys import Fields
from storyboard.reading.model_settings import Given
from storyboard.reading.nodes import Mapping, Node, Scalar, is_null
from storyboard.reading.report import Report
from storyboard.reading.source import Unreadable, load
from storyboard.reading.story_settings import SettingTable
from storyboard.reading.syntax import parse
from storyboard.reading.world import World

WHOLE = "full"
"""The size that needs no declaration: all of the suite."""
JUDGES = ("latents", "pixels", "likeness")
"""Who judges where a suite does not say it."""


class ReadSuite(NamedTuple):
    """A suite and what its author should know of it."""

    suite: Suite
    notes: tuple[str, ...]


def read_suite(path: Path, *, size: str = WHOLE) -> ReadSuite:
    """Read a suite file in one of its sizes; the others are checked as well.

    Raises:
        StoryErrors: the file has errors; `diagnostics` are all of its problems.
        StoryboardError: it declares no such size.
    """
    suites, problems = check_suite(path)
    if suites is None:
        raise StoryErrors(problems)
    if size not in suites:
        raise StoryboardError(
            f"{path.name} has no size {quoted(size)}",
            hint=did_you_mean(size, suites) or f"Its sizes are {listed(suites)}.",
        )
    notes = tuple(f"line {each.line}: {each.message}" for each in problems)
    return ReadSuite(suites[size], (*notes, *_fewer(suites[size])))


def check_suite(path: Path) -> tuple[dict[str, Suite] | None, tuple[Diagnostic, ...]]:
    """Read a suite file in all of its sizes and return them with all its problems, by place.

    The suites are None exactly when one of the problems is an error.
    """
    source = load(path)
    if isinstance(source, Unreadable):
        return None, (source.diagnostic,)
    parsed = parse(source)
    report = Report(source, painted=parsed.painted)
    suites = _read(report, parsed.root, path) if parsed.complete else None
    problems = sorted(
        (*parsed.problems, *report.problems), key=lambda each: (each.line, each.column, each.code)
    )
    return None if any(each.is_error for each in problems) else suites, tuple(problems)


def _read(report: Report, root: Node | None, path: Path) -> dict[str, Suite] | None:
    if root is None or is_null(root):
        report.add("SB011", (0, 0), "the file is empty", hint=SUITE.hint)
        return None
    world = World(report, Cast(report), SettingTable(report), {})
    draft = _WrittenSuite(SUITE.read(root, world), world, root)
    if not isinstance(root, Mapping):
        return None
    world.cast.warn_of_shared_tokens()
    sizes: dict[str, SizeDraft | None] = {WHOLE: None, **draft.sizes}
    methods = {name: tuple(draft.methods(size)) for name, size in sizes.items()}
    compositions = tuple(draft.compositions())
    draft.check_judges(methods[WHOLE])
    if report.has_errors:
        return None
    whole = draft.suite(path, compositions, methods[WHOLE])
    return {
        name: _in_size(whole, name, size, methods[name]) if size else whole
        for name, size in sizes.items()
    }


class _WrittenSuite(NamedTuple):
    """A suite as written."""

    fields: Fields
    world: World
    root: Node

    @property
    def sizes(self) -> dict[str, SizeDraft]:
        return self.fields.values.get("sizes") or {}

    @property
    def judges(self) -> tuple[str, ...]:
        return self.fields.values.get("judges") or JUDGES

    def compositions(self) -> Iterator[SubjectSet]:
        """Yield who is drawn together, each with a name of its own."""
        values, taken = self.fields.values, set[str]()
        for number, each in enumerate(self._sets(values.get("compositions")), 1):
            boxes = each.boxes or (values.get("boxes") or {}).get(len(each.subjects), ())
            if not self._fits(each, boxes):
                continue
            name = each.id or name_of(each.subjects)
            name = f"{name}-{number}" if name in taken and each.id is None else name
            if name in taken:
                self.world.report.add("SB027", each.node, f"two compositions have the id {name}")
            taken.add(name)
            yield SubjectSet(id=name, subjects=each.subjects, boxes=boxes)

    def _sets(self, written: Any) -> Iterator[ListedSet]:
        if not isinstance(written, GeneratedSets):
            yield from written or ()
            return
        everybody = tuple(self.world.cast.characters)
        if written.last > len(everybody):
            self.world.report.add(
                "SB024",
                written.node,
                f"{written.last} of {len(everybody)} subjects cannot be put together",
                expected="no more than cast and characters have",
            )
            return
        seed = self.fields.values.get("seed") or 0
        for count in range(written.first, written.last + 1):
            for who in generated(everybody, count, written.each, seed=seed):
                yield ListedSet(written.node, None, who, ())

    def _fits(self, each: ListedSet, boxes: Sequence[Box]) -> bool:
        report = self.world.report
        if twice := [who for who in dict.fromkeys(each.subjects) if each.subjects.count(who) > 1]:
            report.add("SB027", each.node, f"{twice[0]} is twice in this composition")
        elif not each.subjects:
            report.add("SB021", each.node, "a composition without subjects")
        elif boxes and len(boxes) != len(each.subjects):
            message = f"{len(boxes)} boxes for {len(each.subjects)} subjects"
            report.add("SB024", each.node, message, expected="one for each subject")
        else:
            return True
        return False

    def methods(self, size: SizeDraft | None) -> Iterator[EvaluatedMethod]:
        """Yield the methods of a size; settings that do not fit are reported."""
        drafts: Sequence[MethodDraft] = self.fields.values.get("methods") or ()
        base = self.world.renderer
        if size and (changes := size.values.get("renderer")):
            base = renderer_settings.laid_over(base, changes)
            renderer_settings.settings(self.world.report, size.node, base)
        wanted = self._wanted(size, drafts)
        taken: dict[str, str] = {}
        for draft in drafts:
            identity = _slug(draft.key.text)
            if other := taken.setdefault(identity, draft.key.text):
                self._check_name(draft, identity, other)
            made = self._method(draft, identity, base)
            if made is not None and draft.key.text in wanted:
                yield made
        if not drafts and size is None and "methods" in self.fields.nodes:
            self.world.report.add("SB021", self.fields.nodes["methods"], "a suite without methods")

    def _wanted(self, size: SizeDraft | None, drafts: Sequence[MethodDraft]) -> set[str]:
        names = {draft.key.text for draft in drafts}
        asked: Sequence[Node] = size.values.get("methods") or () if size else ()
        for node in asked:
            if not isinstance(node, Scalar) or node.text not in names:
                written = node.text if isinstance(node, Scalar) else ""
                self.world.report.add(
                    "SB023",
                    node,
                    f"there is no method {quoted(written)}",
                    expected=listed(sorted(names)),
                    hint=did_you_mean(written, names),
                )
        return {node.text for node in asked if isinstance(node, Scalar)} if asked else names

    def _check_name(self, draft: MethodDraft, identity: str, other: str) -> None:
        report = self.world.report
        if not identity:
            report.add(
                "SB026", draft.key, "a method's name needs a letter or a digit of the alphabet"
            )
        elif other != draft.key.text:
            message = f"{quoted(draft.key.text)} and {quoted(other)} would have the same files"
            report.add("SB027", draft.key, message, hint="rename one")

    def _method(self, draft: MethodDraft, identity: str, base: Given) -> EvaluatedMethod | None:
        given = renderer_settings.laid_over(base, draft.given)
        found = renderer_settings.settings(self.world.report, draft.node, given)
        if found is None:
            return None
        return EvaluatedMethod(
            name=draft.key.text,
            id=identity,
            renderer=found,
            weights=draft.weights,
            training=draft.training,
            classes=draft.classes,
            judged_by=tuple(dict.fromkeys((*guides_of(found), *draft.trained_by))),
        )

    def check_judges(self, methods: Sequence[EvaluatedMethod]) -> None:
        """Report methods whom only those would judge that had a part in drawing."""
        for method in methods:
            if set(self.judges) <= set(method.judged_by):
                self.world.report.add(
                    "SB095",
                    self.fields.nodes.get("judges", self.root),
                    f"{quoted(method.name)} is judged by {listed(self.judges)} alone, which had a "
                    "part in drawing it",
                    hint="add another judge, such as pixels or likeness",
                )

    def suite(
        self,
        path: Path,
        compositions: tuple[SubjectSet, ...],
        methods: tuple[EvaluatedMethod, ...],
    ) -> Suite:
        values = {
            key: value
            for key, value in self.fields.values.items()
            if key in ("title", "style", "negative", "seed", "aspect", "prompts", "pictures")
            or key == "average"
        }
        values = {key: value for key, value in values.items() if value is not None}
        if "style" in self.fields.cleared:
            values["style"] = ""
        metrics = self.fields.values.get("metrics") or tuple(
            MetricChoice(name=name) for name in USUAL
        )
        return Suite(
            **{"title": path.stem, **values},
            size=WHOLE,
            characters=self.world.cast.characters,
            compositions=compositions,
            methods=methods,
            metrics=metrics,
            judges=self.judges,
        )


def _in_size(
    whole: Suite, name: str, size: SizeDraft, methods: tuple[EvaluatedMethod, ...]
) -> Suite:
    each, prompts = size.values.get("each"), size.values.get("prompts")
    return whole.but(
        size=name,
        compositions=tuple(_first(whole.compositions, each)),
        prompts=whole.prompts[:prompts],
        pictures=size.values.get("pictures") or whole.pictures,
        methods=methods,
    )


def _first(compositions: Sequence[SubjectSet], each: int | None) -> Iterator[SubjectSet]:
    seen: dict[int, int] = {}
    for composition in compositions:
        count = len(composition.subjects)
        seen[count] = seen.get(count, 0) + 1
        if each is None or seen[count] <= each:
            yield composition


def _fewer(suite: Suite) -> Iterator[str]:
    """Tell of numbers of subjects that have fewer compositions than others."""
    counts = [len(each.subjects) for each in suite.compositions]
    most = max(map(counts.count, counts))
    for count in sorted(set(counts)):
        if counts.count(count) < most:
            yield f"{counts.count(count)} compositions of {count}, {most} of others"


def _slug(name: str) -> str:
    """Return a method's name as files have it: `MSP, fast` is `msp-fast`."""
    return re.sub(r"[^0-9a-z]+", "-", name.lower()).strip("-")[:60]
