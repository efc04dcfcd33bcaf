import io
from pathlib import Path

import pytest
from rich.console import Console

from renderers.base import Step
from storyboard.commands.lines import work
from storyboard.commands.progress import shown
from storyboard.events import (
    Event,
    Notice,
    PanelDone,
    PanelFailed,
    Planned,
    Reason,
    RenderResult,
    Written,
)

EVENTS: list[Event] = [
    Planned((Reason("a-1", ("new",)), Reason("a-2", ("new",)), Reason("a-3", ("old",), True)), 4),
    PanelDone("a-3", "restored"),
    Step("a-1", 1, 2),
    PanelDone("a-1", "drawn", ("no ControlNet: pose maps are left out",)),
    PanelFailed("a-2", "no picture [gone.png]", "look again"),
    Notice("something to know"),
    Notice("a-1: not shown: a whale", advice=True),
    Written(Path("book.pdf"), fresh=False),
    RenderResult(Path("build"), ()),
]


def text(*, terminal: bool = False, quiet: bool = False) -> str:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=terminal, width=100, no_color=True)
    assert shown(iter(EVENTS), console, quiet=quiet) == EVENTS[-1]
    return stream.getvalue()


def test_a_pipe_gets_plain_lines() -> None:
    assert text().splitlines() == [
        "2 panels to draw, 1 to bring back from earlier, 4 up to date",
        "a-3: restored (1 of 3)",
        "a-1: drawn (2 of 3)",
        "a-1: note: no ControlNet: pose maps are left out",
        "a-2: failed: no picture [gone.png] (look again)",
        "something to know",
        "a-1: not shown: a whale",
        "book.pdf: written",
    ]


def test_quiet_tells_only_of_trouble() -> None:
    assert text(quiet=True).splitlines() == [
        "a-2: failed: no picture [gone.png] (look again)",
        "something to know",
    ]


def test_a_terminal_gets_the_same_lines_and_a_bar() -> None:
    shown_text = text(terminal=True)
    assert "a-1: drawn (2 of 3)" in shown_text
    assert "left" in shown_text
    assert "\x1b[3" not in shown_text  # no colour where NO_COLOR is set


@pytest.mark.parametrize(
    ("stale", "fresh", "words"),
    [
        ([], 5, "5 up to date"),
        ([False], 0, "1 panel to draw"),
        ([True, True], 1, "2 to bring back from earlier, 1 up to date"),
    ],
)
def test_work_in_words(stale: list[bool], fresh: int, words: str) -> None:
    reasons = tuple(Reason("x", ("new",), stored) for stored in stale)
    assert work(Planned(reasons, fresh)) == words


def test_a_render_that_cannot_begin_does_not_call_anything_up_to_date() -> None:
    stream = io.StringIO()
    events: list[Event] = [Planned((), 0), RenderResult(Path("build"), ())]
    shown(iter(events), Console(file=stream, width=100), quiet=False)
    assert stream.getvalue() == ""
