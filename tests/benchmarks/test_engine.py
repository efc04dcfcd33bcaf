"""The engine's benchmarks: what they count is counted right, and they run."""

import re
import sys

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from benchmarks import engine_speed
from benchmarks.engine_cost import CountedGuides, Flops, Tally, subject_aware
from benchmarks.engine_memory import peak
from benchmarks.engine_shapes import CONFIG, TINY, text, unet
from renderers.diffusion.models.networks import Networks, UNetInputs
from renderers.diffusion.schedule import Schedule


def test_flops_are_torchs_own() -> None:
    family = TINY["tiny"]
    with torch.device("meta"):
        networks = Networks(unet(family), None, 8)
    unet_inputs = UNetInputs(text(family, device="meta").states[None], None, None, {})
    x = torch.zeros(1, 4, family.cells, family.cells, device="meta")
    with torch.no_grad(), FlopCounterMode(display=False) as theirs:
        networks.predict(x, unet_inputs, 1.0, 0.0)
    with torch.no_grad(), Flops() as ours:
        networks.predict(x, unet_inputs, 1.0, 0.0)
    assert ours.total == theirs.get_total_flops() > 0


def test_guidance_is_counted_forwards_and_backwards_in_its_window() -> None:
    family = TINY["tiny"]
    guide = subject_aware(family, 2)
    tally, forward = Tally(), Tally()
    x0 = torch.zeros(3, 4, family.cells, family.cells)
    forward.add("alone", lambda: guide.energy_alone(x0.to("meta")))
    steps = Schedule.of(CONFIG, scheduler="ddim", steps=50).steps
    for step in steps:
        assert CountedGuides([guide], [tally]).alone(x0, step) is x0
    spoken = sum(guide.window.at(step) > 0 for step in steps)
    assert 16 <= spoken <= 19, "every second step of seven tenths of the schedule"
    # Backwards to the input alone, which costs what forwards does.
    assert 1.8 < tally.spent / spoken / forward.spent < 2.2


def test_memory_is_the_most_that_lives_at_once() -> None:
    kilobyte = torch.zeros(256)

    def work() -> None:
        for _ in range(5):
            made = kilobyte + 1  # the last one dies only when this one is there
            made.view(16, 16).add_(1)
            made[:8].relu_()

    assert peak(work) == 2 * 1024

    def keeping() -> None:
        kept = [kilobyte + 1 for _ in range(5)]
        del kept[:]
        kilobyte.clone()

    assert peak(keeping) == 5 * 1024
    assert peak(lambda: kilobyte.view(16, 16), besides=[kilobyte]) == 0


def test_attention_holds_no_scores_but_its_mask() -> None:
    query, mask = torch.zeros(1, 2, 64, 4), torch.ones(64, 64, dtype=torch.bool)
    attend = torch.nn.functional.scaled_dot_product_attention
    answer = 4 * query.numel()
    assert peak(lambda: attend(query, query, query)) == answer
    assert peak(lambda: attend(query, query, query, attn_mask=mask)) >= 4 * mask.numel()
    assert peak(lambda: attend(query, query, query), fused=False) >= answer


def test_speed_prints_ratios_of_every_way(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--tiny", "--steps", "3", "--rounds", "1", "--subjects", "1", "2"]
    monkeypatch.setattr(sys, "argv", ["engine_speed.py", *words])
    engine_speed.main()
    told = capsys.readouterr().out
    rows = re.findall(r"^\| `(\w+)`, (\w+) \| [\d.]+ \| [\d.]+ \|$", told, re.MULTILINE)
    ways = [(way, what) for what in ("seconds", "memory") for way in ("reference", "fast")]
    assert rows == ways * 2, "for both tiny families"


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_full_size_is_refused_without_a_gpu(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["engine_speed.py"])
    with pytest.raises(SystemExit, match="2"):
        engine_speed.main()
    assert "no GPU" in capsys.readouterr().err
