"""The program's version, as `pyproject.toml` says it."""

__version__ = "0.1.0"
