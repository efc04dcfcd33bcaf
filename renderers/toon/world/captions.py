"""Puts scenes into words, in the planner's own prompt language."""

from random import Random

from renderers.prompts import background_prompt, joined, panel_prompt, segment_prompt
from renderers.toon.world.prose import action
from renderers.toon.world.staging import Actor, StagedScene
from schemas.vocabulary.phrases import MOODS, POSES


def subject(actor: Actor, dice: Random) -> str:
    """Describe one actor as a segment's prompt does; now and then less, or in other words."""
    if actor.extra:
        return extra(actor, dice)
    pose, mood = actor.look.drawing.pose, actor.look.mood
    if pose in POSES and dice.random() < 0.08:
        pose = dice.choice((*POSES[pose].same, *POSES[pose].aliases, pose))
    if mood in MOODS and dice.random() < 0.08:
        mood = dice.choice((*MOODS[mood].aliases, mood))
    said = segment_prompt(
        actor.look.card.token,
        actor.look.card.class_noun,
        pose=pose if dice.random() < 0.85 else None,
        mood=mood if dice.random() < 0.85 else None,
        facing=actor.facing if dice.random() < 0.9 else "front",
    )
    return said if actor.generic is None else said.removeprefix(actor.look.card.token).strip()


def extra(actor: Actor, dice: Random) -> str:
    """Describe a stranger or a thing as the planner does, by name; now and then also a pose."""
    pose = actor.look.drawing.pose if dice.random() < 0.25 else None
    return joined((actor.look.card.token, pose))


def place(scene: StagedScene, dice: Random, *, style: bool = True) -> str:
    """Describe the setting alone, as the background segment's prompt does."""
    setting = scene.setting
    return background_prompt(
        setting.prompt,
        light=setting.light,
        weather=setting.weather,
        style=scene.style if style else None,
    )


def caption(scene: StagedScene, dice: Random, *, among: tuple[int, ...] | None = None) -> str:
    """Describe a picture of a scene: wholly, or only a subject, or only the place.

    Args:
        scene: what is to be described.
        dice: chance; every call may say it otherwise.
        among: the actors to be seen, where only a part of the panel is shown.
    """
    everybody = range(len(scene.actors)) if among is None else among
    actors = [scene.actors[index] for index in everybody]
    if not actors:
        return place(scene, dice, style=dice.random() < 0.8)
    way = dice.random()
    if way < (0.42 if len(actors) == 1 else 0.16):
        return _local(dice.choice(actors), scene, dice)
    if way > 0.97:
        return place(scene, dice)
    return whole(actors, scene, dice, framed=among is None)


def _local(actor: Actor, scene: StagedScene, dice: Random) -> str:
    where = place(scene, dice) if dice.random() < 0.35 else None
    return joined((subject(actor, dice), where))


def whole(actors: list[Actor], scene: StagedScene, dice: Random, *, framed: bool) -> str:
    """Describe a whole panel, as its own prompt does; `framed` says its shot, nearly always."""
    said = [subject(actor, dice) for actor in actors if not actor.extra]
    others = [extra(actor, dice) for actor in actors if actor.extra]
    if dice.random() < 0.3:
        dice.shuffle(said)
    if len(said) > 1 and dice.random() < 0.1:
        said.pop(dice.randrange(len(said)))
    prompt = panel_prompt(
        scene.shot,
        said,
        action=joined((_action(actors, dice), "; ".join(others))),
        setting=place(scene, dice, style=False) if dice.random() < 0.9 else None,
        style=scene.style,
    )
    return prompt if framed and dice.random() < 0.93 else prompt.split(", ", 1)[1]


def _action(actors: list[Actor], dice: Random) -> str | None:
    who = [actor for actor in actors if actor.look.card.kind == "person" or not actor.extra]
    return action(who, dice) if who and dice.random() < 0.5 else None
