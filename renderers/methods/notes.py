"""What an author should know of a panel that a method draws."""

from collections.abc import Iterable, Iterator

from renderers.diffusion.engine import Engine
from renderers.diffusion.panel_inputs import PanelInputs
from schemas.hints import SHORTEN
from schemas.settings.groups import EARLY


def only_scene(panel: PanelInputs, engine: Engine) -> Iterator[str]:
    """Tell what is not followed, or may mix, where a panel's one prompt draws everybody."""
    yield from no_pose_map(panel, engine)
    loras = [name for name, lora in engine.adapters([panel.plan]).items() if lora]
    if len(loras) > 1:
        yield (
            f"one prompt hears {' and '.join(loras)} together, and may mix whom they show: msp "
            "lets each be heard where its character is, and seg-mix teaches one file everybody"
        )
    yield from cut_off([panel.plan.prompt], engine)


def no_pose_map(panel: PanelInputs, engine: Engine) -> Iterator[str]:
    """Tell that an author's pose map is not followed by a method without a ControlNet."""
    if panel.plan.pose_map is not None:
        name = panel.plan.renderer.name
        yield f"no ControlNet follows its pose_map: {name} draws without; msp has one"


def unshifted(panel: PanelInputs, engine: Engine) -> Iterator[str]:
    """Tell what does not shift the noise, though it was to."""
    init = engine.init
    if init.source == "mean-shift":
        plain = [each.subject for each in panel.plan.segments if each.figure is None]
        yield from (
            f"{name} has no pictures, and so nothing of it is in the noise" for name in plain
        )
        if init.early not in (0, EARLY) and not engine.model.recommended.eta:
            yield f"{engine.settings.model} keeps its noise and its shift: early does nothing"


def silent_loras(files: Iterable[str]) -> Iterator[str]:
    """Tell which LoRAs nobody hears."""
    for name in files:
        yield f"the LoRA {name} is not heard: one prompt draws everybody"


def cut_off(prompts: Iterable[str], engine: Engine) -> Iterator[str]:
    """Tell which words of the prompts do not fit into the text encoder's window."""
    for prompt in dict.fromkeys(prompts):
        if cut := engine.model.text.cut(prompt):
            yield f"the model reads only the first words of a prompt; cut off: {cut}"
            yield SHORTEN
