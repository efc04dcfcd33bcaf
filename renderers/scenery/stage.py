"""A place under construction: a board, its chance, and what the words ask for."""

from collections.abc import Callable
from typing import NamedTuple

from renderers.scenery import nature, room, sky, town
from renderers.scenery.canvas import Canvas
from renderers.scenery.dice import Dice
from renderers.scenery.words import Words

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


THINGS: dict[str, Thing] = {
    "tree": Thing(nature.tree, "floor", "leaf"), "pine": Thing(nature.pine, "floor", "leaf"),
    "palm": Thing(nature.palm, "floor"), "bush": Thing(nature.bush, "floor", "leaf"),
    "flowers": Thing(nature.flower_bed, "floor", "petals"), "rock": Thing(nature.rock, "floor", "colour"),
    "cactus": Thing(nature.cactus, "floor", "colour"), "log": Thing(nature.log, "floor"),
    "mushroom": Thing(nature.mushroom, "floor"), "snowman": Thing(nature.snowman, "floor"),
    "birds": Thing(nature.birds, "sky"), "balloons": Thing(nature.balloons, "sky"),
    "rainbow": Thing(sky.rainbow, "sky"), "campfire": Thing(nature.campfire, "floor"),
    "bench": Thing(town.bench, "floor", "wood"), "lamp post": Thing(town.streetlamp, "floor"),
    "fountain": Thing(town.fountain, "floor"), "car": Thing(town.car, "floor", "body"),
    "bus": Thing(town.bus, "floor", "body"), "bicycle": Thing(town.bicycle, "floor", "colour"),
    "tent": Thing(town.tent, "floor", "colour"), "house": Thing(town.house, "floor", "wall"),
    "barn": Thing(town.barn, "floor", "wall"), "hydrant": Thing(town.hydrant, "floor"),
    "bin": Thing(town.bin_, "floor"), "sign": Thing(town.signpost, "floor", "colour"),
    "boat": Thing(town.sailboat, "floor", "sail"), "parasol": Thing(town.parasol, "floor", "colour"),
    "swing": Thing(town.swing, "floor"), "slide": Thing(town.slide, "floor", "colour"),
    "desk": Thing(room.desk, "floor", "wood"), "table": Thing(room.table, "floor", "wood"),
    "chair": Thing(room.chair, "floor", "colour"), "sofa": Thing(room.sofa, "floor", "colour"),
    "armchair": Thing(room.armchair, "floor", "colour"), "bed": Thing(room.bed, "floor", "blanket"),
    "lamp": Thing(room.floor_lamp, "floor", "shade"), "plant": Thing(room.plant, "floor", "pot"),
    "bookcase": Thing(room.bookcase, "floor", "wood", chancy=True),
    "cabinet": Thing(room.cabinet, "floor", "wood"), "fridge": Thing(room.fridge, "floor", "colour"),
    "television": Thing(room.television, "floor"), "fireplace": Thing(room.fireplace, "floor"),
    "umbrella stand": Thing(room.umbrella_stand, "floor"), "door": Thing(room.door, "floor", "colour"),
    "picture": Thing(room.picture, "wall", chancy=True), "poster": Thing(room.poster, "wall", chancy=True),
    "clock": Thing(room.clock, "wall"), "mirror": Thing(room.mirror, "wall"),
    "window": Thing(room.pane, "wall"), "board": Thing(room.board, "wall"),
}  # fmt: skip


class Stage(NamedTuple):
    """Where a place's recipe draws."""

    c: Canvas
    dice: Dice
    whim: Dice
    """The caller's chance: clouds and birds, never anything that makes the place itself."""
    words: Words
    placed: dict[str, list[float]]
    """What stands where, by name; grows while the place is drawn."""

    def put(
        self, name: str, x: float, y: float, scale: float = 1.0, /, *, far: float = 0.0,
        flip: bool = False, **looks: object,
    ) -> None:  # fmt: skip
        """Draw one thing, in the colour the words give it, unless they say it is not there."""
        if name in self.words.without:
            return
        self.placed.setdefault(name, []).append(x)
        thing, said = THINGS[name], dict(self.words.things).get(name)
        if said and thing.colour:
            looks[thing.colour] = said
        if thing.chancy:
            looks["dice"] = self.dice
        board = self.c.away(far).at(x, y, scale, flip=flip)
        if board.left < 0.7 and board.right > -0.7:
            thing.draw(board, **looks)

    def repeat(
        self, name: str, step: float, y: float, scale: float = 1.0, *, far: float = 0.0,
        clear: float = 0.0, jitter: float = 0.3, **looks: object,
    ) -> None:  # fmt: skip
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
        gaps = [0.36, -0.38, 0.7, -0.72, 0.16, -0.16, 1.0, -1.0]
        taken = [x for name, xs in self.placed.items() if THINGS[name].where == "floor" for x in xs]
        free = [x for x in gaps if all(abs(x - other) > 0.16 for other in taken)] or gaps
        walls = [x for x in (-0.28, 0.3, 0.0, -0.62, 0.64) if self._bare(x)] or [0.0]
        for name, _ in self.words.things:
            if name in THINGS and name not in self.placed:
                where = THINGS[name].where
                if where == "floor":
                    self.put(name, free.pop(0) if free else 0.5, floor, 0.9)
                elif where == "sky" or not self.words.inside:
                    self._in_the_sky(name)
                else:
                    looks = {"width": 0.28, "height": 0.3} if name == "window" else {}
                    self.put(name, walls.pop(0) if walls else 0.0, 0.3, **looks)

    def _bare(self, x: float) -> bool:
        tall = ("window", "board", "picture", "poster", "door", "bookcase", "fridge", "clock")
        return all(abs(x - other) > 0.22 for name in tall for other in self.placed.get(name, ()))

    def _in_the_sky(self, name: str) -> None:
        if THINGS[name].where == "sky":
            self.put(name, self.dice.between(-0.3, 0.3, name, "x"), 0.2)
