"""Image prompts against diffusers' IP-Adapter, and against MS-Diffusion written down plainly."""

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from torch import Tensor

from renderers.conditioning.maps import condition
from renderers.diffusion.denoiser import GuidedDenoiser, Query
from renderers.diffusion.images.attention_layout import AttentionLayout
from renderers.diffusion.images.encoder import ImageEncoder
from renderers.diffusion.images.ip_adapter import IpAdapter
from renderers.diffusion.images.ms_adapter import MsAdapter, cross_attentions, resampler_of
from renderers.diffusion.images.prompts import (
    IMAGES,
    GroundedImages,
    ImageAdapter,
    ImagePrompt,
    Pictured,
    collated_images,
)
from renderers.diffusion.images.resampler import GroundingResampler, fourier
from renderers.diffusion.images.telling import with_images
from renderers.diffusion.inputs import inputs_of, noise_of
from renderers.diffusion.models.load import Model, load_model
from renderers.diffusion.panels import Panels, Text
from renderers.diffusion.sampler import Stages, sample, sample_scenes
from renderers.diffusion.schedule import Schedule
from schemas.geometry import Size
from schemas.plan import PanelPlan
from tests.renderers.diffusion import tiny_images
from tests.renderers.diffusion.conftest import panel
from tests.renderers.diffusion.test_parity import pipeline

Folders = Callable[..., Path]
SIZE = Size(width=64, height=64)
CPU = torch.device("cpu")
PICTURES = [Image.new("RGB", (48, 48), colour) for colour in ("red", "navy")]
LEFT, RIGHT = (0.0, 0.0, 0.5, 1.0), (0.5, 0.0, 1.0, 1.0)


def loaded(model_folder: Folders, kind: str) -> tuple[Model, ImageAdapter]:
    """Return a tiny model with an adapter in it."""
    family = "sd15" if kind == "ip" else "sdxl"
    model = load_model(str(model_folder(family)), device="cpu")
    encoder, unet = ImageEncoder(tiny_images.image_encoder(), CPU), model.networks.unet
    adapter: ImageAdapter = (
        IpAdapter(tiny_images.ip_state(unet), encoder, 0.7)
        if kind == "ip"
        else MsAdapter(tiny_images.ms_state(unet), encoder, 0.7)
    )
    return adapter.inject(model), adapter


def halves(size: Size = SIZE) -> Tensor:
    """Return the left half's mask and the right half's on the latent."""
    left = torch.zeros(1, size.height // 8, size.width // 8)
    left[..., : size.width // 16] = 1
    return torch.cat([left, 1 - left])


def pictured(adapter: ImageAdapter, *, more: int = 0) -> list[Pictured]:
    """Return two subjects, of whom the first has `more` pictures than one."""
    first = [PICTURES[0], *(Image.new("RGB", (30, 48), (80 * i, 200, 60)) for i in range(more))]
    boxes, phrases = (LEFT, RIGHT), ("sks woman", "hta man")
    both = zip((first, PICTURES[1:]), phrases, boxes, strict=True)
    return [
        adapter.told([adapter.see(picture) for picture in pictures], phrase, box)
        for pictures, phrase, box in both
    ]


def panels_of(model: Model, *plans: PanelPlan, size: Size = SIZE) -> tuple[Panels, Tensor]:
    conditions = [condition(plan, size) for plan in plans]
    panels = inputs_of(model, plans, conditions, feather=0.0, scaffold=None)
    return panels, torch.stack([noise_of(model, plan, size) for plan in plans])


def told(
    panels: Panels,
    adapter: ImageAdapter,
    seen: Sequence[Pictured | None],
    layouts: Sequence[AttentionLayout] = (),
) -> Panels:
    """Tell each panel's two subjects' pictures, heard in its left and its right half."""
    masks = halves()
    names = [each[0] if each else None for each in panels.names]
    known = [None if name is None else seen[["sks", "hta"].index(name)] for name in names]
    where = torch.stack([masks[1] if name == "hta" else masks[0] for name in names])
    return with_images(panels, known, where, silent=adapter.negative_is_silent, layouts=layouts)


def drawn(model: Model, panels: Panels, eps: Tensor) -> Tensor:
    schedule = Schedule.of(model.scheduler, scheduler="ddim", steps=3)
    denoise = GuidedDenoiser(model.networks, schedule, 5.0)
    *_, x = sample_scenes(denoise, panels.scenes, schedule.steps, eps)
    return x


def test_ip_adapter_is_diffusers_own_with_its_masks(model_folder: Folders) -> None:
    model, adapter = loaded(model_folder, "ip")
    plan = panel("sks", "hta")
    panels, eps = panels_of(model, plan)
    ours = drawn(model, told(panels, adapter, pictured(adapter)), eps)

    folder = model_folder("sd15")
    pipe = pipeline(folder, load_model(str(folder), device="cpu"), "sd15", "ddim")
    pipe.unet._load_ip_adapter_weights([tiny_images.ip_state(pipe.unet)])
    pipe.set_ip_adapter_scale(0.7)
    encoder = ImageEncoder(tiny_images.image_encoder(), CPU)
    seen = torch.cat([encoder.embed(picture) for picture in PICTURES])[None]
    masks = torch.zeros(1, 2, 64, 64)
    masks[:, 0, :, :32] = masks[:, 1, :, 32:] = 1
    theirs = pipe(
        plan.prompt,
        width=64,
        height=64,
        output_type="latent",
        num_inference_steps=3,
        guidance_scale=5.0,
        ip_adapter_image_embeds=[torch.cat([torch.zeros_like(seen), seen])],
        cross_attention_kwargs={"ip_adapter_masks": [masks]},
        generator=torch.Generator().manual_seed(plan.seed),
    ).images
    scale = theirs.abs().max()
    torch.testing.assert_close(ours / scale, theirs / scale, atol=1e-5, rtol=0)
    assert (ours - drawn(model, panels, eps)).abs().max() > 1e-3


class Plain:
    """MS-Diffusion's processor from the facts: dummy tokens, -10000 in the scores, rows dropped.

    With `phrases`, from the third call on places are where the mean map of a phrase's tokens,
    stretched from 0 to 1, exceeds a half; of a pass's samples the last is the conditional one.
    """

    def __init__(self, to_k: Tensor, to_v: Tensor, text: int, scale: float) -> None:
        self.to_k, self.to_v, self.text, self.scale = to_k, to_v, text, scale
        self.maps: list[Tensor] = []

    def __call__(
        self,
        attn: Any,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor,
        attention_mask: Any = None,
        temb: Any = None,
        boxes: Any = None,
        phrases: Any = None,
    ) -> Tensor:
        words, images = encoder_hidden_states.split(
            [self.text, encoder_hidden_states.shape[1] - self.text], dim=1
        )
        query = attn.head_to_batch_dim(attn.to_q(hidden_states))
        key, value = (attn.head_to_batch_dim(f(words)) for f in (attn.to_k, attn.to_v))
        scores = query @ key.transpose(1, 2) * attn.scale
        answer = scores.softmax(dim=-1) @ value
        key, value = (attn.head_to_batch_dim(images @ w.T) for w in (self.to_k, self.to_v))
        there = _there(boxes, math.isqrt(hidden_states.shape[1]))
        if phrases:
            odds = scores.softmax(dim=-1).unflatten(0, (len(boxes), attn.heads))[-1]
            self.maps.append(torch.stack([odds[..., list(p)].mean(dim=(0, 2)) for p in phrases]))
        if len(self.maps) >= 3:
            found = torch.stack(self.maps).mean(dim=0)
            low, high = found.amin(dim=1)[:, None], found.amax(dim=1)[:, None]
            there[-1] = (found - low) / (high - low) > 0.5
        inside = there.any(dim=1)
        spoken = [~inside, *there.unbind(1)]
        bias = torch.stack([~each * -10000.0 for each in spoken], dim=-1).repeat_interleave(4, -1)
        flat = bias.repeat_interleave(attn.heads, dim=0)
        odds = (query @ key.transpose(1, 2) * attn.scale + flat).softmax(dim=-1)
        odds = odds * inside.repeat_interleave(attn.heads, dim=0)[..., None]
        joined = attn.batch_to_head_dim(answer + self.scale * (odds @ value))
        return torch.Tensor(attn.to_out[1](attn.to_out[0](joined)))


def _there(boxes: Any, side: int) -> Tensor:
    there = torch.zeros(len(boxes), len(boxes[0]), side, side, dtype=torch.bool)
    for row, subjects in enumerate(boxes):
        for index, (left, top, right, bottom) in enumerate(subjects):
            rows = slice(math.floor(top * side), math.ceil(bottom * side))
            columns = slice(math.floor(left * side), math.ceil(right * side))
            there[row, index, rows, columns] = right > left
    return there.flatten(2)


def plainly(
    model: Model, state: dict[str, Any], xs: Sequence[Tensor], told: dict[str, Any]
) -> Tensor:
    """Run a U-Net whose cross-attentions are all `Plain`, and return the last answer."""
    unet, before = model.networks.unet, dict(model.networks.unet.attn_processors)
    unet.set_attn_processor(
        {
            **before,
            **{
                name: Plain(
                    state["ms_adapter"][f"{index}.to_k_ip.weight"].double(),
                    state["ms_adapter"][f"{index}.to_v_ip.weight"].double(),
                    77,
                    0.7,
                )
                for index, name in cross_attentions(unet).items()
            },
        }
    )
    try:
        *_, last = [unet(x, 301, return_dict=False, **told)[0] for x in xs]
        return torch.Tensor(last)
    finally:
        unet.set_attn_processor(before)


@torch.no_grad()
@pytest.mark.parametrize(("more", "found"), [(0, False), (1, False), (0, True), (2, True)])
def test_ms_diffusion_is_the_facts_written_down(
    model_folder: Folders, more: int, found: bool
) -> None:
    """Alone; with several pictures of one, told as so many subjects; with automatic layout."""
    model, adapter = loaded(model_folder, "ms")
    plan = panel("sks", "hta", prompt="sks woman, hta man, a park")
    phrases = [model.text.places(plan.prompt, words) for words in ("sks woman", "hta man")]
    assert all(phrases)
    panels, eps = panels_of(model, plan)
    layouts = [AttentionLayout(phrases, start=3)] if found else []
    panels = told(panels, adapter, pictured(adapter, more=more), layouts)
    # In double precision, so that only what is computed can differ, and not how it is rounded.
    model.networks.unet.double()
    networks = model.networks._replace(dtype=torch.float64)
    scene = panels.scenes[0]
    negative, positive = (_double(text) for text in (scene.negative, scene.positive))
    scene = scene._replace(negative=negative, positive=positive)
    schedule = Schedule.of(model.scheduler, scheduler="ddim", steps=3)
    step = schedule.steps[1]._replace(timestep=301.0)
    queries = [Query(0, text, None, None) for text in (negative, positive)]
    denoise, xs = GuidedDenoiser(networks, schedule, 5.0), [eps * share for share in (1, 0.8, 0.5)]
    *_, ours = [torch.stack(denoise.predict(x, step, queries)) for x in xs]

    state = tiny_images.ms_state(model.networks.unet)
    images = torch.cat([each.tokens for each in pictured(adapter, more=more)])[None]
    dummies = state["dummy_image_tokens"]
    tokens = torch.cat(
        [torch.cat([dummies, torch.zeros_like(images)], 1), torch.cat([dummies, images], 1)]
    )
    words = torch.stack([scene.negative.states, scene.positive.states])
    size = torch.tensor([[64, 64, 0, 0, 64, 64]] * 2)
    none = (0.0, 0.0, 0.0, 0.0)
    pooled = torch.stack([scene.negative.pooled, scene.positive.pooled])  # type: ignore[list-item]
    theirs = plainly(
        model,
        state,
        [x.repeat(2, 1, 1, 1).double() for x in xs],
        {
            "encoder_hidden_states": torch.cat([words, tokens], dim=1).double(),
            "added_cond_kwargs": {"text_embeds": pooled, "time_ids": size},
            "cross_attention_kwargs": {
                "boxes": [[none] * (2 + more), [*[LEFT] * (1 + more), RIGHT]],
                "phrases": [phrases[0]] * (1 + more) + phrases[1:] if found else None,
            },
        },
    )
    torch.testing.assert_close(ours.double(), theirs, atol=1e-6, rtol=0)


def _double(text: Text) -> Text:
    pooled = None if text.pooled is None else text.pooled.double()
    return text._replace(states=text.states.double(), pooled=pooled)


def test_a_subject_s_own_scale_is_that_of_its_probabilities(model_folder: Folders) -> None:
    """As published: probabilities of one subject's tokens times its scale, the others' as is."""
    model, _ = loaded(model_folder, "ms")
    part: Any = model.networks.parts[IMAGES]
    unet = model.networks.unet
    name = next(iter(cross_attentions(unet).values()))
    attn = unet.get_submodule(name.removesuffix(".processor"))
    width = unet.config.cross_attention_dim
    tokens, words = torch.randn(2, 4, width), torch.randn(1, 77, width)
    hidden, everywhere = torch.randn(1, 64, attn.to_q.weight.shape[1]), torch.ones(2, 8, 8)

    def answered(first: float, second: float) -> Tensor:
        strength = torch.tensor([first, second])
        batch = part.collate([ImagePrompt(tokens, everywhere, strength)])
        return torch.Tensor(attn(hidden, encoder_hidden_states=words, parts={IMAGES: batch}))

    none = attn(hidden, encoder_hidden_states=words)
    both, left, right = answered(1, 1), answered(1, 0), answered(0, 1)
    torch.testing.assert_close(answered(0, 0), none, atol=1e-6, rtol=0)
    torch.testing.assert_close(left + right - none, both, atol=1e-5, rtol=0)
    half = answered(0.5, 1)
    torch.testing.assert_close(half, 0.5 * (left - none) + right, atol=1e-5, rtol=0)


def test_the_published_layout_at_full_size() -> None:
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel

    with torch.device("meta"):
        unet = UNet2DConditionModel(
            block_out_channels=(320, 640, 1280),
            layers_per_block=2,
            cross_attention_dim=2048,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
            transformer_layers_per_block=(1, 2, 10),
            attention_head_dim=(5, 10, 20),
            use_linear_projection=True,
            addition_embed_type="text_time",
            addition_time_embed_dim=256,
            projection_class_embeddings_input_dim=2816,
        )
        resampler = GroundingResampler()
    layers = cross_attentions(unet)
    assert (min(layers), max(layers), len(layers)) == (1, 139, 70)
    assert layers[7].startswith("down_blocks.1")
    assert layers[49].startswith("up_blocks.0")
    assert layers[121].startswith("mid_block")
    wide = {index: unet.get_submodule(n.removesuffix(".processor")) for index, n in layers.items()}
    assert wide[1].to_k.weight.shape == (640, 2048)
    adapter = 2 * sum(layer.to_k.weight.numel() for layer in wide.values())
    projection = sum(weight.numel() for weight in resampler.state_dict().values())
    assert (projection, adapter) == (118_943_616, 340_787_200)
    assert projection + adapter + 4 * 2048 == 459_739_008
    weights = resampler.state_dict()
    assert weights["latent_proj.0.weight"].shape == (1664, 832)
    assert weights["layers.3.0.to_kv.weight"].shape == (2560, 1280)
    assert weights["layers.0.1.1.weight"].shape == (5120, 1280)


def test_fourier_features_keep_the_published_order() -> None:
    box = torch.tensor([[0.1, 0.2, 0.6, 0.9]])
    expected = [
        f(100 ** (k / 8) * float(edge))
        for k in range(8)
        for f in (math.sin, math.cos)
        for edge in box[0]
    ]
    torch.testing.assert_close(fourier(box)[0], torch.tensor(expected), atol=5e-6, rtol=0)


@torch.no_grad()
def test_the_resampler_follows_the_checkpoint(model_folder: Folders) -> None:
    weights = tiny_images.ms_state(load_model(str(model_folder("sdxl"))).networks.unet)[
        "image_proj"
    ]
    resampler = resampler_of(weights)
    image, grounding = torch.randn(2, 5, 24), torch.randn(2, 16 + 64)
    for given in (None, grounding):
        latents = (
            weights["grounding_latents"].expand(2, -1, -1)
            if given is None
            else _norm(
                _linear(
                    torch.nn.functional.gelu(_linear(given, weights, "latent_proj.0")),
                    weights,
                    "latent_proj.2",
                ).view(2, 4, 32),
                weights,
                "latent_norm",
            )
        )
        seen = _linear(image, weights, "proj_in")
        for layer in ("layers.0", "layers.1"):
            latents = latents + _heard(seen, latents, weights, f"{layer}.0")
            grown = _linear(_norm(latents, weights, f"{layer}.1.0"), weights, f"{layer}.1.1")
            latents = latents + _linear(torch.nn.functional.gelu(grown), weights, f"{layer}.1.3")
        latents = _linear(_norm(latents, weights, "attention_norm"), weights, "proj_out")
        expected = _norm(latents, weights, "norm_out")
        torch.testing.assert_close(resampler(image, given), expected, atol=1e-5, rtol=1e-5)


def _linear(x: Tensor, weights: dict[str, Tensor], name: str) -> Tensor:
    return torch.nn.functional.linear(x, weights[f"{name}.weight"], weights.get(f"{name}.bias"))


def _norm(x: Tensor, weights: dict[str, Tensor], name: str) -> Tensor:
    return torch.nn.functional.layer_norm(
        x, x.shape[-1:], weights[f"{name}.weight"], weights[f"{name}.bias"]
    )


def _heard(seen: Tensor, latents: Tensor, weights: dict[str, Tensor], name: str) -> Tensor:
    seen, latents = _norm(seen, weights, f"{name}.norm1"), _norm(latents, weights, f"{name}.norm2")
    query = _linear(latents, weights, f"{name}.to_q").unflatten(-1, (2, 64)).transpose(1, 2)
    both = _linear(torch.cat([seen, latents], 1), weights, f"{name}.to_kv").unflatten(
        -1, (2, 2, 64)
    )
    key, value = both[:, :, 0].transpose(1, 2), both[:, :, 1].transpose(1, 2)
    odds = (query @ key.transpose(-1, -2) / 8).softmax(dim=-1)
    return _linear((odds @ value).transpose(1, 2).flatten(2), weights, f"{name}.to_out")


@pytest.mark.parametrize("kind", ["ip", "ms"])
def test_no_subject_is_heard_in_another_s_place(model_folder: Folders, kind: str) -> None:
    """In every layer: nobody's place hears text alone, and tokens have no gradient elsewhere."""
    model, _ = loaded(model_folder, kind)
    part: Any = model.networks.parts[IMAGES]
    unet = model.networks.unet
    width = unet.config.cross_attention_dim
    where = torch.zeros(2, 8, 8)
    where[0, :4, :4] = where[1, 4:, 4:] = 1
    for name in cross_attentions(unet).values():
        attn = unet.get_submodule(name.removesuffix(".processor"))
        tokens = torch.randn(2, 4, width, requires_grad=True)
        batch = part.collate([ImagePrompt(tokens, where)])
        hidden = torch.randn(1, 64, attn.to_q.weight.shape[1])
        words = torch.randn(1, 77, width)
        text = attn(hidden, encoder_hidden_states=words).view(8, 8, -1)
        both = attn(hidden, encoder_hidden_states=words, parts={IMAGES: batch}).view(8, 8, -1)
        torch.testing.assert_close(both[:4, 4:], text[:4, 4:], atol=1e-6, rtol=0)
        assert (both[:4, :4] - text[:4, :4]).abs().max() > 1e-3
        (gradient,) = torch.autograd.grad(both[:4, :4].square().sum(), tokens)
        assert gradient[0].abs().max() > 0
        assert gradient[1].abs().max() == 0


@pytest.mark.parametrize("kind", ["ip", "ms"])
def test_company_does_not_change_what_is_heard(model_folder: Folders, kind: str) -> None:
    model, adapter = loaded(model_folder, kind)
    seen = pictured(adapter)
    plans = [panel("sks", "hta", seed=1), panel("hta", seed=2), panel(seed=3)]
    panels, eps = panels_of(model, *plans)
    together = drawn(model, told(panels, adapter, seen), eps)
    for row, plan in enumerate(plans):
        alone, noise = panels_of(model, plan)
        expected = drawn(model, told(alone, adapter, seen), noise)
        torch.testing.assert_close(together[row], expected[0], atol=1e-4, rtol=0)


@pytest.mark.parametrize("kind", ["ip", "ms"])
def test_segments_alone_hear_their_own_picture(model_folder: Folders, kind: str) -> None:
    """As in MSP-Diffusion's stages: another's picture changes nothing of a segment alone."""
    model, adapter = loaded(model_folder, kind)
    seen = pictured(adapter)
    panels, eps = panels_of(model, panel("sks", "hta"))
    schedule = Schedule.of(model.scheduler, scheduler="ddim", steps=3)
    denoise = GuidedDenoiser(model.networks, schedule, 5.0)

    def composed(pictures: Sequence[Pictured | None]) -> Tensor:
        given = told(panels, adapter, pictures)
        stages = Stages(0, 3, [0.0] * 3)
        *_, x = sample(denoise, given, schedule.steps, eps, eps, stages=stages)
        return x

    one, both = composed([seen[0], None]), composed(seen)
    assert torch.equal(one[..., :4], both[..., :4])
    assert not torch.equal(one[..., 4:], both[..., 4:])


def test_places_are_brought_to_every_level_as_the_published_code_rounds_them() -> None:
    where = torch.zeros(1, 8, 12)
    where[0, 1:4, 3:8] = 1
    batch = collated_images([ImagePrompt(torch.zeros(1, 4, 16), where)], touching=True)
    small = batch.where[4 * 6][0, 0].view(4, 6)
    assert (
        small.bool().tolist() == [[False, True, True, True, False, False]] * 2 + [[False] * 6] * 2
    )
    assert GroundedImages({}, {}, 1.0).collate([ImagePrompt(torch.zeros(0, 4, 16), where[:0])])


@pytest.mark.parametrize("kind", ["ip", "ms"])
def test_ejected_it_leaves_no_trace(model_folder: Folders, kind: str) -> None:
    model, adapter = loaded(model_folder, kind)
    bare = adapter.eject(model)
    plain = load_model(str(model_folder("sd15" if kind == "ip" else "sdxl")), device="cpu")
    assert set(bare.networks.unet.state_dict()) == set(plain.networks.unet.state_dict())
    outputs = [drawn(each, *panels_of(each, panel("sks"))) for each in (bare, plain)]
    assert torch.equal(*outputs)
