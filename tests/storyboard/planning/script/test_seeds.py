"""Seeds hang on names, and where there are none on what happens: never on a number."""

from schemas.story import Story
from storyboard.planning.script.seeds import seeds_of
from storyboard.reading import check_text

BOOK = """\
  - setting: a park
    panels: [dee waits, ringo waves, {id: end, action: dee leaves}]
  - id: home
    panels: [dee reads, dee reads]
"""


def read(scenes: str) -> Story:
    story, _ = check_text(f"cast: [dee, ringo]\nscenes:\n{scenes}")
    assert story is not None
    return story


def test_what_is_put_in_front_changes_no_seed() -> None:
    before = seeds_of(read(BOOK))
    after = seeds_of(read("  - panels: [ringo sleeps]\n" + BOOK))
    assert list(after.values())[1:] == list(before.values())
    later = seeds_of(read(BOOK.replace("[dee waits", "[ringo sleeps, dee waits")))
    assert list(later.values())[1:] == list(before.values())


def test_a_named_panel_keeps_its_seed_whatever_happens_in_it() -> None:
    before = seeds_of(read(BOOK))
    after = seeds_of(read(BOOK.replace("dee leaves", "ringo leaves")))
    assert before == after


def test_equal_panels_differ() -> None:
    seeds = seeds_of(read(BOOK))
    assert len(set(seeds.values())) == len(seeds)
    assert all(0 <= seed < 2**31 for seed in seeds.values())
