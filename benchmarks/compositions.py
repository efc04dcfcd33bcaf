"""Held-out compositions: panels of the training world that training never saw, as plans to draw."""

from typing import NamedTuple

from PIL import Image

from renderers.prompts import background_prompt, panel_prompt, segment_prompt
from renderers.toon.world import example
from renderers.toon.world.staging import Actor, StagedScene
from schemas.plan import Figure, PanelPlan, Segment
from schemas.settings import RendererSettings

STYLE = "flat-colour comic, clean ink outlines"
FIRST = 5_000_000_000
"""Seeds from here on are for measuring."""


class Composition(NamedTuple):
    """A held-out panel: what was staged, and the collage of it."""

    id: str
    scene: StagedScene
    collage: Image.Image

    @property
    def tokens(self) -> tuple[str, ...]:
        """The subjects' rare tokens, back to front."""
        return tuple(actor.look.card.token for actor in self.scene.actors)

    def plan(self, renderer: RendererSettings) -> PanelPlan:
        """Write the plan that the planner would have written for the scene."""
        scene = self.scene
        segments, place = tuple(map(_segment, scene.actors)), scene.setting
        where = background_prompt(place.prompt, light=place.light, weather=place.weather)
        return PanelPlan(
            id=self.id,
            scene="scene",
            aspect=scene.size.aspect,
            shot=scene.shot,
            camera="eye",
            setting=place,
            prompt=panel_prompt(
                scene.shot, [segment.prompt for segment in segments], setting=where, style=STYLE
            ),
            background_prompt=f"{where}, {STYLE}",
            negative_prompt="",
            segments=segments,
            seed=scene.seed,
            renderer=renderer,
            alt="a held-out panel",
        )


def composition(subjects: int, number: int) -> Composition:
    """Return a held-out panel of that many subjects, all of the cast."""
    seed = FIRST + subjects * 1_000_000 + number * 1000
    while True:
        scene, painting = example(seed, heldout=True, subjects=subjects)
        named = all(actor.generic is None for actor in scene.actors)
        seen = all(_seen(mask) > 0.012 for mask in painting.masks)
        if named and seen and len(scene.actors) == subjects:
            return Composition(f"n{subjects}-{number:03d}", scene, painting.picture)
        seed += 1


def _seen(mask: Image.Image) -> float:
    """Return the share of a panel that a subject fills; specks cannot be judged."""
    return sum(mask.histogram()[128:]) / (mask.width * mask.height)


def _segment(actor: Actor) -> Segment:
    look = actor.look
    prompt = segment_prompt(
        look.card.token,
        look.card.class_noun,
        pose=look.drawing.pose,
        mood=look.mood,
        facing=actor.facing,
    )
    outline = look.drawing.outline
    if look.face is not None:
        outline = outline.but(polygons=(*outline.polygons, *look.face.outline.polygons))
    return Segment(
        subject=look.card.id,
        token=look.card.token,
        prompt=prompt,
        mood=look.mood,
        pose_word=look.drawing.pose,
        region=outline.placed(actor.placement, mirror=actor.mirror),
        pose=actor.pose,
        figure=Figure(layers=look.layers, placement=actor.placement, mirror=actor.mirror),
    )
