"""Base forms of English words and forms of verbs, looked up in lemminflect's tables as they lie.

lemminflect reads its tables into dictionaries first, which takes longer than reading a story. The
tables are sorted, so that a word is found in them by halving.
"""

import gzip
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_AUXILIARY = {"modal": "AUX"}
_BE = ("be", "was", "were", "being", "been", "am", "are", "is")
"""The one verb that the table does not tell in full."""


def lemmas_of(word: str) -> Mapping[str, tuple[str, ...]]:
    """Return the base forms of a word in small letters, by NOUN, VERB, ADJ, ADV and AUX."""
    found = {
        _AUXILIARY.get(category, category.upper()): tuple(forms.split("/"))
        for category, forms in _rows("lemma_lu", word)
    }
    return found | _overrides("lemma_overrides").get(word, {})


def verb_forms_of(gerund: str) -> tuple[str, ...]:
    """Return the forms of the verb of an -ing form: past, participles, third person, base.

    Of a verb that the tables do not have there are none.
    """
    base = lemmas_of(gerund).get("VERB", ("",))[0]
    row = next((forms for kind, forms in _rows("infl_lu", base) if kind == "verb"), None)
    if row is None or base == "be":
        return _BE if base == "be" else ()
    forms: dict[str, tuple[str, ...]] = {}
    for tag, spellings in zip(("VBD", "VBN", "VBG", "VBZ"), row.split(","), strict=False):
        if spellings:
            forms[tag] = tuple(spellings.lower().split("/"))
    forms |= {"VB": (base,), "VBP": (base,)}
    other = _overrides("infl_overrides").get(base, {})
    forms |= {tag: spellings for tag, spellings in other.items() if tag.startswith("VB")}
    return tuple(form for spellings in forms.values() for form in spellings)


def _rows(table: str, word: str) -> Iterator[tuple[str, str]]:
    """Yield a word's kinds and, for each, the rest of its row."""
    rows = _table(table)
    at = bisect_left(rows, f"{word},")
    while at < len(rows) and rows[at].startswith(f"{word},"):
        _, kind, rest = rows[at].split(",", 2)
        yield kind, rest
        at += 1


@cache
def _table(name: str) -> list[str]:
    return sorted(gzip.decompress((_folder() / f"{name}.csv.gz").read_bytes()).decode().split("\n"))


@cache
def _overrides(name: str) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in (_folder() / f"{name}.csv").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            word, tag, form = line.strip().split(",")
            found.setdefault(word, {})[tag] = (form,)
    return found


def _folder() -> Path:
    """Return where lemminflect's tables lie, without importing it."""
    found = find_spec("lemminflect")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "resources"
