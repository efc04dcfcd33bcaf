"""Whether a panel's characters are learned words, as far as that is known without their files."""

from schemas.errors import AssetMissing
from schemas.plan import PanelPlan
from schemas.settings import TextualInversionSettings


def check_words(panel: PanelPlan) -> None:
    """Make sure that each character names the file of its learned word, where one draws by words.

    Raises:
        AssetMissing: one does not.
    """
    if isinstance(panel.renderer, TextualInversionSettings):
        for each in panel.segments:
            if each.way is None and not each.weights:
                raise unlearned(each.subject)


def unlearned(who: str, lack: str = "has no learned word") -> AssetMissing:
    """Return the error of a character who is no learned word."""
    return AssetMissing(
        f"textual-inversion knows a character by its learned word, and {who} {lack}",
        hint=f"name its embedding file: characters: {{{who}: {{weights: {who}.safetensors}}}}, "
        "as `storyboard train` writes it with training: textual-inversion",
    )
