"""Orders of subjects are what a library of graphs makes of them."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from storyboard.planning.script.relation_graph import Edge, Node, RelationGraph, RelationOrder

WHO = st.sampled_from("abcdef")
PAIRS = st.lists(st.tuples(WHO, WHO), max_size=9)


def order_of(pairs: list[tuple[str, str]]) -> tuple[RelationOrder, "nx.DiGraph"]:
    graph, other = RelationGraph(), nx.DiGraph()
    for who in "fedcba":
        graph.nodes[who] = Node(at=None, facing=None, depth=None, pinned=False)
    other.add_nodes_from(graph)
    for a, b in pairs:
        graph.add(Edge(a, b, "left of", said=f"{a} left of {b}"))
        graph.add(Edge(b, a, "near", said="beside the point"))
        other.add_edge(a, b)
    return graph.only("left of"), other


@given(PAIRS, st.permutations(range(6)))
def test_what_has_no_circle_is_sorted_by_what_comes_first(
    pairs: list[tuple[str, str]], ranks: list[int]
) -> None:
    order, other = order_of(pairs)
    key = {who: rank // 2 for who, rank in zip("abcdef", ranks, strict=True)}
    if nx.is_directed_acyclic_graph(other):
        assert order.circle() == []
        wanted = nx.lexicographical_topological_sort(other, key=key.__getitem__)
        assert [*order.sorted(key)] == [*wanted]


@given(PAIRS)
def test_a_circle_is_found_where_there_is_one(pairs: list[tuple[str, str]]) -> None:
    order, other = order_of(pairs)
    circle = order.circle()
    assert bool(circle) != nx.is_directed_acyclic_graph(other)
    for one, next_one in zip(circle, [*circle[1:], *circle[:1]], strict=True):
        assert next_one in order.after[one]
    if circle:
        assert circle == [a for a, _ in nx.find_cycle(other)]


def test_a_graph_with_one_relation_more_leaves_the_first_as_it_was() -> None:
    graph = RelationGraph()
    graph.nodes["a"] = graph.nodes["b"] = Node(at=None, facing=None, depth=None, pinned=False)
    more = graph.with_edge(Edge("a", "b", "on", said="a on b"))
    assert not [*graph.edges()]
    assert [edge.word for edge in more.edges()] == ["on"]
