"""What an author should know of a panel, whichever method of the engine draws it."""

from collections.abc import Iterator

from renderers.diffusion.models.load import Model
from renderers.diffusion.models.memory import tiles
from renderers.diffusion.panel_inputs import PanelInputs
from schemas.settings import DiffusionSettings


def notes_of(
    panel: PanelInputs, settings: DiffusionSettings, model: Model, *, guidance_scale: float
) -> Iterator[str]:
    """Yield what was asked for and is not done, and what the model would like better.

    `guidance_scale` is the one that is drawn with: the settings' own, or the model's.
    """
    name = settings.model
    for who in panel.elsewhere():
        yield f"its masks move neither picture nor skeleton of {who}: give at or region as well"
    pictured = panel.start or (panel.references and all(panel.references))
    if model.recommended.init == "collage" and not pictured:
        yield f"{name} draws well from a collage alone, and starts from noise"
    if model.recommended.init == "noise" and panel.start:
        yield f"{name} draws best from noise; say init: {{from: noise}}"
    if panel.plan.negative_prompt and guidance_scale <= 1:
        yield (
            f"no negative prompt is heard at guidance_scale: {guidance_scale:g}; "
            "more than 1 hears it"
        )
    if settings.memory.vae_tiling and not tiles(model.autoencoder.network):
        yield f"the autoencoder of {name} cannot work in tiles: it is whole"
