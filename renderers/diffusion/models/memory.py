"""Memory modes for small GPUs: the same pictures, more slowly."""

from collections.abc import Sequence
from typing import Any

import torch

from schemas.settings import MemorySettings


class Offload:
    """Keeps groups of networks in main memory, and on the device only the one that is running.

    accelerate's `cpu_offload_with_hook` sends home only the network that comes before in a fixed
    chain. Here there is none: guidance asks the decoder between two steps of the U-Net, and a
    ControlNet must stay beside the U-Net that it answers.
    """

    def __init__(self, groups: Sequence[Sequence[Any]], device: torch.device) -> None:
        """Watch the networks, which are to be in main memory now."""
        self._device = device
        self._there: Sequence[Any] = ()
        for group in groups:
            for network in group:
                # An autoencoder is not called itself: its encoder or decoder is.
                for part in (network, *network.children()):
                    part.register_forward_pre_hook(self._bringing(group))

    def _bringing(self, group: Sequence[Any]) -> Any:
        def bring(*_: object) -> None:
            if self._there is not group:
                for network in self._there:
                    network.to("cpu")
                for network in group:
                    network.to(self._device)
                self._there = group

        return bring


def slice_attention(networks: Sequence[Any]) -> None:
    """Let networks attend one head at a time, as diffusers does it."""
    for network in networks:
        network.set_attention_slice("max")


def tiles(autoencoder: Any) -> bool:
    """Tell whether an autoencoder can work in diffusers' overlapping tiles."""
    return hasattr(autoencoder, "use_tiling")


def apply(
    wanted: MemorySettings,
    *,
    unet: Any,
    controlnet: Any | None,
    autoencoder: Any,
    encoders: Sequence[Any],
    device: torch.device,
) -> None:
    """Make loaded parts follow the settings, but for slicing, which is `Autoencoder`'s own."""
    sampling = [network for network in (unet, controlnet) if network is not None]
    if wanted.attention == "sliced":
        slice_attention(sampling)
    if wanted.vae_tiling and tiles(autoencoder):
        autoencoder.enable_tiling()
    if wanted.offload == "model":
        Offload([list(encoders), sampling, [autoencoder]], device)
