"""The report on judged panels: every attempt, what was found in it, and which one is kept."""

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from schemas.quality import JudgedSegment
from schemas.settings.groups import InitSettings
from storyboard.panels.standing import JudgedAttempt, Standing

REPORT = "quality.html"
"""What the report is called in the build directory."""
_STYLE = """body{font:15px/1.4 sans-serif;margin:2em auto;max-width:70em;padding:0 1em;color:#222}
section{border-top:1px solid #ccc;padding:1em 0}.attempts{display:flex;flex-wrap:wrap;gap:1em}
figure{margin:0;width:20em;padding:.5em;border:2px solid #ddd}figure.kept{border-color:#2a7}
.shown{position:relative}.shown img{display:block;width:100%}
.shown i{position:absolute;border:2px dashed #d31;box-sizing:border-box}
.shown b{position:absolute;left:0;bottom:0;font:12px sans-serif;padding:0 .3em}
.shown b{background:#d31;color:#fff}
table{border-collapse:collapse;width:100%}td{padding:.1em .3em;vertical-align:top}
td:last-child{white-space:nowrap;text-align:right}
.short h2:after{content:" — falls short";color:#a31}
.wrong{color:#a31}small{color:#555}"""
_LEGEND = (
    "Each attempt is shown with who was found in each subject's place; the one in the book has a "
    "green frame. Whoever is somebody else, or nobody whom the judge knows, has a red one. The "
    "pose's number is the joints' mean distance from their planned places, in the figure's height."
)


def quality_page(title: str, panels: Mapping[str, Standing], *, rates: str) -> str:
    """Return the report as one HTML page, which shows the store's pictures beside it.

    Args:
        title: the book's.
        panels: how each judged panel stands, by its id.
        rates: how often the judges err.
    """
    head = "".join(f"<p>{told}</p>" for told in (*_summary(panels), _LEGEND, escape(rates)))
    body = "\n".join(_section(name, at) for name, at in panels.items())
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>Quality: {escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{escape(title)}: who is who</h1>{head}\n"
        f"{body}\n</body></html>\n"
    )


def _summary(panels: Mapping[str, Standing]) -> Iterator[str]:
    short = [name for name, at in panels.items() if not at.passes]
    good = len(panels) - len(short)
    yield f"{good} of {len(panels)} judged panels reach the quality asked for."
    if short:
        links = (f'<a href="#{escape(name)}">{escape(name)}</a>' for name in short)
        yield f"These fall short: {', '.join(links)}."


def _section(name: str, at: Standing) -> str:
    asked = f"asked: identity {at.quality.identity:.2f} in at most {at.quality.attempts} attempts"
    figures = "\n".join(_figure(each, kept=each is at.best) for each in at.attempts)
    mark = "" if at.passes else ' class="short"'
    return (
        f'<section{mark} id="{escape(name)}"><h2>{escape(name)}</h2><p>{asked}</p>'
        f'<div class="attempts">\n{figures}\n</div></section>'
    )


def _figure(attempt: JudgedAttempt, *, kept: bool) -> str:
    picture = Path("store", attempt.entry.record.key, attempt.entry.picture.name).as_posix()
    verdict, number = attempt.verdict, attempt.number + 1
    frames = "".join(_frame(each) for each in verdict.judged if not each.right)
    rows = "".join(map(_row, verdict.segments))
    return (
        f"<figure{' class=kept' if kept else ''}>"
        f'<div class="shown"><img src="{picture}" alt="attempt {number}">{frames}</div><figcaption>'
        f"<b>attempt {number}{', in the book' if kept else ''}: identity {verdict.identity:.2f}</b>"
        f"<br><small>{escape(_drawn(attempt))}</small>"
        f"<table>{rows}</table>{''.join(_others(attempt))}</figcaption></figure>"
    )


def _drawn(attempt: JudgedAttempt) -> str:
    """Say what an attempt was drawn from, as far as attempts differ in it."""
    panel = attempt.job.panel
    init = getattr(panel.renderer, "init", None)
    if not isinstance(init, InitSettings):
        return f"seed {panel.seed}"
    start = f"the collage, noised to {init.strength:g}" if init.source == "collage" else "noise"
    return f"seed {panel.seed}, from {start}"


def _frame(segment: JudgedSegment) -> str:
    box = segment.box
    shares = {"left": box.left, "top": box.top, "width": box.width, "height": box.height}
    style = ";".join(f"{name}:{share:.1%}" for name, share in shares.items())
    return f'<i style="{style}"><b>{escape(segment.subject)}?</b></i>'


def _row(segment: JudgedSegment) -> str:
    if not segment.judged:
        said, mark = "not judged", ""
    elif segment.right:
        said, mark = f"found ({segment.confidence:.0%} sure)", ""
    elif segment.mixed is not None:
        said, mark = f"partly {segment.mixed}", " class=wrong"
    else:
        said = f"looks like {segment.found}" if segment.found else "nobody the judge knows"
        mark = " class=wrong"
    pose = "" if segment.pose_off is None else f"pose {segment.pose_off:.0%} off"
    return (
        f"<tr{mark}><td>{escape(segment.subject)}</td><td>{escape(said)}</td><td>{pose}</td></tr>"
    )


def _others(attempt: JudgedAttempt) -> Iterator[str]:
    labels = {
        "nowhere to be seen": attempt.verdict.missing,
        "where nobody planned them": attempt.verdict.extra,
    }
    for label, names in labels.items():
        if names:
            yield f"<p>{label}: {escape(', '.join(names))}</p>"
