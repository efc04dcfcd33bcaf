"""What a panel's randomness hangs on: its name, or what happens in it where it has none.

A scene or panel without an id goes by its number, which changes when another is put before it. Its
seed must not, or the whole book would be drawn anew.
"""

from collections import Counter
from hashlib import sha256

from schemas.story import Panel, Scene, Story


def seeds_of(story: Story) -> dict[str, int]:
    """Return every panel's seed by `scene-panel`: its own, or one of the story's seed and its name.

    Panels of one name are told apart by their order.
    """
    seen = Counter[str]()
    seeds: dict[str, int] = {}
    for number, scene in enumerate(story.scenes, 1):
        for index, panel in enumerate(scene.panels, 1):
            name = _name(scene, f"scene-{number}", panel, str(index))
            seen[name] += 1
            if seen[name] > 1:
                name = f"{name}:{seen[name]}"
            own = panel.seed
            seeds[f"{scene.id}-{panel.id}"] = _hashed(story.seed, name) if own is None else own
    return seeds


def _name(scene: Scene, numbered: str, panel: Panel, number: str) -> str:
    """Return the ids, each replaced by what it stands for where it is only a number."""
    place, event = scene.id, panel.id
    if place == numbered:
        place = scene.setting.prompt
    if event == number:
        event = panel.action or next((line.says for line in panel.dialogue), "")
    return f"{place}-{event}"


def _hashed(seed: int, name: str) -> int:
    return int.from_bytes(sha256(f"{seed}:{name}".encode()).digest()[:4]) >> 1
