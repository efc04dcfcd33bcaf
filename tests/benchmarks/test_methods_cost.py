"""The benchmark of methods that need pictures: every picture costs something, the same again."""

from itertools import pairwise

import pytest
import torch

from benchmarks.engine_memory import HALF, halves
from benchmarks.engine_shapes import TINY, Family, autoencoder, unet
from benchmarks.methods_cost import FINEST, Drawing, costs_of, peaks_of
from renderers.diffusion.models.networks import Networks

FAMILY: Family = TINY["tiny-xl"]
COUNTS = range(1, 7)


def test_each_picture_costs_the_same_again_and_each_cell_of_a_piece() -> None:
    with torch.device("meta"):
        vae, networks = autoencoder(FAMILY), Networks(unet(FAMILY), None, 8)
    drawing = Drawing(FAMILY, networks, vae, {"device": "meta"})
    planned = {n: [_filled(n, 8), _filled(n, 4)] for n in COUNTS}
    rows = dict(costs_of(drawing, planned))
    assert set(rows) == {"mudi", "mudi, dearest panel", "ip-adapter", "ms-diffusion"}
    for costs in rows.values():
        added = [after - before for before, after in pairwise(costs)]
        assert costs[0] > 1
        assert added == pytest.approx([added[0]] * len(added), rel=1e-6)
    mean, dearest = (rows[name][0] - 1 for name in ("mudi", "mudi, dearest panel"))
    assert mean == pytest.approx((8 + 5) / 16 * dearest)


def test_a_panel_takes_no_less_than_its_decoding() -> None:
    network, vae = halves(FAMILY)
    drawing = Drawing(FAMILY, Networks(network, None, 8, torch.float16), vae, HALF)
    rows = dict(peaks_of(drawing))
    assert len(rows) == 6
    assert all(value >= 1 for values in rows.values() for value in values)
    assert rows["ip-adapter: a step"][5] > 1


def _filled(columns: int, rows: int) -> torch.Tensor:
    """Return a mask of so many of eight columns and rows, away from the left edge."""
    mask = torch.zeros(FINEST, FINEST, dtype=torch.bool)
    mask[: rows * FINEST // 8, FINEST // 8 : (columns + 1) * FINEST // 8] = True
    return mask
