"""Reads maps of who is where and of joints: the arithmetic of judges that look at every cell.

Everything here is a function of maps: `shown` are a segmenter's probabilities, one map for each
subject it knows, and `heat` those of the reader of joints; `masks` are the planned segments',
back to front, as `renderers.conditioning.maps` makes them. All are of one panel and may differ in
size: masks are averaged over the maps' cells.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float
from PIL import Image
from torch import Tensor
from torch.nn import functional

from renderers.judging.verdict import SegmentFinding, Verdict, seen_segments, token_of
from schemas.geometry import Keypoint, Pose, Size
from schemas.plan import PanelPlan

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
BANDS = ((0.0, 0.33), (0.33, 0.66), (0.5, 1.0))
"""Parts of a figure, from top to bottom as fractions of its height: head, body, lower half."""
BAND = 3
"""Cells that a part must fill, whole, to be looked at alone.

Chosen with `BANDS` on 42 clean collages and 56 with a glued head or half, of other seeds than those
that error rates are measured on: no clean one more is refused, and most of the glued are.
"""
NEAR = 0.1
"""How far from its place a joint may be, for PCK; a fraction of the figure's height."""


class Sightings(NamedTuple):
    """Who is seen in a panel's maps."""

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


def verdict_of(
    panel: PanelPlan,
    picture: Image.Image,
    shown: Maps,
    names: tuple[str, ...],
    heat: Maps | None = None,
) -> Verdict:
    """Turn maps of tokens, and perhaps of joints, into a verdict on the panel."""
    segments = list(seen_segments(panel, Size(width=picture.width, height=picture.height)))
    if not segments:
        return Verdict(
            (), (), subjects_in(shown, torch.zeros(0, *shown.shape[1:]), (), names).extra
        )
    masks = torch.stack([torch.from_numpy(segment.mask) for segment in segments])
    tokens = [token_of(segment) for segment in panel.segments]
    known = [token if token in names else None for token in tokens]
    pairs = zip(known, panel.segments, strict=True)
    ids = {token: segment.subject for token, segment in pairs if token is not None}
    sightings = subjects_in(shown, masks, known, names)
    confidence = means_inside(shown, on_grid(masks, shown)).amax(1).clamp(0, 1).tolist()
    findings = []
    for index, (token, who) in enumerate(zip(known, sightings.recognised, strict=True)):
        findings.append(
            SegmentFinding(
                subject=panel.segments[index].subject,
                found=ids.get(who, who) if who else None,
                confidence=confidence[index],
                box=segments[index].box,
                judged=segments[index].large and token is not None,
                joints=_joints(heat, masks[index], panel.segments[index].pose),
                mixed=_mixed(shown, masks[index], who, names, ids) if who == token else None,
            )
        )
    missing = tuple(ids[token] for token in sightings.missing)
    return Verdict(tuple(findings), missing, tuple(ids.get(who, who) for who in sightings.extra))


def _mixed(
    shown: Maps,
    mask: Float[Tensor, "height width"],
    own: str | None,
    names: tuple[str, ...],
    ids: Mapping[str, str],
) -> str | None:
    other = None if own is None else mixed_with(shown, mask, names.index(own))
    return None if other is None else ids.get(names[other], names[other])


def mixed_with(shown: Maps, mask: Float[Tensor, "height width"], own: int) -> int | None:
    """Return who fills a part of a figure, head, body or lower half, more than its own subject.

    Args:
        shown: probabilities.
        mask: the figure's segment.
        own: whose it is on the whole, as the number of the map.
    """
    rows = (mask > 0).any(dim=1).nonzero()
    if not len(rows):
        return None
    top, high = int(rows[0]), int(rows[-1] - rows[0]) + 1
    for first, last in BANDS:
        part = torch.zeros_like(mask)
        kept = slice(top + int(first * high), top + max(int(first * high) + 1, int(last * high)))
        part[kept] = mask[kept]
        # Cells at the edge show the neighbours too, who may stand before it.
        cells = (on_grid(part[None], shown) >= 0.95).float()
        if float(cells.sum()) >= BAND:
            means = means_inside(shown, cells)[0]
            if int(means.argmax()) != own and float(means.max()) >= NOBODY:
                return int(means.argmax())
    return None


def _joints(
    heat: Maps | None, mask: Float[Tensor, "height width"], pose: Pose | None
) -> tuple[float, ...]:
    return () if heat is None else pose_error(heat, mask[None], [pose]).distances


def subjects_in(
    shown: Maps, masks: Masks, planned: Sequence[str | None], names: Sequence[str]
) -> Sightings:
    """Tell who is drawn where.

    Args:
        shown: probabilities.
        masks: the segments'.
        planned: who belongs in each segment; None for those whom the segmenter does not know.
        names: the maps' subjects.
    """
    masks = on_grid(masks, shown)
    own = {name: masks[at] for at, name in enumerate(planned) if name is not None}
    largest = {
        name: max((int(area.sum()) for area in areas(shown[names.index(name)] >= SEEN)), default=0)
        for name in own
    }
    missing = tuple(
        name for name, mask in own.items() if largest[name] < max(1.0, PART * float(mask.sum()))
    )
    extra = tuple(name for at, name in enumerate(names) for _ in _strays(shown[at], own.get(name)))
    return Sightings(recognised(shown, masks, names), missing, extra)


def recognised(shown: Maps, masks: Masks, names: Sequence[str]) -> tuple[str | None, ...]:
    """Name the subject of the greatest mean probability inside each mask; None below `NOBODY`."""
    masks = on_grid(masks, shown)
    best = means_inside(shown, masks).max(dim=1)
    pairs = zip(best.values.tolist(), best.indices.tolist(), strict=True)
    return tuple(names[at] if mean >= NOBODY else None for mean, at in pairs)


def means_inside(shown: Maps, masks: Masks) -> Float[Tensor, "segments names"]:
    """Return every map's mean in every mask; both on one grid."""
    means = torch.einsum("nhw,shw->sn", shown, masks)
    return means / masks.sum((1, 2)).clamp_min(1e-6)[:, None]


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
    for mask, pose in zip(on_grid(masks, heat), poses, strict=True):
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


def on_grid(masks: Masks, maps: Maps) -> Masks:
    """Average masks over the maps' cells."""
    if masks.shape[1:] == maps.shape[1:]:
        return masks.float()
    return functional.interpolate(masks[None].float(), size=maps.shape[1:], mode="area")[0]
