"""A kept verdict bears the version of who gave it: its own code and networks, nobody else's."""

from importlib.metadata import EntryPoint

import pytest

from renderers import judges
from storyboard.panels.judging import judge_version
from storyboard.panels.sources import code_digest


def test_every_judge_has_a_version_of_its_own() -> None:
    versions = [judge_version(name) for name in judges.NAMES]
    assert [version.split()[0] for version in versions] == [*judges.NAMES]
    assert len({version.split()[1] for version in versions}) == len(versions)


def test_a_judge_s_code_does_not_hang_on_what_draws() -> None:
    own = code_digest("renderers.judging.open_set", within=("renderers.judging",))
    assert own != code_digest("renderers.judging.open_set")
    assert own == code_digest("renderers.judging.open_set", within=("renderers.judging", "no.such"))


def test_another_s_judge_has_its_distribution_s_version(monkeypatch: pytest.MonkeyPatch) -> None:
    added = EntryPoint("kind", "kindness:judge", judges.GROUP)
    monkeypatch.setattr(judges, "entry_points", lambda group: (added,))
    judge_version.cache_clear()
    assert judge_version("kind") == "kind kindness:judge"
    judge_version.cache_clear()
