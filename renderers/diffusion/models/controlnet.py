"""A ControlNet as an adapter: it goes in beside the U-Net and out again."""

from typing import Any, NamedTuple

from renderers.diffusion.attention import extend, restore
from renderers.diffusion.models.model import Model


class ControlNet(NamedTuple):
    """A diffusers ControlNet (arXiv 2302.05543) that follows pose maps."""

    network: Any

    def inject(self, model: Model) -> Model:
        """Return the model with the ControlNet, its attention extended as the U-Net's is."""
        for name, part in model.networks.parts.items():
            if part.for_controlnet:
                extend(self.network, name, part)
        return model._replace(networks=model.networks._replace(controlnet=self.network))

    def eject(self, model: Model) -> Model:
        """Return the model without it."""
        for name in model.networks.parts:
            restore(self.network, name)
        return model._replace(networks=model.networks._replace(controlnet=None))
