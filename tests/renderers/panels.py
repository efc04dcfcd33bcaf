"""Small plans for tests of what draws them."""

from schemas.geometry import JOINTS, Box, Keypoint, Pose, Region
from schemas.plan import Figure, PanelPlan, Segment
from schemas.settings import CollageSettings
from schemas.story import Setting


def pose(**joints: tuple[float, float] | tuple[float, float, float]) -> Pose:
    """Return a pose of some joints only."""
    rows = []
    for name in JOINTS:
        given = joints.get(name)
        visible = given[2] if given and len(given) == 3 else 1.0
        rows.append(Keypoint(x=given[0], y=given[1], visible=visible) if given else None)
    return Pose(keypoints=tuple(rows))


def box(left: float, top: float, right: float, bottom: float) -> Region:
    """Return an upright rectangle as a region."""
    return Region.of_box(Box(left=left, top=top, right=right, bottom=bottom))


def segment(region: Region, subject: str = "mira", figure: Figure | None = None, **more) -> Segment:
    """Return a segment that shows somebody in a region."""
    return Segment(
        subject=subject, token="sks", prompt=f"sks {subject}", region=region, figure=figure, **more
    )


def panel(*segments: Segment, setting: str = "a park", aspect: float = 1.0, **more) -> PanelPlan:
    """Return a panel's plan."""
    return PanelPlan(
        **{
            "id": "one-1",
            "scene": "one",
            "aspect": aspect,
            "shot": "wide",
            "camera": "eye",
            "setting": Setting(prompt=setting),
            "prompt": "",
            "background_prompt": "",
            "negative_prompt": "",
            "segments": segments,
            "seed": 7,
            "renderer": CollageSettings(),
            "alt": "",
        }
        | more
    )
