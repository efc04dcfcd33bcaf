"""A small directed graph: subjects with what is said of each, relations with their words.

Importing a library of graphs takes longer than planning a page.
"""

from collections.abc import Iterator, Mapping
from heapq import heapify, heappop, heappush
from typing import Any, NamedTuple

from schemas.story import Relation


class Node(NamedTuple):
    """What author and action say of a subject."""

    at: str | None
    facing: str | None
    depth: str | None
    pinned: bool
    """Whether the author says the depth."""


class Edge(NamedTuple):
    """A relation between two subjects."""

    a: str
    b: str
    word: str
    said: Relation | str
    """In whose words it was said."""
    mover: str = ""
    """Who gives way where depths do not fit."""


class RelationGraph:
    """Subjects and relations; a pair has one relation of a word, that which was said last."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self._edges: dict[tuple[str, str, str], Edge] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self.nodes)

    def add(self, edge: Edge) -> None:
        """Add a relation."""
        self._edges[edge.a, edge.b, edge.word] = edge

    def with_edge(self, edge: Edge) -> "RelationGraph":
        """Return another graph that has one relation more."""
        other = RelationGraph()
        other.nodes, other._edges = self.nodes, dict(self._edges)
        other.add(edge)
        return other

    def edges(self) -> Iterator[Edge]:
        """Yield every relation, those of the subjects that came first before others'."""
        places = {who: index for index, who in enumerate(self.nodes)}
        first = {pair[:2]: index for index, pair in reversed([*enumerate(self._edges)])}
        yield from sorted(self._edges.values(), key=lambda it: (places[it.a], first[it.a, it.b]))

    def only(self, word: str) -> "RelationOrder":
        """Return one order; whoever is on another is above them too."""
        found = RelationOrder({who: {} for who in self.nodes})
        for edge in self.edges():
            if edge.word == word:
                found.after[edge.a][edge.b] = edge
            elif (edge.word, word) == ("on", "below"):
                found.after[edge.b][edge.a] = edge
        return found


class RelationOrder(NamedTuple):
    """The relations of one word: who comes before whom."""

    after: Mapping[str, dict[str, Edge]]
    """By each subject those that come after them, in the order in which that was said."""

    def pairs(self) -> Iterator[tuple[str, str, Edge]]:
        """Yield who comes before whom, and what says so."""
        for one, others in self.after.items():
            yield from ((one, other, edge) for other, edge in others.items())

    def circle(self) -> list[str]:
        """Return subjects each of whom comes before the next, and the last before the first.

        Empty where there is no such circle.
        """
        done: set[str] = set()
        return next((found for who in self.after if (found := self._round(who, [], done))), [])

    def _round(self, who: str, path: list[str], done: set[str]) -> list[str]:
        """Follow a path on from its end (depth first); return the circle that it runs into."""
        if who in path:
            return path[path.index(who) :]
        if who in done:
            return []
        for other in self.after[who]:
            if found := self._round(other, [*path, who], done):
                return found
        done.add(who)
        return []

    def sorted(self, key: Mapping[str, Any]) -> Iterator[str]:
        """Yield the subjects of an order without circles, each as soon as those before it are out.

        Of those that may be next, it is the one whose `key` is least (Kahn, 1962).
        """
        waiting = dict.fromkeys(self.after, 0)
        for _, other, _ in self.pairs():
            waiting[other] += 1
        index = {who: number for number, who in enumerate(self.after)}
        ready = [(key[who], index[who], who) for who, count in waiting.items() if not count]
        heapify(ready)
        while ready:
            *_, who = heappop(ready)
            yield who
            for other in self.after[who]:
                waiting[other] -= 1
                if not waiting[other]:
                    heappush(ready, (key[other], index[other], other))
