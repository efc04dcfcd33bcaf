"""Where things are kept that can be made again, for all stories of a person."""

import os
from pathlib import Path


def cache_folder() -> Path:
    """Return `STORYBOARD_CACHE`, or a folder in the person's cache; it may not exist yet."""
    own = os.environ.get("STORYBOARD_CACHE")
    shared = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(own).expanduser() if own else Path(shared).expanduser() / "storyboard"
