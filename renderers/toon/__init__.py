"""toon: the embedded model, its weights in diffusers layout, and everything that made them."""

from pathlib import Path

FOLDER = Path(__file__).parent
"""The model's directory, in diffusers layout."""
