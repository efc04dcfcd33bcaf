"""A plan that somebody gives, read like a story: every problem at once, each in its place.

A plan names files, sizes and fonts, and its ids become file names, so nothing in it is taken on
trust. A plan of our own making passes.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from schemas.errors import StoryboardError
from schemas.plan import PanelPlan, Plan
from storyboard.building.json_places import place_of
from storyboard.diagnostics import Diagnostic, quoted
from storyboard.diagnostics.errors import StoryErrors
from storyboard.planning.pages.pagination import LEAST_SIDE, SLENDEREST
from storyboard.reading.document import LANGUAGE
from storyboard.reading.files import WEIGHTS
from storyboard.reading.kinds import ID, SEED_LIMIT
from storyboard.reading.page import LONGEST, SHORTEST
from storyboard.reading.values import UNPRINTABLE
from storyboard.renderer_models import MODELS

Steps = tuple[str | int, ...]
"""The keys and numbers that lead to a value."""
_LONGEST_FILE = 200_000_000
_NAME = re.compile(r"[^\W_][\w-]{0,121}")
"""A scene's id, a dash, and a panel's."""
_FARTHEST = 100.0
"""Panel widths and heights by which geometry may reach outside."""
_LARGEST_AMOUNT = 1e6
_UNIT_KEYS = frozenset(("region", "pose", "placement", "face", "mouth", "room"))
"""What is in the panel's unit square."""
_UNBOUNDED = frozenset(("seed", "renderer"))
"""What its own model bounds."""


class _Problem(NamedTuple):
    path: Steps
    message: str
    hint: str | None = None


def read_plan(path: Path, *, root: Path) -> Plan:
    """Read a plan from its JSON.

    Args:
        path: the plan.
        root: the story's folder, in which the files lie that it names.

    Raises:
        StoryErrors: it is no plan, or one that cannot be drawn; all problems are told.
        StoryboardError: it cannot be read.
    """
    text = _text(path)
    data = _parsed(text, path)
    problems = [*_strange_values(data)]
    try:
        plan = Plan.model_validate(data)
    except ValidationError as error:
        problems += [_Problem(_written(each["loc"]), each["msg"]) for each in error.errors()]
    else:
        problems += _contradictions(plan, root)
    if problems:
        raise StoryErrors(_told(problems, text, path))
    return plan


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            data = stream.read(_LONGEST_FILE + 1)
        if len(data) > _LONGEST_FILE:
            raise StoryboardError(f"{path} is too large to be a plan")
        return data.decode("utf-8-sig")
    except OSError as error:
        raise StoryboardError(f"cannot read {path} ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise StoryboardError(f"{path} is not a plan: it is no text in UTF-8") from error


def _parsed(text: str, path: Path) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        problem = Diagnostic(
            code="SB080",
            severity="error",
            file=str(path),
            line=error.lineno,
            column=error.colno,
            message=f"this is not JSON: {error.msg}",
        )
        raise StoryErrors([problem]) from error
    except (RecursionError, ValueError) as error:
        raise StoryboardError(f"{path} is not a plan: it is nested too deep") from error


def _told(problems: Sequence[_Problem], text: str, path: Path) -> Iterator[Diagnostic]:
    found = []
    for each in dict.fromkeys(problems):
        place = place_of(text, each.path)
        where = ".".join(str(step) for step in each.path)
        found.append(
            Diagnostic(
                code="SB080",
                severity="error",
                file=str(path),
                line=place.line,
                column=place.column,
                end_line=place.line,
                end_column=place.column + 1,
                source_line=place.text,
                message=f"{quoted(where)[1:-1]}: {each.message}" if where else each.message,
                hint=each.hint,
            )
        )
    return iter(sorted(found, key=lambda each: (each.line, each.column)))


def _written(loc: Steps) -> Steps:
    """Leave out the branches of the union of renderers, which nobody wrote."""
    if "renderer" not in loc:
        return loc
    at = loc.index("renderer") + 1
    return (*loc[:at], *(step for step in loc[at:] if step not in {"packaged", "plugin", *MODELS}))


def _strange_values(data: Any, path: Steps = ()) -> Iterator[_Problem]:
    """Yield numbers that are none, or far too large, and texts that nobody can read."""
    match data:
        case dict():
            for key, value in data.items():
                if UNPRINTABLE.search(key):
                    yield _Problem(path, f"{quoted(key)} is no name: it holds control characters")
                yield from _strange_values(value, (*path, key))
        case list():
            for index, value in enumerate(data):
                yield from _strange_values(value, (*path, index))
        case str() if bad := UNPRINTABLE.search(data):
            yield _Problem(path, f"the control character U+{ord(bad.group()):04X} in a text")
        case float() if not math.isfinite(data):
            yield _Problem(path, "expected a finite number")
        case int() | float() if not isinstance(data, bool) and not _UNBOUNDED & set(path):
            limit = _FARTHEST if _UNIT_KEYS & set(path) else _LARGEST_AMOUNT
            if abs(data) > limit:
                yield _Problem(path, f"{data:g} is out of range", f"expected at most {limit:g}")


def _contradictions(plan: Plan, root: Path) -> Iterator[_Problem]:
    """Yield what no model of a single value can know."""
    yield from _page(plan)
    if not LANGUAGE.fullmatch(plan.language):
        hint = "expected a tag such as en, de or pt-BR"
        yield _Problem(("language",), f"{quoted(plan.language)} is not a language", hint)
    for who in plan.speakers:
        if not ID.fullmatch(who):
            yield _Problem(("speakers", who), "the id of a speaker is letters, digits, - and _")
    yield from _fonts(plan, root)
    yield from _names(plan)
    yield from _frames(plan)
    for index, panel in enumerate(plan.panels):
        for problem in _panel(panel, root):
            yield problem._replace(path=("panels", index, *problem.path))


def _page(plan: Plan) -> Iterator[_Problem]:
    page = plan.page
    for side in ("width", "height"):
        if not SHORTEST <= getattr(page, side) <= LONGEST:
            hint = f"expected {SHORTEST:g} to {LONGEST:g} points"
            yield _Problem(("page", side), "a page of this size cannot be made", hint)
    for key in ("bleed", "gutter", "margin"):
        if getattr(page, key) > min(page.width, page.height) / 2:
            yield _Problem(("page", key), f"{key} is too large for the page")


def _fonts(plan: Plan, root: Path) -> Iterator[_Problem]:
    from storyboard.fonts import SUFFIXES, known_family, own_font

    named: list[tuple[Steps, str | None]] = [(("font",), plan.font)]
    named += [
        (("speakers", who, "voice", "font"), speaker.voice.font)
        for who, speaker in plan.speakers.items()
    ]
    for path, font in named:
        if font is None or known_family(font) == font:
            continue
        if not font.lower().endswith(SUFFIXES):
            message = f"there is no font {quoted(font)}"
            yield _Problem(path, message, "name a font file, or a family")
        elif problem := _outside(font, root):
            yield _Problem(path, problem)
        else:
            try:
                own_font(root / font)
            except StoryboardError as error:
                yield _Problem(path, str(error), error.hint)


def _names(plan: Plan) -> Iterator[_Problem]:
    """Yield ids that cannot be file names, or are not the only ones of their name."""
    seen = Counter(panel.id.casefold() for panel in plan.panels)
    for index, panel in enumerate(plan.panels):
        for key, name in (("id", panel.id), ("scene", panel.scene)):
            if not _NAME.fullmatch(name):
                message = f"{quoted(name)} cannot be an id"
                yield _Problem(("panels", index, key), message, "use letters, digits, - and _")
        if seen[panel.id.casefold()] > 1:
            yield _Problem(("panels", index, "id"), f"{quoted(panel.id)} is given twice")


def _frames(plan: Plan) -> Iterator[_Problem]:
    """Yield frames of nobody, panels in no frame or in several, and frames off the page."""
    places = Counter(frame.panel for page in plan.pages for frame in page.frames)
    known = {panel.id for panel in plan.panels}
    for index, panel in enumerate(plan.panels):
        if places[panel.id] != 1:
            where = "no frame" if not places[panel.id] else "more than one frame"
            yield _Problem(("panels", index, "id"), f"{quoted(panel.id)} is in {where}")
    reach = plan.page.bleed + 1
    for number, page in enumerate(plan.pages):
        for index, frame in enumerate(page.frames):
            path = ("pages", number, "frames", index)
            if frame.panel not in known:
                yield _Problem((*path, "panel"), f"there is no panel {quoted(frame.panel)}")
            box = frame.box
            inside = min(box.left, box.top) >= -reach and box.right <= plan.page.width + reach
            if not (inside and box.bottom <= plan.page.height + reach):
                yield _Problem((*path, "box"), "the frame reaches off the page")
            if min(box.width, box.height) < LEAST_SIDE:
                yield _Problem((*path, "box"), "the frame is too small for a picture")


def _panel(panel: PanelPlan, root: Path) -> Iterator[_Problem]:
    from renderers import names

    if not SLENDEREST <= panel.aspect <= 1 / SLENDEREST:
        hint = f"expected {SLENDEREST:g} to {1 / SLENDEREST:g}"
        yield _Problem(("aspect",), f"an aspect of {panel.aspect:g} cannot be drawn", hint)
    if not 0 <= panel.seed <= SEED_LIMIT:
        yield _Problem(("seed",), "the seed is out of range", f"expected 0 to {SEED_LIMIT}")
    if panel.renderer.name not in names():
        yield _Problem(("renderer", "name"), f"there is no renderer {quoted(panel.renderer.name)}")
    for key in ("masks", "pose_map", "scaffold"):
        yield from _picture((key,), getattr(panel, key), root)
    yield from _picture(("setting", "art"), panel.setting.art, root)
    for index, segment in enumerate(panel.segments):
        for number, layer in enumerate(segment.figure.layers if segment.figure else ()):
            yield from _picture(("segments", index, "figure", "layers", number), layer, root)
        if segment.weights is not None:
            yield from _weights(("segments", index, "weights"), segment.weights, root)


def _picture(path: Steps, name: str | None, root: Path) -> Iterator[_Problem]:
    from renderers.cast.puppets.posed import source_files

    try:
        if name is not None:
            source_files(name, root)
    except StoryboardError as error:
        yield _Problem(path, str(error), error.hint)


def _weights(path: Steps, name: str, root: Path) -> Iterator[_Problem]:
    if problem := _outside(name, root):
        yield _Problem(path, problem)
    elif Path(name).suffix.lower() not in WEIGHTS:
        yield _Problem(path, f"{quoted(name)} cannot be weights", f"expected {', '.join(WEIGHTS)}")


def _outside(name: str, root: Path) -> str | None:
    """Say why a name is not that of a file in the story's folder; None where it is."""
    try:
        place = (root / name).resolve()
        if not place.is_relative_to(root.resolve()):
            return f"{quoted(name)} is outside the story's folder"
        return None if place.is_file() else f"there is no file {quoted(name)}"
    except (OSError, ValueError, RuntimeError):
        return f"{quoted(name)} is not the name of a file"
