"""Stages a random scene: who stands where in which shot, as the planner would.

Lengths are in panel heights unless named otherwise; the ground is where feet are.
"""

from collections.abc import Mapping
from random import Random
from typing import NamedTuple

from renderers.cast.references import Look, packaged_ids
from renderers.methods.scenery import Camera
from renderers.places.words import LIGHTS, PLACES, WEATHERS
from renderers.toon.world.figures import cast, looks
from renderers.toon.world.troupe import ALONE, Troupe
from schemas import shots
from schemas.geometry import Box, Pose, Size
from schemas.shots import ShotName
from schemas.story import Setting

SIZES = (
    (512, 512),
    (448, 576),
    (576, 448),
    (384, 640),
    (640, 384),
    (704, 384),
    (384, 704),
    (576, 512),
    (512, 576),
    (768, 320),
)
"""Panel sizes of about 512² pixels, in multiples of 64."""
_SIZE_ODDS = (30, 14, 14, 8, 10, 8, 4, 5, 5, 2)
SHOTS: Mapping[ShotName, tuple[float, float, float]] = {
    "extreme-wide": (4, 0.30, 0.48),
    "wide": (14, 0.5, 0.7),
    "full": (28, 0.7, 0.88),
    "medium": (34, 1.15, 1.75),
    "close": (15, 2.1, 3.0),
    "extreme-close": (3, 3.6, 5.0),
    "over-shoulder": (2, 1.3, 1.8),
}
"""Each shot's odds, and an adult's least and greatest height in it."""
_DYED = 0.07
"""Share of the figures that are dyed by chance, and nobody; a third, with strangers at hand."""
WHOLE = tuple(name for name, shot in shots.SHOTS.items() if shot.whole)
STYLES = (
    "flat-colour comic, clean ink outlines",
    "flat-colour comic",
    "clean ink outlines",
    "comic",
    "web comic, flat colours",
    "",
)


class Actor(NamedTuple):
    """One figure of a scene."""

    look: Look
    placement: Box
    """Where its (mirrored) canvas lies in the panel's unit square."""
    mirror: bool
    generic: int | None = None
    """The seed of its recolouring, where it is nobody of the cast but one of the class."""

    @property
    def extra(self) -> bool:
        """Whether it is nobody of the cast: a stranger by name, an animal or a thing."""
        return self.look.card.id not in packaged_ids()

    @property
    def facing(self) -> str:
        """Where it turns, as seen in the panel."""
        turned = {"left": "right", "right": "left"}
        facing = self.look.facing
        return turned.get(facing, facing) if self.mirror else facing

    @property
    def pose(self) -> Pose | None:
        """Its joints in the panel's unit square."""
        pose = self.look.pose
        return None if pose is None else pose.placed(self.placement, mirror=self.mirror)

    def shown(self, box: Box) -> Box:
        """Return where a box of its canvas comes to lie in the panel."""
        if self.mirror:
            box = box.but(left=1 - box.right, right=1 - box.left)
        left, top = self.placement.place((box.left, box.top))
        right, bottom = self.placement.place((box.right, box.bottom))
        return Box(left=left, top=top, right=right, bottom=bottom)


class StagedScene(NamedTuple):
    """A panel, decided; actors come back to front."""

    size: Size
    shot: ShotName
    actors: tuple[Actor, ...]
    setting: Setting
    place: str
    camera: Camera
    style: str
    seed: int


def stage(dice: Random, *, subjects: int | None = None) -> StagedScene:
    """Decide a scene by chance."""
    width, height = dice.choices(SIZES, _SIZE_ODDS)[0]
    shot = dice.choices(list(SHOTS), [odds for odds, *_ in SHOTS.values()])[0]
    count = dice.choices((0, 1, 2, 3, 4), (7, 46, 29, 12, 6))[0] if subjects is None else subjects
    if shot == "extreme-close":
        count = min(count, 1)
    if shot == "close":
        count = min(count, 3)
    place = dice.choice(list(PLACES))
    size = Size(width=width, height=height)
    return StagedScene(
        size,
        shot,
        actors_of(dice, count, shot, size.aspect),
        _setting(dice, place),
        place,
        camera_of(dice, shot),
        style_of(dice),
        dice.randrange(2**31),
    )


def place_of(dice: Random) -> tuple[str, Setting]:
    """Decide a place by chance: its name, and how it is said."""
    place = dice.choice(list(PLACES))
    return place, _setting(dice, place)


def style_of(dice: Random) -> str:
    """Decide by chance in which words the style is said, if at all."""
    return dice.choices(STYLES, (45, 20, 8, 8, 4, 15))[0]


def _setting(dice: Random, place: str) -> Setting:
    light = dice.choice(list(LIGHTS)) if dice.random() < 0.5 else None
    weather = dice.choice(list(WEATHERS)) if dice.random() < 0.3 else None
    return Setting(
        prompt=dice.choice(PLACES[place]),
        light=dice.choice(LIGHTS[light]) if light else None,
        weather=dice.choice(WEATHERS[weather]) if weather else None,
    )


def camera_of(dice: Random, shot: ShotName) -> Camera:
    """Frame the place about as the collage does for such a shot."""
    zoom = shots.SHOTS[shot].zoom * dice.uniform(0.92, 1.08)
    aside = 0.5 + max(0.0, 1 - 1 / zoom) * dice.uniform(-0.35, 0.35)
    if shot not in WHOLE:
        return Camera(zoom, (aside, dice.uniform(0.33, 0.44)))
    return Camera(zoom, (aside, 0.5 if zoom <= 1 else 0.9 - dice.uniform(0.4, 0.46) / zoom))


def actors_of(
    dice: Random, count: int, shot: ShotName, aspect: float, troupe: Troupe = ALONE
) -> tuple[Actor, ...]:
    """Decide by chance who is there and where everybody stands, back to front."""
    chosen, dyed = dice.sample(cast(), count), _DYED / 3 if troupe.strangers else _DYED
    generics = [dice.randrange(2**31) if dice.random() < dyed else None for _ in chosen]
    picked = [
        troupe.look(dice, card, shot) or dice.choice(dice.choice(looks(card.id))) for card in chosen
    ]
    _, least, most = SHOTS[shot]
    adult = dice.uniform(least, most)
    if shot in WHOLE and count and max(card.height for card in chosen) < 0.7:
        adult *= dice.uniform(1.0, 1.7)
    xs = _columns(dice, count, aspect)
    actors = [
        _placed(dice, look, shot, adult, x, aspect, generic)
        for look, x, generic in zip(picked, xs, generics, strict=True)
    ]
    return tuple(sorted(actors, key=lambda actor: _feet(actor) + dice.gauss(0, 0.01)))


def _columns(dice: Random, count: int, aspect: float) -> list[float]:
    """Spread the figures over the width, in panel heights; a lone one may stand anywhere."""
    if count == 1 and dice.random() < 0.5:
        return [aspect * dice.uniform(0.12, 0.88)]
    jitter = 0.16 / max(1, count)
    edge = dice.uniform(0.0, 0.12)
    step = (1 - 2 * edge) / max(1, count)
    return [
        aspect * (edge + (index + 0.5) * step + dice.uniform(-jitter, jitter))
        for index in range(count)
    ]


def _placed(
    dice: Random,
    look: Look,
    shot: ShotName,
    adult: float,
    x: float,
    aspect: float,
    generic: int | None,
) -> Actor:
    depth = dice.choices((1.0, 0.8, 1.2), (78, 14, 8))[0]
    canvas = depth * adult * look.card.height / look.view.stature
    mirror = dice.random() < 0.5
    if shot in WHOLE:
        feet = dice.uniform(0.9, 0.97) if depth >= 1 else dice.uniform(0.84, 0.91)
    else:
        canvas, feet = _bust(dice, look, shot, canvas)
    bounds = look.drawing.outline.bounds
    axis = (bounds.left + bounds.right) / 2
    if look.view.head is not None:
        axis = (axis + look.view.head.centre[0]) / 2
    axis = 1 - axis if mirror else axis
    wide = canvas * look.view.canvas.width / look.view.canvas.height / aspect
    left, top = x / aspect - axis * wide, feet - look.ground * canvas
    box = Box(left=left, top=top, right=left + wide, bottom=top + canvas)
    return Actor(look, box, mirror, generic)


def _bust(dice: Random, look: Look, shot: str, canvas: float) -> tuple[float, float]:
    """Return a closer figure's canvas height and ground line: heads keep an eye line."""
    bounds = look.drawing.outline.bounds
    small = look.card.height < 0.62
    if small:
        # Small ones are lifted into view and shown whole, or nearly.
        canvas = dice.uniform(0.45, 0.95) / bounds.height
        return canvas, dice.uniform(0.92, 1.08)
    head = look.view.head
    top = bounds.top if head is None else head.top
    line = dice.uniform(0.04, 0.3) if shot != "extreme-close" else dice.uniform(-0.1, 0.1)
    if shot == "close":
        line = dice.uniform(0.03, 0.2)
    return canvas, line + (look.ground - top) * canvas


def _feet(actor: Actor) -> float:
    return actor.placement.top + actor.look.ground * actor.placement.height
