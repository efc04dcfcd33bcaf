"""Draws a head in profile: hair behind, the near half of the face, its line, an ear."""

import numpy as np
from PIL import Image, ImageChops

from renderers.cast.masks import grown, shrunk
from renderers.cast.outlines import filled
from renderers.cast.puppets.backs import back_of_head
from renderers.cast.puppets.head_measures import HeadMeasures, measured
from renderers.cast.puppets.head_rigs import HeadRig
from renderers.cast.puppets.ink import like
from renderers.cast.puppets.profile_lines import contours_of, hair_region, lock_line
from renderers.cast.puppets.sources import Pixels
from renderers.cast.puppets.squeezed_faces import Squeeze, sampled, squeezed_face
from renderers.cast.puppets.torso import Cutout
from renderers.cast.shapes import Colour, band, mask_of
from renderers.cast.vectors import Points, Vector, inset

_MARGIN = 0.9
"""Beyond the head's picture, in heights of the face."""
_THICKEST = 0.12
"""Of the face's height: the line of a profile."""
_NECK = 0.3
"""Half its width, of half the shoulders' width."""
_WHITE = 215
"""Of 255, from which on something is white."""


def in_profile(rig: HeadRig) -> HeadRig | None:
    """Return a rig whose head looks to the right; None where its face is not found.

    Joints and mouth are the profile's: nose, mouth and the farther eye are on its line, and both
    ears are where the one is that is seen.
    """
    head = measured(rig)
    if head is None or (rig.looks and _teeth(rig)):
        return None  # A mouth that is drawn from half aside would be squeezed twice.
    return _Profile(rig, head).rig()


def _teeth(rig: HeadRig) -> bool:
    """Tell whether a mouth is open, so that something white is seen in it."""
    pixels = np.asarray(rig.head.picture)
    x, y = (rig.mouth - rig.head.corner).astype(int)
    wide = max(2, pixels.shape[1] // 7)
    part = pixels[max(0, y - wide // 2) : y + wide // 2, max(0, x - wide) : x + wide]
    return bool((part[..., :3].min(axis=-1) > _WHITE).mean() > 0.02) if part.size else False


class _Profile:
    """A profile being painted; places are pixels of the head's picture from the front."""

    def __init__(self, rig: HeadRig, head: HeadMeasures) -> None:
        self._rig, self._head, self._pen = rig, head, rig.ink.width
        self._lines = contours_of(head, float(rig.joints["neck"][0] - rig.head.corner[0]))
        self._squeeze = Squeeze(head, self._lines)
        width, height = rig.head.picture.size
        beyond = max(self._lines.front + 2 * self._lines.nose - width, -self._lines.back)
        self._pad = round(max(_MARGIN * head.face_height, beyond + 4 * self._pen))
        self._fringe = head.hairline
        self._size = width + 2 * self._pad, height + 2 * self._pad
        y, x = np.mgrid[: self._size[1], : self._size[0]] + 0.5
        self._x, self._y = x - self._pad, y - self._pad
        self._canvas = Image.new("RGBA", self._size)

    def rig(self) -> HeadRig:
        """Paint, and return the rig with that head."""
        if self._head.hair is not None:
            self._hair(self._head.hair)
        self._face()
        if not self._head.hangs:
            self._ear()
        rig, corner, lines, head = self._rig, self._rig.head.corner, self._lines, self._head

        def there(x: float, y: float) -> Vector:
            return np.array([x, y]) + corner

        eye = float(head.eye[1])
        near = lines.front - self._squeeze.behind(float(head.bridge[0] - head.eye[0]))
        joints = rig.joints | {
            "nose": there(lines.front + 0.8 * lines.nose, head.nose),
            "r_eye": there(near, eye),
            "l_eye": there(lines.front - 0.1 * lines.nose, eye),
            "r_ear": there(lines.ear, head.nose),
            "l_ear": there(lines.ear + 0.1 * lines.nose, head.nose),
        }
        # Nothing but a neck joins jaw and nape to the body any more.
        across = rig.joints["l_shoulder"] - rig.joints["r_shoulder"]
        return rig._replace(
            joints=joints,
            head=Cutout(self._canvas, corner - self._pad),
            mouth=there(lines.front, float(head.mouth[1])),
            neck=rig.neck or _NECK * float(np.hypot(*across)) / 2,
            profile=1,
        )

    # Hair

    def _hair(self, hair: Colour) -> None:
        """Lay the hair as it is seen from behind, narrowed to the back of the head."""
        head, lines = self._head, self._lines
        share = (self._x - lines.back) / (lines.front + 0.16 * lines.nose - lines.back)
        share = 1 - share if self._heavier_right() else share
        source = head.left + share * (head.right - head.left)
        layer = sampled(self._behind(hair), source, self._y)
        self._fringe = self._fringe_of(layer)
        loop = hair_region(head, lines, self._fringe, 3.0 * max(self._size))
        region = Image.new("L", self._size)
        # From its first corner on, the loop leads far out of the picture.
        mask = mask_of([np.clip(loop + self._pad, -9, np.array(self._size) + 9)])
        region.paste(mask.cover, (mask.left, mask.top))
        alpha = ImageChops.multiply(region, Image.fromarray(layer[..., 3]))
        seen = np.asarray(alpha) > 128
        layer[seen & ~shrunk(seen, max(1, round(self._pen - 0.5))), :3] = self._rig.ink.colour
        layer[..., 3] = np.asarray(alpha)
        self._canvas.alpha_composite(Image.fromarray(layer))

    def _fringe_of(self, layer: Pixels) -> float:
        """Return down to where hair is above the forehead: where it reaches the face's line."""
        head, lines = self._head, self._lines
        column = layer[:, int(lines.front - 0.1 * lines.nose) + self._pad, 3] > 128
        first = float(column.argmax() - self._pad) if column.any() else head.hairline
        return max(head.hairline, first + 0.12 * head.face_height)

    def _heavier_right(self) -> bool:
        """Tell whether more hair, or a bun, is on the picture's right."""
        head = self._head
        beside = np.arange(head.solid.shape[1]) - head.bridge[0]
        left, right = (
            head.solid[:, side].sum() for side in (beside < -head.side, beside > head.side)
        )
        return bool(right > 1.15 * left)

    def _behind(self, hair: Colour) -> Pixels:
        """Return the head from behind, its hair as it is drawn, without skin."""
        head, rig, deep = self._head, self._rig, self._head.face_height
        back = np.array(back_of_head(rig).picture)
        front = np.asarray(rig.head.picture)
        rows, columns = np.mgrid[: back.shape[0], : back.shape[1]]
        beside = np.abs(columns - head.middle(rows)) / (1.05 * head.side + 0.1 * deep)
        near = beside < 1
        face = grown(filled(head.outline, head.solid.shape), round(0.2 * deep))
        face |= near & (rows > head.hairline - 0.1 * deep)
        kept = ~(face | grown(like(front, rig.skin, 60) & head.solid, 3)) & (front[..., 3] > 128)
        back[kept] = front[kept]
        back[shrunk(head.solid, max(1, round(2.2 * self._pen))) & ~kept] = (*hair, 255)
        if head.hangs:
            nape = rows < head.mouth[1] + (0.1 + 0.5 * beside**2) * deep
            back[near & nape & (rows > head.bridge[1])] = (*hair, 255)
            back[near & ~nape & ~like(front, hair, 60), 3] = 0
            back[like(back, rig.skin, 40) & (rows > head.bridge[1]), 3] = 0
        return back

    # Face

    def _face(self) -> None:
        """Paint the face, from the fringe down to the jaw, and its line."""
        head, lines = self._head, self._lines
        top = self._fringe - max(0.2 * head.face_height, 1.6 * self._pen)
        edge, eyes = lines.below(self._fringe), float(head.bridge[1])
        behind = lines.ear - 1.4 * self._pen
        crown = [
            [lines.ear - 1, eyes + self._pen],
            [behind, eyes],
            [behind, top],
            [edge[0, 0], top],
        ]
        whole = Image.new("RGBA", self._size, (*self._rig.skin, 255))
        face = squeezed_face(self._rig, head, lines, self._squeeze, self._x, self._y)
        whole.alpha_composite(Image.fromarray(face))
        if head.hair is not None:  # Nothing of a face is above the hair.
            bare = np.asarray(self._canvas.getchannel("A")) < 128
            seen = np.where(bare & (self._y < self._fringe), 0, 255).astype(np.uint8)
            whole.putalpha(Image.fromarray(seen))
        self._paint(np.concatenate([edge, lines.jaw, np.array(crown)]), whole)
        # One line, and no thicker than lips and nose can be drawn with.
        thin = min(self._pen, _THICKEST * head.face_height)
        self._line(np.concatenate([edge, lines.jaw]), width=thin)
        if head.hangs and head.hair is not None:
            self._lock(head.hair)

    def _lock(self, hair: Colour) -> None:
        """Let hair fall from the temple over the cheek's end to behind the jaw."""
        curve = lock_line(self._head, self._lines, self._squeeze.temple, self._pen)
        behind = self._lines.ear - 1.4 * self._pen
        self._fill(np.concatenate([curve, [[behind, curve[-1, 1]], [behind, curve[0, 1]]]]), hair)
        self._line(curve)

    def _ear(self) -> None:
        head, lines = self._head, self._lines
        deep = head.face_height
        pen = min(self._pen, 0.07 * deep)
        centre = np.array([lines.ear, 0.55 * head.bridge[1] + 0.45 * head.nose])
        outer = _ear_shape(centre, 0.24 * deep, 0.36 * deep)
        self._fill(outer, self._rig.ink.colour)
        self._fill(inset(outer, pen), self._rig.skin)
        self._line(_ear_shape(centre, 0.11 * deep, 0.2 * deep)[4:20], width=0.7 * pen)

    # Paint

    def _fill(self, loop: Points, colour: Colour) -> None:
        self._paint(loop, Image.new("RGBA", self._size, (*colour, 255)))

    def _paint(self, loop: Points, pixels: Image.Image) -> None:
        """Lay a picture inside a loop."""
        mask = mask_of([loop + self._pad])
        box = mask.left, mask.top, mask.left + mask.cover.width, mask.top + mask.cover.height
        part = pixels.crop(box)
        part.putalpha(ImageChops.multiply(part.getchannel("A"), mask.cover))
        layer = Image.new("RGBA", self._size)
        layer.paste(part, box[:2])
        self._canvas.alpha_composite(layer)

    def _line(self, path: Points, *, width: float | None = None) -> None:
        mask = mask_of(band(path + self._pad, width or self._pen))
        layer = Image.new("RGBA", self._size, (*self._rig.ink.colour, 0))
        cover = Image.new("L", self._size)
        cover.paste(mask.cover, (mask.left, mask.top))
        layer.putalpha(cover)
        self._canvas.alpha_composite(layer)


def _ear_shape(centre: Vector, wide: float, high: float) -> Points:
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    lobe = 1 - 0.3 * np.clip(np.sin(angles), 0, 1)
    return np.asarray(centre + np.stack([np.cos(angles) * wide * lobe, np.sin(angles) * high], 1))
