"""Panels whose figures are simple shapes, so that a test knows where every face is."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from schemas.book import Lettering, PanelImage
from schemas.geometry import Box, Region
from schemas.plan import PagePlan, PanelFrame, PanelPlan, PanelWords, Plan, Segment, Speaker
from schemas.settings import CollageSettings
from schemas.story import BalloonShape, How, Line, PageFormat, Setting, SoundEffect, Voice
from storyboard.lettering import LetteringStyle

NAMES = ("ada", "bob", "cy", "dot")


def figure(subject: str, *, x: float, head: float = 0.16, top: float = 0.42) -> Segment:
    """A person seen from the front: a face `head` high whose top is at `top`, a body below."""
    face = Box(left=x - 0.4 * head, top=top, right=x + 0.4 * head, bottom=top + head)
    body = Box(left=x - head, top=top + head, right=x + head, bottom=top + 6 * head)
    corners = Region.of_box(body).polygons + Region.of_box(face).polygons
    return Segment(
        subject=subject,
        token=subject,
        prompt=subject,
        region=Region(polygons=corners),
        face=face,
        mouth=(x, top + 0.75 * head),
    )


def line(speaker: str, says: str, how: How = "speech") -> Line:
    """One utterance."""
    return Line(speaker=speaker, says=says, how=how)


def panel(
    *figures: Segment,
    lines: Sequence[Line] = (),
    captions: Sequence[str] = (),
    effects: Sequence[SoundEffect] = (),
    name: str = "scene-1",
    room: Sequence[Box] = (),
) -> PanelPlan:
    """A planned panel."""
    return PanelPlan(
        id=name,
        scene="scene",
        aspect=1.2,
        shot="medium",
        camera="eye",
        setting=Setting(),
        prompt="",
        background_prompt="",
        negative_prompt="",
        segments=figures,
        seed=1,
        renderer=CollageSettings(),
        alt=f"What {name} shows",
        room=tuple(room),
        words=PanelWords(captions=tuple(captions), lines=tuple(lines), effects=tuple(effects)),
    )


def look(*, rtl: bool = False, size: float = 8.8, **voices: BalloonShape) -> LetteringStyle:
    """A book's lettering, in which some speak with another balloon than a round one."""
    return LetteringStyle(size=size, speakers=speakers(**voices), rtl=rtl)


def speakers(**voices: BalloonShape) -> dict[str, Speaker]:
    """Everyone who may speak in these tests."""
    return {
        name: Speaker(name=name.title(), voice=Voice(balloon=voices.get(name, "round")))
        for name in NAMES
    }


def plan(*pages: Sequence[PanelPlan], page: PageFormat | None = None, **changes: object) -> Plan:
    """A book whose pages stack their panels."""
    page = page or PageFormat()
    return Plan.model_validate(
        {
            "title": "The Cup",
            "author": "N. Body",
            "language": "en",
            "page": page,
            "speakers": speakers(),
            "panels": [panel for panels in pages for panel in panels],
            "pages": [
                PagePlan(
                    frames=tuple(
                        PanelFrame(panel=each.id, box=_stacked(page, row, len(panels)))
                        for row, each in enumerate(panels)
                    )
                )
                for panels in pages
            ],
        }
        | changes
    )


def drawn(plan: Plan, folder: Path) -> dict[str, PanelImage]:
    """A flat picture for every panel of the plan."""
    images = {}
    for index, each in enumerate(plan.panels):
        path = folder / f"{each.id}.png"
        Image.new("RGB", (120, 100), (40 * index % 256, 180, 220)).save(path)
        images[each.id] = PanelImage(panel=each.id, path=str(path), width=120, height=100)
    return images


def reach(lettering: Lettering) -> Box:
    """The box around a lettering once it is turned (without its tail)."""
    from math import cos, radians, sin

    (x, y), a, b = lettering.box.centre, lettering.box.width / 2, lettering.box.height / 2
    c, s = abs(cos(radians(lettering.rotation))), abs(sin(radians(lettering.rotation)))
    wide, high = a * c + b * s, a * s + b * c
    return Box(left=x - wide, top=y - high, right=x + wide, bottom=y + high)


def _stacked(page: PageFormat, row: int, rows: int) -> Box:
    height = (page.height - 2 * page.margin - (rows - 1) * page.gutter) / rows
    top = page.margin + row * (height + page.gutter)
    return Box(left=page.margin, top=top, right=page.width - page.margin, bottom=top + height)
