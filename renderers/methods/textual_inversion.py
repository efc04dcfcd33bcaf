"""Textual inversion (arXiv 2208.01618): learned words in one prompt tell subjects apart."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from renderers.base import Context, Drawn, Step
from renderers.diffusion.models.adapters import is_learned_word, learned_word, read_weights
from renderers.diffusion.models.words_ahead import unlearned
from renderers.methods.dreambooth import DreamBooth
from schemas.errors import StoryboardError
from schemas.plan import PanelPlan, Segment
from schemas.settings import DiffusionSettings


class TextualInversion:
    """Draws every panel by its one prompt, from noise, in which every character is a learned word.

    Raises:
        AssetMissing: the model is absent or unreadable.
    """

    def __init__(self, settings: DiffusionSettings, context: Context) -> None:
        self._root = context.root
        self._one_prompt = DreamBooth(settings, context)

    def render(self, panels: Sequence[PanelPlan]) -> Iterator[Step | Drawn]:
        """Draw the panels in order.

        Raises:
            StoryboardError: the panel's prompt does not say a character's learned word.
            AssetMissing: it has none, or its file is absent, damaged, or made for another model.
        """
        for plan in panels:
            for segment in (each for each in plan.segments if each.way is None):
                _require_learned_word(segment, plan.prompt, self._root)
        yield from self._one_prompt.render(panels)


def _require_learned_word(segment: Segment, prompt: str, root: Path) -> None:
    """Check that a character is a word of its own, and that the panel's prompt says it."""
    who = segment.subject
    state = read_weights(root / segment.weights) if segment.weights else None
    if state is None or not is_learned_word(state):
        lack = "has no learned word" if state is None else "brings a LoRA, not a learned word"
        raise unlearned(who, lack)
    word, _ = learned_word(state, segment.token)
    # As the tokenizer finds it: a word of its own, in capitals or not.
    if not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", prompt, re.IGNORECASE):
        raise StoryboardError(
            f"the learned word of {who} is {word}, which the panel's prompt does not say",
            hint=f"call it so: characters: {{{who}: {{token: {word!r}}}}}",
        )
