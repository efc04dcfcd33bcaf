"""Pieces that break parsers, and values that nobody expects."""

from typing import Any

FULL_STORY = """\
title: Everything
author: A. Writer
language: en
style: clean ink
negative: blurry
seed: 7
renderer: {name: collage}
page: {size: a5, reading: rtl, bleed: 0.1in, gutter: 0.1in, margin: 0.3in}
cast: [bill, ringo]
characters:
  dee:
    token: sks
    class: woman cartoon
    height: 0.9
    voice: {balloon: round, font: Bangers}
  cup: {token: olis, class: coffee cup, kind: object}
settings:
  park: {prompt: a park with trees, light: at dusk, weather: rain}
scenes:
  - id: rain
    setting: park
    layout: [[2, 1], [1, 1]]
    panels:
      - id: arrival
        shot: wide
        angle: low
        action: Ringo runs up to Bill, who waits under a tree with a red balloon.
        characters:
          bill: {at: left, pose: waving, mood: worried, facing: ringo}
          ringo: {at: right, pose: running, mood: smile, depth: behind}
        relations: [bill left of ringo]
        caption: Monday. It rained.
        dialogue: [bill: You are late!, ringo: {says: I know…, how: whisper}]
        sfx: [{text: SPLASH, near: ringo}]
        seed: 11
      - like: arrival
        shot: close
        characters: {bill: {mood: smile}}
      - characters: {bill: {region: [0.05, 0.2, 0.5, 1.0]}}
        action: Bill hugs Ringo.
"""
"""A story with most keys that there are."""

PIECES = (
    b"",
    b"\n",
    b"  ",
    b": ",
    b"- ",
    b"[",
    b"]",
    b"{",
    b"}",
    b"'",
    b'"',
    b"&a ",
    b"*a",
    b"<<: ",
    b"null",
    b"~",
    b"1e999",
    b"-0",
    b".inf",
    b"\xff",
    b"\xe2\x80\xae",
    b"!!python/object:os ",
    b"panels",
    b"scenes: []",
    b"../../etc/passwd",
    b"? ",
    b"|\n",
    b">\n",
    b"#",
    b"%",
    b"@",
    b"`",
)
"""Bytes for stories."""
PROSE: tuple[str, ...] = (
    "",
    " Dee",
    " Ringo and Dee",
    " bill",
    " nobody",
    " he",
    " everyone",
    " the dog",
    " a giant octopus",
    " hugs",
    " is hit by",
    " runs away from",
    " sleeps on",
    " hands",
    " not",
    " and",
    " in a submarine",
    " at night, in the snow",
    " left of",
    " who",
    "'s umbrella",
    ".",
    "…",
    " — ",
    " 3,000",
    " ünïcödé",
    " 犬",
    " كلب",
    " \u202e",
    " \U0001f600",
    " [brackets]",
    " (sks:1.4)",
    " <lora:x>",
    " \\",
    " " + "very " * 60,
    " " + "x" * 300,
)
"""Words for what authors say."""
STRANGE: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    1e308,
    -1e-308,
    10**30,
    "",
    "\x00",
    "\x1b[2J",
    "../../x",
    "/etc/passwd",
    "x" * 5000,
    [],
    {},
    [[]],
    "NaN",
    "é",
    "\ud800",
)
"""Values for plans."""
SETTING_KEYS = (
    "steps",
    "guidance_scale",
    "resolution",
    "init.strength",
    "init.from",
    "sal",
    "model",
    "controlnet.model",
    "scheduler",
    "cache_every",
    "nonsense",
    "name",
    "a.b.c",
    ".",
    "",
)
"""Of `--set`, some of which exist."""
SETTING_VALUES = (
    "8",
    "-1",
    "0",
    "1e99",
    "null",
    "[]",
    "{}",
    '"x"',
    "true",
    "../..",
    "nan",
    "\x00",
    "9" * 400,
    "[" * 5000,
    "é",
)
"""Of `--set`, some of which fit."""
FITTING: dict[str, tuple[str, ...]] = {
    "steps": ("1", "8", "20", "1000", "8.5"),
    "guidance_scale": ("0", "1", "7.5", "1e3"),
    "guidance_rescale": ("0", "0.7", "1"),
    "guidance_end": ("0.1", "0.5", "1", "2"),
    "resolution": ("64", "256", "513", "1024"),
    "kappa": ("0", "0.4", "1"),
    "harmony": ("0", "0.3", "1"),
    "feather": ("0", "0.02", "0.5"),
    "init": ("collage", "noise", '{"from": "collage", "strength": 0.5}'),
    "init.strength": ("0.05", "0.35", "1"),
    "init.from": ("noise", "collage", "mean-shift"),
    "sal": ("{}", '{"reading": "feature"}', '{"every": 3, "scale": 0.2}'),
    "controlnet": ('{"scale": 0.5}', '{"enabled": false}', '{"start": 0.2, "end": 0.1}'),
    "scheduler": ("ddim", "euler"),
    "timestep_spacing": ("leading", "linspace", "trailing"),
    "cache_every": ("1", "2", "3"),
    "mode": ("auto", "fast", "reference"),
    "scaffold": ("none", "place", "collage"),
    "references": ("none", "collage"),
    "crop": ("true", "false"),
    "clip_skip": ("0", "1", "2"),
    "dtype": ("auto", "float32", "bfloat16"),
    "memory": ('{"offload": "model"}', '{"attention": "sliced"}'),
    "from_noise": ('["dee"]', '["ringo", "dee"]', '["nobody"]'),
}
"""Of `--set`, with values that may fit, alone or not with each other."""
