"""A plan from outside is input: every problem at once, each in its place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schemas.errors import StoryboardError
from storyboard.building.given_plan import read_plan
from storyboard.building.json_places import place_of
from storyboard.diagnostics.errors import StoryErrors
from storyboard.planning.planner import plan_story
from storyboard.reading import check_text

STORY = """\
cast: [dee, ringo]
scenes:
  - id: a
    panels:
      - {action: dee waves, dialogue: [dee: Hello.]}
      - {action: ringo waves}
"""
Plan = dict[str, Any]
Refuse = Callable[[Plan], list[tuple[str, int]]]


@pytest.fixture(scope="module")
def planned() -> str:
    story, _ = check_text(STORY)
    assert story is not None
    return plan_story(story, root=Path()).model_dump_json(by_alias=True)


@pytest.fixture
def refuse(tmp_path: Path) -> Refuse:
    """Read a plan that must be refused, and return the messages with their lines."""

    def refused(plan: Plan) -> list[tuple[str, int]]:
        path = tmp_path / "plan.json"
        path.write_text(json.dumps(plan, indent=1), encoding="utf-8")
        with pytest.raises(StoryErrors) as caught:
            read_plan(path, root=tmp_path)
        lines = path.read_text(encoding="utf-8").splitlines()
        for each in caught.value.diagnostics:
            assert each.source_line in ("", lines[each.line - 1])
        return [(each.message, each.line) for each in caught.value.diagnostics]

    return refused


def test_a_plan_of_our_own_is_read_as_it_was_written(planned: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(planned, encoding="utf-8")
    assert read_plan(path, root=tmp_path).model_dump_json(by_alias=True) == planned


def _set(*path: Any, to: Any) -> Callable[[Plan], None]:
    def change(plan: Plan) -> None:
        inner: Any = plan
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = to

    return change


PANEL = ("panels", 0)
FIRST = (*PANEL, "segments", 0)
BROKEN = {
    "an absolute id": (_set(*PANEL, "id", to="/var/tmp/x"), "cannot be an id"),
    "an id that climbs": (_set(*PANEL, "id", to="../../x"), "cannot be an id"),
    "a scene that climbs": (_set(*PANEL, "scene", to=".."), "cannot be an id"),
    "the same id": (_set(*PANEL, "id", to="a-2"), "given twice"),
    "the same name on some disks": (_set(*PANEL, "id", to="A-2"), "given twice"),
    "an escape sequence": (_set(*PANEL, "alt", to="\x1b[31mred"), "U+001B"),
    "a null character": (_set("title", to="a\0b"), "U+0000"),
    "a key with an escape": (_set("speakers", "\x1b", to={"name": "x", "voice": {}}), "control"),
    "infinity": (_set(*PANEL, "aspect", to=float("inf")), "finite"),
    "not a number": (_set(*FIRST, "mouth", to=[float("nan"), 0]), "finite"),
    "a huge aspect": (_set(*PANEL, "aspect", to=1e6), "aspect"),
    "a huge page": (_set("page", "width", to=1e6), "page of this size"),
    "a margin": (_set("page", "margin", to=5000.0), "margin is too large"),
    "far geometry": (_set(*FIRST, "mouth", to=[1e5, 0]), "out of range"),
    "a font": (_set("speakers", "dee", "voice", "font", to="../etc/passwd"), "no font"),
    "a font file": (_set("font", to="../x.ttf"), "outside"),
    "a language": (_set("language", to="../../etc"), "not a language"),
    "weights": (_set(*FIRST, "weights", to="/dev/zero"), "outside"),
    "weights that are not there": (_set(*FIRST, "weights", to="x.safetensors"), "no file"),
    "a picture": (_set(*PANEL, "scaffold", to="../x.png"), "outside"),
    "a layer": (_set(*FIRST, "figure", "layers", 0, to="cast:../../x.png"), "outside"),
    "a renderer": (_set(*PANEL, "renderer", to={"name": "mps"}), "no renderer"),
    "a setting": (_set(*PANEL, "renderer", "steps", to=-1), "panels.0.renderer.steps"),
    "a seed": (_set(*PANEL, "seed", to=2**70), "seed"),
    "a frame of nobody": (_set("pages", 0, "frames", 0, "panel", to="x"), "no panel"),
    "a panel in no frame": (_set("pages", 0, "frames", 0, "panel", to="a-2"), "in no frame"),
    "a frame off the page": (_set("pages", 0, "frames", 0, "box", "right", to=9e3), "off the page"),
    "a shape": (_set("pages", to=[]), "pages"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_drawn_is_refused(name: str, planned: str, refuse: Refuse) -> None:
    change, expected = BROKEN[name]
    plan = json.loads(planned)
    change(plan)
    assert [message for message, _ in refuse(plan) if expected in message]


def test_every_problem_is_told_at_once(planned: str, refuse: Refuse) -> None:
    plan = json.loads(planned)
    for name in ("an absolute id", "a language", "a huge page", "weights", "a picture"):
        BROKEN[name][0](plan)
    assert len({line for _, line in refuse(plan)}) >= 5


@pytest.mark.parametrize("text", ["", "[" * 100_000, '{"a": ', "[1]", "3", "\xff", "null"])
def test_what_is_no_plan_at_all_is_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(StoryboardError):
        read_plan(path, root=tmp_path)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (1, 1)),
        (("a",), (2, 9)),
        (("b", 1), (3, 12)),
        (("b", 2, "c"), (3, 23)),
        (("b", "tag", 0), (3, 9)),
        (("d",), (1, 1)),
    ],
)
def test_a_value_is_found_in_its_place(path: tuple[Any, ...], place: tuple[int, int]) -> None:
    text = '{\n  "a":  1,\n  "b": [7, "]", {"c": 2}]\n}'
    found = place_of(text, path)
    assert (found.line, found.column) == place


@pytest.mark.parametrize("name", ["a" * 300, "x" * 5000 + ".png", "posed:::"])
def test_names_that_no_file_can_have_are_told(name: str, planned: str, refuse: Refuse) -> None:
    plan = json.loads(planned)
    plan["panels"][0]["scaffold"] = plan["panels"][0]["segments"][0]["figure"]["layers"][0] = name
    plan["panels"][1]["renderer"] = {"name": []}
    assert refuse(plan)
