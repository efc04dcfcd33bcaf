"""What the sampler is given: equal-sized panels and their segments as tensors."""

from collections.abc import Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from jaxtyping import Float, Int
from torch import Tensor

Canvas = Float[Tensor, "p c h w"]
Parts = Float[Tensor, "s c h w"]
Masks = Float[Tensor, "s 1 h w"]
ControlImage = Float[Tensor, "channels height width"]
"""A pose map, RGB in [0, 1]; for a U-Net that takes hints a fourth channel says where the prompt's
subjects are."""
References = Mapping[int, Float[Tensor, "c h w"]]


ActiveLoras = str | tuple[str, ...] | None
"""The LoRAs that are heard together, by name: one, several, none."""


def heard_together(*names: str | None) -> ActiveLoras:
    """Return LoRAs that are heard at once, each counted once."""
    known = tuple(dict.fromkeys(name for name in names if name is not None))
    return known if len(known) > 1 else next(iter(known), None)


class Text(NamedTuple):
    """One encoded prompt."""

    states: Float[Tensor, "tokens width"]
    pooled: Float[Tensor, " pooled"] | None = None
    """Only SDXL's U-Net asks for it."""
    parts: Mapping[str, Any] = MappingProxyType({})
    """What injected attention parts are told beside the words, by the part's name."""

    @property
    def key(self) -> Hashable:
        """What tells it from other prompts; equal words are encoded to the same object."""
        return id(self.states), *((name, id(given)) for name, given in self.parts.items())


class Crop(NamedTuple):
    """A rectangle of a latent, in cells."""

    top: int
    left: int
    height: int
    width: int

    def of(self, values: Tensor, *, scale: int = 1) -> Tensor:
        """Return the rectangle of what is `scale` times as large as the latent."""
        top, left, height, width = (scale * length for length in self)
        return values[..., top : top + height, left : left + width]


class Prompt(NamedTuple):
    """What one denoising pass is conditioned on."""

    positive: Text
    negative: Text
    control_image: ControlImage | None = None
    """RGB pose map in [0, 1] for the ControlNet."""
    adapter: ActiveLoras = None
    """The LoRAs that are active, if any."""
    crop: Crop | None = None
    """What of the latent the pass looks at; None is all. The control image is of that part."""


class Panels(NamedTuple):
    """A batch of p equal-sized panels with s segments in all, backgrounds included.

    Segments keep their panel's order; `owner` says which panel each belongs to, so that panels
    of one and of six subjects share a batch without padding.
    """

    scenes: Sequence[Prompt]
    """p prompts: each panel as a whole."""
    alone: Sequence[Prompt]
    """s prompts: each segment while it diffuses alone, with its own skeleton."""
    together: Sequence[Prompt]
    """s prompts: each segment on the shared canvas, with everybody's skeletons."""
    names: Sequence[Sequence[str]]
    """What each segment's subject is called: its id and its token; nothing for a background."""
    owner: Int[Tensor, " s"]
    masks: Masks
    """Where each segment is; in every panel they sum to one."""
    soft: Masks
    """The same, feathered, for the shared canvas."""
    scaffold: Canvas | None = None
    """p clean latents shown around segments that diffuse alone."""
    references: References = MappingProxyType({})
    """Clean latents of some segments' own pictures, by the segment's index."""
