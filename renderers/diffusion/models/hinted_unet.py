"""A U-Net that is shown where things belong: a hint joined to its input, as inpainting models' is.

Against diffusers' own class it adds three things, each of use to other models too:

* **Hint channels.** `added_cond_kwargs={"hint": …}` is a picture of `hint_channels` channels and
  `hint_pixels` pixels a latent cell: a pose map, and where the prompt's subjects are to be. A 1×1
  convolution brings it to the latent's grid, where it joins the latent. Without a hint it is zero,
  as training often has it.
* **A skip for every channel** (EDM, arXiv 2206.00364, for each channel's own spread s): the output
  is v = skip(t)·x + gain(t)·UNet(x), the best linear guess from the noisy channel and the spread of
  what is left. `skip` and `gain` are buffers of one row a timestep.
* **Pooled text from the first `pooled_tokens` tokens**, so that several prompts may share a pass.
"""

from collections.abc import Sequence
from typing import Any

import torch
from diffusers.configuration_utils import register_to_config
from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

Hint = Float[Tensor, "b c height width"]
_Base: Any = UNet2DConditionModel


class HintedUNet2DConditionModel(_Base):  # type: ignore[misc]
    """diffusers' U-Net with a hint, a skip for every channel, and text pooled from one prompt."""

    @register_to_config  # type: ignore[untyped-decorator]
    def __init__(
        self,
        in_channels: int = 4,
        out_channels: int = 4,
        block_out_channels: Sequence[int] = (320, 640, 1280, 1280),
        down_block_types: Sequence[str] = ("CrossAttnDownBlock2D",) * 3 + ("DownBlock2D",),
        up_block_types: Sequence[str] = ("UpBlock2D",) + ("CrossAttnUpBlock2D",) * 3,
        layers_per_block: int = 2,
        cross_attention_dim: int = 768,
        attention_head_dim: int = 8,
        norm_num_groups: int = 32,
        sample_size: int = 64,
        addition_embed_type: str | None = "text",
        pooled_tokens: int = 77,
        hint_channels: int = 4,
        hint_pixels: int = 8,
        hint_width: int = 24,
        train_timesteps: int = 1000,
        class_embed_type: str | None = None,
        num_class_embeds: int | None = None,
        center_input_sample: bool = False,
    ) -> None:
        """Make one; the arguments that diffusers' class has mean what they mean there.

        Args:
            pooled_tokens: tokens of one prompt; text is pooled from the first so many.
            hint_channels: channels of a hint.
            hint_pixels: pixels of a hint along a latent cell.
            hint_width: channels that the hint is brought to before it joins the latent.
            train_timesteps: rows of `skip` and `gain`.
        """
        super().__init__(
            sample_size=sample_size,
            in_channels=in_channels,
            out_channels=out_channels,
            block_out_channels=tuple(block_out_channels),
            down_block_types=tuple(down_block_types),
            up_block_types=tuple(up_block_types),
            layers_per_block=layers_per_block,
            cross_attention_dim=cross_attention_dim,
            attention_head_dim=attention_head_dim,
            norm_num_groups=norm_num_groups,
            addition_embed_type=addition_embed_type,
            class_embed_type=class_embed_type,
            num_class_embeds=num_class_embeds,
            center_input_sample=center_input_sample,
        )
        self.conv_in = nn.Conv2d(in_channels + hint_width, block_out_channels[0], 3, padding=1)
        self.hint = nn.Conv2d(hint_channels * hint_pixels**2, hint_width, 1)
        self.register_buffer("skip", torch.zeros(train_timesteps, in_channels))
        self.register_buffer("gain", torch.ones(train_timesteps, in_channels))

    @torch.no_grad()
    def spread(self, alphas_cumprod: Tensor, deviations: Tensor) -> None:
        """Set skip and gain for a schedule and every channel's standard deviation."""
        alpha, variance = alphas_cumprod.double()[:, None], deviations.double()[None] ** 2
        seen = alpha * variance + 1 - alpha
        self.skip.copy_((alpha * (1 - alpha)).sqrt() * (1 - variance) / seen)
        self.gain.copy_((variance / seen).sqrt())

    def forward(
        self,
        sample: Tensor,
        timestep: Any,
        encoder_hidden_states: Tensor,
        added_cond_kwargs: dict[str, Tensor] | None = None,
        return_dict: bool = True,
        **kwargs: Any,
    ) -> Any:
        """Return the prediction for a noisy latent, as diffusers' class does."""
        hint = (added_cond_kwargs or {}).get("hint")
        joined = torch.cat([sample, self._joining(hint, sample)], dim=1)
        kept = {k: v for k, v in (added_cond_kwargs or {}).items() if k != "hint"}
        output = super().forward(
            joined, timestep, encoder_hidden_states, added_cond_kwargs=kept or None, **kwargs
        )
        rows = torch.as_tensor(timestep, device=sample.device).long().expand(len(sample))
        skip, gain = (table[rows][:, :, None, None].to(sample) for table in (self.skip, self.gain))
        output.sample = skip * sample + gain * output.sample
        return output if return_dict else (output.sample,)

    def get_aug_embed(
        self, emb: Tensor, encoder_hidden_states: Tensor, added_cond_kwargs: dict[str, Any] | None
    ) -> Tensor | None:
        """Pool the first prompt alone, where several stand in a row."""
        if self.config.addition_embed_type == "text":
            encoder_hidden_states = encoder_hidden_states[:, : self.config.pooled_tokens]
        found: Tensor | None = super().get_aug_embed(emb, encoder_hidden_states, added_cond_kwargs)
        return found

    def _joining(self, hint: Hint | None, sample: Tensor) -> Tensor:
        if hint is None:
            return sample.new_zeros(len(sample), self.config.hint_width, *sample.shape[2:])
        cells = functional.pixel_unshuffle(hint.to(sample), self.config.hint_pixels)
        return torch.as_tensor(self.hint(cells))
