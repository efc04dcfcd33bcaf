"""A kept verdict bears the version of who gave it: its own code and networks, nobody else's."""

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from renderers import judges
from schemas.errors import AssetMissing
from schemas.quality import JudgeSettings
from storyboard.panels.judging import judge_version
from storyboard.panels.sources import code_digest
from tests.renderers.judging import tiny_networks


def test_every_judge_has_a_version_of_its_own() -> None:
    names = [name for name, each in judges.JUDGES.items() if each.networks]
    versions = [judge_version(name) for name in names]
    assert [version.split()[0] for version in versions] == names
    assert len({version.split()[1] for version in versions}) == len(versions)


def test_networks_that_the_story_names_belong_to_the_version(tmp_path: Path) -> None:
    tiny_networks.detector(tmp_path / "owl")
    config = tiny_networks.dinov2(tmp_path / "dino") / "config.json"
    settings = JudgeSettings(name="detector", detector="owl", embedding="dino")
    before = judge_version(settings, tmp_path)
    config.write_text(config.read_text() + " ")
    judge_version.cache_clear()
    assert judge_version(settings, tmp_path) != before
    stricter = settings.but(likeness=0.5)
    assert judge_version(stricter, tmp_path) != judge_version(settings, tmp_path)
    with pytest.raises(AssetMissing, match="no directory no/such"):
        judge_version(settings.but(detector="no/such"), tmp_path)


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
