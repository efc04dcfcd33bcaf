"""How far judges may be believed is said in one place, by the judge's name."""

import re
from pathlib import Path

from renderers.judges import NAMES
from renderers.judging.error_rates import SPOILS, error_rates, told

DOCS = Path(__file__).parents[3] / "docs" / "judging.md"


def test_what_was_counted_is_known_by_the_judge_s_name() -> None:
    rates = error_rates("latents")
    assert rates is not None
    assert [*rates.caught] == [*rates.named] == [*SPOILS]
    assert rates.caught_in_all.of == sum(row.of for row in rates.caught.values())
    assert all(rates.named[kind].found <= rates.caught[kind].found for kind in SPOILS)
    assert error_rates("somebody's") is None


def test_what_nobody_counted_is_said_to_be_unknown() -> None:
    said = told(["latents", "somebody's"])
    assert str(error_rates("latents").alarms) in said
    assert "somebody's may be believed has not been measured" in said


def test_the_docs_show_what_was_counted_and_every_judge() -> None:
    rows = {
        cells[0].strip("` "): [cell.strip() for cell in cells[1:]]
        for line in DOCS.read_text(encoding="utf-8").splitlines()
        if (cells := line.strip("|").split("|"))[0].strip().startswith("`")
    }
    assert {*NAMES} <= {*rows}
    tables = re.findall(r"^\| `(\w+)` \| (\d+ of \d+) \| (.*) \|$", DOCS.read_text(), re.MULTILINE)
    assert tables
    for name, alarms, cells in tables:
        rates = error_rates(name)
        assert rates is not None
        assert alarms == str(rates.alarms)
        assert cells.split(" | ") == [str(rates.named[kind]) for kind in SPOILS]
