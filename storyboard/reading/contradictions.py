"""Whether all that is stated of characters can be true together, and of whom it is stated."""

from schemas.settings import RendererSettings
from schemas.story import Panel, Story
from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.planning.script.scene_graph import Contradiction, contradiction
from storyboard.reading.model_settings import dotted, find
from storyboard.reading.nodes import Mapping, Node, Scalar, Sequence
from storyboard.reading.panels import Draft
from storyboard.reading.positions import Positions
from storyboard.reading.report import Report


def check_statements(report: Report, draft: Draft, panel: Panel) -> None:
    """Report relations that contradict one another, or the sides and depths of characters."""
    found = contradiction(panel)
    if found is not None:
        message = f"these cannot all be true: {found.said}"
        report.add("SB046", _last_stated(draft, found), message, hint=found.hint)


def check_names(report: Report, story: Story, positions: Positions) -> None:
    """Report renderers' settings of characters that are nobody."""
    given: list[tuple[object, Node | None]] = [(story.renderer, positions.keys.get("renderer"))]
    for scene in story.scenes:
        for panel in scene.panels:
            _, values = positions.panels[f"{scene.id}-{panel.id}"]
            given.append((panel.renderer, values.get("renderer")))
    for renderer, node in given:
        if isinstance(renderer, RendererSettings) and isinstance(node, Mapping):
            _check_scales(report, story, renderer, node)
            _check_lists(report, story, renderer, node)


def _check_scales(report: Report, story: Story, renderer: RendererSettings, node: Mapping) -> None:
    for path, who in renderer.spoken_of():
        at = None if who in story.characters else find(node, path, key=True)
        if at is not None:
            report.add(
                "SB063",
                at,
                f"the setting {quoted(dotted(path))} does nothing here",
                hint=did_you_mean(who, tuple(story.characters))
                or f"nobody of the cast has the id {who}",
            )


def _check_lists(report: Report, story: Story, renderer: RendererSettings, node: Mapping) -> None:
    """Report who is named in a list, and is nobody: what was asked for cannot be done."""
    for key, who in renderer.asked_for():
        found = None if who in story.characters else find(node, (key,))
        items = found.items if isinstance(found, Sequence) else ()
        at = next((each for each in items if isinstance(each, Scalar) and each.text == who), found)
        if at is not None:
            report.add(
                "SB030",
                at,
                f"{quoted(who)}, named under {key}, is nobody of this story",
                expected=listed(story.characters) or None,
                hint=did_you_mean(who, tuple(story.characters))
                or "list packaged characters under cast, your own under characters",
            )


def _last_stated(draft: Draft, found: Contradiction) -> Node:
    """Return the last of the relations that take part; there is always one."""
    written = draft.values.get("relations") or ()
    nodes = [each.node for each in written if each.relation in found.relations]
    return max(nodes, key=lambda node: node.start, default=draft.node)
