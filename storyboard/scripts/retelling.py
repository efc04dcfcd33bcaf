"""A story as a script: in its form what it has a form for, all else as keys of a panel."""

from typing import Any

from schemas.openpose import PoseFromFile
from schemas.story import Panel, Placement, Scene, Story
from storyboard.scripts.script import Script, ScriptPanel, ScriptScene, Speech

_PICTURES = ("masks", "pose_map", "scaffold", "seed")


def retold(story: Story) -> Script:
    """Return a story as a script; characters' definitions and renderer settings stay behind."""
    ids = {each.id: slug(each.name) for each in story.characters.values()}
    return Script(
        title=story.title,
        author=story.author,
        language=story.language,
        names=tuple(each.name for each in story.characters.values()),
        scenes=tuple(
            _scene(scene, number, story, ids) for number, scene in enumerate(story.scenes, 1)
        ),
    )


def slug(name: str) -> str:
    """Return the id that a character of this name gets: *Old Mira* is `old-mira`."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in name.lower())
    return "-".join(filter(None, kept.split("-")))


def _scene(scene: Scene, number: int, story: Story, ids: dict[str, str]) -> ScriptScene:
    setting = scene.setting
    return ScriptScene(
        id=scene.id if scene.id != f"scene-{number}" else None,
        keys={"layout": _plain(scene.layout)} if scene.layout is not None else {},
        place=setting.prompt,
        light=setting.light,
        weather=setting.weather,
        panels=tuple(
            _panel(panel, index, story, ids) for index, panel in enumerate(scene.panels, 1)
        ),
    )


def _plain(layout: Any) -> Any:
    return [_plain(each) for each in layout] if isinstance(layout, tuple) else layout


def _panel(panel: Panel, index: int, story: Story, ids: dict[str, str]) -> ScriptPanel:
    names = {each.id: each.name for each in story.characters.values()}
    return ScriptPanel(
        action=" ".join(panel.action.split()),
        captions=tuple(" ".join(caption.split()) for caption in panel.captions),
        speeches=tuple(
            Speech(
                speaker=names.get(line.speaker, line.speaker),
                says=" ".join(line.says.split()),
                how=line.how,
            )
            for line in panel.dialogue
        ),
        effects=tuple(effect.text for effect in panel.sfx if effect.near is None),
        keys=_keys(panel, index, ids),
    )


def _keys(panel: Panel, index: int, ids: dict[str, str]) -> dict[str, Any]:
    """Return what a script has no form for, as the story file would say it."""
    keys: dict[str, Any] = {}
    if panel.id != str(index):
        keys["id"] = panel.id
    if panel.shot:
        keys["shot"] = panel.shot
    if panel.angle != "eye":
        keys["angle"] = panel.angle
    if panel.setting:
        keys["setting"] = panel.setting.model_dump(exclude_defaults=True)
    if panel.characters:
        keys["characters"] = {
            ids.get(who, who): _placement(placed, ids) for who, placed in panel.characters.items()
        }
    if panel.relations:
        keys["relations"] = [
            {
                "subject": ids.get(each.subject, each.subject),
                "relation": each.relation,
                "object": ids.get(each.object, each.object),
            }
            for each in panel.relations
        ]
    near = [effect for effect in panel.sfx if effect.near]
    if near:
        keys["sfx"] = [{"text": e.text, "near": ids.get(e.near or "", e.near)} for e in near]
    if panel.quality is not None:
        keys["quality"] = panel.quality.model_dump(mode="json")
    keys |= {name: value for name in _PICTURES if (value := getattr(panel, name)) is not None}
    return keys


def _placement(placed: Placement, ids: dict[str, str]) -> dict[str, Any]:
    said = placed.model_dump(mode="json", exclude_none=True, exclude={"pose", "region"})
    if isinstance(placed.pose, str):
        said["pose"] = placed.pose
    elif isinstance(placed.pose, PoseFromFile):
        said["pose"] = placed.pose.file
    elif placed.pose is not None:
        said["pose"] = {
            "keypoints": [
                [joint.x, joint.y, joint.visible] if joint else None
                for joint in placed.pose.keypoints
            ]
        }
    if placed.region is not None:
        box = placed.region
        said["region"] = [box.left, box.top, box.right, box.bottom]
    if placed.facing in ids:
        said["facing"] = ids[placed.facing]
    return said
