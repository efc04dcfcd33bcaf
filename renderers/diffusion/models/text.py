"""Prompts to embeddings, once each: CLIP as Stable Diffusion 1.x, 2.x and XL use it."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from renderers.diffusion.panels import ActiveLoras, Text


class TextEncoder:
    """One or two CLIP text encoders with their tokenizers, and every prompt met so far."""

    def __init__(
        self,
        parts: Sequence[tuple[Any, Any]],
        *,
        blank_negatives: bool = False,
        device: torch.device | None = None,
        clip_skip: int = 0,
    ) -> None:
        """Join (tokenizer, encoder) pairs; `device` is where they run, if not where they are.

        Two encoders, or one with a projection, are read as SDXL does: the last layer but one,
        and the projecting encoder's pooled output. `blank_negatives` is SDXL's rule that no
        negative prompt means zeros, not the embedding of an empty text. `clip_skip` leaves out as
        many of the last layers, as models want that were trained so.
        """
        self._parts = tuple(parts)
        self._penultimate = any(_projects(encoder) for _, encoder in parts)
        self._blank = blank_negatives
        self._device = device
        self._clip_skip = clip_skip
        self._known: dict[tuple[str, bool, ActiveLoras], Text] = {}
        self._long: dict[str, str] = {}
        self._half_known: set[str] = set()

    @property
    def encoders(self) -> tuple[Any, ...]:
        """The CLIP text models."""
        return tuple(encoder for _, encoder in self._parts)

    @property
    def tokenizers(self) -> tuple[Any, ...]:
        """Their tokenizers, in the same order."""
        return tuple(tokenizer for tokenizer, _ in self._parts)

    def encode(self, prompt: str, *, negative: bool = False, adapter: ActiveLoras = None) -> Text:
        """Return a prompt's embedding; the same object for the same words."""
        key = prompt, negative and self._blank and not prompt, adapter
        if key not in self._known:
            for encoder in self.encoders:
                set_adapter(encoder, adapter)
            with torch.no_grad():
                text = self.embed(prompt)
            self._known[key] = _zeros(text) if key[1] else text
        return self._known[key]

    @torch.no_grad()
    def phrase(self, words: str) -> Float[Tensor, " width"]:
        """Return the first encoder's pooled view of a few words."""
        tokenizer, encoder = self._parts[0]
        inputs = self._tokens(tokenizer, encoder, words)
        set_adapter(encoder, None)
        output = encoder(inputs.input_ids.to(self._device_of(encoder)))
        return torch.Tensor(output.pooler_output[0])

    def places(self, prompt: str, phrase: str) -> tuple[int, ...]:
        """Return where among a prompt's tokens a phrase first stands; nowhere, no places."""
        tokenizer, encoder = self._parts[0]
        said = self._tokens(tokenizer, encoder, self._spelled(prompt)).input_ids[0].tolist()
        words = tokenizer(self._spelled(phrase), add_special_tokens=False).input_ids
        for first in range(len(said) - len(words) + 1 if words else 0):
            if said[first : first + len(words)] == words:
                return tuple(range(first, first + len(words)))
        return ()

    def learn(
        self, token: str, vectors: Sequence[Float[Tensor, "n width"]], *, spoken: str = ""
    ) -> None:
        """Add a word whose embedding was learned (textual inversion, arXiv 2208.01618).

        A word of several vectors is spelled as `token token_1 …`; `vectors` has one entry for
        each text encoder, or for the first alone: SDXL's other one then reads the word letter by
        letter. Prompts may say it in any capitals, and by the name `spoken` as well.

        Raises:
            ValueError: it is in the vocabulary already, or made for another text encoder.
        """
        if len(vectors) > len(self._parts):
            raise ValueError(f"{token} was learned for another kind of text encoder")
        pieces = [token, *(f"{token}_{i}" for i in range(1, len(vectors[0])))]
        for (tokenizer, encoder), rows in zip(self._parts, vectors, strict=False):
            _learned(tokenizer, encoder, pieces, rows)
        alike = token.lower(), (spoken or token).lower()
        self._half_known = (self._half_known - {*alike}) | (
            {*alike} if len(vectors) < len(self._parts) else set()
        )
        self._long |= dict.fromkeys(alike, " ".join(pieces))
        self._known.clear()

    def forget(self, adapter: str) -> None:
        """Forget what prompts were encoded to with a LoRA that is gone."""
        self._known = {
            key: text for key, text in self._known.items() if adapter not in _names(key[2])
        }

    def _spelled(self, prompt: str, encoder: int = 0) -> str:
        """Write learned words as their pieces, all at once: one may hold another."""
        known = [word for word in self._long if encoder == 0 or word not in self._half_known]
        if not known:
            return prompt
        words = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
        return re.sub(
            rf"(?<!\w)(?:{words})(?!\w)",
            lambda found: self._long[found[0].lower()],
            prompt,
            flags=re.IGNORECASE,
        )

    def cut(self, prompt: str) -> str:
        """Return the words that do not fit into the encoder's window; usually none."""
        tokenizer, encoder = self._parts[0]
        spelled, window = self._spelled(prompt), _window(tokenizer, encoder)

        def length(words: int) -> int:
            part = " ".join(spelled.split()[:words])
            return len(tokenizer(part, truncation=False, verbose=False).input_ids)

        count = len(spelled.split())
        if length(count) <= window:
            return ""
        # Tokens tell neither capitals nor spaces, so the words themselves are counted.
        kept = bisect_right(range(count), window, key=length) - 1
        return " ".join(spelled.split()[kept:])

    def embed(self, prompt: str) -> Text:
        """Return a prompt's embedding as the encoders are now; nothing is kept, gradients flow."""
        states, pooled = [], None
        for index, (tokenizer, encoder) in enumerate(self._parts):
            inputs = self._tokens(tokenizer, encoder, self._spelled(prompt, index))
            device = self._device_of(encoder)
            mask = inputs.attention_mask.to(device) if _masks(encoder) else None
            output = encoder(
                inputs.input_ids.to(device),
                attention_mask=mask,
                output_hidden_states=self._penultimate or self._clip_skip > 0,
            )
            states.append(self._states(encoder, output))
            pooled = output[0][0] if _projects(encoder) else pooled
        return Text(torch.cat(states, dim=-1)[0], pooled)

    def _states(self, encoder: Any, output: Any) -> Tensor:
        """Return what the U-Net reads: the last layer's answer, or an earlier one's."""
        if self._penultimate:
            return torch.Tensor(output.hidden_states[-2 - self._clip_skip])
        if self._clip_skip == 0:
            return torch.Tensor(output[0])
        inner = getattr(encoder, "text_model", encoder)
        return torch.Tensor(inner.final_layer_norm(output.hidden_states[-1 - self._clip_skip]))

    def _tokens(self, tokenizer: Any, encoder: Any, prompt: str) -> Any:
        return tokenizer(
            prompt,
            padding="max_length",
            max_length=_window(tokenizer, encoder),
            truncation=True,
            return_tensors="pt",
        )

    def _device_of(self, encoder: Any) -> torch.device:
        return self._device or torch.device(next(encoder.parameters()).device)


def _learned(
    tokenizer: Any, encoder: Any, pieces: Sequence[str], rows: Float[Tensor, "n width"]
) -> None:
    from tokenizers import AddedToken

    table = encoder.get_input_embeddings().weight
    if rows.shape[-1] != table.shape[-1]:
        raise ValueError(
            f"{pieces[0]} was learned for text of width {rows.shape[-1]}, not {table.shape[-1]}"
        )
    if set(pieces) & set(tokenizer.get_vocab()):
        raise ValueError(f"the word {pieces[0]} is in the model's vocabulary already")
    # Whole words only: `dee` must not be found in `deep`.
    tokenizer.add_tokens([AddedToken(piece, single_word=True) for piece in pieces])
    encoder.resize_token_embeddings(len(tokenizer), mean_resizing=False)
    table = encoder.get_input_embeddings().weight
    for piece, row in zip(pieces, rows, strict=True):
        table.data[tokenizer.convert_tokens_to_ids(piece)] = row.to(table)
    # Old configurations find the text's end as its highest token, which is now another.
    inner = getattr(encoder, "text_model", encoder)
    if getattr(inner, "eos_token_id", None) == 2:
        inner.eos_token_id = tokenizer.eos_token_id


def set_adapter(network: Any, adapter: ActiveLoras) -> None:
    """Activate some of a network's LoRAs, or none."""
    known = getattr(network, "peft_config", None) or {}
    if active := [name for name in _names(adapter) if name in known]:
        network.enable_adapters()
        network.set_adapter(active)
    elif known:
        network.disable_adapters()


def _names(adapter: ActiveLoras) -> tuple[str, ...]:
    return (adapter,) if isinstance(adapter, str) else adapter or ()


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
