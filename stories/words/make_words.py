"""Make the table of nouns that mean people, and of those that no picture can show: `nouns.txt.gz`.

A maintainer's tool; nothing else imports it. It reads WordNet 3.0's files, as Debian's package
`wordnet-base` has them:

    apt-get download wordnet-base && dpkg -x wordnet-base_*.deb build/wordnet
    python stories/words/make_words.py build/wordnet/usr/share/wordnet
"""

import argparse
import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from storyboard.planning.script.word_lists import PEOPLE  # noqa: E402

PERSON = 18
"""The number of WordNet's file of people."""
THINGS = frozenset((5, 6, 13, 17, 20))
"""Its files of animals, artefacts, food, objects and plants."""
UNSEEN = frozenset((4, 7, 9, 10, 12, 16, 22, 23, 24, 26, 28))
"""Its files of acts, attributes, thoughts, words, feelings, motives, processes, quantities,
relations, states and times."""
WRITTEN = frozenset(
    (
        "document",
        "label",
        "mail",
        "print_media",
        "sign",
        "visual_communication",
        "visual_signal",
        "writing",
        "written_document",
        "written_material",
    )
)
"""What is seen though it is words."""
STILL_SEEN = frozenset(("image", "scar", "shadow", "stain", "wound"))
RUDE = frozenset(("disparagement", "ethnic_slur", "obscenity", "vulgarism"))
MOSTLY = 0.5, 0.7
"""The share of a noun's uses from which on it means somebody, and nothing that can be seen."""


class Synset(NamedTuple):
    """A meaning."""

    file: int
    words: tuple[str, ...]
    above: tuple[str, ...]
    """The meanings of which it is a kind."""
    usage: tuple[str, ...]
    """Meanings that say how its words are used."""


def main(folder: Path) -> None:
    """Write the table, and tell how many words it has."""
    synsets = dict(synsets_of(folder / "data.noun"))
    senses = dict(senses_of(folder / "index.noun"))
    uses = uses_of(folder / "cntlist.rev")
    people, unseen = list[str](), list[str]()
    for word, meanings in senses.items():
        first = synsets[meanings[0]]
        if not word.isalpha() or len(word) < 3 or word not in first.words:
            continue
        if share(first, uses[word], frozenset((PERSON,))) >= MOSTLY[0]:
            people += () if is_rude(meanings, synsets) else (word,)
        elif first.file in UNSEEN and share(first, uses[word], UNSEEN) >= MOSTLY[1]:
            seen = word in STILL_SEEN or (first.file == 10 and is_written(meanings[0], synsets))
            unseen += () if seen else (word,)
    things = sorted(machines(senses, synsets, PEOPLE.union(people)))
    lines = " ".join(sorted(people)), " ".join(sorted(unseen)), ",".join(things)
    packed = gzip.compress("\n".join(lines).encode("ascii"), 9, mtime=0)
    (HERE / "nouns.txt.gz").write_bytes(packed)
    print(f"{len(people)} people, {len(unseen)} unseen, {len(things)} things named like people")


def synsets_of(path: Path) -> Iterator[tuple[str, Synset]]:
    """Yield the meanings of a data file by their number."""
    for line in path.read_text("ascii").splitlines():
        if line.startswith("  "):
            continue
        cells = line.partition("|")[0].split()
        count = int(cells[3], 16)
        at = 4 + 2 * count
        links = [cells[at + 1 + 4 * each :][:2] for each in range(int(cells[at]))]
        yield (
            cells[0],
            Synset(
                file=int(cells[1]),
                words=tuple(cells[4:at:2]),
                above=tuple(other for kind, other in links if kind in ("@", "@i")),
                usage=tuple(other for kind, other in links if kind == ";u"),
            ),
        )


def senses_of(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every word of an index with its meanings, the most usual first."""
    for line in path.read_text("ascii").splitlines():
        if not line.startswith("  "):
            cells = line.split()
            yield cells[0], tuple(cells[6 + int(cells[3]) :])


def uses_of(path: Path) -> Mapping[str, Counter[int]]:
    """Return how often a noun was met, by file."""
    uses: dict[str, Counter[int]] = defaultdict(Counter)
    for line in path.read_text("ascii").splitlines():
        key, _, count = line.split()
        word, _, rest = key.partition("%")
        kind, file, *_ = rest.split(":")
        if kind == "1":
            uses[word][int(file)] += int(count)
    return uses


def share(first: Synset, uses: Counter[int], files: frozenset[int]) -> float:
    """Return which part of a word's uses is in some files; where none was met, its first counts."""
    total = uses.total()
    return sum(uses[each] for each in files) / total if total else float(first.file in files)


def is_written(meaning: str, synsets: Mapping[str, Synset]) -> bool:
    """Tell whether a meaning is something that is written, drawn or printed."""
    return any(
        WRITTEN & {word.lower() for word in synsets[each].words}
        for each in {
            meaning,
            *above(meaning, synsets),
        }
    )


def above(meaning: str, synsets: Mapping[str, Synset]) -> Iterator[str]:
    """Yield everything of which a meaning is a kind."""
    for other in synsets[meaning].above:
        yield other
        yield from above(other, synsets)


def is_rude(meanings: tuple[str, ...], synsets: Mapping[str, Synset]) -> bool:
    """Tell whether a word is an insult in one of its meanings."""
    said = (word for each in meanings for use in synsets[each].usage for word in synsets[use].words)
    return not RUDE.isdisjoint(said)


def machines(
    senses: Mapping[str, tuple[str, ...]], synsets: Mapping[str, Synset], people: frozenset[str]
) -> Iterator[str]:
    """Yield the things of two words that are named like people: record player."""
    for word, meanings in senses.items():
        kind, _, head = word.partition("_")
        if head in people and synsets[meanings[0]].file in THINGS:
            yield f"{kind} {head}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="WordNet's folder, with data.noun")
    main(parser.parse_args().folder)
