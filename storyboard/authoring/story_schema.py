"""The JSON Schema (draft-07) of story files as authors write them, for editors.

It follows from the keys that `storyboard.reading` declares. Where the reader also accepts any
spelling of a word, the schema knows the dictionary form and the listed synonyms in lower case.
"""

from typing import Any

from storyboard.reading.document import STORY


def story_schema() -> dict[str, Any]:
    """Return the schema of story files as authored, deterministic to the byte."""
    return STORY.file_schema(
        "A storyboard story",
        "A story that becomes a lettered comic book.",
    )
