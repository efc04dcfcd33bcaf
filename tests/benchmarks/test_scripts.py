"""No script of the benchmarks rots: each can be imported, and says how it is called."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

import benchmarks

FOLDER = Path(str(benchmarks.__path__[0]))
NAMES = sorted(
    ".".join(path.relative_to(FOLDER.parent).with_suffix("").parts)
    for path in FOLDER.rglob("*.py")
    if path.name != "__init__.py"
)


@pytest.mark.parametrize("name", NAMES)
def test_a_script_is_imported_and_tells_its_options(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = import_module(name)
    assert script.__doc__
    if not hasattr(script, "argparse"):
        return
    monkeypatch.setattr(sys, "argv", [f"{name}.py", "--help"])
    with pytest.raises(SystemExit) as ended:
        script.main()
    assert ended.value.code == 0
    assert "usage: " in capsys.readouterr().out


def test_what_a_script_says_of_how_it_is_called_is_its_name() -> None:
    for name in NAMES:
        told = (FOLDER.parent / Path(*name.split("."))).with_suffix(".py").read_text("utf-8")
        for word in told.split('"""')[1].split():
            if word.startswith("benchmarks/") and word.rstrip(".,;:`").endswith(".py"):
                assert (FOLDER.parent / word.rstrip(".,;:`")).exists(), f"{name}: {word}"
