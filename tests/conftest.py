"""What every test stands on: no network, no model hub, no home folder of the person's."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _somewhere_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let no test write into the checkout: builds go below the current folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout."""
    return ROOT
