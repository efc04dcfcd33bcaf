"""Step caching: neighbouring steps share their deep features (DeepCache, arXiv 2312.00858).

What a U-Net makes below its first layer changes little from one step to the next, and costs almost
everything. In between full passes only the outermost layers are run anew: the first convolution,
whose output is the last skip connection, and the last layer of the last block. A ControlNet speaks
through the deep features, and in the skip connection by its last answer.
"""

from collections.abc import Collection, Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from renderers.diffusion.models.networks import Networks, UNetInputs
from renderers.diffusion.models.text import set_adapter
from renderers.diffusion.schedule import Latent, SolverStep
from schemas.errors import StoryboardError


class Deep(NamedTuple):
    """What a full pass leaves to the next steps."""

    features: Float[Tensor, "b width h w"]
    """What enters the last layer from below."""
    residual: Float[Tensor, "b skip h w"] | None
    """What the ControlNet adds to the last layer's skip connection."""

    def row(self, index: int) -> "Deep":
        """Return one unet_inputs's share."""
        only = slice(index, index + 1)
        return Deep(self.features[only], None if self.residual is None else self.residual[only])


class StepCache:
    """The deep features of one sampling, taken anew every n-th step for each query.

    Each query has a history of its own, whoever else is asked with it, so that a picture does
    not depend on its company.
    """

    def __init__(self, every: int, borders: Collection[int] = ()) -> None:
        """Take features every n-th step; 2 to 5 are usual. A stage, too, begins with a full pass:

        `borders` are the turns at which stages begin.
        """
        self.every = every
        self._borders = borders
        self._known: dict[Hashable, tuple[int, Deep]] = {}

    def due(self, key: Hashable, step: SolverStep) -> bool:
        """Tell whether a unet_inputs needs a full pass."""
        if key not in self._known:
            return True
        taken = self._known[key][0]
        begun = max((turn for turn in self._borders if turn <= step.turn), default=0)
        return taken < begun or step.turn - taken >= self.every

    def predict(
        self,
        networks: Networks,
        x: Latent,
        unet_inputs: UNetInputs,
        step: SolverStep,
        control: float,
        *,
        keys: Sequence[Hashable],
    ) -> Latent:
        """Answer as `networks` do, perhaps from an earlier step's features.

        `keys` tell the rows' questions; all of them are due, or none is.
        """
        if not self.due(keys[0], step):
            known = [self._known[key][1] for key in keys]
            return shallow(networks, x, unet_inputs, step.timestep, _joined(known))
        with tapped(networks.unet) as found:
            output = networks.predict(x, unet_inputs, step.timestep, control)
        # What is too old is due, and need not be kept.
        self._known = {k: v for k, v in self._known.items() if step.turn - v[0] < self.every}
        self._known |= {key: (step.turn, found[0].row(i)) for i, key in enumerate(keys)}
        return output


def _joined(rows: Sequence[Deep]) -> Deep:
    residuals = [row.residual for row in rows if row.residual is not None]
    return Deep(
        torch.cat([row.features for row in rows]), torch.cat(residuals) if residuals else None
    )


@contextmanager
def tapped(unet: Any) -> Iterator[list[Deep]]:
    """Collect the deep features of the passes within."""
    found: list[Deep] = []
    residual: list[Tensor | None] = [None]
    width = unet.conv_in.out_channels

    def begun(_: Any, args: Any, kwargs: Any) -> None:
        residual[0] = next(iter(kwargs.get("down_block_additional_residuals") or ()), None)

    def entered(_: Any, args: Any) -> None:
        # Its input is the features and, behind them, the skip connection. A copy: a slice would
        # keep both.
        found.append(Deep(args[0][:, :-width].clone(), residual[0]))

    hooks = (
        unet.register_forward_pre_hook(begun, with_kwargs=True),
        unet.up_blocks[-1].resnets[-1].register_forward_pre_hook(entered),
    )
    try:
        yield found
    finally:
        for hook in hooks:
            hook.remove()


def shallow(
    networks: Networks, x: Latent, unet_inputs: UNetInputs, timestep: float, deep: Deep
) -> Latent:
    """Answer from earlier deep features: the first convolution and the last layer alone are run."""
    unet: Any = networks.unet
    set_adapter(unet, unet_inputs.adapter)
    sample, time = x.to(networks.dtype), torch.full((len(x),), timestep, device=x.device)
    kwargs = networks.unet_kwargs(unet_inputs, sample)
    attention = {"cross_attention_kwargs": kwargs.pop("cross_attention_kwargs", None)}
    kwargs.setdefault("added_cond_kwargs", {})
    embedding = unet.time_embedding(unet.get_time_embed(sample=sample, timestep=time), None)
    added = unet.get_aug_embed(emb=embedding, **kwargs)
    embedding = embedding if added is None else embedding + added
    skip = unet.conv_in(sample)
    skip = skip if deep.residual is None else skip + deep.residual
    block = unet.up_blocks[-1]
    hidden = block.resnets[-1](torch.cat([deep.features, skip], dim=1), embedding)
    if getattr(block, "has_cross_attention", False):
        states = unet.process_encoder_hidden_states(**kwargs)
        hidden = block.attentions[-1](
            hidden, encoder_hidden_states=states, return_dict=False, **attention
        )[0]
    output = unet.conv_out(unet.conv_act(unet.conv_norm_out(hidden)))
    return torch.Tensor(output.float())


def check_cacheable(unet: Any) -> None:
    """Make sure that a U-Net's outermost layers are those that `shallow` runs.

    Raises:
        StoryboardError: it is built otherwise than Stable Diffusion's.
    """
    config = unet.config
    usual = (
        config.up_block_types[-1] in ("UpBlock2D", "CrossAttnUpBlock2D")
        and config.addition_embed_type in (None, "text", "text_time")
        and config.class_embed_type is None
        and config.num_class_embeds is None
        and unet.time_embed_act is None
        and unet.conv_norm_out is not None
        and not config.center_input_sample
        and not config.get("hint_channels")
    )
    if not usual:
        raise StoryboardError(
            "this model's U-Net is not built as Stable Diffusion's, and cannot share deep features",
            hint="set the renderer's cache_every to 1",
        )
