"""Judges finished panels against their plans: who is drawn where, and how well poses are kept.

Everything here is a function of maps: `shown` are a segmenter's probabilities, one map for each
subject it knows, and `heat` those of the reader of joints; `masks` are the planned segments',
back to front, as `renderers.conditioning.maps` makes them. All are of one panel and may differ in
size: masks are averaged over the maps' cells.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Float
from PIL import Image
from torch import Tensor
from torch.nn import functional

from renderers.diffusion.models.patch_autoencoder import Latents, PatchAutoencoder
from renderers.diffusion.segmenter import Segmenter
from schemas.geometry import Keypoint, Pose

Maps = Float[Tensor, "names h w"]
Masks = Float[Tensor, "segments height width"]
Grid = Float[Tensor, "h w"]

NOBODY = 0.2
"""Below this mean probability in a segment there is nobody whom the segmenter knows.

On 72 real held-out panels nobody reaches 0.15 in what no subject covers, and asking for 0.2 loses
none of the subjects that are told rightly.
"""
SEEN = 0.5
"""From this probability on a cell shows a subject."""
PART = 0.1
"""Share of its segment's area in which a subject must be seen together, not to be missing."""
EXTRA = 0.012
"""Share of the panel in which someone unplanned must be seen together, to count.

On the same real panels a tenth of an extra is found, wrongly, in each: mostly cat for dog.
"""
NEAR = 0.1
"""How far from its place a joint may be, for PCK; a fraction of the figure's height."""


class Verdict(NamedTuple):
    """Who was found in a panel."""

    recognised: tuple[str | None, ...]
    """For every segment, back to front, who is drawn there; None is nobody."""
    missing: tuple[str, ...]
    """Planned subjects who are seen nowhere in the panel."""
    extra: tuple[str, ...]
    """Subjects seen where nobody planned them: strangers to the plan, and doubles."""


class PoseError(NamedTuple):
    """How far joints are from where they were planned."""

    distances: tuple[float, ...]
    """Every judged joint's, in fractions of its figure's height."""

    @property
    def mean(self) -> float:
        """The mean distance; nan where no joint could be judged."""
        return sum(self.distances) / len(self.distances) if self.distances else float("nan")

    @property
    def pck(self) -> float:
        """Share of the joints within `NEAR` (PCK); nan where no joint could be judged."""
        near = [distance <= NEAR for distance in self.distances]
        return sum(near) / len(near) if near else float("nan")


def latent_of(picture: Image.Image, autoencoder: PatchAutoencoder) -> Latents:
    """Encode a picture, less what its right and lower edge have beyond whole cells."""
    cell = autoencoder.patch
    width, height = (side // cell * cell for side in picture.size)
    pixels = np.array(picture.convert("RGB").crop((0, 0, width, height)))
    with torch.no_grad():
        return autoencoder.encode(
            torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 127.5 - 1
        ).latent


@torch.no_grad()
def maps_of(network: Segmenter, latent: Latents) -> Maps:
    """Return the probabilities that a segmenter, or a reader of joints, sees in one latent."""
    return torch.as_tensor(network(latent.float())[0].sigmoid())


def subjects_in(
    shown: Maps, masks: Masks, planned: Sequence[str | None], names: Sequence[str]
) -> Verdict:
    """Tell who is drawn where.

    Args:
        shown: probabilities.
        masks: the segments'.
        planned: who belongs in each segment; None for those whom the segmenter does not know.
        names: the maps' subjects.
    """
    masks = _on_grid(masks, shown)
    own = {name: masks[at] for at, name in enumerate(planned) if name is not None}
    largest = {name: max((int(area.sum()) for area in areas(shown[names.index(name)] >= SEEN)),
                         default=0) for name in own}  # fmt: skip
    missing = tuple(
        name for name, mask in own.items() if largest[name] < max(1.0, PART * float(mask.sum()))
    )
    extra = tuple(
        name for at, name in enumerate(names) for _ in _strays(shown[at], own.get(name))
    )  # fmt: skip
    return Verdict(recognised(shown, masks, names), missing, extra)


def recognised(shown: Maps, masks: Masks, names: Sequence[str]) -> tuple[str | None, ...]:
    """Name the subject of the greatest mean probability inside each mask; None below `NOBODY`."""
    masks = _on_grid(masks, shown)
    means = torch.einsum("nhw,shw->sn", shown, masks)
    means = means / masks.sum((1, 2)).clamp_min(1e-6)[:, None]
    best = means.max(dim=1)
    pairs = zip(best.values.tolist(), best.indices.tolist(), strict=True)
    return tuple(names[at] if mean >= NOBODY else None for mean, at in pairs)


def _strays(shown: Grid, own: Grid | None) -> Iterator[Tensor]:
    """Yield large areas in which a subject is seen away from its own segment, if it has one."""
    least = EXTRA * shown.numel()
    for area in areas(shown >= SEEN):
        if area.sum() >= least and (own is None or not (area & (_grown(own, 1) > 0.25)).any()):
            yield area


def areas(seen: Tensor) -> Iterator[Tensor]:
    """Yield the connected areas of true cells, `[h, w]` each; diagonal neighbours touch."""
    numbers = torch.arange(1, seen.numel() + 1, dtype=torch.float32).view(seen.shape)
    labels = numbers * seen
    while not torch.equal(labels, spread := _grown(labels, 1) * seen):
        labels = spread
    for label in sorted(set(labels.flatten().tolist())):
        if label:
            yield labels == label


def pose_error(heat: Maps, masks: Masks, poses: Sequence[Pose | None]) -> PoseError:
    """Measure how far the drawn joints are from the planned ones.

    A joint is judged where its figure is to show it: visible in its pose, and inside its own
    segment. It is looked for in that segment and `NEAR` around it, and taken where it is likeliest
    there, so that one who is not drawn is about as far off as chance has it. A figure's height is
    the extent of its joints.

    Args:
        heat: the joints' probabilities, in the order of `schemas.geometry.JOINTS`.
        masks: the segments'.
        poses: theirs, in the panel's unit square.
    """
    high, wide = heat.shape[1:]
    found: list[float] = []
    for mask, pose in zip(_on_grid(masks, heat), poses, strict=True):
        if pose is None:
            continue
        height = max(pose.bounds.height * high, 1.0)
        near = _grown(mask, max(1, round(NEAR * height))) > 0.25
        for number, joint in enumerate(pose.keypoints):
            if joint is not None and _to_be_seen(joint, mask):
                x, y = decoded(heat[number] * near)
                found.append(
                    ((x - joint.x * wide) ** 2 + (y - joint.y * high) ** 2) ** 0.5 / height
                )
    return PoseError(tuple(found))


def _to_be_seen(joint: Keypoint, mask: Grid) -> bool:
    """Tell whether a joint is drawn, in the panel, and inside its own mask or at its edge."""
    if joint.visible < 1 or not (0 <= joint.x < 1 and 0 <= joint.y < 1):
        return False
    high, wide = mask.shape
    return bool(mask[int(joint.y * high), int(joint.x * wide)] > 0.25)


def decoded(heat: Grid) -> tuple[float, float]:
    """Return where a heatmap peaks, x and y in cells from the corner, to a fraction of a cell.

    The peak cell's neighbours, two to each side, are averaged by their probabilities (soft
    argmax); a joint's Gaussian is narrower than that window. At the panel's edge the window is
    cut, which costs up to half a cell.
    """
    high, wide = heat.shape
    top, left = divmod(int(heat.argmax()), wide)
    rows, columns = (slice(max(0, at - 2), at + 3) for at in (top, left))
    part = heat[rows, columns] + 1e-9
    y = (torch.arange(high) + 0.5)[rows] @ part.sum(1) / part.sum()
    x = (torch.arange(wide) + 0.5)[columns] @ part.sum(0) / part.sum()
    return float(x), float(y)


def _grown(grid: Grid, cells: int) -> Grid:
    """Spread every cell's value over so many neighbours to each side, where it is the largest."""
    return functional.max_pool2d(grid[None].float(), 2 * cells + 1, stride=1, padding=cells)[0]


def _on_grid(masks: Masks, maps: Maps) -> Masks:
    """Average masks over the maps' cells."""
    if masks.shape[1:] == maps.shape[1:]:
        return masks.float()
    return functional.interpolate(masks[None].float(), size=maps.shape[1:], mode="area")[0]
