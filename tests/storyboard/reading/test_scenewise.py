"""Scenes from memory: the tree is the one that parsing the whole text gives, to every place."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyboard.memory import TextMemory
from storyboard.reading import scenewise
from storyboard.reading.source import Source, decoded
from storyboard.reading.syntax import parse

STORY = """\
# A story
title: "Two: scenes"
scenes:   # of them

  - id: one
    panels:
      - action: |
          Dee waits.

      - {action: "Ringo
    runs", dialogue: [dee: Hm.]}

  # and the other
  - id: two
    panels:
    - action: >-
        Dee laughs,
        and cries
  - panels: [{action: Bill}]
author: N. Body
"""
HARMFUL = (
    '"',
    "'",
    "[",
    "{",
    "&a ",
    "*a",
    "- ",
    "\n- ",
    "\n  - ",
    "|\n",
    "---\n",
    "%",
    ": ",
    "scenes:\n",
    "#",
)


def source_of(text: str) -> Source:
    source = decoded(text.encode(), name="story.yaml", folder=None)  # type: ignore[arg-type]
    assert isinstance(source, Source)
    return source


def same(text: str, memory: TextMemory) -> bool:
    source = source_of(text)
    return parse(source, memory=memory) == parse(source)


@pytest.mark.parametrize("dent", ["", "  "])
def test_scenes_say_the_same_alone(dent: str) -> None:
    text = STORY if dent else STORY.replace("\n  - ", "\n- ").replace("\n    ", "\n  ")
    memory = TextMemory()
    assert scenewise.parsed_by_scenes(source_of(text), text, memory) is not None
    assert same(text, memory)


def test_only_the_scene_that_changed_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []
    real = scenewise.events
    monkeypatch.setattr(scenewise, "events", lambda text: texts.append(text) or real(text))  # type: ignore[func-returns-value]
    memory = TextMemory()
    parse(source_of(STORY), memory=memory)
    assert len(texts) == 3
    longer = STORY.replace("Dee waits.", "Dee waits and waits.")
    assert same(longer, memory)
    assert len(texts) == 5
    assert "waits and waits" in texts[3]
    assert "laughs" not in texts[4]


@pytest.mark.parametrize(
    "text",
    [
        STORY.replace("id: one", "id: &a one").replace("id: two", "id: *a"),
        STORY.replace("id: one", 'id: "one'),
        'title: "\nscenes:\n  - a\n  - b\n"\nscenes : [{panels: []}]\n',
        "scenes:\n  - a: [\n  - b\n  - c: ]\n",
        "%YAML 1.2\n---\n" + STORY,
        STORY + "---\n" + STORY,
        "scenes:\n  - a: 1\n    a: 2\n  - b\n",
        "scenes:\n" + "  - [" * 1 + "[" * 37 + "]" * 38 + "\n  - b\n  - c\n",
        "scenes:\n  - " + "[" * 39 + "]" * 39 + "\n  - b\n  - c\n",
    ],
)
def test_what_reaches_across_scenes_or_is_wrong_is_told_as_ever(text: str) -> None:
    assert same(text, TextMemory())


@given(st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_no_edit_makes_a_difference(seed: int) -> None:
    draw, text, memory = random.Random(seed), STORY, TextMemory()
    for _ in range(draw.randint(1, 3)):
        place = draw.randrange(len(text))
        text = text[:place] + draw.choice(HARMFUL) + text[place + draw.randint(0, 2) :]
        assert same(text, memory)
