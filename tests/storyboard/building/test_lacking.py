"""What a render tells of the pictures: only what they lack newly."""

from pathlib import Path

import pytest

from schemas.plan import Plan
from storyboard.building.lacking import newly_lacking
from storyboard.planning.planner import plan_story
from storyboard.reading import check_text

HEAD = "renderer: collage\ncast: [dee, ringo]\nscenes:\n  - panels:\n"


def planned(*actions: str) -> Plan:
    """Plan a story of these actions."""
    story, _ = check_text(HEAD + "".join(f"      - {action}\n" for action in actions))
    assert story is not None
    return plan_story(story, root=Path())


def test_everything_is_new_where_nothing_was_rendered(tmp_path):
    told = list(newly_lacking(tmp_path / "plan.json", planned("Dee holds a zorbulator.")))
    assert told == ["scene-1-1: not shown: zorbulator"]


def test_only_what_the_last_plan_did_not_lack_is_told(tmp_path):
    before = planned("Dee holds a zorbulator.", "Ringo waves.")
    (tmp_path / "plan.json").write_text(before.model_dump_json(by_alias=True), "utf-8")
    after = planned("Dee holds a zorbulator.", "Ringo holds a fromulator.")
    told = list(newly_lacking(tmp_path / "plan.json", after))
    assert told == ["scene-1-2: not shown: fromulator"]


@pytest.mark.parametrize("text", ["", "[]", '{"panels": 3}', '{"panels": [{"id": "x"}]}'])
def test_a_plan_that_cannot_be_read_lacks_nothing(tmp_path, text):
    (tmp_path / "plan.json").write_text(text, "utf-8")
    assert list(newly_lacking(tmp_path / "plan.json", planned("Ringo waves."))) == []
