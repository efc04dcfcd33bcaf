"""The hinted U-Net is diffusers' own, with a hint at its input and a skip for every channel."""

from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import DDIMScheduler, UNet2DConditionModel

from renderers.diffusion.models.hinted_unet import HintedUNet2DConditionModel
from renderers.toon import shapes

SHAPE: dict[str, Any] = {
    "block_out_channels": (16, 32),
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
    "layers_per_block": 1,
    "cross_attention_dim": 64,
    "attention_head_dim": 2,
    "norm_num_groups": 8,
    "sample_size": 8,
}


def hinted(seed: int = 0, **more: Any) -> HintedUNet2DConditionModel:
    torch.manual_seed(seed)
    made: HintedUNet2DConditionModel = HintedUNet2DConditionModel(
        **SHAPE, pooled_tokens=5, hint_pixels=4, hint_width=6, **more
    ).eval()
    return made


@pytest.fixture
def told() -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    return {
        "sample": torch.randn(2, 4, 8, 8, generator=generator),
        "timestep": torch.tensor([999.0, 200.0]),
        "encoder_hidden_states": torch.randn(2, 5, 64, generator=generator),
    }


@torch.no_grad()
def test_without_hint_and_spread_it_is_diffusers_own(told: dict[str, torch.Tensor]) -> None:
    unet, plain = hinted(), UNet2DConditionModel(**SHAPE, addition_embed_type="text").eval()
    weights = unet.state_dict()
    weights["conv_in.weight"] = weights["conv_in.weight"][:, :4]
    plain.load_state_dict({k: v for k, v in weights.items() if k in plain.state_dict()})
    assert torch.equal(unet(**told).sample, plain(**told).sample)


@torch.no_grad()
def test_a_hint_is_seen_where_it_is(told: dict[str, torch.Tensor]) -> None:
    unet, hint = hinted(), torch.zeros(2, 4, 32, 32)
    plain = unet(**told).sample
    unet.hint.bias.zero_()
    blank = unet(**told, added_cond_kwargs={"hint": hint}, return_dict=False)[0]
    assert torch.allclose(blank, plain, atol=1e-6)
    hint[0, :, :16] = 1
    (seen,) = unet(**told, added_cond_kwargs={"hint": hint}, return_dict=False)
    assert not torch.allclose(seen[0], plain[0], atol=1e-4)
    assert torch.allclose(seen[1], plain[1], atol=1e-5)


def test_the_skip_is_the_best_linear_guess_and_leaves_a_unit_of_variance() -> None:
    unet, spreads = hinted(), torch.tensor([2.0, 1.0, 0.5, 0.1])
    scheduler: Any = DDIMScheduler(**shapes.scheduler_config())
    unet.spread(scheduler.alphas_cumprod, spreads)
    generator = torch.Generator().manual_seed(2)
    for t in (100, 500, 950):
        alpha = scheduler.alphas_cumprod[t]
        x0 = spreads[:, None] * torch.randn(4, 200_000, generator=generator)
        eps = torch.randn(4, 200_000, generator=generator)
        x, v = (
            alpha.sqrt() * x0 + (1 - alpha).sqrt() * eps,
            alpha.sqrt() * eps - (1 - alpha).sqrt() * x0,
        )
        left = v - unet.skip[t][:, None] * x
        assert torch.allclose(left.std(1), unet.gain[t], rtol=0.02)
        assert (left * x).mean(1).abs().max() < 0.03


@torch.no_grad()
def test_it_is_kept_as_diffusers_models_are(tmp_path: Path, told: dict[str, torch.Tensor]) -> None:
    unet = hinted()
    unet.spread(torch.linspace(1, 0, 1000), torch.tensor([2.0, 1.0, 0.5, 0.1]))
    unet.save_pretrained(tmp_path)
    again = HintedUNet2DConditionModel.from_pretrained(tmp_path).eval()
    assert (again.config.in_channels, again.config.out_channels) == (4, 4)
    assert torch.equal(again(**told).sample, unet(**told).sample)


@torch.no_grad()
def test_text_is_pooled_from_the_first_prompt_of_several(told: dict[str, torch.Tensor]) -> None:
    unet = hinted()
    added = [
        unet.get_aug_embed(torch.zeros(2, 64), states, {})
        for states in (told["encoder_hidden_states"], told["encoder_hidden_states"].repeat(1, 3, 1))
    ]
    assert torch.equal(added[0], added[1])
