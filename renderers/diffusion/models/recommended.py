"""What a model's directory recommends, in `recommended.json` beside its index.

A model that was trained on its own terms, as a small or distilled one, wants to be asked otherwise
than Stable Diffusion. It says so itself, so that nothing in the engine knows any model by name.
"""

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from renderers.diffusion.models.locate import read_json
from schemas.base import Value
from schemas.errors import AssetMissing

FILE = "recommended.json"


class Recommended(Value):
    """How a model likes to be asked; what it leaves out is as Stable Diffusion likes it."""

    guidance_scale: float = Field(default=7.5, ge=0, le=50)
    steps: int | None = Field(default=None, ge=1, le=1000)
    """Sampling steps that are enough; None says nothing."""
    eta: Literal[0, 1] = 0
    """1 renews the noise in every step (DDIM's eta), which forgives a small model's errors."""
    init: Literal["collage", "noise"] | None = None
    """Where it draws well from; None is from either."""
    detail: float = Field(default=0, ge=0, le=1)
    """How much of a collage's fine detail its drawing is to keep."""
    dtype: Literal["bfloat16"] | None = None
    """The precision on processors that compute in it themselves; None is full precision."""


def recommended(folder: Path) -> Recommended:
    """Read what a model's directory recommends; a directory without the file recommends nothing.

    Raises:
        AssetMissing: the file is damaged, or recommends what nobody here understands.
    """
    path = folder / FILE
    if not path.exists():
        return Recommended()
    try:
        return Recommended.model_validate(read_json(path))
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(map(str, first["loc"])) or "it"
        raise AssetMissing(
            f"{path} cannot be followed: {where}: {first['msg']}",
            hint=f"it may say {', '.join(Recommended.model_fields)}",
        ) from None
