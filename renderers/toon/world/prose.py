"""Sentences such as authors write, so that the model takes prose in its stride."""

from random import Random

from renderers.toon.world.staging import Actor

_LONE = (
    "{a} is {pose}",
    "{a} stands there, {pose}",
    "{a} is {mood}",
    "{a} waits, {pose}",
    "{a} looks {mood}",
    "{a} thinks about it",
    "{a} says hello",
    "Here comes {a}",
    "{a} looks up",
    "{a} has an idea",
    "{a} is alone",
    "{a} turns round, {mood}",
    "{a} has been {pose} all day",
    "A picture of {a}, {pose}",
    "{a} tells a story",
)
_PAIR = (
    "{a} talks to {b}",
    "{a} and {b} meet",
    "{a} stands beside {b}, {pose}",
    "{b} listens to {a}",
    "{a} runs up to {b}, who waits under a tree",
    "{a} is {pose} while {b} is {other}",
    "{a} and {b} walk home",
    "{a} looks at {b}",
    "{b} laughs at {a}",
    "{a} shows {b} something",
    "{a} is {mood} because {b} is late",
    "{a} sits with {b}",
    "{a} joins {b}",
    "{a} gives {b} the umbrella",
    "{a} and {b} are friends",
    "{a} hides behind {b}",
    "{a}, {b} and the others look at each other",
    "{b} and {a} drink coffee together",
)


def action(actors: list[Actor], dice: Random) -> str:
    """Tell what happens, in one sentence without its full stop."""
    first, *others = dice.sample(actors, len(actors))
    words = {
        "a": _name(first),
        "pose": first.look.drawing.pose or "standing",
        "mood": first.look.mood or "calm",
    }
    if not others:
        return dice.choice(_LONE).format(**words)
    words |= {"b": _name(others[0]), "other": others[0].look.drawing.pose or "standing"}
    return dice.choice(_PAIR).format(**words)


def _name(actor: Actor) -> str:
    card = actor.look.card
    if actor.generic is None:
        return f"the {card.id}" if card.kind != "person" else card.name
    return "a " + card.class_noun.removesuffix(" cartoon")
