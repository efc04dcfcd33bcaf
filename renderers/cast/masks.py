"""Masks that are grown and shrunk by a few pixels, squarely."""

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]


def shrunk(mask: Flags, by: int) -> Flags:
    """Tell which pixels have only true ones around them, as far as `by`; outside is false."""
    wide = 2 * by + 1
    count = np.pad(mask, by).astype(np.int32)
    for axis in (0, 1):
        total = np.cumsum(count, axis=axis)
        total = np.concatenate([np.zeros_like(total.take([0], axis)), total], axis=axis)
        size = total.shape[axis]
        late, early = np.arange(wide, size), np.arange(size - wide)
        count = total.take(late, axis) - total.take(early, axis)
    return np.asarray(count == wide * wide)


def grown(mask: Flags, by: int) -> Flags:
    """Tell which pixels have a true one around them, as far as `by`."""
    return ~shrunk(np.pad(~mask, by, constant_values=True), by)[
        by : by + mask.shape[0], by : by + mask.shape[1]
    ]
