"""Fonts that a story brings along: files beside it, which `font:` and a voice's `font:` name."""

from collections.abc import Iterator
from pathlib import Path

from schemas.plan import Plan
from storyboard.fonts import SUFFIXES, own_font


def with_own_fonts(plan: Plan, root: Path) -> Plan:
    """Return the plan with each font file that it names by the family name of its content.

    Raises:
        AssetMissing: a font file is absent or no font.
    """
    families = {name: own_font(root / name) for name in font_files(plan)}
    if not families:
        return plan
    speakers = {
        who: speaker.but(voice=speaker.voice.but(font=families.get(font, font) or None))
        for who, speaker in plan.speakers.items()
        for font in (speaker.voice.font or "",)
    }
    font = families.get(plan.font or "", plan.font)
    return plan.model_copy(update={"font": font, "speakers": speakers})


def font_files(plan: Plan) -> Iterator[str]:
    """Yield the font files that a plan names, relative to the story."""
    fonts = (plan.font, *(speaker.voice.font for speaker in plan.speakers.values()))
    for font in dict.fromkeys(fonts):
        if font is not None and font.lower().endswith(SUFFIXES):
            yield font
