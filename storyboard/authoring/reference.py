"""The tables of keys in docs/, which follow from the keys' declarations.

A table of keys stands between `<!-- keys: panel -->` and `<!-- end -->`, that of the problems
between `<!-- codes -->` and `<!-- end -->`.
"""

import re
from collections.abc import Mapping
from typing import Any

from storyboard.diagnostics.codes import CODES
from storyboard.reading.cast import CHARACTER, VOICE
from storyboard.reading.document import STORY
from storyboard.reading.keys import Section
from storyboard.reading.own_props import PROP
from storyboard.reading.page import PAGE
from storyboard.reading.panels import PANEL
from storyboard.reading.relations import RELATION
from storyboard.reading.scenes import SCENE
from storyboard.reading.speech import EFFECT, LINE
from storyboard.reading.staging import PLACEMENT
from storyboard.reading.story_settings import SETTING

SECTIONS: dict[str, Section[Any]] = {
    "story": STORY,
    "page": PAGE,
    "character": CHARACTER,
    "voice": VOICE,
    "prop": PROP,
    "setting": SETTING,
    "scene": SCENE,
    "panel": PANEL,
    "placement": PLACEMENT,
    "relation": RELATION,
    "line": LINE,
    "effect": EFFECT,
}
"""Every section that docs/story-format.md has a table of, by the name between its marks."""
_TABLE = re.compile(r"(<!-- keys: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_CODES = re.compile(r"(<!-- codes -->\n).*?(<!-- end -->)", re.DOTALL)


def with_tables(page: str, sections: Mapping[str, Section[Any]] = SECTIONS) -> str:
    """Return a page with each table as the keys are declared now; `sections` are those it has.

    Raises:
        KeyError: a table is marked that no section has.
    """
    page = _TABLE.sub(lambda mark: f"{mark[1]}{_table(sections[mark[2]])}{mark[3]}", page)
    return _CODES.sub(lambda mark: f"{mark[1]}{_codes()}{mark[2]}", page)


def _codes() -> str:
    rows = (f"| {code} | {entry.title} | {entry.severity} |\n" for code, entry in CODES.items())
    return "| code | what | |\n|---|---|---|\n" + "".join(rows)


def _table(section: Section[Any]) -> str:
    rows = (f"| `{key.name}` | {key.meaning} | {key.default} |\n" for key in section.keys)
    return "| key | meaning | default |\n|---|---|---|\n" + "".join(rows)
