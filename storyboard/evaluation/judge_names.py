"""Judges by name, as suites write them."""

from schemas.errors import StoryInvalid
from schemas.plugins import AnySettings
from storyboard.diagnostics import did_you_mean
from storyboard.reading.keys import WithReport
from storyboard.reading.nodes import Node
from storyboard.reading.values import text


def judge_name(node: Node, context: WithReport) -> str | None:
    """Read a judge's name; one that nobody has is reported."""
    from renderers.judges import NAMES, check_judge

    written = text(context.report, node, what="a judge")
    if written is None:
        return None
    try:
        check_judge(written)
    except StoryInvalid as error:
        hint = did_you_mean(written, NAMES) or error.hint
        context.report.add("SB023", node, str(error), hint=hint)
        return None
    return written


def guides_of(settings: AnySettings) -> tuple[str, ...]:
    """Return the judges that look through the segmenter which guides drawing; none without SAL.

    A segmenter that the settings name themselves is not the one that comes along and judges.
    """
    sal = getattr(settings, "sal", None)
    return ("latents", "auto") if sal is not None and sal.model is None else ()
