"""How the judges' networks are trained: `python -m renderers.toon.training.judges --help`."""
