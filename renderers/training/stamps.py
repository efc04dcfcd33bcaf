"""What a file of weights says of itself to other programs: kohya's keys, and ModelSpec's.

Keys: the `ss_*` of kohya's trainers, and `modelspec.*` of Stability AI's Model Metadata Standard
1.0.1, whose architecture ends in what kind of an adapter the file is.
"""

import json
import time
from collections.abc import Sequence
from enum import StrEnum

from renderers.diffusion.models.locate import EMBEDDED
from renderers.training.base import Base
from renderers.training.jobs import TrainingJob

_ARCHITECTURE = "modelspec.architecture"
_WIDE = 1024
"""Width of the text that Stable Diffusion 2.x reads."""
_KOHYA = {
    "stable-diffusion-v1": "sd_v1",
    "stable-diffusion-v2-512": "sd_v2",
    "stable-diffusion-v2-768-v": "sd_v2",
    "stable-diffusion-xl-v1-base": "sdxl_base_v1-0",
}


class AdapterKind(StrEnum):
    """Kinds of files that change a base, by ModelSpec's names as far as it has them."""

    LORA = "lora"
    WORD = "textual-inversion"
    KEYS_AND_VALUES = "custom-diffusion"


def stamps(job: TrainingJob, base: Base, pictures: Sequence[str]) -> dict[str, str]:
    """Return what a training's files say of themselves, whichever kind each is."""
    settings, tokens = job.settings, [f"{c.token} {c.class_noun}" for c in job.characters]
    family = architecture(job.model, base)
    return {
        "ss_sd_model_name": job.model,
        "ss_base_model_version": _KOHYA.get(family, family),
        "ss_v2": str("-v2-" in family),
        "ss_steps": str(settings.steps),
        "ss_seed": str(settings.seed),
        "ss_learning_rate": str(settings.learning_rate),
        "ss_optimizer": settings.optimizer,
        "ss_tag_frequency": json.dumps({"training": dict.fromkeys(tokens, len(pictures))}),
        "ss_training_finished_at": str(time.time()),
        "modelspec.sai_model_spec": "1.0.1",
        _ARCHITECTURE: family,
        "modelspec.implementation": "diffusers",
        "modelspec.title": job.name,
        "modelspec.trigger_phrase": ", ".join(tokens),
        "modelspec.prediction_type": _predicts(base),
        "modelspec.date": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime()),
        "storyboard_recipe": settings.recipe,
        "storyboard_key": job.key,
    }


def of_kind(metadata: dict[str, str], kind: AdapterKind) -> dict[str, str]:
    """Return the stamps of a file of one kind."""
    family = metadata.get(_ARCHITECTURE)
    return metadata if family is None else {**metadata, _ARCHITECTURE: f"{family}/{kind}"}


def architecture(model: str, base: Base) -> str:
    """Return ModelSpec's name of a base's family; an embedded model's is its own."""
    if model in EMBEDDED:
        return model
    if base.unet.config.addition_embed_type == "text_time":
        return "stable-diffusion-xl-v1-base"
    if _predicts(base) == "v":
        return "stable-diffusion-v2-768-v"
    second = base.unet.config.cross_attention_dim == _WIDE
    return "stable-diffusion-v2-512" if second else "stable-diffusion-v1"


def _predicts(base: Base) -> str:
    return "v" if base.noise.config.prediction_type == "v_prediction" else "epsilon"
