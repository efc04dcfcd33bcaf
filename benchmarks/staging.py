"""How much of an action the rules read as a person would: `python -m benchmarks.staging`.

The corpus is actions with the facts that a reader would agree on. `heldout.txt` was written before
the rules were extended, and no rule was fitted to a sentence of it, though its totals were seen on
the way; `second.txt` was written later and before the rules were changed again; `worked.txt` they
were worked on with. Also printed: how many of the actions' content words the ledger accounts for,
and what planning a panel costs.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from renderers.cast.references import packaged_card, packaged_ids
from schemas.directions import Directions, PropRole, Role
from schemas.story import Character, Panel, Placement, Scene, Setting, Story
from storyboard.planning.planner import plan_story
from storyboard.planning.script.director import director_for
from storyboard.planning.script.tokens import is_content, tokens_of

FOLDER = Path(__file__).parent / "staging_corpus"
HALVES = ("heldout", "second", "worked", "blind", "fresh1", "fresh2", "fresh3", "fresh4", "fresh5")
PANELS = 200
"""So many panels are planned for a figure of what a panel costs."""


class Case(NamedTuple):
    """An action, who is known to be there, and what is true of it."""

    action: str
    present: tuple[str, ...]
    facts: tuple[str, ...]


class Outcome(NamedTuple):
    """What became of one fact."""

    case: Case
    fact: str
    kind: str
    right: bool


def cast() -> dict[str, Character]:
    """Return the packaged cast as a story has it."""
    cards = [packaged_card(who) for who in packaged_ids()]
    return {
        card.id: Character(
            id=card.id,
            name=card.name,
            token=card.token,
            class_noun=card.class_noun,
            look=card.look,
            kind=card.kind,
            packaged=card.id,
        )
        for card in cards
    }


def cases(half: str) -> Iterator[Case]:
    """Yield the cases of one half of the corpus."""
    action, present = "", tuple[str, ...]()
    for line in (FOLDER / f"{half}.txt").read_text("utf-8").splitlines():
        text = line.strip()
        if not text or line.startswith("#"):
            continue
        if text.startswith("["):
            present = tuple(text.strip("[]").split())
        elif line.startswith(" "):
            yield Case(action, present, tuple(fact.strip() for fact in text.split("|")))
            present = ()
        else:
            action = text


def outcomes(half: str) -> Iterator[Outcome]:
    """Yield whether each fact of a half is read."""
    characters = cast()
    for case in cases(half):
        panel = Panel(id="1", action=case.action)
        directions = director_for("en").direct(panel, characters, case.present)
        for fact in case.facts:
            kind, right = checked(fact, directions, case.present)
            yield Outcome(case, fact, kind, right)


def checked(fact: str, found: Directions, present: tuple[str, ...]) -> tuple[str, bool]:
    """Return the kind of a fact, and whether directions tell it."""
    words = fact.split()
    match words:
        case ["who", *who]:
            return "who", set(who) == set(found.roles)
        case ["thing", *noun]:
            return "thing", any(_same(" ".join(noun), prop) for prop in found.props)
        case ["nothing", *noun]:
            return "thing", not any(_same(" ".join(noun), prop) for prop in found.props)
        case ["extra", *noun]:
            return "extra", any(_same(" ".join(noun), extra) for extra in found.extras)
        case ["noextra", *noun]:
            return "extra", not any(noun[-1] in extra.noun.split() for extra in found.extras)
        case ["count", noun, number]:
            everything = (*found.props, *found.extras)
            return "count", any(_same(noun, one) and one.count == int(number) for one in everything)
        case ["is", subject, relation, other]:
            word = relation.replace("_", " ")
            return "relation", any(
                {(each.subject, each.object), (each.object, each.subject)} >= {(subject, other)}
                and each.relation == word
                if word == "beside"
                else (each.subject, each.relation, each.object) == (subject, word, other)
                for each in found.relations
            )
        case [who, key, *value]:
            return key.removeprefix("no").removeprefix("t"), _of_a_role(
                found.roles.get(who, Role()), key, value
            )
    raise ValueError(f"no fact: {fact!r}")


def _of_a_role(role: Role, key: str, value: list[str]) -> bool:
    wanted = {each.replace("_", " ") for each in " ".join(value).split("/")}
    match key:
        case "pose":
            return bool(wanted & set(map(str, role.poses)))
        case "nopose":
            return not wanted & set(map(str, role.poses))
        case "mood" | "nomood":
            return (role.mood in wanted) == (key == "mood")
        case "facing" if value[0] == "away":
            return role.facing == "back" or (role.away and role.facing == value[1])
        case "facing":
            return role.facing in wanted and not role.away
        case "at":
            return role.at in wanted
    raise ValueError(f"no fact about a role: {key!r}")


def _same(noun: str, prop: PropRole) -> bool:
    return _singular(noun) in _singular(prop.noun)


def _singular(text: str) -> str:
    text = re.sub(r"ies\b", "y", text.lower())
    text = re.sub(r"(?<=\w{2})(?:es|s)\b", "", text)
    for plural, single in (
        ("men", "man"),
        ("geese", "goose"),
        ("children", "child"),
        ("leav", "leaf"),
    ):
        text = re.sub(rf"{plural}\b", single, text)
    return text


def named_but_missing(half: str) -> Iterator[tuple[Case, str]]:
    """Yield everybody who should be in a picture and is not."""
    for outcome in outcomes(half):
        if outcome.kind == "who" and not outcome.right:
            directions = director_for("en").direct(
                Panel(id="1", action=outcome.case.action), cast(), outcome.case.present
            )
            for who in outcome.fact.split()[1:]:
                if who not in directions.roles:
                    yield outcome.case, who


def unaccounted(half: str) -> Iterator[tuple[Case, str | None]]:
    """Yield every content word's case, and the word where the ledger knows nothing of it."""
    characters = cast()
    for case in cases(half):
        panel = Panel(id="1", action=case.action)
        uses = director_for("en").direct(panel, characters, case.present).uses
        for token in filter(is_content, tokens_of(case.action)):
            known = any(use.start <= token.start and token.end <= use.end for use in uses)
            yield case, None if known else token.text


def planning_times() -> tuple[float, float]:
    """Return the processor time that planning a panel takes, in ms: at first, and once more.

    Posed drawings that were made before are in the user's cache, as they are for an author.
    """
    found = [case for half in HALVES for case in cases(half)][:PANELS]
    places = ("a park", "a living room", "a street at night", "the inside of a submarine")
    panels = [
        Panel(
            id=str(number), action=case.action, characters=dict.fromkeys(case.present, Placement())
        )
        for number, case in enumerate(found, start=1)
    ]
    scenes = tuple(
        Scene(id=f"s{at}", setting=Setting(prompt=place), panels=tuple(panels[at :: len(places)]))
        for at, place in enumerate(places)
    )
    story = Story(title="times", characters=cast(), scenes=scenes)
    spent = []
    for _ in range(2):
        start = time.process_time()
        plan_story(story, root=FOLDER)
        spent.append((time.process_time() - start) / len(panels) * 1000)
    return spent[0], spent[1]


def main() -> None:
    """Print the share of facts read right, by half and by kind; `-v HALF` prints what is wrong."""
    if sys.argv[1:2] == ["-v"]:
        for outcome in outcomes(sys.argv[2]):
            if not outcome.right:
                print(f"{outcome.case.action}\n    {outcome.fact}")
        for case, word in unaccounted(sys.argv[2]):
            if word is not None:
                print(f"{case.action}\n    not in the ledger: {word}")
    for half in HALVES:
        start = time.perf_counter()
        found = list(outcomes(half))
        spent = (time.perf_counter() - start) / len(list(cases(half))) * 1000
        right, total = (
            Counter(each.kind for each in found if each.right),
            Counter(each.kind for each in found),
        )
        missing = len(list(named_but_missing(half)))
        share = sum(right.values()) / len(found)
        print(
            f"{half}: {sum(right.values())} of {len(found)} facts ({share:.1%}), "
            f"{missing} people missing, {spent:.1f} ms an action"
        )
        for kind in total:
            print(f"  {kind:<9} {right[kind]} of {total[kind]}")
        words = [word for _, word in unaccounted(half)]
        known = words.count(None)
        print(f"  in the ledger: {known} of {len(words)} content words ({known / len(words):.1%})")
    first, again = planning_times()
    print(f"planning, {PANELS} panels: {first:.1f} ms of processor time a panel, again {again:.1f}")


if __name__ == "__main__":
    main()
