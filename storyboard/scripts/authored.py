"""A script written as a story file: the author's words kept, every guess a comment."""

import io
import re
from collections.abc import Iterable
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from renderers.cast.references import packaged_card, packaged_ids
from storyboard.scripts.retelling import slug
from storyboard.scripts.script import Script, ScriptPanel, ScriptScene, Speech


def as_story(script: Script) -> str:
    """Return the YAML of a story file."""
    ids = {name: slug(name) or f"speaker-{n}" for n, name in enumerate(_speakers(script), 1)}
    story = CommentedMap(title=script.title)
    if script.author:
        story["author"] = script.author
    if script.language != "en":
        story["language"] = script.language
    if script.director:
        story["director"] = _flow({"model": script.director})
    _cast(story, ids, [who for who in _silent(script) if who not in ids.values()])
    story["scenes"] = CommentedSeq(_scene(scene, ids) for scene in script.scenes)
    for index, scene in enumerate(script.scenes):
        _comment(story["scenes"], index, scene.guesses, indent=2)
        for number, panel in enumerate(scene.panels):
            panels = story["scenes"][index]["panels"]
            _comment(panels, number, panel.guesses, indent=6)
    return _written(story)


def _speakers(script: Script) -> list[str]:
    """Return everybody who speaks, two who speak together apart, in order."""
    return list(dict.fromkeys(name for said in script.names for name in _apart(said)))


def _apart(speaker: str) -> list[str]:
    return [part.strip() for part in re.split(r"\s*(?:&|/|\band\b)\s*", speaker) if part.strip()]


def _silent(script: Script) -> list[str]:
    """Return the packaged people and animals whom an action names; a cup may be any cup."""
    told = " ".join(panel.action for scene in script.scenes for panel in scene.panels)
    cards = [packaged_card(who) for who in packaged_ids()]
    return [
        card.id
        for card in cards
        if card.kind != "object"
        and re.search(rf"\b{card.name}\b", told, re.IGNORECASE if card.kind == "animal" else 0)
    ]


def _cast(story: CommentedMap, ids: dict[str, str], silent: list[str]) -> None:
    known = set(packaged_ids())
    if packaged := [*(who for who in ids.values() if who in known), *silent]:
        story["cast"] = CommentedSeq(packaged)
        story["cast"].fa.set_flow_style()
    if silent:
        told = f"only named in the action, and cast as what comes along: {', '.join(silent)}"
        story.yaml_set_comment_before_after_key("cast", before=told)
    strangers = {name: who for name, who in ids.items() if who not in known}
    if strangers:
        story["characters"] = CommentedMap(
            (who, CommentedMap(name=name)) for name, who in strangers.items()
        )
        told = "nobody has drawn these: give each references: [a picture], or a look in words"
        story.yaml_set_comment_before_after_key("characters", before=told)


def _scene(scene: ScriptScene, ids: dict[str, str]) -> CommentedMap:
    made = CommentedMap()
    if scene.id:
        made["id"] = scene.id
    setting = {"prompt": scene.place, "light": scene.light, "weather": scene.weather}
    said = {key: value for key, value in setting.items() if value}
    if said:
        made["setting"] = scene.place if list(said) == ["prompt"] else _flow(said)
    made.update({key: _plain(value) for key, value in scene.keys.items()})
    made["panels"] = CommentedSeq(_panel(panel, ids) for panel in scene.panels)
    return made


def _panel(panel: ScriptPanel, ids: dict[str, str]) -> CommentedMap:
    keys = dict(panel.keys)
    made = CommentedMap()
    for key in ("id", "like", "shot", "angle", "setting"):
        if key in keys:
            made[key] = _plain(keys.pop(key))
    if panel.action:
        made["action"] = panel.action
    if people := _people(panel, keys.pop("characters", None), ids):
        made["characters"] = people
    effects = [*panel.effects, *(keys.pop("sfx", None) or [])]
    made.update({key: _plain(value) for key, value in keys.items()})
    if panel.captions:
        made["caption"] = panel.captions[0] if len(panel.captions) == 1 else [*panel.captions]
    if panel.speeches:
        made["dialogue"] = CommentedSeq(
            line for each in panel.speeches for line in _lines(each, ids)
        )
    if effects:
        made["sfx"] = _plain(effects)
    return made


def _people(panel: ScriptPanel, said: Any, ids: dict[str, str]) -> Any:
    """Return who is staged: what the script says, and the moods in which they speak."""
    moods = {
        who: speech.mood
        for speech in panel.speeches
        if speech.mood
        for name in _apart(speech.speaker)
        if (who := ids.get(name))
    }
    if isinstance(said, list):
        said = {ids.get(str(name), slug(str(name))): {} for name in said}
    staged = {who: dict(how or {}) for who, how in (said or {}).items()}
    for who, mood in moods.items():
        staged.setdefault(who, {}).setdefault("mood", mood)
    if staged and not any(staged.values()):
        return _flow(list(staged))
    return _flow(staged)


def _lines(speech: Speech, ids: dict[str, str]) -> Iterable[Any]:
    for name in _apart(speech.speaker):
        plain = speech.how == "speech"
        says: Any = speech.says if plain else _flow({"says": speech.says, "how": speech.how})
        yield CommentedMap({ids.get(name, slug(name)): says})


def _plain(value: Any) -> Any:
    return _flow(value) if isinstance(value, dict | list) else value


def _flow(value: Any) -> Any:
    """Return data that is written in one line."""
    if isinstance(value, dict):
        made: Any = CommentedMap((key, _flow(each)) for key, each in value.items())
    elif isinstance(value, list | tuple):
        made = CommentedSeq(_flow(each) for each in value)
    else:
        return value
    made.fa.set_flow_style()
    return made


def _comment(items: CommentedSeq, index: int, guesses: tuple[str, ...], *, indent: int) -> None:
    if guesses:
        text = "\n".join(" ".join(guess.split()) for guess in guesses)
        items.yaml_set_comment_before_after_key(index, before=text, indent=indent)


def _written(story: CommentedMap) -> str:
    yaml = YAML()
    yaml.width = 100
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(story, stream)
    return stream.getvalue()
