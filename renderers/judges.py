"""Chooses who judges a story's panels, by name.

Nothing heavy is imported before a judge is made, so that `check` knows the names for nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
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
_PACKAGED = re.compile(r"(posed:[^:]*:)?(felt:[^:]*:)?cast:")


class PackagedJudge(NamedTuple):
    """A judge that comes along."""

    make: Callable[[Sequence[PanelPlan], Path], Judge]
    """Makes it for some panels and the story's folder."""
    code: tuple[str, ...]
    """The modules whose code is the judge's."""
    networks: tuple[str, ...]
    """The folders of its networks, in this package."""


def _latents(panels: Sequence[PanelPlan], root: Path) -> Judge:
    from renderers.toon.judging import load_latent_judge

    return load_latent_judge()


def _pixels(panels: Sequence[PanelPlan], root: Path) -> Judge:
    from renderers.judging.pixels import load_pixel_judge

    return load_pixel_judge()


def _likeness(panels: Sequence[PanelPlan], root: Path) -> Judge:
    from renderers.judging.open_set import open_set_judge, pictures_of

    return open_set_judge(pictures_of(panels, root))


def _auto(panels: Sequence[PanelPlan], root: Path) -> Judge:
    return CastAndOthersJudge(_latents(panels, root), _likeness(panels, root))


_LATENTS = PackagedJudge(
    _latents, ("renderers.toon.judging",), ("toon/vae", "toon/segmenter", "toon/joints")
)
_PIXELS = PackagedJudge(_pixels, ("renderers.judging.pixels",), ("toon/judges/pixels",))
_LIKENESS = PackagedJudge(_likeness, ("renderers.judging.open_set",), ("toon/judges/figures",))
_AUTO = PackagedJudge(
    _auto,
    ("renderers.judges", *_LATENTS.code, *_LIKENESS.code),
    (*_LATENTS.networks, *_LIKENESS.networks),
)
JUDGES: Mapping[str, PackagedJudge] = {
    "auto": _AUTO,
    "latents": _LATENTS,
    "pixels": _PIXELS,
    "likeness": _LIKENESS,
}
"""The judges that come along: `latents` (toon's segmenter and joints) and `pixels` know the
packaged cast, `likeness` whoever has pictures; `auto` asks the first of them about the cast and
`likeness` about all others."""
NAMES = tuple(JUDGES)


def check_judge(name: str) -> None:
    """Refuse a judge that nobody has.

    Raises:
        StoryInvalid: no judge is called that.
    """
    known = (*NAMES, *added())
    if name not in known:
        raise StoryInvalid(
            f'no judge is called "{name}"', hint=f"The judges are: {', '.join(known)}."
        )


def judge_for(name: str, panels: Sequence[PanelPlan], root: Path) -> Judge:
    """Make the judge of that name for some panels.

    Args:
        name: one of `JUDGES`, or an entry point's.
        panels: whose characters' pictures it may look at.
        root: the story file's folder.

    Raises:
        StoryInvalid: no judge is called that.
        AssetMissing: a network or a picture is absent, or another's judge cannot be loaded.
    """
    check_judge(name)
    if (packaged := JUDGES.get(name)) is not None:
        return packaged.make(panels, root)
    return _loaded(added()[name], panels, root)


def is_cast(segment: Segment) -> bool:
    """Whether a segment shows one of the packaged cast as packaged, whom networks know by heart."""
    layers = segment.figure.layers if segment.figure else ()
    # A puppet's name is `posed:<stance>:<picture>`, and the picture is the cast's.
    return bool(layers) and all(_PACKAGED.match(name) for name in layers)


class CastAndOthersJudge(NamedTuple):
    """Asks one judge about the packaged cast, and another about everybody else."""

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
        parts = zip(known, cast.findings, others.findings, strict=True)
        return Verdict(tuple(mine if is_known else other for is_known, mine, other in parts))


def added() -> dict[str, EntryPoint]:
    """Return other distributions' judges, by name."""
    return {each.name: each for each in entry_points(group=GROUP) if each.name not in JUDGES}


def _loaded(added: EntryPoint, panels: Sequence[PanelPlan], root: Path) -> Judge:
    try:
        judge: Judge = added.load()(panels, root)
    except Exception as error:
        raise AssetMissing(
            f"the judge {added.name} ({added.value}) cannot be loaded: {error}"
        ) from error
    return judge
