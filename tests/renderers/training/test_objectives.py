"""Losses and gradients of one step, against diffusers' published objectives written out plainly."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.nn import functional

from renderers.base import Personalizer
from renderers.training.base import Base
from renderers.training.batches import Batches, TrainingBatch
from renderers.training.canvases import alone
from renderers.training.objectives import (
    consistent,
    errors,
    loss_of,
    made_noisy,
    preserving,
    snr_weights,
    unlike,
)
from renderers.training.recipes.dreambooth import DreamboothPersonalizer
from renderers.training.recipes.lora import LoraPersonalizer
from renderers.training.recipes.textual_inversion import WordPersonalizer
from schemas.training import (
    DreamboothTraining,
    LoraTraining,
    SegMixTraining,
    TextualInversionTraining,
    TrainingSettings,
)
from schemas.training_groups import SilhouetteSettings
from tests.renderers.diffusion.tiny import Family
from tests.renderers.training.conftest import SMALL
from tests.renderers.training.strangers import subject

Bases = Callable[..., Base]
SEED = 11


def batch_of(base: Base, settings: TrainingSettings, *, prior: bool = False) -> TrainingBatch:
    somebody, another = subject(), subject("ben", "sks", "blue")
    other = alone(another, settings.augmentation) if prior else None
    return Batches(base, settings, alone(somebody, settings.augmentation), prior=other).at(0, 0)


def published(
    base: Base, batch: TrainingBatch, settings: TrainingSettings, *, prior_weight: float = 1.0
) -> torch.Tensor:
    """diffusers' train_dreambooth.py and its kin, step by step."""
    from diffusers import DDPMScheduler

    scheduler = DDPMScheduler.from_config(dict(base.model.scheduler))
    generator = torch.Generator().manual_seed(SEED)
    t = torch.randint(0, 1000, (len(batch.latents),), generator=generator)
    eps = torch.randn(batch.latents.shape, generator=generator)
    states, pooled = plainly_encoded(base, batch.prompts)
    added: dict[str, Any] = {}
    if pooled is not None:
        ids = torch.tensor([[64.0, 64.0, 0, 0, 64.0, 64.0]]).repeat(len(t), 1)
        added = {"added_cond_kwargs": {"text_embeds": pooled, "time_ids": ids}}
    noisy = scheduler.add_noise(batch.latents, eps, t)
    output = base.unet(noisy, t, states, **added).sample
    v = scheduler.config.prediction_type == "v_prediction"
    target = scheduler.get_velocity(batch.latents, eps, t) if v else eps
    if not batch.priors:
        return functional.mse_loss(output, target)
    (output, prior), (target, wanted) = output.chunk(2), target.chunk(2)
    return functional.mse_loss(output, target) + prior_weight * functional.mse_loss(prior, wanted)


def plainly_encoded(
    base: Base, prompts: tuple[str, ...]
) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Encode as the scripts do: the last layer, or SDXL's last but one of both encoders."""
    states, pooled = [], None
    two = len(base.text.encoders) > 1
    for tokenizer, encoder in zip(base.text.tokenizers, base.text.encoders, strict=True):
        ids = tokenizer(
            list(prompts), padding="max_length", max_length=77, truncation=True, return_tensors="pt"
        ).input_ids
        output = encoder(ids, output_hidden_states=two)
        states.append(output.hidden_states[-2] if two else output[0])
        pooled = output[0] if two else None
    return torch.cat(states, dim=-1), pooled


def agree(
    personalizer: Personalizer, batch: TrainingBatch, settings: TrainingSettings, **how: float
) -> None:
    """Compare the loss and every gradient."""
    weights = list(personalizer.weights().values())
    ours = loss_of(personalizer, batch, settings, seed=SEED).total
    gradients = torch.autograd.grad(ours, weights, allow_unused=True)
    theirs = published(personalizer.base, batch, settings, **how)
    wanted = torch.autograd.grad(theirs, weights, allow_unused=True)
    torch.testing.assert_close(ours, theirs, rtol=1e-5, atol=1e-6)
    for one, other in zip(gradients, wanted, strict=True):
        assert (one is None) == (other is None)
        if one is not None:
            torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-6)
    assert any(each is not None and each.abs().max() > 0 for each in gradients)


@pytest.mark.parametrize("family", ["sd15", "sd2", "sdxl"])
def test_dreambooth_with_prior_is_the_published_objective(base: Bases, family: Family) -> None:
    settings = DreamboothTraining(**SMALL, batch=2, prior={"weight": 0.7})
    loaded = base(family)
    batch = batch_of(loaded, settings, prior=True)
    assert batch.priors == 2
    agree(DreamboothPersonalizer(loaded, settings), batch, settings, prior_weight=0.7)


@pytest.mark.parametrize("family", ["sd15", "sd2", "sdxl"])
def test_lora_is_the_published_objective(base: Bases, family: Family) -> None:
    settings = LoraTraining(**SMALL, batch=2, text_encoder=True)
    loaded = base(family)
    personalizer = LoraPersonalizer(loaded, settings)
    for name, weight in personalizer.weights().items():
        if "lora_B" in name:  # zeros, as they begin, would hide half of the gradients
            torch.nn.init.normal_(weight, std=0.1)
    agree(personalizer, batch_of(loaded, settings), settings)


@pytest.mark.parametrize("family", ["sd15", "sd2", "sdxl"])
@pytest.mark.parametrize("vectors", [1, 2])
def test_textual_inversion_is_the_published_objective(
    base: Bases, family: Family, vectors: int
) -> None:
    settings = TextualInversionTraining(**SMALL, vectors=vectors)
    loaded, somebody = base(family), subject("mira", "<mira>")
    personalizer = WordPersonalizer(loaded, settings, somebody)
    batch = Batches(loaded, settings, alone(somebody, settings.augmentation)).at(0, 0)
    said = " ".join(["<mira>", *(f"<mira>_{i}" for i in range(1, vectors))])
    weights = list(personalizer.weights().values())
    ours = loss_of(personalizer, batch, settings, seed=SEED).total
    gradients = torch.autograd.grad(ours, weights)
    plain = batch._replace(prompts=tuple(p.replace("<mira>", said) for p in batch.prompts))
    tables = [encoder.get_input_embeddings().weight for encoder in loaded.text.encoders]
    for table in tables:
        table.requires_grad_(True)
    # The published script trains the whole table and puts the other rows back after each step.
    for encoder in loaded.text.encoders:
        encoder.get_input_embeddings()._forward_hooks.clear()
    theirs = torch.autograd.grad(published(loaded, plain, settings), tables)
    for gradient, table, tokenizer in zip(gradients, theirs, loaded.text.tokenizers, strict=True):
        numbers = [tokenizer.convert_tokens_to_ids(piece) for piece in said.split()]
        torch.testing.assert_close(gradient, table[numbers], rtol=1e-4, atol=1e-7)
        assert gradient.abs().max() > 0


def test_the_loss_mask_weighs_without_normalising() -> None:
    output, wanted = torch.zeros(1, 1, 2, 2), torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]])
    weights = torch.tensor([[[[1.0, 0.5], [0.0, 0.0]]]])
    torch.testing.assert_close(errors(output, wanted, weights), torch.tensor([(1 + 2) / 4]))


def test_prior_preservation_by_hand() -> None:
    total, subjects, prior = preserving(torch.tensor([1.0, 3.0, 10.0]), priors=1, weight=0.5)
    assert (float(total), float(subjects), float(prior or 0)) == (7.0, 2.0, 10.0)


def test_dco_by_hand() -> None:
    # -log(1 / (1 + e^(1000 · 0.001))) = log(1 + e)
    loss = consistent(torch.tensor(0.101), torch.tensor(0.1), 1000.0)
    torch.testing.assert_close(loss, torch.tensor(1.3132617), rtol=1e-4, atol=0)
    assert float(consistent(torch.tensor(0.1), torch.tensor(0.1), 1000.0)) == pytest.approx(
        0.693147
    )


def test_dco_compares_with_the_base_before_it_learned(base: Bases) -> None:
    settings = SegMixTraining(**SMALL, rank=2)
    loaded = base()
    personalizer = LoraPersonalizer(loaded, settings)
    batch = batch_of(loaded, settings)
    at_first = loss_of(personalizer, batch, settings, seed=SEED)
    assert at_first.total.item() == pytest.approx(0.693147, abs=1e-4)
    for name, weight in personalizer.weights().items():
        if "lora_B" in name:
            torch.nn.init.normal_(weight, std=0.5)
    noisy = made_noisy(loaded.noise, batch.latents, settings, SEED)
    said = batch.said(personalizer)
    now = errors(loaded.predict(noisy.x, noisy.t, said), noisy.wanted, batch.weights).mean()
    personalizer.silence(True)
    then = errors(loaded.predict(noisy.x, noisy.t, said), noisy.wanted, batch.weights).mean()
    personalizer.silence(False)
    later = loss_of(personalizer, batch, settings, seed=SEED)
    wanted = torch.log1p(torch.exp(1000 * (now - then).double())).float()
    torch.testing.assert_close(later.total, wanted, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("family", ["sd15", "sd2"])
def test_min_snr_weights_are_diffusers(base: Bases, family: Family) -> None:
    from diffusers.training_utils import compute_snr

    noise, t = base(family).noise, torch.tensor([1, 300, 900])
    snr = compute_snr(noise, t)
    low = torch.minimum(snr, torch.full_like(snr, 5.0))
    wanted = low / (snr + 1) if family == "sd2" else low / snr
    torch.testing.assert_close(snr_weights(noise, t, 5.0), wanted)


def test_noise_levels_can_be_confined(base: Bases, tmp_path: Path) -> None:
    loaded = base()
    settings = TrainingSettings(**SMALL, noise=(0.2, 0.4))
    latents = torch.zeros(64, 4, 8, 8)
    t = made_noisy(loaded.noise, latents, settings, 3).t
    assert int(t.min()) >= 200
    assert int(t.max()) < 400


def test_a_silhouette_s_difference_is_noise_down_to_the_last_step(base: Bases) -> None:
    made = base()
    settings = LoraTraining(
        **SMALL,
        batch=4,
        noise=(0.0, 1.0),
        silhouette=SilhouetteSettings(strength=(0.6, 0.6), share=1),
    )
    somebody = subject()
    batch = Batches(made, settings, alone(somebody, settings.augmentation)).at(0, 0)
    assert batch.starts is not None
    plain = made_noisy(made.noise, batch.latents, settings, SEED)
    noisy = made_noisy(made.noise, batch.latents, settings, SEED, batch.starts)
    alphas = made.noise.alphas_cumprod
    # The start, noised to its level, is what the first step sees: q(start) and q(x0) of this noise.
    signal, rest = alphas[600] ** 0.5, (1 - alphas[600]) ** 0.5
    eps = torch.randn(batch.latents.shape, generator=torch.Generator().manual_seed(1))
    shift = unlike(
        made.noise, batch.starts - batch.latents, torch.full((4,), 600), torch.full((4,), 0.6)
    )
    torch.testing.assert_close(
        signal * batch.latents + rest * (eps + shift), signal * batch.starts + rest * eps
    )
    above = plain.t > 600
    assert above.any()
    assert not above.all()
    assert torch.equal(noisy.x[above], plain.x[above])
    assert torch.equal(noisy.wanted[above], plain.wanted[above])
    assert not torch.equal(noisy.x[~above], plain.x[~above])


def test_a_share_of_the_pictures_is_drawn_from_silhouettes(base: Bases) -> None:
    made, somebody = base(), subject()
    shares = []
    for share in (0, 0.5, 1):
        taught = SilhouetteSettings(share=share)
        settings = LoraTraining(**SMALL, batch=16, silhouette=taught)
        batch = Batches(made, settings, alone(somebody, settings.augmentation)).at(0, 0)
        assert batch.starts is not None
        shares.append((batch.starts != batch.latents).flatten(1).any(1).float().mean().item())
    assert shares[0] == 0
    assert 0.2 < shares[1] < 0.8
    assert shares[2] == 1
