"""What MSP-Diffusion is compared with, drawn by the same engine, so that rows differ in one thing.

| renderer | what tells subjects apart | where it is drawn from |
|---|---|---|
| `dreambooth` | rare tokens in one prompt (arXiv 2208.12242) | noise |
| `textual-inversion` | learned words in one prompt (arXiv 2208.01618) | noise |
| `regional-prompting` | masked cross-attention (arXiv 2411.02395) | noise, or the collage |
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from renderers.base import Context, Drawn, Step
from renderers.diffusion.models.adapters import is_learned_word, learned_word, read_weights
from renderers.methods.msp import Msp
from schemas.errors import StoryboardError
from schemas.plan import PanelPlan, Segment
from schemas.settings import (
    ControlNetSettings,
    DiffusionSettings,
    DreamboothSettings,
    InitSettings,
    MspSettings,
    RegionalPromptingSettings,
    TextualInversionSettings,
)


def DreamBooth(settings: DreamboothSettings, context: Context) -> Msp:  # noqa: N802
    """Return the baseline of arXiv 2208.12242: every panel by its one prompt, from noise.

    Raises:
        AssetMissing: the model is absent or unreadable.
    """
    return _one_prompt(settings, context)


class TextualInversion:
    """The baseline of arXiv 2208.01618: one prompt, in which every character is a learned word.

    Raises:
        AssetMissing: the model is absent or unreadable.
    """

    def __init__(self, settings: TextualInversionSettings, context: Context) -> None:
        self._root = context.root
        self._engine = _one_prompt(settings, context)

    def render(self, panels: Sequence[PanelPlan]) -> Iterator[Step | Drawn]:
        """Draw the panels in order.

        Raises:
            StoryboardError: a character has no learned word, or the panel's prompt does not say it.
            AssetMissing: its file is absent, damaged, or made for another model.
        """
        for plan in panels:
            for segment in plan.segments:
                _require_learned_word(segment, plan.prompt, self._root)
        yield from self._engine.render(panels)


class RegionalPrompting:
    """Region control by masked cross-attention alone, as regional prompting is commonly done.

    In one pass a step every pixel hears the prompt of the segment that it lies in (masked
    cross-attention as in arXiv 2411.02395 and, softer, 2211.01324 and 2308.12964). Nothing diffuses
    alone, self-attention is free, and no global prompt harmonises: what MSP-Diffusion adds is what
    is missing here.

    Raises:
        AssetMissing: the model is absent or unreadable.
    """

    def __init__(self, settings: RegionalPromptingSettings, context: Context) -> None:
        self._root = context.root
        self._engine = Msp(
            _stripped(settings, mode="fast", harmony=0, feather=0, init=settings.init), context
        )

    def render(self, panels: Sequence[PanelPlan]) -> Iterator[Step | Drawn]:
        """Draw the panels in order.

        Raises:
            StoryboardError: a character brings a LoRA, which one pass cannot give to it alone.
            AssetMissing: its file is absent, damaged, or made for another model.
        """
        for segment in (segment for plan in panels for segment in plan.segments):
            if segment.weights and not is_learned_word(read_weights(self._root / segment.weights)):
                raise StoryboardError(
                    "regional-prompting draws all characters in one pass, and cannot give "
                    f"{segment.subject} a LoRA",
                    hint="draw with msp, or train the LoRA into the model",
                )
        yield from self._engine.render(panels)


def _one_prompt(settings: DiffusionSettings, context: Context) -> Msp:
    return Msp(_stripped(settings, mode="reference", harmony=1), context)


def _stripped(settings: DiffusionSettings, **changes: Any) -> MspSettings:
    """Return the engine's settings without the paper's stages, from noise unless told otherwise."""
    shared = {name: getattr(settings, name) for name in DiffusionSettings.model_fields}
    bare = {
        "kappa": 0, "global_steps": 0, "init": InitSettings(source="noise"),
        "controlnet": ControlNetSettings(enabled=False),
    }  # fmt: skip
    return MspSettings(**shared | bare | changes)


def _require_learned_word(segment: Segment, prompt: str, root: Path) -> None:
    """Check that a character is a word of its own, and that the panel's prompt says it."""
    who = segment.subject
    state = read_weights(root / segment.weights) if segment.weights else None
    if state is None or not is_learned_word(state):
        lack = "has no learned word" if state is None else "brings a LoRA, not a learned word"
        raise StoryboardError(
            f"textual-inversion knows a character by its learned word, and {who} {lack}",
            hint=f"name its embedding file: characters: {{{who}: {{weights: {who}.safetensors}}}}",
        )
    word, _ = learned_word(state, segment.token)
    # As the tokenizer finds it: a word of its own, in capitals or not.
    if not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", prompt, re.IGNORECASE):
        raise StoryboardError(
            f"the learned word of {who} is {word}, which the panel's prompt does not say",
            hint=f"call it so: characters: {{{who}: {{token: {word!r}}}}}",
        )
