"""Every stage of training runs in miniature, resumes, and leaves a model that can be loaded."""

import json
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

from renderers.diffusion.models.patch_autoencoder import PatchAutoencoder
from renderers.toon import build, tokens
from renderers.toon.build import save_random
from renderers.toon.train import main
from renderers.toon.training import autoencoder, projection
from renderers.toon.training.crops import batches
from renderers.toon.world import example, scene_of
from renderers.training.muon import Muon, orthogonal
from schemas.settings import ControlNetSettings


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train a miniature for seconds, from words to a model directory."""
    folder = tmp_path_factory.mktemp("toon")
    from renderers.toon.training import latents

    shelf, latents.SHELF = latents.SHELF, 12
    try:
        common = ["--folder", str(folder), "--tiny", "--eager", "--panels", "4"]
        for stage in (
            ["words"],
            ["projection"],
            ["latents", "--shelves", "0:2"],
            ["decoder", "--minutes", "0.02", "--batch", "4"],
            ["denoiser", "--minutes", "0.05", "--cells", "1024"],
            ["denoiser", "--minutes", "0.02", "--cells", "1024"],
            ["redraw", "--shelves", "0:1"],
            ["polish", "--minutes", "0.02", "--batch", "4"],
            ["assemble"],
            ["segmenter", "--minutes", "0.03", "--cells", "1024"],
            ["segmenter", "--minutes", "0.01", "--cells", "1024"],
            ["joints", "--minutes", "0.02", "--cells", "1024"],
        ):
            main([*stage, *common])
    finally:
        latents.SHELF = shelf
    return folder


def test_the_trained_miniature_draws_in_the_engine(run: Path) -> None:
    from renderers.diffusion.models.load import load_model

    model = load_model(str(run / "model"), device="cpu")
    assert model.networks.vae_scale_factor == 16
    index = json.loads((run / "model" / "model_index.json").read_text("utf-8"))
    assert index["controlnet"] == ["diffusers", "ControlNetModel"]
    posed = load_model(str(run / "model"), device="cpu", controlnet=ControlNetSettings())
    assert posed.networks.controlnet is not None
    configs = [path.read_text("utf-8") for path in (run / "model").rglob("*config.json")]
    assert not any(str(run) in config for config in configs)


def test_a_stage_says_which_one_is_to_come_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["latents", "--folder", str(tmp_path)])
    assert "run the stage projection first" in capsys.readouterr().err


def test_training_resumes_where_it_stopped(run: Path) -> None:
    state = torch.load(run / "denoiser.pt", weights_only=True)
    assert state["step"] >= 2
    assert all(torch.isfinite(value).all() for value in state["network"].values())


def test_the_readers_of_latents_are_trained_where_the_engine_looks_for_them(run: Path) -> None:
    from renderers.diffusion.models.locate import find_weights
    from renderers.diffusion.segmenter import load_segmenter
    from schemas.geometry import JOINTS
    from schemas.settings import MspSettings

    cpu = torch.device("cpu")
    folder = find_weights(MspSettings(model=str(run / "model")).segmenter)
    segmenter = load_segmenter(folder, device=cpu)
    assert set(segmenter.shape.subjects) == set(tokens.RARE)
    joints = load_segmenter(run / "model" / "joints", device=cpu)
    assert joints.shape.subjects == JOINTS
    assert torch.isfinite(joints(torch.randn(1, joints.shape.channels, 9, 13))).all()
    state = torch.load(run / "segmenter.pt", weights_only=True)
    assert state["step"] >= 2


def test_a_window_keeps_masks_and_joints_where_they_are_in_its_latent(run: Path) -> None:
    from renderers.toon.training import labels, segmenter

    panel = labels.labels_of(example(11, subjects=3).scene)
    high, wide = panel.masks.shape[1:]
    places = torch.arange(high * wide).view(1, high, wide)
    known = labels.Known(places, panel)
    whole, dice = segmenter.heatmaps(known), Random(0)
    for _ in range(8):
        part = segmenter.window(known, dice, side=12)
        top, left = divmod(int(part.latent[0, 0, 0]), wide)
        there = (slice(None), slice(top, top + 12), slice(left, left + 12))
        assert torch.equal(part.labels.masks, panel.masks[there])
        assert torch.allclose(segmenter.heatmaps(part), whole[there], atol=1e-4)


def test_a_small_subject_counts_in_the_segmenters_loss_like_a_large_one() -> None:
    from renderers.training.segmenting import loss_of_masks

    wanted = torch.zeros(1, 2, 32, 32)
    wanted[0, 0, 2:26, 2:26], wanted[0, 1, 28:31, 28:31] = 1, 1
    sure = 12 * wanted - 6
    losses = []
    for lost in (0, 1):
        logits = sure.clone()
        logits[0, lost] = -6
        losses.append(float(loss_of_masks(logits, wanted) - loss_of_masks(sure, wanted)))
    cells = wanted.sum((2, 3))[0]
    assert losses[0] / losses[1] < cells[0] / cells[1] / 6
    assert losses[1] > 0.3


def test_latents_are_disturbed_each_in_its_own_way_but_stay_recognisable() -> None:
    from renderers.training.segmenting import disturbed

    torch.manual_seed(0)
    latent = torch.randn(64, 8, 1, 1).expand(-1, -1, 12, 12) * 2
    made = disturbed(latent, torch.full((8, 1, 1), 4.0))
    likeness = torch.nn.functional.cosine_similarity(made.flatten(1), latent.flatten(1))
    assert likeness.min() > 0.6
    assert likeness.max() > 0.98
    assert likeness.std() > 0.01


def test_a_random_model_has_the_trained_ones_layout(tmp_path: Path) -> None:
    folder = save_random(tmp_path / "toon", seed=1)
    assert {path.name for path in folder.iterdir()} >= {
        "vae",
        "unet",
        "text_encoder",
        "tokenizer",
        "scheduler",
        "model_index.json",
    }


def test_a_windows_pose_map_is_its_part_of_the_panels(run: Path) -> None:
    from renderers.conditioning.maps import pose_map
    from renderers.toon.training.batches import Odds, hint
    from renderers.toon.training.latents import LatentWindow
    from schemas.geometry import Box

    scene = next(scene for scene in map(scene_of, range(99)) if len(scene.actors) == 2)
    whole = pose_map([actor.pose for actor in scene.actors if actor.pose], scene.size)
    frame = Box(left=0.25, top=0.5, right=0.75, bottom=1)
    window = LatentWindow(scene, torch.zeros(1), None, frame)
    part = hint(window, Random(0), Odds(hidden=0))
    width, height = scene.size.width, scene.size.height
    wanted = np.array(whole)[height // 2 :, width // 4 : 3 * width // 4]
    assert np.array_equal(part.permute(1, 2, 0).numpy(), wanted)
    assert not hint(window, Random(0), Odds(hidden=1)).any()


def test_a_controlnet_begins_as_the_unets_encoder_and_changes_nothing() -> None:
    from renderers.toon.shapes import TINY

    torch.manual_seed(0)
    unet = build.unet(TINY).eval()
    control = build.controlnet(TINY, of=unet).eval()
    assert torch.equal(control.state_dict()["conv_in.weight"], unet.state_dict()["conv_in.weight"])
    x, t, states = torch.randn(1, 8, 8, 8), torch.tensor([500]), torch.randn(1, 4, 32)
    residuals = control(x, t, states, torch.rand(1, 3, 128, 128), return_dict=False)
    assert not any(residual.any() for residual in (*residuals[0], residuals[1]))


def test_an_untrained_controlnet_already_tells_pose_maps_apart() -> None:
    """With torch's initial weights a skeleton's trace was a hundred times weaker, and unheard."""
    from renderers.conditioning.maps import pose_map
    from renderers.toon.shapes import TOON

    torch.manual_seed(0)
    scene = next(scene for scene in map(scene_of, range(99)) if len(scene.actors) == 2)
    drawn = np.array(pose_map([actor.pose for actor in scene.actors if actor.pose], scene.size))
    hints = torch.from_numpy(drawn).permute(2, 0, 1)[None] / 255
    embedding = build.controlnet(TOON).controlnet_cond_embedding
    heard = torch.nn.Sequential(embedding.conv_in, torch.nn.SiLU())(hints)
    for block in embedding.blocks:
        heard = torch.nn.functional.silu(block(heard))
    assert heard.std() > 0.05


def test_rare_tokens_are_whole_and_end_comes_last() -> None:
    tokenizer = tokens.learn(["sks woman cartoon, holding umbrella, a park"] * 9, pieces=700)
    for token in tokens.RARE:
        assert tokenizer.tokenize(token) == [f"{token}</w>"]
    assert tokenizer.eos_token_id == len(tokenizer) - 1
    assert tokenizer("sks")["input_ids"][-1] == tokenizer.eos_token_id


def test_the_projection_gives_standard_latents_and_is_undone_by_the_decoder() -> None:
    torch.manual_seed(0)
    vae = PatchAutoencoder(latent_channels=192, block_out_channels=(8,) * 4, dilations=(1,))
    picture = torch.rand(8, 3, 64, 64) * 2 - 1
    projection.fit(vae, [picture])
    latent = vae.encode(picture).latent
    assert latent.detach().pow(2).mean().sqrt() == pytest.approx(1, abs=0.05)
    # All of 3·8² components are kept, so nothing may be lost.
    assert torch.allclose(vae(picture), picture, atol=1e-3)


def test_the_mender_starts_by_changing_nothing_and_learns() -> None:
    torch.manual_seed(0)
    vae = PatchAutoencoder(latent_channels=4, block_out_channels=(16,) * 4, dilations=(1,))
    picture = next(batches(Random(0), side=64, size=4))
    projection.fit(vae, [picture])
    latent = vae.encode(picture).latent.detach()
    assert torch.equal(vae.decode(latent)[0], vae.linear(latent))
    menders = (vae.latent_in, vae.picture_in, vae.blocks, vae.picture_out)
    weights = [weight for mender in menders for weight in mender.parameters()]
    optimiser, losses = Muon(weights, 1e-3), []
    for _ in range(30):
        loss = autoencoder.loss_of(vae.decode(latent)[0], picture).total
        torch.autograd.backward(loss)
        optimiser.step()
        optimiser.zero_grad()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.97 * losses[0]


def test_orthogonal_turns_every_singular_value_to_about_one() -> None:
    torch.manual_seed(0)
    for shape in ((16, 40), (40, 16)):
        values = torch.linalg.svdvals(orthogonal(torch.randn(shape)))
        assert values.min() > 0.5
        assert values.max() < 1.4


def test_the_autoencoder_loss_sees_hue_that_brightness_hides() -> None:
    grey = torch.zeros(1, 3, 16, 16)
    brighter, redder = grey + 0.1, grey.clone()
    redder[:, 0], redder[:, 2] = 0.15, -0.15
    assert autoencoder.loss_of(redder, grey).total > autoencoder.loss_of(brighter, grey).total


def test_an_example_fits_the_denoisers_grid() -> None:
    for seed in range(12):
        size = example(seed).scene.size
        assert size.width % 64 == 0
        assert size.height % 64 == 0
