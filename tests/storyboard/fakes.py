"""Small stand-ins: a handmade plan, and a renderer that paints one colour or fails as told."""

from collections.abc import Callable, Iterator, Sequence

from PIL import Image

from renderers.base import Drawn, Step
from schemas.geometry import Box, Region
from schemas.plan import Figure, PagePlan, PanelFrame, PanelPlan, PanelWords, Plan, Segment
from schemas.settings import CollageSettings, RendererSettings
from schemas.story import Line, PageFormat, Setting


def panel(
    identity: str = "rain-one",
    *,
    mood: str = "smile",
    settings: RendererSettings | None = None,
    words: PanelWords | None = None,
    masks: str | None = None,
    figure: Figure | None = None,
) -> PanelPlan:
    """Return a panel with one subject."""
    dee = Segment(
        subject="dee",
        token="sks",
        prompt=f"sks woman cartoon, {mood}",
        mood=mood,
        figure=figure,
        region=Region.of_box(Box(left=0.2, top=0.1, right=0.6, bottom=1)),
    )
    return PanelPlan(
        id=identity,
        scene=identity.split("-")[0],
        aspect=1.5,
        shot="medium",
        camera="eye",
        setting=Setting(prompt="a park"),
        prompt=f"medium shot, {dee.prompt}, a park",
        background_prompt="a park",
        negative_prompt="blurry",
        segments=(dee,),
        seed=7,
        renderer=settings or CollageSettings(resolution=64),
        alt="Dee in a park",
        masks=masks,
        words=words or PanelWords(),
    )


def plan(*panels: PanelPlan) -> Plan:
    """Return a plan with the panels on one page, below each other."""
    made = panels or (panel(), panel("rain-two"), panel("home-one"))
    boxes = [Box(left=25, right=325, top=25 + y, bottom=225 + y) for y in range(0, 9999, 210)]
    frames = tuple(
        PanelFrame(panel=each.id, box=box) for each, box in zip(made, boxes, strict=False)
    )
    return Plan(
        title="Fake",
        language="en",
        page=PageFormat(),
        speakers={},
        panels=made,
        pages=(PagePlan(frames=frames),),
    )


def says(text: str) -> PanelWords:
    """Return one spoken line."""
    return PanelWords(lines=(Line(speaker="dee", says=text),))


class Painter:
    """A renderer that paints each panel in one colour, and remembers whom it painted."""

    def __init__(self, trouble: Callable[[str], None] = lambda panel: None) -> None:
        self.painted: list[str] = []
        self.batches: list[int] = []
        self._trouble = trouble

    def render(self, panels: Sequence[PanelPlan]) -> Iterator[Step | Drawn]:
        """Paint in order; `trouble(panel)` may raise."""
        self.batches.append(len(panels))
        for each in panels:
            yield Step(each.id, 1, 2)
            self._trouble(each.id)
            self.painted.append(each.id)
            picture = Image.new("RGB", (96, 64), f"#{hash_colour(each)}")
            yield Drawn(each.id, picture, {"masks": Image.new("L", (96, 64), 9)}, ("a note",))


def hash_colour(each: PanelPlan) -> str:
    """Return a colour that depends on what is drawn."""
    return each.drawing_digest()[:6]
