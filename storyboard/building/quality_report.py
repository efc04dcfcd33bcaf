"""The report on judged panels: every attempt, what was found in it, and which one is kept."""

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from schemas.quality import JudgedSegment
from storyboard.panels.standing import JudgedAttempt, Standing

REPORT = "quality.html"
"""What the report is called in the build directory."""
_STYLE = """body{font:15px/1.4 sans-serif;margin:2em auto;max-width:70em;color:#222}
section{border-top:1px solid #ccc;padding:1em 0}.attempts{display:flex;flex-wrap:wrap;gap:1em}
figure{margin:0;width:20em;padding:.5em;border:2px solid #ddd}figure.kept{border-color:#2a7}
img{width:100%;image-rendering:auto}table{border-collapse:collapse;width:100%}
td{padding:.1em .3em;vertical-align:top}.short h2:after{content:" — falls short";color:#a31}
.wrong{color:#a31}"""


def quality_page(title: str, panels: Mapping[str, Standing], *, rates: str) -> str:
    """Return the report as one HTML page, which shows the store's pictures beside it.

    Args:
        title: the book's.
        panels: how each judged panel stands, by its id.
        rates: how often the judges err.
    """
    good = sum(at.passes for at in panels.values())
    head = f"{good} of {len(panels)} judged panels reach the quality asked for."
    body = "\n".join(_section(name, at) for name, at in panels.items())
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>Quality: {escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{escape(title)}: who is who</h1><p>{head}</p><p>{escape(rates)}</p>\n"
        f"{body}\n</body></html>\n"
    )


def _section(name: str, at: Standing) -> str:
    asked = f"identity {at.quality.identity:.2f} in at most {at.quality.attempts} attempts"
    figures = "\n".join(_figure(each, kept=each is at.best) for each in at.attempts)
    mark = "" if at.passes else ' class="short"'
    return (
        f'<section{mark}><h2>{escape(name)}</h2><p>asked: {asked}</p><div class="attempts">\n'
        f"{figures}\n</div></section>"
    )


def _figure(attempt: JudgedAttempt, *, kept: bool) -> str:
    picture = Path("store", attempt.entry.record.key, attempt.entry.picture.name).as_posix()
    verdict = attempt.verdict
    told = f"attempt {attempt.number + 1}{', kept' if kept else ''}: identity "
    rows = "".join(map(_row, verdict.segments))
    return (
        f"<figure{' class=kept' if kept else ''}>"
        f'<img src="{picture}" alt="attempt {attempt.number + 1}"><figcaption>'
        f"<b>{told}{verdict.identity:.2f}</b> (seed {attempt.job.panel.seed})"
        f"<table>{rows}</table>{''.join(_others(attempt))}</figcaption></figure>"
    )


def _row(segment: JudgedSegment) -> str:
    if not segment.judged:
        said, mark = "not judged", ""
    elif segment.right:
        said, mark = f"found ({segment.confidence:.0%} sure)", ""
    elif segment.mixed is not None:
        said, mark = f"partly {segment.mixed}", " class=wrong"
    else:
        said, mark = segment.found or "nobody known", " class=wrong"
    pose = "" if segment.pose_off is None else f"pose off by {segment.pose_off:.0%} of the height"
    return (
        f"<tr{mark}><td>{escape(segment.subject)}</td><td>{escape(said)}</td><td>{pose}</td></tr>"
    )


def _others(attempt: JudgedAttempt) -> Iterator[str]:
    for label, names in (("missing", attempt.verdict.missing), ("extra", attempt.verdict.extra)):
        if names:
            yield f"<p>{label}: {escape(', '.join(names))}</p>"
