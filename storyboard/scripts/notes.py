"""What a story says and a script has no words for, as one line of YAML in a note."""

import json
from typing import Any, Literal

from storyboard.scripts.script import ScriptPanel

_LONGEST = 4000


def panel_note(panel: ScriptPanel) -> str:
    """Return `[[panel: {…}]]` with the panel's keys; it begins a picture even where it is empty."""
    return f"[[panel: {flow(panel.keys)}]]"


def is_ours(note: str) -> bool:
    """Tell a note that holds keys from an author's remark."""
    return note.startswith(("panel:", "scene:"))


def flow(value: Any) -> str:
    """Write plain data as YAML in one line: JSON is YAML, and its text needs no guesses.

    Double brackets would end the note that it stands in, and so are kept apart.
    """
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("]]", "] ]").replace("]]", "] ]").replace("[[", "[ [").replace("[[", "[ [")


def keys_of(what: Literal["panel", "scene"], note: str) -> dict[str, Any]:
    """Read the keys of a panel or scene out of a note; one that cannot be read has none."""
    # Anchors could unfold a short note into a huge one; ours have none.
    if not note.startswith(f"{what}:") or "&" in note or len(note) > _LONGEST:
        return {}
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        read = YAML(typ="safe", pure=True).load(note)
    except (YAMLError, ValueError, RecursionError):
        return {}
    keys = read.get(what) if isinstance(read, dict) else None
    return {str(key): value for key, value in keys.items()} if isinstance(keys, dict) else {}
