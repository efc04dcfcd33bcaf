"""A panel's empty place as its camera sees it, and the light that falls there."""

from pathlib import Path
from typing import NamedTuple, TypedDict
from zlib import crc32

from PIL import Image, ImageOps

from renderers.pictures import flattened, open_picture, picture_path
from renderers.places.backdrops import backdrop, foreground, lighting_of
from renderers.places.colour import rgb
from renderers.places.lighting import SHARE, Lamp, Lighting, shade_of
from renderers.places.viewing import seen_from
from schemas.angles import angle_of
from schemas.geometry import Size
from schemas.plan import PanelPlan, Segment
from schemas.shots import SHOTS
from schemas.story import Setting

_PANES = frozenset({"porthole", "window"})
"""What something is seen through, in the place of the place's own."""
_FURNITURE = frozenset({"seat", "stand", "ground", "table", "before", "eyes"})
"""Ways of being there of what places show as well: a sofa, a table, a periscope."""
_GROUND = 0.9
"""Where the place's people stand, in the wide shot's heights."""

_FAR = frozenset({"background", "window"})
"""Ways of being there of what is as far away as the place, and as dark."""
_FIRE, _FLAME, _BULB = "#ffb45e", "#ffc978", "#ffe9a8"
_SHINING = {
    "campfire": _FIRE,
    "bonfire": _FIRE,
    "fire": _FIRE,
    "fireplace": _FIRE,
    "torch": _FIRE,
    "candle": _FLAME,
    "diya lamp": _FLAME,
    "oil lamp": _FLAME,
    "lantern": _FLAME,
    "jack-o-lantern": _FLAME,
    "lamp": _BULB,
    "floor lamp": _BULB,
    "street lamp": _BULB,
    "chandelier": _BULB,
    "light bulb": _BULB,
    "flashlight": _BULB,
}
"""Things that shine on others, by their tokens, and in which colour."""
_NEARBY, _GLOWS = 0.35, 3.0
"""How far they shine: in heights of the panel at least, and in their own."""


class Camera(NamedTuple):
    """How the place is framed."""

    zoom: float
    focus: tuple[float, float]


class _View(TypedDict):
    """How a place is seen: its picture, its front and its lamps must agree."""

    seed: int
    zoom: float
    focus: tuple[float, float]
    angle: str
    without: frozenset[str]


def place_of(panel: PanelPlan, size: Size, root: Path) -> Image.Image:
    """Return a panel's place, as its camera sees it, without anybody; RGB.

    The author's `scaffold` picture replaces it, and `art` of the setting the packaged one.

    Raises:
        AssetMissing, StoryInvalid: a picture is absent, unreadable or out of bounds.
    """
    if panel.scaffold is not None:
        path = picture_path(panel.scaffold, root)
        picture = flattened(open_picture(panel.scaffold, path), "white")
        return ImageOps.fit(picture, (size.width, size.height), Image.Resampling.LANCZOS)
    camera, setting = camera_of(panel), panel.setting
    if setting.art is not None:
        return seen_from(
            angle_of(panel.camera), size, 1, lambda part, _: framed_art(setting, camera, part, root)
        )
    return backdrop(
        setting,
        size,
        overlay=False,
        **_view(panel),
    )


def front_of(panel: PanelPlan, size: Size) -> Image.Image | None:
    """Return what of a panel's place is before everything that is far, as a mask; mostly None."""
    if panel.scaffold is not None or panel.setting.art is not None:
        return None
    return foreground(panel.setting, size, **_view(panel))


def _view(panel: PanelPlan) -> _View:
    camera = camera_of(panel)
    return _View(
        seed=_seed(panel),
        zoom=camera.zoom,
        focus=camera.focus,
        angle=panel.camera,
        without=_set_before(panel),
    )


def is_far(segment: Segment) -> bool:
    """Tell whether a thing is as far away as the place."""
    return segment.way in _FAR


def lighting(panel: PanelPlan) -> Lighting:
    """Return the light that a panel's figures share with their place.

    Of an author's own picture of the place nobody knows the light: there it is the setting's words'
    where the setting asks for a share of it, and none else.
    """
    setting, pictured = panel.setting, panel.scaffold is not None or panel.setting.art is not None
    share = setting.relight if setting.relight is not None else 0.0 if pictured else SHARE
    if pictured and not share:
        return Lighting()
    light = lighting_of(setting, panel.aspect, share=share, **_view(panel))
    own = tuple(_lamp(segment) for segment in panel.segments if segment.token in _SHINING)
    return light._replace(lamps=(() if pictured else light.lamps) + own)


def lit(figure: Image.Image, segment: Segment, light: Lighting) -> Image.Image:
    """Return a segment's cut-out in its panel's light; what shines by itself stays as it is."""
    if segment.token in _SHINING:
        return figure
    return light.on(figure, share=1.0 if light.share and is_far(segment) else None)


def _lamp(segment: Segment) -> Lamp:
    bounds = segment.region.bounds
    at = bounds.place((0.5, 0.4))
    return Lamp(at, max(_NEARBY, _GLOWS * bounds.height), shade_of(rgb(_SHINING[segment.token])))


def _seed(panel: PanelPlan) -> int:
    """Return the scene's own seed: its clouds stay where they are from panel to panel."""
    return crc32(panel.backdrop.encode())


def _set_before(panel: PanelPlan) -> frozenset[str]:
    """Name the things that stand before the place, so that it does not show them once more."""
    panes = (each for each in panel.segments if each.way == "window" and each.token in _PANES)
    things = (segment for segment in panel.segments if segment.way in _FURNITURE)
    return frozenset(segment.token for segment in (*things, *panes))


def framed_art(setting: Setting, camera: Camera, size: Size, root: Path) -> Image.Image:
    """Return the part of a place's own picture that a camera sees, its ground where feet stand.

    Raises:
        AssetMissing, StoryInvalid: the picture is absent, unreadable or out of bounds.
    """
    assert setting.art is not None
    picture = flattened(open_picture(setting.art, picture_path(setting.art, root)), "white")
    wide, high = picture.size
    # The largest window of the panel's shape, and of that what the camera's zoom leaves.
    across = min(wide, high * size.width / size.height) / max(camera.zoom, 1.0)
    down = across * size.height / size.width
    # Where in the panel the drawn places have their ground, there this one has it too.
    level = 0.5 + (_GROUND - camera.focus[1]) * camera.zoom
    left = min(max(camera.focus[0] * wide - across / 2, 0.0), wide - across)
    top = min(max(setting.ground * high - level * down, 0.0), high - down)
    window = left, top, left + across, top + down
    return picture.resize((size.width, size.height), Image.Resampling.LANCZOS, box=window)


def camera_of(panel: PanelPlan) -> Camera:
    """Frame the place as the figures are framed: feet on its ground, or heads at eye height."""
    shot = SHOTS[panel.shot]
    zoom = shot.zoom
    people = [segment for segment in panel.segments if segment.way is None]
    standing = people or [each for each in panel.segments if each.way in ("ground", "table")]
    bottoms = [segment.region.bounds.bottom for segment in standing]
    # Closer shots of one place look at different parts of it.
    aside = 0.5 + (1 - 1 / max(zoom, 1.0)) * (panel.seed % 97 / 97 - 0.5) * 0.7
    feet = max(bottoms, default=shot.ground if shot.whole else 0.0)
    if shot.eyes is None and zoom <= 1.0:
        return Camera(zoom, (aside, 0.5))
    if shot.eyes is None or 0.5 < feet < 0.995:
        return Camera(zoom, (aside, _GROUND - (min(feet, 0.96) - 0.5) / zoom))
    return Camera(zoom, (aside, shot.eyes))
