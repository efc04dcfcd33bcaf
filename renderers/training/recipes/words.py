"""Words that are learned: rows of the text encoders' tables, every other row staying as it is."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from renderers.training.base import Base
from renderers.training.pictures import TrainingSubject
from schemas.errors import StoryboardError


class LearnedWord:
    """One word, of one vector or several, in every text encoder of a base.

    The rows lie beside the table and take their places' in the output, so that no gradient, decay
    or moment ever reaches another word.
    """

    def __init__(self, base: Base, subject: TrainingSubject, *, vectors: int = 1) -> None:
        """Add the subject's token to the vocabularies, with the meaning of its class noun.

        Raises:
            StoryboardError: the token is in the vocabulary already.
        """
        self.token = subject.token
        pairs = list(zip(base.text.tokenizers, base.text.encoders, strict=True))
        start = [_meaning(*pair, subject.class_noun).repeat(vectors, 1) for pair in pairs]
        try:
            base.text.learn(self.token, start)
        except ValueError as error:
            raise StoryboardError(
                str(error),
                hint=f"Give {subject.id} a token of its own, such as "
                f"<{subject.id}>: characters: {{{subject.id}: {{token: <{subject.id}>}}}}",
            ) from error
        self.rows = tuple(nn.Parameter(rows.clone()) for rows in start)
        pieces = [self.token, *(f"{self.token}_{i}" for i in range(1, vectors))]
        for (tokenizer, encoder), rows in zip(pairs, self.rows, strict=True):
            numbers = [tokenizer.convert_tokens_to_ids(piece) for piece in pieces]
            table = encoder.get_input_embeddings()
            rows.data = rows.data.to(table.weight.device)
            table.register_forward_hook(_taking_place(numbers, rows))
        self._pieces, self._pairs = pieces, pairs

    def weights(self) -> dict[str, nn.Parameter]:
        """Return the word's vectors, by encoder."""
        return {f"{self.token}.{index}": rows for index, rows in enumerate(self.rows)}

    @torch.no_grad()
    def settle(self) -> None:
        """Write the vectors into the tables, to be saved with the encoders."""
        for (tokenizer, encoder), rows in zip(self._pairs, self.rows, strict=True):
            table = encoder.get_input_embeddings().weight
            for piece, row in zip(self._pieces, rows, strict=True):
                table[tokenizer.convert_tokens_to_ids(piece)] = row.to(table)


def _taking_place(numbers: list[int], rows: nn.Parameter) -> Callable[..., Tensor]:
    def hook(module: Any, inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
        for number, row in zip(numbers, rows, strict=True):
            output = torch.where((inputs[0] == number)[..., None], row.to(output), output)
        return output

    return hook


def _meaning(tokenizer: Any, encoder: Any, noun: str) -> Tensor:
    """Return a noun's mean embedding, for a word begins as its class (arXiv 2208.01618, 4.1)."""
    numbers = tokenizer(noun, add_special_tokens=False).input_ids
    table = encoder.get_input_embeddings().weight.detach()
    return torch.Tensor(table[numbers].float().mean(dim=0, keepdim=True))
