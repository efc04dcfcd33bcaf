"""A panel as a graph: its subjects, and who is left of, behind, beside, facing whom.

What the author states binds; what the action's words suggest gives way where it contradicts.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from schemas.directions import Directions, Role
from schemas.errors import StoryInvalid
from schemas.story import Panel, Placement, Relation
from storyboard.planning.script.focus import whose_part
from storyboard.planning.script.gazes import conversation, stated_gaze
from storyboard.planning.script.relation_graph import Edge, Node, RelationGraph

SIDES = {"far left": 0.0, "left": 1.0, "centre": 2.0, "right": 3.0, "far right": 4.0}
"""The words of `at` as ranks from left to right; "top" or "bottom" before them changes no rank."""

_LEVELS = {"behind": -1, "middle": 0, "front": 1}
_ORDERS = ("left of", "behind", "below")
"""Relations of which none may run in a circle."""
_MIRRORED = {"right of": "left of", "in front of": "behind", "above": "below"}
_Stated = Relation | str
"""A relation as the author states it, or what other keys of a panel state, in words."""
_VOICES_ONLY = ("off-panel", "radio")


class SolvedScene(NamedTuple):
    """A scene graph solved: an order from left to right, levels of depth, and directions."""

    order: tuple[str, ...]
    """The subjects from left to right."""
    levels: Mapping[str, int]
    """Depth: 0 is the plane of the action, positive is nearer."""
    gazes: Mapping[str, str]
    """left, right, front, back, or the id of a subject of the panel."""
    stated: frozenset[str]
    """Whose direction the author or the action states; the others' is only a default."""
    graph: RelationGraph

    def linked(self, relation: str) -> tuple[tuple[str, str], ...]:
        """Return every (subject, object) of a relation."""
        return tuple((edge.a, edge.b) for edge in self.graph.edges() if edge.word == relation)


def side_of(at: str | None) -> float:
    """Return the rank of an `at` word from 0 (far left) to 4 (far right); 2 where it says none."""
    if at is None:
        return SIDES["centre"]
    words = at.lower().replace("-", " ").replace("center", "centre").split()
    across = " ".join(word for word in words if word not in ("top", "bottom", "upper", "lower"))
    return SIDES.get(across, SIDES["centre"])


def who_is_there(panel: Panel, directions: Directions) -> tuple[str, ...]:
    """List a panel's subjects: those staged, related, seen speaking, and named in the action.

    A close shot keeps those who are staged, speak or act; an extreme close-up shows one.
    """
    staged = [*panel.characters]
    related = [who for relation in panel.relations for who in (relation.subject, relation.object)]
    speaking = [line.speaker for line in panel.dialogue if line.how not in _VOICES_ONLY]
    acting, named = [*directions.doers], [*directions.roles]
    shot = panel.shot or directions.shot
    if shot == "insert":
        everyone = staged + related + named
    elif shot == "point-of-view":
        everyone = (staged + related + named) or speaking[:1]
    elif shot == "extreme-close":
        everyone = (staged or speaking[:1] or whose_part(panel.action, directions)) + related
    elif shot == "close":
        everyone = staged + related + speaking + ([] if staged else acting or named)
    else:
        everyone = staged + related + named + speaking
    return tuple(dict.fromkeys(everyone))


def arrange(
    panel: Panel, directions: Directions, *, name: str, reading: str = "ltr"
) -> SolvedScene:
    """Decide who is in a panel, in which order, at which depth, and facing where.

    Raises:
        Contradiction: what the author states cannot all be true.
    """
    subjects = who_is_there(panel, directions)
    graph = scene_graph(panel, directions, subjects, name=name)
    order = left_to_right(graph, panel, reading=reading)
    stated = {
        who: gaze for who in subjects if (gaze := stated_gaze(graph, who, directions, subjects))
    }
    gazes = dict(conversation(panel, order)) | stated
    return SolvedScene(
        order=order,
        levels=depth_levels(graph, name=name),
        gazes=gazes,
        stated=frozenset(stated),
        graph=graph,
    )


class Contradiction(StoryInvalid):
    """What an author states of a panel cannot all be true."""

    def __init__(self, name: str, said: Sequence[_Stated], *, about: str) -> None:
        self.relations = tuple(each for each in said if isinstance(each, Relation))
        """Those of the panel's relations that take part, as far as relations do."""
        self.subject = about
        """The id of someone whom they are about."""
        self.said = "; ".join(dict.fromkeys(map(_in_words, said)))
        """What contradicts, in the author's words."""
        super().__init__(
            f"{name}: these cannot all be true: {self.said}",
            hint=f"take one of them out, or change where {about} is",
        )


def contradiction(panel: Panel) -> Contradiction | None:
    """Return how the author's own statements about a panel contradict one another, if they do.

    What an action suggests gives way and so contradicts nothing; nor do sides and depths alone.
    """
    if not panel.relations:
        return None
    try:
        arrange(panel, Directions(), name=panel.id)
    except Contradiction as error:
        return error
    return None


def scene_graph(
    panel: Panel, directions: Directions, subjects: Sequence[str], *, name: str = "panel"
) -> RelationGraph:
    """Build the graph of a panel: a node a subject, an edge a relation, keyed by its word.

    "right of", "in front of" and "above" are turned round into "left of", "behind" and "below".

    Raises:
        Contradiction: the stated relations contradict one another.
    """
    graph = RelationGraph()
    for who in subjects:
        placement = panel.characters.get(who, Placement())
        role = directions.roles.get(who, Role())
        graph.nodes[who] = Node(
            at=placement.at or role.at,
            facing=placement.facing,
            depth=placement.depth or role.depth,
            pinned=placement.depth is not None,
        )
    for relation in panel.relations:
        graph.add(_edge(relation))
    for left, right in _sides_apart(panel, subjects):
        ats = panel.characters[left].at, panel.characters[right].at
        said = f"{left} at {ats[0]} and {right} at {ats[1]}"
        graph.add(Edge(left, right, "left of", said))
    for word in _ORDERS:
        _refuse_circles(graph, word, name)
    for relation in directions.relations:
        if {relation.subject, relation.object} <= set(subjects):
            graph = _with_suggestion(graph, relation)
    return graph


def left_to_right(graph: RelationGraph, panel: Panel, *, reading: str = "ltr") -> tuple[str, ...]:
    """Order the subjects: relations first, then `at`, then who speaks first, then as mentioned.

    The first to speak stands where reading begins, so that balloons read in order.
    """
    first = 1 if reading != "rtl" else -1
    speakers = list(dict.fromkeys(line.speaker for line in panel.dialogue))
    turn = {
        who: first * (speakers.index(who) if who in speakers else len(speakers)) for who in graph
    }
    ranks = {who: _rank(graph, who) for who in graph}
    place = {
        who: (ranks[who], turn[who], first * _among(graph, who, index))
        for index, who in enumerate(graph)
    }
    return tuple(graph.only("left of").sorted(place))


def depth_levels(graph: RelationGraph, *, name: str = "panel") -> dict[str, int]:
    """Give every subject a level of depth that fits its word and everything it is behind.

    Raises:
        Contradiction: stated depths contradict a stated relation.
    """
    pinned = {who for who in graph if graph.nodes[who].pinned}
    levels = {who: _LEVELS.get(graph.nodes[who].depth or "middle", 0) for who in graph}
    for _ in graph:
        for far, near, edge in graph.only("behind").pairs():
            if levels[far] < levels[near]:
                continue
            movers = [who for who in (edge.mover, far, near) if who not in pinned]
            if not movers:
                depths = [f"{who} at depth {graph.nodes[who].depth}" for who in (far, near)]
                raise Contradiction(name, [edge.said, *depths], about=far)
            if movers[0] == far:
                levels[far] = levels[near] - 1
            else:
                levels[near] = levels[far] + 1
    return levels


def expected_in(panel: Panel) -> tuple[str, ...]:
    """Return those known to be in a panel before its action is read: staged, or seen speaking."""
    speaking = (line.speaker for line in panel.dialogue if line.how not in _VOICES_ONLY)
    return tuple(dict.fromkeys((*panel.characters, *speaking)))


def _rank(graph: RelationGraph, who: str) -> float:
    """Return the side of a subject; one who is merely beside someone shares that one's side."""
    at = graph.nodes[who].at
    if at is None:
        for edge in graph.edges():
            if edge.word in ("beside", "near", "on", "holding") and who in (edge.a, edge.b):
                return side_of(graph.nodes[edge.b if who == edge.a else edge.a].at)
    return side_of(at)


def _among(graph: RelationGraph, who: str, index: int) -> float:
    """Let someone who stands behind several others look out between them."""
    others = [edge.b for edge in graph.edges() if edge.a == who and edge.word == "behind"]
    names = list(graph)
    return sum(map(names.index, others)) / len(others) if len(others) > 1 else index


def _edge(relation: Relation) -> Edge:
    a, b, word = relation.subject, relation.object, relation.relation
    if word in _MIRRORED:
        a, b, word = b, a, _MIRRORED[word]  # type: ignore[assignment]
    return Edge(a, b, word, said=relation, mover=relation.subject)


def _with_suggestion(graph: RelationGraph, relation: Relation) -> RelationGraph:
    """Add what the action suggests, unless the author's own words contradict it."""
    tried = graph.with_edge(_edge(relation))
    try:
        for word in _ORDERS:
            _refuse_circles(tried, word, "panel")
        depth_levels(tried, name="panel")
    except Contradiction:
        return graph
    return tried


def _sides_apart(panel: Panel, subjects: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs whose `at` words put one left of the other."""
    placed = [who for who in subjects if who in panel.characters and panel.characters[who].at]
    for left in placed:
        for right in placed:
            if side_of(panel.characters[left].at) < side_of(panel.characters[right].at):
                yield left, right


def _refuse_circles(graph: RelationGraph, word: str, name: str) -> None:
    order = graph.only(word)
    if circle := order.circle():
        said = [order.after[a][b].said for a, b in pairwise([*circle, circle[0]])]
        raise Contradiction(name, said, about=circle[0])


def _in_words(said: _Stated) -> str:
    if isinstance(said, Relation):
        return f"{said.subject} {said.relation} {said.object}"
    return said
