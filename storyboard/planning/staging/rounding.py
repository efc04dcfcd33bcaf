"""Geometry as a plan writes it down."""

from schemas.geometry import Box, Pose, Region

DIGITS = 4
"""Decimals of everything geometric in a plan: a tenth of a pixel at a thousand."""


def rounded(region: Region) -> Region:
    """Round a region to the plan's digits."""
    return Region(
        polygons=tuple(
            tuple((round(x, DIGITS), round(y, DIGITS)) for x, y in polygon)
            for polygon in region.polygons
        )
    )


def rounded_pose(pose: Pose) -> Pose:
    """Round a pose to the plan's digits."""
    return Pose(
        keypoints=tuple(
            None if joint is None else joint.but(x=round(joint.x, DIGITS), y=round(joint.y, DIGITS))
            for joint in pose.keypoints
        )
    )


def rounded_box(box: Box) -> Box:
    """Round to the plan's digits; what is smaller than one of them is one wide and high."""
    left, top = round(box.left, DIGITS), round(box.top, DIGITS)
    least = 10.0**-DIGITS
    return Box(
        left=left,
        top=top,
        right=max(round(box.right, DIGITS), round(left + least, DIGITS)),
        bottom=max(round(box.bottom, DIGITS), round(top + least, DIGITS)),
    )
