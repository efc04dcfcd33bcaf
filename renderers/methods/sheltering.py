"""The weather before and behind a panel's figures; none falls on faces and under umbrellas."""

from collections.abc import Iterator

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from renderers.places import backdrops
from schemas.geometry import Box, Point, Size
from schemas.plan import PanelPlan, Segment

_CANOPY = 0.28
"""An umbrella's canopy is in so much of the figure that holds it, from above."""
_RIM = 0.12
"""So far below its top it is dry."""
_SOFT = 0.004
"""How softly a shelter ends, of the panel's longer side."""
_SAMPLES = 2


def weather_before(panel: PanelPlan, size: Size) -> Image.Image | None:
    """Return what falls or drifts before a panel's figures, RGBA; None where nothing does.

    The author's `scaffold` picture has its own weather.
    """
    if panel.scaffold is not None:
        return None
    weather = backdrops.weather_overlay(panel.setting, size, seed=panel.seed)
    if weather is None or not backdrops.falls(panel.setting):
        return weather
    return sheltered(weather, panel)


def weather_behind(panel: PanelPlan, size: Size) -> Image.Image | None:
    """Return what falls behind a panel's figures, RGBA; None where nothing does."""
    if panel.scaffold is not None:
        return None
    falling = backdrops.weather_behind(panel.setting, size, seed=panel.seed)
    return sheltered(falling, panel) if falling is not None else None


def sheltered(falling: Image.Image, panel: PanelPlan) -> Image.Image:
    """Return what falls in a panel, RGBA, without what would fall on whom it spares."""
    size = Size(width=falling.width, height=falling.height)
    board = Image.new("L", (size.width * _SAMPLES, size.height * _SAMPLES), 255)
    draw = ImageDraw.Draw(board)
    for segment in panel.segments:
        if segment.face is not None:
            draw.ellipse(_corners(segment.face, board), fill=0)
        for outline in _dry(segment):
            draw.polygon([(x * board.width, y * board.height) for x, y in outline], fill=0)
    soft = ImageFilter.GaussianBlur(_SOFT * max(size.width, size.height))
    alpha = ImageChops.multiply(falling.getchannel("A"), board.reduce(_SAMPLES).filter(soft))
    spared = falling.copy()
    spared.putalpha(alpha)
    return spared


def _corners(box: Box, board: Image.Image) -> tuple[float, float, float, float]:
    width, height = board.size
    return box.left * width, box.top * height, box.right * width, box.bottom * height


def _dry(segment: Segment) -> Iterator[tuple[Point, ...]]:
    """Yield the ground plan, upright, of what a segment's umbrella keeps dry."""
    if segment.holds != "umbrella" and (segment.way, segment.token) != ("hand", "open umbrella"):
        return
    bounds = segment.region.bounds
    if segment.way is not None:  # The umbrella by itself: whoever holds it is below it.
        bounds = bounds.but(bottom=1.0)
    low = bounds.top + _CANOPY * bounds.height
    across = [x for each in segment.region.polygons for x, y in each if y < low]
    if across:
        top, left, right = bounds.top + _RIM * bounds.height, min(across), max(across)
        yield (left, top), (right, top), (right, bounds.bottom), (left, bounds.bottom)
