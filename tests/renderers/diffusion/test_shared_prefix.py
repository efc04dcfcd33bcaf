"""Work that samples of one latent share is done once, and changes nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from renderers.diffusion.models.load import load_model
from renderers.diffusion.models.networks import UNetInputs
from renderers.diffusion.models.shared_prefix import share_until_text
from renderers.methods.msp import Msp
from tests.renderers.diffusion.conftest import drawn, panel
from tests.renderers.diffusion.tiny import Family

Folders = Callable[..., Path]


@pytest.mark.parametrize("family", ["sd15", "sd2", "sdxl", "toon"])
def test_an_answer_is_the_same_whether_work_is_shared_or_not(
    model_folder: Folders, family: Family
) -> None:
    model = load_model(str(model_folder(family)), device="cpu")
    words = [model.text.encode(text) for text in ("", "sks woman", "hta man", "")]
    pooled = [text.pooled for text in words if text.pooled is not None]
    apart = UNetInputs(
        torch.stack([text.states for text in words]),
        torch.stack(pooled) if pooled else None,
        None,
        {},
    )
    x = torch.randn(2, model.channels, 8, 8)[[0, 0, 0, 1]]
    expected = model.networks.predict(x, apart, 301.0, 0.0)
    told = model.networks.predict(x, apart._replace(latent_index=(0, 0, 0, 1)), 301.0, 0.0)
    torch.testing.assert_close(told, expected, atol=1e-5, rtol=1e-5)
    assert not any("forward" in vars(module) for module in model.networks.unet.modules())


@pytest.mark.parametrize(
    "shape",
    [
        {"only_cross_attention": True},
        {"down_block_types": ("SimpleCrossAttnDownBlock2D", "DownBlock2D")},
    ],
)
def test_unets_that_hear_prompts_earlier_share_less(shape: dict[str, Any]) -> None:
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel

    torch.manual_seed(0)
    unet = UNet2DConditionModel(
        **{
            "block_out_channels": (8, 16),
            "layers_per_block": 1,
            "cross_attention_dim": 16,
            "norm_num_groups": 4,
            "attention_head_dim": 4,
            "sample_size": 8,
            "down_block_types": ("CrossAttnDownBlock2D", "DownBlock2D"),
            "up_block_types": ("UpBlock2D", "CrossAttnUpBlock2D"),
        }
        | shape
    ).eval()
    x, states = torch.randn(1, 4, 8, 8).expand(2, -1, -1, -1), torch.randn(2, 5, 16)
    with torch.no_grad():
        expected = unet(x, 7, states).sample
        with share_until_text(unet, (0, 0)):
            found = unet(x, 7, states).sample
    torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-5)


def test_only_what_precedes_the_first_prompt_is_shared(msp: Callable[..., Msp]) -> None:
    renderer = msp("sd15")
    unet = renderer.engine.model.networks.unet
    sizes: dict[str, set[int]] = {}
    block = unet.down_blocks[0]
    attending = block.attentions[0].transformer_blocks[0]
    watched = {
        "first": block.resnets[0].conv1,
        "attention": attending.attn1.to_q,
        "prompt": attending.attn2.to_q,
        "middle": unet.mid_block,
    }
    for name, module in watched.items():
        seen = sizes[name] = set()
        module.register_forward_pre_hook(lambda _, args, seen=seen: seen.add(len(args[0])))
    drawn(renderer, panel("sks", "hta"))
    assert max(sizes["first"]) < max(sizes["middle"])
    assert sizes["attention"] == sizes["first"]
    assert sizes["prompt"] == sizes["middle"]


def test_what_was_wrapped_is_as_it_was_even_after_an_error(msp: Callable[..., Msp]) -> None:
    unet = msp("sd15").engine.model.networks.unet
    with share_until_text(unet, (0, 0)):
        assert "forward" in vars(unet.conv_in)
        with pytest.raises(TypeError):
            unet(None)
    assert "forward" not in vars(unet.conv_in)
