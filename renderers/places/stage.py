"""A place under construction: a board, its chance, and what the words ask for."""

from collections.abc import Callable
from typing import Any, NamedTuple

from renderers.places import buildings, furniture, nature, plants, street_things, wall_things
from renderers.places.canvas import Canvas
from renderers.places.dice import Dice
from renderers.places.words import PlaceWords

Prop = Callable[..., None]


class Thing(NamedTuple):
    """Something that words may mention: how it is drawn and where it belongs."""

    draw: Prop
    where: str
    """`floor`, `wall`, or `sky`."""
    colour: str | None = None
    """The keyword that takes its colour."""
    chancy: bool = False
    """Whether it needs the place's dice."""
    spread: float = 0.0
    """Half the width of its shadow on the ground."""


THINGS: dict[str, Thing] = {
    "tree": Thing(plants.tree, "floor", "leaf", spread=0.1),
    "pine": Thing(plants.pine, "floor", "leaf", spread=0.1),
    "palm": Thing(plants.palm, "floor", spread=0.07),
    "bush": Thing(plants.bush, "floor", "leaf", spread=0.17),
    "flowers": Thing(plants.flower_bed, "floor", "petals"),
    "rock": Thing(nature.rock, "floor", "colour", spread=0.12),
    "cactus": Thing(plants.cactus, "floor", "colour", spread=0.07),
    "log": Thing(nature.log, "floor", spread=0.16),
    "mushroom": Thing(plants.mushroom, "floor", spread=0.03),
    "snowman": Thing(nature.snowman, "floor", spread=0.11),
    "birds": Thing(nature.birds, "sky"),
    "balloons": Thing(nature.balloons, "sky"),
    "campfire": Thing(nature.campfire, "floor"),
    "bench": Thing(street_things.bench, "floor", "wood", spread=0.23),
    "lamp post": Thing(street_things.streetlamp, "floor", spread=0.05),
    "fountain": Thing(street_things.fountain, "floor", spread=0.26),
    "car": Thing(street_things.car, "floor", "body", spread=0.27),
    "bus": Thing(street_things.bus, "floor", "body", spread=0.45),
    "bicycle": Thing(street_things.bicycle, "floor", "colour", spread=0.17),
    "tent": Thing(street_things.tent, "floor", "colour", spread=0.22),
    "house": Thing(buildings.house, "floor", "wall", spread=0.24),
    "barn": Thing(buildings.barn, "floor", "wall", spread=0.25),
    "hydrant": Thing(street_things.hydrant, "floor", spread=0.05),
    "bin": Thing(street_things.bin_, "floor", spread=0.06),
    "sign": Thing(street_things.signpost, "floor", "colour", spread=0.05),
    "boat": Thing(street_things.sailboat, "floor", "sail"),
    "parasol": Thing(street_things.parasol, "floor", "colour", spread=0.15),
    "swing": Thing(street_things.swing, "floor", spread=0.26),
    "slide": Thing(street_things.slide, "floor", "colour", spread=0.24),
    "desk": Thing(furniture.desk, "floor", "wood", spread=0.26),
    "table": Thing(furniture.table, "floor", "wood", spread=0.22),
    "chair": Thing(furniture.chair, "floor", "colour", spread=0.1),
    "sofa": Thing(furniture.sofa, "floor", "colour", spread=0.39),
    "armchair": Thing(furniture.armchair, "floor", "colour", spread=0.18),
    "bed": Thing(furniture.bed, "floor", "blanket", spread=0.46),
    "lamp": Thing(furniture.floor_lamp, "floor", "shade", spread=0.08),
    "plant": Thing(furniture.plant, "floor", "pot", spread=0.08),
    "bookcase": Thing(furniture.bookcase, "floor", "wood", chancy=True, spread=0.19),
    "cabinet": Thing(furniture.cabinet, "floor", "wood", spread=0.16),
    "fridge": Thing(furniture.fridge, "floor", "colour", spread=0.14),
    "television": Thing(furniture.television, "floor", spread=0.25),
    "fireplace": Thing(furniture.fireplace, "floor", spread=0.24),
    "umbrella stand": Thing(furniture.umbrella_stand, "floor", spread=0.06),
    "door": Thing(furniture.door, "floor", "colour"),
    "picture": Thing(wall_things.picture, "wall", chancy=True),
    "poster": Thing(wall_things.poster, "wall", chancy=True),
    "clock": Thing(wall_things.clock, "wall"),
    "mirror": Thing(wall_things.mirror, "wall"),
    "window": Thing(wall_things.pane, "wall"),
    "board": Thing(wall_things.board, "wall"),
}
"""Everything that words may mention."""


_GAPS = (0.34, -0.36, 0.14, -0.16, 0.7, -0.72, 1.0, -1.0)
"""Where things may stand that a recipe does not foresee, the best first."""


class Stage(NamedTuple):
    """Where a place's recipe draws."""

    c: Canvas
    dice: Dice
    whim: Dice
    """The caller's chance: clouds and birds, never anything that makes the place itself."""
    words: PlaceWords
    placed: dict[str, list[float]]
    """What stands where, by name; grows while the place is drawn."""
    near: dict[str, list[float]]
    """Of that, what is not far off."""

    def put(
        self,
        name: str,
        x: float,
        y: float,
        scale: float = 1.0,
        /,
        *,
        far: float = 0.0,
        flip: bool = False,
        **looks: Any,
    ) -> None:
        """Draw one thing, in the colour the words give it, unless they say it is not there."""
        if name in self.words.without:
            return
        self.placed.setdefault(name, []).append(x)
        if far < 0.25:
            self.near.setdefault(name, []).append(x)
        thing, said = THINGS[name], dict(self.words.things).get(name)
        if said and thing.colour:
            looks[thing.colour] = said
        if thing.chancy:
            looks["dice"] = self.dice
        board = self.c.away(far).at(x, y, scale, flip=flip)
        if board.left < 0.7 and board.right > -0.7:
            if thing.spread:
                board.shadow(max(thing.spread, looks.get("width", 0) / 2))
            thing.draw(board, **looks)

    def has(self, name: str, *places: float) -> None:
        """Note that a recipe drew a thing in its own way, so that words do not bring another."""
        for book in (self.placed, self.near):
            book.setdefault(name, []).extend(places)

    def repeat(
        self,
        name: str,
        step: float,
        y: float,
        scale: float = 1.0,
        *,
        far: float = 0.0,
        clear: float = 0.0,
        jitter: float = 0.3,
        **looks: Any,
    ) -> None:
        """Draw a loose row of things over the whole width, none nearer than `clear` to x = 0."""
        first, last = int(self.c.left / step) - 2, int(self.c.right / step) + 2
        for index in range(first, last + 1):
            shift = self.dice.between(-jitter, jitter, name, y, "x", index)
            x = (index + 0.5 + shift) * step
            size = scale * self.dice.between(0.85, 1.18, name, y, "s", index)
            if abs(x) >= clear:
                self.put(name, x, y, size, far=far, **looks)

    def mentions(self, name: str) -> bool:
        """Whether the words name the thing."""
        return any(thing == name for thing, _ in self.words.things)

    def tint(self, *options: str, name: str = "wall") -> str:
        """Return one of some colours for a surface; the same for the same words."""
        return self.dice.pick(options, "tint", name)

    def extras(self, floor: float) -> None:
        """Draw what is mentioned but not yet there, in the gaps."""
        walls = [x for x in (-0.28, 0.3, 0.0, -0.62, 0.64) if self._bare(x)] or [0.0]
        for name, _ in self.words.things:
            if name not in THINGS or name in self.placed:
                continue
            where = THINGS[name].where
            if where == "floor":
                self.put(name, self._gap(), floor, 0.9)
            elif where == "sky" or not self.words.inside:
                self._in_the_sky(name)
            else:
                looks: dict[str, Any] = {"width": 0.28, "height": 0.3} if name == "window" else {}
                self.put(name, walls.pop(0) if walls else 0.0, 0.3, **looks)

    def _gap(self) -> float:
        """Return the roomiest place in view; of those with room enough, the first."""
        taken = [x for name, xs in self.near.items() if THINGS[name].where == "floor" for x in xs]

        def merit(x: float) -> tuple[bool, float]:
            room = min((abs(x - other) for other in taken), default=1.0)
            return self.c.left + 0.12 < x < self.c.right - 0.12, min(room, 0.3)

        return max(_GAPS, key=merit)

    def _bare(self, x: float) -> bool:
        tall = ("window", "board", "picture", "poster", "door", "bookcase", "fridge", "clock")
        return all(abs(x - other) > 0.22 for name in tall for other in self.placed.get(name, ()))

    def _in_the_sky(self, name: str) -> None:
        if THINGS[name].where == "sky":
            self.put(name, self.dice.between(-0.3, 0.3, name, "x"), 0.2)
