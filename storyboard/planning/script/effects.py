"""What deeds do to faces and bodies: of those who do them, and of those to whom they are done."""

MOVING_TO = {
    "scare": "afraid",
    "frighten": "afraid",
    "terrify": "afraid",
    "shock": "shocked",
    "surprise": "surprised",
    "startle": "surprised",
    "amaze": "amazed",
    "annoy": "irritated",
    "anger": "angry",
    "enrage": "angry",
    "confuse": "confused",
    "delight": "happy",
    "amuse": "laugh",
    "attack": "afraid",
    "rob": "afraid",
    "threaten": "afraid",
    "haunt": "afraid",
    "bite": "shocked",
    "sting": "shocked",
    "corner": "afraid",
}
"""Which mood somebody is in to whom this is done."""
FEELING_SO = {
    "fight": "angry",
    "argue": "angry",
    "quarrel": "angry",
    "squabble": "angry",
    "wrestle": "angry",
    "struggle": "angry",
    "attack": "angry",
    "threaten": "angry",
    "rob": "sly",
    "flee": "afraid",
}
"""Which mood somebody is in who does this, where nothing else is said of it."""
DEFENDING = {
    "attack": "shielding",
    "rob": "hands up",
    "threaten": "hands up",
    "corner": "hands up",
    "bite": "flinching",
    "sting": "flinching",
}
"""What somebody does to whom this is done, where nothing else is said of it."""
