"""Chooses who judges a story's panels, by name.

Nothing heavy is imported before a judge is made, so that `check` knows the names for nothing.
"""

import re
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from renderers.base import Judge
from schemas.errors import AssetMissing, StoryInvalid
from schemas.plan import PanelPlan, Segment

if TYPE_CHECKING:
    from PIL import Image

    from renderers.judging.verdict import Verdict

GROUP = "storyboard.judges"
"""The entry point group of other distributions' judges: a function of panels and root."""
NAMES = ("auto", "latents", "pixels", "likeness")
"""The judges that come along."""
ERROR_RATES = (
    "How far the judges may be believed, by benchmarks/judge_errors.py: of 48 clean collages of "
    "one to three of the cast, toon's segmenter refused 2 and the reader of pixels 4; of 32 "
    "spoiled ones each, they caught 32 and 32 with two subjects exchanged, 32 and 32 with one "
    "drawn twice, 32 and 32 with one removed, 30 and 24 in other colours, 26 and 24 with half of "
    "another's body, and 20 and 19 with another's head."
)
"""What is to stand beside whatever the judges say."""
_PACKAGED = re.compile(r"(posed:[^:]*:)?cast:")


def check_judge(name: str) -> None:
    """Refuse a judge that nobody has.

    Raises:
        StoryInvalid: no judge is called that.
    """
    known = (*NAMES, *_added())
    if name not in known:
        raise StoryInvalid(
            f'no judge is called "{name}"', hint=f"The judges are: {', '.join(known)}."
        )


def judge_for(name: str, panels: Sequence[PanelPlan], root: Path) -> Judge:
    """Make the judge of that name for some panels.

    Args:
        name: `latents` (toon's segmenter and joints) and `pixels` know the packaged cast,
            `likeness` whoever has pictures; `auto` asks the first of them about the cast and
            `likeness` about all others. Anything else is an entry point's.
        panels: whose characters' pictures it may look at.
        root: the story file's folder.

    Raises:
        StoryInvalid: no judge is called that.
        AssetMissing: a network or a picture is absent, or another's judge cannot be loaded.
    """
    check_judge(name)
    if (added := _added().get(name)) is not None:
        return _loaded(added, panels, root)
    if name == "pixels":
        from renderers.judging.pixels import load_pixel_judge

        return load_pixel_judge()
    if name == "latents":
        from renderers.toon.judging import load_latent_judge

        return load_latent_judge()
    from renderers.judging.open_set import open_set_judge, pictures_of

    likeness = open_set_judge(pictures_of(panels, root))
    if name == "likeness":
        return likeness
    from renderers.toon.judging import load_latent_judge

    return CastAndOthersJudge(load_latent_judge(), likeness)


def is_cast(segment: Segment) -> bool:
    """Whether a segment shows one of the packaged cast as packaged, whom networks know by heart."""
    layers = segment.figure.layers if segment.figure else ()
    # A puppet's name is `posed:<stance>:<picture>`, and the picture is the cast's.
    return bool(layers) and all(_PACKAGED.match(name) for name in layers)


def is_thing(segment: Segment) -> bool:
    """Whether a segment shows a thing or an animal, who are nobody to be confused with."""
    return segment.way is not None


class CastAndOthersJudge(NamedTuple):
    """Asks one judge about the packaged cast, another about everybody else, none about things."""

    cast: Judge
    others: Judge

    def judge(self, panel: PanelPlan, picture: "Image.Image") -> "Verdict":
        """Tell who is drawn where; who is missing or extra only where all planned are of the cast.

        The cast's judge takes strangers for the cast, or for nobody.
        """
        from renderers.judging.verdict import Verdict

        known = [is_cast(segment) for segment in panel.segments]
        if all(known):
            return self.cast.judge(panel, picture)
        others = self.others.judge(panel, picture)
        cast = self.cast.judge(panel, picture) if any(known) else others
        parts = zip(panel.segments, cast.findings, others.findings, strict=True)
        return Verdict(
            tuple(
                mine
                if is_cast(part)
                else other._replace(judged=other.judged and not is_thing(part))
                for part, mine, other in parts
            )
        )


def _added() -> dict[str, EntryPoint]:
    return {each.name: each for each in entry_points(group=GROUP) if each.name not in NAMES}


def _loaded(added: EntryPoint, panels: Sequence[PanelPlan], root: Path) -> Judge:
    try:
        judge: Judge = added.load()(panels, root)
    except Exception as error:
        raise AssetMissing(
            f"the judge {added.name} ({added.value}) cannot be loaded: {error}"
        ) from error
    return judge
