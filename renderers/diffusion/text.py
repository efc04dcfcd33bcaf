"""Prompts to embeddings, once each: CLIP as Stable Diffusion 1.x, 2.x and XL use it."""

from collections.abc import Sequence
from typing import Any

import torch

from renderers.diffusion.panels import Text


class TextEncoder:
    """One or two CLIP text encoders with their tokenizers, and every prompt met so far."""

    def __init__(self, parts: Sequence[tuple[Any, Any]], *, blank_negatives: bool = False) -> None:
        """Join (tokenizer, encoder) pairs.

        Two encoders, or one with a projection, are read as SDXL does: the last layer but one,
        and the projecting encoder's pooled output. `blank_negatives` is SDXL's rule that no
        negative prompt means zeros, not the embedding of an empty text.
        """
        self._parts = tuple(parts)
        self._penultimate = any(_projects(encoder) for _, encoder in parts)
        self._blank = blank_negatives
        self._known: dict[tuple[str, bool], Text] = {}

    def encode(self, prompt: str, *, negative: bool = False) -> Text:
        """Return a prompt's embedding; the same object for the same words."""
        key = prompt, negative and self._blank and not prompt
        if key not in self._known:
            text = self._encoded(prompt)
            self._known[key] = _zeros(text) if key[1] else text
        return self._known[key]

    def cut(self, prompt: str) -> str:
        """Return the words that do not fit into the encoder's window; usually none."""
        tokenizer, encoder = self._parts[0]
        tokens = tokenizer(prompt, truncation=False, verbose=False).input_ids
        window = _window(tokenizer, encoder)
        return str(tokenizer.decode(tokens[window - 1 : -1])) if len(tokens) > window else ""

    @torch.no_grad()
    def _encoded(self, prompt: str) -> Text:
        states, pooled = [], None
        for tokenizer, encoder in self._parts:
            inputs = tokenizer(
                prompt, padding="max_length", max_length=_window(tokenizer, encoder),
                truncation=True, return_tensors="pt",
            )  # fmt: skip
            device = next(encoder.parameters()).device
            mask = inputs.attention_mask.to(device) if _masks(encoder) else None
            output = encoder(
                inputs.input_ids.to(device), attention_mask=mask,
                output_hidden_states=self._penultimate,
            )  # fmt: skip
            states.append(output.hidden_states[-2] if self._penultimate else output[0])
            pooled = output[0][0] if _projects(encoder) else pooled
        return Text(torch.cat(states, dim=-1)[0], pooled)


def _window(tokenizer: Any, encoder: Any) -> int:
    """Return how many tokens are read; a tokenizer alone may not know."""
    return min(int(tokenizer.model_max_length), int(encoder.config.max_position_embeddings))


def _projects(encoder: Any) -> bool:
    return type(encoder).__name__ == "CLIPTextModelWithProjection"


def _masks(encoder: Any) -> bool:
    return bool(getattr(encoder.config, "use_attention_mask", False))


def _zeros(text: Text) -> Text:
    pooled = None if text.pooled is None else torch.zeros_like(text.pooled)
    return Text(torch.zeros_like(text.states), pooled)
