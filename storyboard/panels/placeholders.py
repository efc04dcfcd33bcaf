"""Stand-ins for panels that are not drawn: the plan as a sketch, with a word on why."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from pydantic import TypeAdapter

from renderers.base import Drawn
from schemas.plan import PanelPlan
from schemas.plugins import AnySettings
from storyboard.panels import drawing
from storyboard.panels.fingerprints import Fingerprint, renderer_version
from storyboard.panels.store import Store, StoredPanel

_SKETCH: AnySettings = TypeAdapter[AnySettings](AnySettings).validate_python({"name": "sketch"})
_PAPER, _INK, _ALARM = "#f4f1ea", "#222222", "#a3171e"


def stand_in(panel: PanelPlan, *, store: Store, root: Path, because: str = "") -> StoredPanel:
    """Return a sketch of the panel, drawn once; `because` is written across it.

    Raises:
        StoryboardError: the disk refuses.
    """
    sketched = panel.but(renderer=_SKETCH)
    inputs = Fingerprint(
        drawing=sketched.drawing_digest(), code=f"{renderer_version(_SKETCH.name)} {because}"
    )
    return store.find(inputs.digest()) or store.keep(
        Drawn(panel.id, _picture(sketched, root, because), {}), sketched, inputs
    )


def _picture(panel: PanelPlan, root: Path, because: str) -> Image.Image:
    try:
        renderer = drawing.load(panel.renderer, root)
        drawn = [each for each in renderer.render([panel]) if isinstance(each, Drawn)]
        picture = drawn[0].image.convert("RGB")
    except Exception:  # whatever is wrong with the panel, the book still opens
        picture = Image.new("RGB", (round(512 * panel.aspect), 512), _PAPER)
    if because:
        _banner(picture, [f"{panel.id} could not be drawn", *_wrapped(because)])
    return picture


def _wrapped(text: str, width: int = 48) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width, max_lines=4, placeholder=" …")


def _banner(picture: Image.Image, lines: Sequence[str]) -> None:
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(max(10, picture.width // 30))
    text = "\n".join(lines)
    left, top, right, bottom = draw.multiline_textbbox((0, 0), text, font=font)
    x, y = (picture.width - right + left) / 2, (picture.height - bottom + top) / 2
    pad = picture.width / 40
    box = (x - pad, y - pad, x + right - left + pad, y + bottom - top + pad)
    draw.rectangle(box, fill=_PAPER, outline=_ALARM, width=3)
    draw.multiline_text((x - left, y - top), text, fill=_INK, font=font)
