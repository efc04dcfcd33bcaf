"""Wipes parts off a drawn face and draws them as a mood has them, in the face's own ink."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from renderers.cast.faces.features import Colour, DrawnFace
from renderers.cast.faces.islands import Island, Place
from renderers.cast.faces.lines import MouthParts, curve, lips, opening, smooth
from renderers.cast.faces.moods import Brow, Feelings, MouthShape
from renderers.cast.outlines import filled
from renderers.cast.shapes import Mask, Piece, band, mask_of

_TONGUE, _TEETH, _THROAT = (214, 106, 104), (252, 250, 244), (92, 24, 34)
_TEAR, _TEAR_EDGE = (150, 206, 240), (70, 130, 190)
_BLUSH, _GREY_BLUSH = (226, 92, 92), (120, 120, 120)
_LASH = 0.42
"""Half the width of a shut eye, where its own is not known."""


def lacking(face: DrawnFace, feelings: Feelings) -> str | None:
    """Return what of a face would have to be changed and cannot be; None where all can."""
    if feelings.mouth is not None and not face.mouth_free:
        return "mouth"
    if feelings.eyes is not None and face.eye_islands is None:
        return "eyes"
    if feelings.told_by_brows and not face.brows_free:
        return "brows"
    return None


def with_mood(picture: Image.Image, face: DrawnFace, feelings: Feelings) -> Image.Image:
    """Return a picture whose face feels something; nothing outside the face changes."""
    made = picture.copy()
    _FaceBrush(made, face).paint(feelings)
    return made


class _FaceBrush:
    """Paints within the border of a face, in coordinates along its eyes."""

    def __init__(self, picture: Image.Image, face: DrawnFace) -> None:
        self._picture, self._face = picture, face
        self._unit = face.unit
        across = (face.eyes[1] - face.eyes[0]) / self._unit
        self._axes = np.stack([across, np.array([-across[1], across[0]])])
        outline = np.array(face.outline)
        low = np.maximum(outline.min(axis=0) - 2, 0)
        size = outline.max(axis=0) - low + 3
        inside = filled([(x - low[0], y - low[1]) for x, y in face.outline], (size[1], size[0]))
        cover = Image.fromarray((inside * 255).astype(np.uint8))
        self._within = Mask(cover, int(low[0]), int(low[1]))

    def paint(self, feelings: Feelings) -> None:
        """Paint what a mood changes."""
        face = self._face
        if feelings.eyes is not None and face.eye_islands is not None:
            self._lids(feelings, face.eye_islands)
        if feelings.brows is not None and face.brows_free:
            self._wipe(face.brows)
            self._brow(0, feelings.brows)
            self._brow(1, feelings.left_brow or feelings.brows)
        if feelings.blush:
            self._blush()
        if feelings.mouth is not None:
            self._wipe([face.mouth_island] if face.mouth_island else [])
            self._mouth(feelings.mouth)
        if feelings.tears is not None:
            for at in (0, 1):
                self._tear(at, streams=feelings.tears == "streams")
        if feelings.sweat:
            self._drop(self._at(face.eyes[1], 0.62, -0.75), 0.11)

    # Places and paint

    def _at(self, origin: Place, x: float, y: float) -> Place:
        """Return a place by its distance along and across the eyes, in units."""
        return np.asarray(origin + (x * self._axes[0] + y * self._axes[1]) * self._unit)

    def _fill(self, pieces: Sequence[Piece], colour: Colour, *, opacity: float = 1.0) -> None:
        mask = mask_of(pieces)
        cover = mask.within(self._within).cover
        if opacity < 1:
            cover = cover.point(lambda value: round(value * opacity))
        self._lay(Mask(cover, mask.left, mask.top), colour)

    def _lay(self, mask: Mask, colour: Colour) -> None:
        """Paint a colour through a mask; the picture's alpha stays as it is."""
        box = (mask.left, mask.top, mask.left + mask.cover.width, mask.top + mask.cover.height)
        part = self._picture.crop(box)
        painted = Image.new("RGB", part.size, colour)
        mixed = Image.composite(painted, part.convert("RGB"), mask.cover)
        mixed.putalpha(part.getchannel("A"))
        self._picture.paste(mixed, box[:2])

    def _line(self, points: Sequence[Place], *, width: float = 1.0) -> None:
        self._fill(band(np.array(points), self._face.line * width), self._face.ink)

    def _wipe(self, islands: Sequence[Island]) -> None:
        """Paint skin over islands, and a little beyond, where their edges are soft."""
        for island in islands:
            low = np.floor(island.low).astype(int) - 6
            size = np.ceil(island.high).astype(int) + 6 - low
            cover = Image.new("L", (int(size[0]), int(size[1])))
            loop = [(x - low[0] - 0.5, y - low[1] - 0.5) for x, y in island.loop]
            ImageDraw.Draw(cover).polygon(loop, fill=255)
            soft = cover.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(0.8))
            mask = Mask(soft, int(low[0]), int(low[1]))
            self._lay(mask.within(self._within), self._face.skin)

    # Parts of the face

    def _brow(self, at: int, brow: Brow) -> None:
        """Draw a brow above an eye, thicker than a line."""
        eye, out = self._face.eyes[at], (-1.0, 1.0)[at]
        rest, reach = self._brow_rest(at)
        inner = self._at(eye, -out * 0.8 * reach, -rest - brow.inner)
        outer = self._at(eye, out * reach, -rest - brow.outer)
        bow = self._at(eye, out * 0.15, -rest - (brow.inner + brow.outer) / 2 - 0.07)
        self._line(curve(inner, bow, outer), width=max(1.35, self._brow_width() / self._face.line))

    def _brow_width(self) -> float:
        """Return how thick the drawn brows are, in pixels; 0 where there are none."""
        thick = [0.85 * each.area / each.size[0] for each in self._face.brows]
        return float(min(thick, default=0.0))

    def _brow_rest(self, at: int) -> tuple[float, float]:
        """Return how high above an eye its brow is at rest, and half its length."""
        eye = self._face.eyes[at]
        own = [each for each in self._face.brows if abs(each.centre[0] - eye[0]) < 0.4 * self._unit]
        if own:
            height = float((eye - own[0].centre)[1]) / self._unit
            return height, float(np.clip(own[0].size[0] / self._unit / 2, 0.2, 0.36))
        tall = self._face.eye_islands[at].size[1] / self._unit if self._face.eye_islands else 0.3
        # Below a fringe: of the forehead at least enough is seen for a raised brow.
        return float(min(0.5 * tall + 0.24, max(self._forehead(at) - 0.2, 0.5 * tall + 0.12))), 0.27

    def _forehead(self, at: int) -> float:
        """Return how much skin there is above an eye, in units."""
        column = np.asarray(self._within.cover)
        x, y = (self._face.eyes[at] - (self._within.left, self._within.top)).astype(int)
        above = column[: max(y, 1), min(max(x, 0), column.shape[1] - 1)][::-1] > 0
        return float(len(above) if above.all() else above.argmin()) / self._unit

    def _lids(self, feelings: Feelings, eyes: tuple[Island, Island]) -> None:
        for at, eye in enumerate(eyes):
            if feelings.eyes == "wink" and at == 0:
                continue
            half = float(np.clip(0.6 * eye.size[0] / self._unit, 0.16, _LASH))
            if feelings.eyes == "half":
                self._half_shut(eye)
                continue
            self._wipe([eye])
            sign = -1.0 if feelings.eyes == "shut up" else 1.0
            ends = [self._at(eye.centre, x, 0.04) for x in (-half, half)]
            middle = self._at(eye.centre, 0, 0.04 + sign * 0.16)
            self._line(curve(ends[0], middle, ends[1]))

    def _half_shut(self, eye: Island) -> None:
        """Let a lid hang over the upper half of an eye."""
        half = 0.5 * float(eye.size[0]) / self._unit + 0.06
        top = 0.5 * float(eye.size[1]) / self._unit + 0.05
        corners = [(-half, -top), (half, -top), (half, 0.0), (-half, 0.0)]
        self._fill([np.array([self._at(eye.centre, *each) for each in corners])], self._face.skin)
        self._line([self._at(eye.centre, x, 0.0) for x in (-half, half)])

    def _mouth(self, shape: MouthShape) -> None:
        place = self._face.mouth
        own = self._face.mouth_island
        wide = float(np.clip(own.size[0] / self._unit / 2 if own else 0.3, 0.2, 0.42))
        if shape in ("grin", "laugh", "shout", "round", "teeth"):
            self._open_mouth(place, wide, shape)
            return
        for points in lips(shape, wide):
            self._line(smooth([self._at(place, x, y) for x, y in points]))

    def _open_mouth(self, place: Place, wide: float, shape: MouthShape) -> None:
        """Draw an open mouth: its edge in ink, inside it throat, tongue and teeth."""
        outline = np.array([self._at(place, x, y) for x, y in opening(shape, wide)])
        inner = MouthParts(outline)
        self._line([*outline, outline[0]])
        self._fill([outline], _TEETH if shape == "teeth" else _THROAT)
        if shape == "teeth":
            self._line([self._at(place, x, 0.0) for x in (-0.9 * wide, 0.9 * wide)], width=0.6)
        if shape in ("grin", "laugh"):
            self._fill_in(inner.top(0.34), inner, _TEETH)
        if shape in ("laugh", "shout"):
            self._fill_in(inner.bottom(0.36), inner, _TONGUE)
        self._line([*outline, outline[0]])

    def _fill_in(self, piece: Piece, mouth: MouthParts, colour: Colour) -> None:
        mask = mask_of([piece]).within(mask_of([mouth.outline]))
        self._lay(mask.within(self._within), colour)

    def _tear(self, at: int, *, streams: bool) -> None:
        eye, out = self._face.eyes[at], (-1.0, 1.0)[at]
        tall = self._face.eye_islands[at].size[1] / self._unit if self._face.eye_islands else 0.3
        below = 0.5 * float(tall) + 0.08
        if not streams:
            self._drop(self._at(eye, out * 0.16, below + 0.12), 0.1)
            return
        path = np.array([self._at(eye, out * 0.06, below), self._at(eye, out * 0.16, below + 1.0)])
        self._fill(band(path, 0.2 * self._unit), _TEAR_EDGE)
        self._fill(band(path, 0.2 * self._unit - self._face.line * 0.8), _TEAR)

    def _drop(self, place: Place, size: float) -> None:
        """Draw a drop of water, pointed at its top."""
        for colour, radius in (
            (_TEAR_EDGE, size),
            (_TEAR, size - 0.35 * self._face.line / self._unit),
        ):
            angles = np.linspace(-0.25 * np.pi, 1.25 * np.pi, 24)
            round_part = [(radius * np.cos(a), radius * np.sin(a)) for a in angles]
            points = [*round_part, (0.0, -2.1 * radius)]
            self._fill([np.array([self._at(place, x, y) for x, y in points])], colour)

    def _blush(self) -> None:
        """Redden the cheeks, softly."""
        for at, out in ((0, -1.0), (1, 1.0)):
            centre = self._at(self._face.eyes[at], out * 0.12, 0.52)
            reach = 0.3 * self._unit
            box = [int(value) for value in (*(centre - 1.6 * reach), *(centre + 1.6 * reach))]
            cover = Image.new("L", (box[2] - box[0], box[3] - box[1]))
            x, y = centre - box[:2]
            edges = (x - reach, y - 0.62 * reach, x + reach, y + 0.62 * reach)
            ImageDraw.Draw(cover).ellipse(edges, fill=150)
            soft = cover.filter(ImageFilter.GaussianBlur(0.22 * reach))
            mask = Mask(soft, box[0], box[1]).within(self._within)
            grey = np.ptp(self._face.skin) < 16
            self._lay(self._on_skin(mask), _GREY_BLUSH if grey else _BLUSH)

    def _on_skin(self, mask: Mask) -> Mask:
        """Leave out of a mask what is no skin, so that no line is tinted."""
        box = (mask.left, mask.top, mask.left + mask.cover.width, mask.top + mask.cover.height)
        part = np.asarray(self._picture.crop(box))[..., :3].astype(int)
        skin = np.abs(part - np.array(self._face.skin)).max(axis=2) <= 40
        cover = Image.fromarray((skin * 255).astype(np.uint8))
        return Mask(ImageChops.multiply(mask.cover, cover), mask.left, mask.top)
