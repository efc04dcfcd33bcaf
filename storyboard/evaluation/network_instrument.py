"""What a network of transformers sees, by which CLIP-I, CLIP-T and DINO are measured."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from renderers.judging.encoders import TransformersEncoder, load_encoder
from renderers.judging.metrics.similarity import (
    CLIP_SCORE_PREFIX,
    Rows,
    clip_score,
    reference_similarity,
    text_similarity,
)
from schemas.errors import AssetMissing
from schemas.plan import PanelPlan


class NetworkInstrument:
    """How like a picture is to each subject's own pictures and, if it reads texts, its prompt."""

    def __init__(
        self, encoder: TransformersEncoder, pictures: Mapping[str, Sequence[Image.Image]]
    ) -> None:
        self._encoder = encoder
        self._own: dict[str, Rows] = {
            name: encoder.pictures(each) for name, each in pictures.items()
        }

    def seen(self, panel: PanelPlan, picture: Image.Image) -> dict[str, Any]:
        """Return the cosine with each subject's own pictures, and with the prompt."""
        found = self._encoder.pictures([picture])
        subjects = dict.fromkeys(part.subject for part in panel.segments)
        known = [self._own[name] for name in subjects if name in self._own]
        seen: dict[str, Any] = {
            "subjects": [round(reference_similarity(found, own), 4) for own in known]
        }
        if self._encoder.tokenizer is not None:
            told = words_of(panel)
            seen["text"] = round(text_similarity(found, self._encoder.texts([told])), 4)
            prefixed = self._encoder.texts([CLIP_SCORE_PREFIX + told])
            seen["score"] = round(clip_score(found, prefixed), 4)
        return seen


def words_of(panel: PanelPlan) -> str:
    """Return a panel's prompt in words that anybody knows: without rare tokens."""
    told = panel.prompt
    for part in panel.segments:
        told = told.replace(f"{part.token} ", "")
    return told


def load_network_instrument(
    kind: str, model: str, pictures: Mapping[str, Sequence[Image.Image]], root: Path
) -> NetworkInstrument:
    """Load a network that a metric is named after.

    Args:
        kind: which architecture it must be, as its configuration says it.
        model: its directory.
        pictures: each subject's own.
        root: directories are looked for here first.

    Raises:
        AssetMissing: it is absent or damaged, or of another kind.
    """
    encoder = load_encoder(model, root=root, pooling="first", what="a metric's model")
    if not isinstance(encoder, TransformersEncoder) or encoder.kind != kind:
        found = getattr(encoder, "kind", "another")
        raise AssetMissing(
            f"{model} holds a {found} network, and the metric is of {kind}",
            hint="A metric bears its name only with the network that its paper says.",
        )
    return NetworkInstrument(encoder, pictures)
