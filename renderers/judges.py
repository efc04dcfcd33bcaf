"""Chooses who judges a story's panels, by name.

Nothing heavy is imported before a judge is made, so that `check` knows the names for nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from renderers.base import Judge
from schemas.errors import AssetMissing, StoryInvalid
from schemas.plan import PanelPlan
from schemas.quality import DETECTOR, JudgeSettings

if TYPE_CHECKING:
    from PIL import Image

    from renderers.judging.verdict import Verdict

GROUP = "storyboard.judges"
"""The entry point group of other distributions' judges: a function of panels and root."""


class Asking(NamedTuple):
    """What a judge is made for."""

    settings: JudgeSettings
    panels: Sequence[PanelPlan]
    """Those it may look at for the characters' pictures."""
    root: Path
    """The story file's folder."""
    online: bool = False
    """Whether a network may be downloaded."""


class PackagedJudge(NamedTuple):
    """A judge that comes along."""

    make: Callable[["Asking"], Judge]
    """Makes it."""
    code: tuple[str, ...]
    """The modules whose code is the judge's."""
    networks: tuple[str, ...]
    """The folders of its networks, in this package."""


def _latents(asking: Asking) -> Judge:
    from renderers.toon.judging import load_latent_judge

    return load_latent_judge()


def _pixels(asking: Asking) -> Judge:
    from renderers.judging.pixels import load_pixel_judge

    return load_pixel_judge()


def _likeness(asking: Asking) -> Judge:
    from renderers.judging.open_set import open_set_judge, pictures_of

    return open_set_judge(pictures_of(asking.panels, asking.root))


def _collage(asking: Asking) -> Judge:
    from renderers.judging.collage import CollageJudge

    return CollageJudge(asking.root)


def _auto(asking: Asking) -> Judge:
    from renderers.judging.collage import CollageJudge
    from renderers.judging.opinions import AdvisedJudge, TwoOpinions

    cast = TwoOpinions(_latents(asking), _pixels(asking))
    return AdvisedJudge(CollageJudge(asking.root), CastAndOthersJudge(cast, _likeness(asking)))


def _detector(asking: Asking) -> Judge:
    from renderers.judging.detector import load_detector_judge
    from renderers.judging.open_set import pictures_of

    pictures = pictures_of(asking.panels, asking.root)
    return load_detector_judge(asking.settings, pictures, root=asking.root, online=asking.online)


_LATENTS = PackagedJudge(
    _latents, ("renderers.toon.judging",), ("toon/vae", "toon/segmenter", "toon/joints")
)
_PIXELS = PackagedJudge(_pixels, ("renderers.judging.pixels",), ("toon/judges/pixels",))
_LIKENESS = PackagedJudge(_likeness, ("renderers.judging.open_set",), ("toon/judges/figures",))
_COLLAGE = PackagedJudge(_collage, ("renderers.judging.collage",), ())
_ASKED = (_COLLAGE, _LATENTS, _PIXELS, _LIKENESS)
_AUTO = PackagedJudge(
    _auto,
    ("renderers.judges", "renderers.judging.opinions", *(one for j in _ASKED for one in j.code)),
    tuple(one for j in _ASKED for one in j.networks),
)
JUDGES: Mapping[str, PackagedJudge] = {
    "auto": _AUTO,
    "latents": _LATENTS,
    "pixels": _PIXELS,
    "likeness": _LIKENESS,
    "collage": _COLLAGE,
    DETECTOR: PackagedJudge(_detector, ("renderers.judging.detector",), ()),
}
"""The judges that come along: `latents` (toon's segmenter and joints) and `pixels` know the
packaged cast, `likeness` and `collage` whoever has pictures; `auto` asks `collage`, and of those
about whom it is in doubt both of the former about the cast, `likeness` about all others;
`detector` has networks of the story's choice."""
NAMES = tuple(JUDGES)


def check_judge(judge: JudgeSettings | str) -> None:
    """Refuse a judge that nobody has.

    Args:
        judge: as a story asks for it, or its name.

    Raises:
        StoryInvalid: no judge is called that.
    """
    settings = _settings(judge)
    known = (*NAMES, *added())
    if settings.name not in known:
        raise StoryInvalid(
            f'no judge is called "{settings.name}"', hint=f"The judges are: {', '.join(known)}."
        )


def networks_of(settings: JudgeSettings, root: Path, *, online: bool = False) -> tuple[Path, ...]:
    """Return the directories of the networks that a story names for its judge.

    Raises:
        AssetMissing: one is not here.
    """
    from renderers.diffusion.models.locate import find_part

    what = "quality: judge"
    return tuple(find_part(name, root=root, online=online, what=what) for name in settings.networks)


def judge_for(
    judge: JudgeSettings | str, panels: Sequence[PanelPlan], root: Path, *, online: bool = False
) -> Judge:
    """Make a judge for some panels.

    Args:
        judge: as a story asks for it, or the name of one of `JUDGES` or of an entry point's.
        panels: whose characters' pictures it may look at.
        root: the story file's folder.
        online: whether a network may be downloaded.

    Raises:
        StoryInvalid: no judge is called that.
        AssetMissing: a network or a picture is absent, or another's judge cannot be loaded.
    """
    settings = _settings(judge)
    check_judge(settings)
    if (packaged := JUDGES.get(settings.name)) is not None:
        return packaged.make(Asking(settings, panels, root, online))
    return _loaded(added()[settings.name], panels, root)


def _settings(judge: JudgeSettings | str) -> JudgeSettings:
    if judge == DETECTOR:
        raise StoryInvalid(
            f"the judge {DETECTOR} needs a detector and an embedding",
            hint=f"Write judge: {{name: {DETECTOR}, detector: …, embedding: …}}, each a directory "
            "or a hub id.",
        )
    return JudgeSettings(name=judge) if isinstance(judge, str) else judge


class CastAndOthersJudge(NamedTuple):
    """Asks one judge about the packaged cast, and another about everybody else."""

    cast: Judge
    others: Judge

    def judge(self, panel: PanelPlan, picture: "Image.Image") -> "Verdict":
        """Tell who is drawn where; who is missing or extra only where all planned are of the cast.

        The cast's judge takes strangers for the cast, or for nobody.
        """
        from renderers.judging.verdict import Verdict, cast_of

        known = [cast_of(segment) is not None for segment in panel.segments]
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
