"""What every test stands on: no network, no model hub, no home folder of the person's."""

import os
from pathlib import Path
from tempfile import gettempdir

import pytest
from hypothesis import settings

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
# Outside the home folder, and the same for all workers, so that each drawing is posed once.
os.environ.setdefault("STORYBOARD_CACHE", str(Path(gettempdir()) / "storyboard-tests"))

# Whoever tests a change wants to hear of the change: the same examples in every run. New ones
# are looked for by `make explore`.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=300, deadline=None, print_blob=True)
settings.load_profile("repeatable")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _somewhere_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let no test write into the checkout: builds go below the current folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout."""
    return ROOT
